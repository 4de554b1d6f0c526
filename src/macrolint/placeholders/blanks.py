"""Blanks: what a person is to fill in by hand before a reply goes out, in the forms that teams write them.

The forms are told by what stands in them: a verb that tells somebody to fill in (“insert …”), or a noun that names
what is missing (“order number”). Labels of buttons, keys, tags of a subject and boxes to tick look alike and are none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from macrolint.placeholders import VALUE
from macrolint.spans import Span
from macrolint.uncompiled import lazy

# What is missing: the last word of “[customer name]”.
_NOUNS = (
    "name|names|firstname|lastname|surname|username|nickname|handle|date|dates|time|times|timeframe|day|days|month"
    "|year|weekday|hours|minutes|weeks|number|numbers|nr|id|ids|link|links|url|urls|hyperlink|address|e-?mail|phone"
    "|reason|reasons|amount|price|total|cost|fee|agent|customer|client|member|guest|recipient|sender|reporter"
    "|requester|requestor|author|contributor|person|contact|manager|team|department|product|products|item|items|model"
    "|quantity|company|organi[sz]ation|business|store|shop|brand|project|repo|repository|order|ticket|invoice|booking"
    "|reservation|tracking|account|plan|city|country|location|street|version|feature|details|description|explanation"
    "|solution|workaround|resolution|cause|deadline|eta|duration|title|subject|topic|signature|salutation|greeting"
    "|placeholder|screenshot|coupon|discount|percentage|severity|domain|website|carrier|courier|sku|here|todo|tbd"
)
# Nouns that also stand in brackets for other reasons (a tag of a subject, what a converter left behind): not alone.
_WEAK = (
    "issue|bug|error|status|step|steps|answer|comment|comments|note|notes|text|message|code|file|files|image|images"
    "|video|attachment|page|event|service|policy|release|summary|state|reference|ref|case|language|question|problem"
    "|method|option|article|section|reply|request|update|role|title|type|value"
)
_FILL = (
    r"insert|paste|fill[ ]in|fill[ ]out|specify|describe|explain|mention|your|the[ ]customer['’]?s|name[ ]of"
    r"|number[ ]of"
    r"|link[ ]to|url[ ]of|date[ ]of|reason[ ]for|list[ ]of|choose[ ]one|select[ ]one|pick[ ]one|delete[ ]as"
    r"|replace[ ]with"
)
_ADD = r"enter|add|put|write|type|include|attach|provide|state"  # they may also be the label of a button
_LABEL = (
    "edit|update|change|save|view|submit|show|delete|remove|set|new|select|choose|copy|go|open|see|send|verify"
    "|confirm"
    "|start|close|create|manage|switch|check|next|back|reset|sort|filter|print|read|skip|my|all|sign|log|get|use"
    "|buy|not|no|any|some|this|that|these|each|every"
)
_WORDS = r"[^\W_](?:[^\W_]|['’.&](?=[^\W_])){0,30}+"  # no blank and no hyphen, so that it is found in one way only
_NAMED = rf"(?!(?:{_LABEL}|{_ADD})\b)(?:{_WORDS}\.?[ /_-]){{0,4}}(?:{_NOUNS})"  # [customer name], [Name]
_PHRASE = rf"(?!(?:{_LABEL}|{_ADD})\b)(?:{_WORDS}[ /_-]){{1,4}}(?:{_NOUNS}|{_WEAK})"  # [error message]
_OF = rf"(?:{_NOUNS})[ ](?:of|for|to|from|or|and|in)(?:[ ]{_WORDS}){{1,5}}"  # [date of purchase]
_TOLD = (
    r"(?:(?:please|briefly|optional(?:ly)?:?|if[ ](?:applicable|needed|relevant)[:,]?)[ ])?"
    rf"(?:(?:{_FILL})[^\S\n][^\]\[\n]{{1,80}}|(?:{_ADD})[^\S\n](?:[^\]\[\n]{{0,50}}\b)?(?:{_NOUNS}"
    rf"|{_WEAK})\b[^\]\[\n]{{0,30}})"
    r"|(?:optional(?:ly)?|if[ ](?:applicable|needed|relevant))[:,][ ][^\]\[\n]{1,80}"
)
_ASIDE = (  # words in capitals that stand in brackets for other reasons
    "EXTERNAL|EXT|INTERNAL|URGENT|SPAM|CLOSED|SOLVED|RESOLVED|FIXED|BUG|FEATURE|RFC|WIP|UPDATE|UPDATED|SIC|TAB"
    "|ESC|ENTER|CTRL"
    "|SHIFT|SPACE|NOTE|WARNING|IMPORTANT|INFO|REDACTED|REMOVED|DELETED|OPTIONAL|REQUIRED|DEPRECATED|CONFIDENTIAL"
    "|SECURE|ACTION"
    "|QUESTION|HELP|DRAFT|TEST|BETA|ALPHA|LTS|EXPIRED|HIDDEN|UNKNOWN|NULL|NONE|TRUE|FALSE|EMPTY|PASS|FAIL|DONE"
    "|OPEN|PENDING|EDIT"
    "|ANNOUNCEMENT|REMINDER|NOTICE|ALERT|INCIDENT|MAINTENANCE|OUTAGE|SALE|MENU|START|STOP|CONTINUE|CANCEL|DELETE"
    "|HOME|BACK|NEXT"
    "|READY|ACTIVE|APPROVED|REJECTED|COMPLETED|SHIPPED|FREE|LIVE|ONLINE|OFFLINE|LOCKED|PINNED|GUIDE|READ|NSFW|SPOILER"
    "|PHISHING|ENCRYPTED|UTF|HTML|JSON|HTTP|HTTPS|FAQS|MODERATOR|STAFF|ADMIN"
)
_UNITS = (
    r"(?:business[ ]|working[ ]|calendar[ ])?(?:day|hour|minute|week|month|year|unit|item|piece|time|person|people)s?"
)

# Each form with the signs of which one is in every text that it finds; one without capitals may stand in any case.
_FORMS: tuple[tuple[str, str], ...] = (
    # [NAME], [order number], [insert link], [date of purchase], [he/she], [X] days, [____]
    (
        "[",
        rf"(?<![\w)\]!\[])[#@$€£]?\[\[?(?:{_NAMED}|{_PHRASE}|{_OF}|{_TOLD}|(?:order|ticket|case|issue"
        rf"|invoice)[ ]?(?:\#|no\.?)|xyz|abc|#|x{{2,}}|_{{2,}}|\?+)\]\]?(?![(\[:])",
    ),
    ("[", rf"(?-i:(?<![\w)\]!])[#@$€£]?\[(?:(?!(?:{_ASIDE})\])[A-Z]{{4,}}|(?:[A-Z]+_)+[A-Z]+)\](?![(\[:]))"),
    (
        "[",
        rf"\b(?:about|regarding|with|your|the|our|for|of|because[ ]of|due[ ]to|to|this"
        rf"|an?)[ ](?P<match>\[(?:{_WEAK})\])(?![(\[:])",
    ),
    ("[", r"(?<![\w)\]!])\[(?!(?:y/n|yes/no|on/off|and/or|i/o|n/a)\])[a-z]+(?:[ ]?/[ ]?[a-z]+){1,3}\](?![(\[:])"),
    ("[", r"(?<![\w)\]!])\[[a-z][\w' ]{1,30}[ ](?:/|(?-i:OR))[ ][a-z][\w' ]{1,30}\](?![(\[:])"),
    ("[", rf"\[[xyn]\](?=[ ]?%|[ ]{_UNITS}\b)"),
    # <your name>, <insert link>, <ORDER_NUMBER>, <#number>, @<reporter>
    (
        "<",
        rf"(?<!\w)[#@$€£]?<<?[#@]?(?:(?:{_FILL})[ _-][^<>=/\n]{{1,60}}|(?:{_ADD})[ ][^<>=/\n]{{0,40}}\b(?:{_NOUNS}"
        rf"|{_WEAK}|this|here)"
        rf"|(?-i:[A-Z]{{2,}}(?:[ _-][A-Z]{{2,}}){{1,4}})|(?:{_WORDS}[ _-]){{1,4}}(?:{_NOUNS}|{_WEAK})"
        rf"|(?!(?:link|title|address|time|details|summary)>)(?:{_NOUNS})|\.{{3}}|…|x{{2,}})>>?",
    ),
    # (insert number), (customer name), and (date) where nothing else can be meant
    (
        "(",
        rf"(?<!\])\((?:(?:insert|fill[ ]in|paste)[^\S\n][^()\n]{{1,60}}|(?:{_ADD})[ ][^()\n]{{1,40}}[ ]here"
        rf"|(?:your|agent|agent['’]s|customer|customer['’]s|client|client['’]s|user['’]s)[ ](?:[\w'’-]+[ ]){{0,2}}"
        r"(?:name|number|link|url|date|reason|amount|time|address|title|screenshot)(?:[ ]here)?)\)",
    ),
    (
        "(",
        rf"\b(?:hi|hello|hey|dear|on|by|until|till|at|for|of|is|was|from|order|ticket|case|invoice|number|mr|ms"
        rf"|mrs)\.?[ ]#?"
        rf"(?P<match>\((?:{_WORDS}[ ]){{0,2}}(?:name|date|time|amount|number|reason|company|product|agent|customer"
        rf"|link|url)\))",
    ),
    # {insert screenshot}: braces of a placeholder never hold an order to fill in
    ("{", rf"\{{(?:(?:{_FILL}|{_ADD})[^\S\n][^{{}}\n]{{1,80}}|todo|tbd|x{{2,}})\}}"),
    # XXX, XX/XX, $XX, #XXXXX, xx days, X days, X-Y hours
    ("XX", r"(?-i:(?<![\w./-])[#$€£@]?X{2,}(?:[/.:-]X{1,})*%?(?![\w-]|[.:/]\w|['’]))"),
    (
        "xx $x €x £x",
        rf"(?<![\w./-])(?:x{{2,}}(?=[ ]{_UNITS}\b|%)|[$€£]x+(?:[.,]x+)?(?!\w)|#x{{2,}}(?!\w)"
        rf"|x{{2,4}}(?:([/.:-])x{{2,4}})+(?![\w/-]))",
    ),
    (
        "xxx",
        r"\b(?:is|on|at|by|with|of|for|to|from|number|no\.|id|code|hi|dear|hello|about"
        r"|see):?[ ](?P<match>x{3,})(?![\w/-])",
    ),
    ("X", rf"(?-i:(?<![\w.'’*-][ ])(?<![\w.'’*-])[#$€£]?X(?:[ ]?[-–][ ]?[XY]|[ ]to[ ][XY])?(?=[ ]{_UNITS}\b))"),
    ("X", r"\b(?:hi|hello|hey|dear|mr\.?|mrs\.?|ms\.?)[ ](?P<match>(?-i:X{1,3}))(?=[,!.]|$)"),
    ("X", r"(?<![\w./-])(?=[\d/]*X)(?-i:(?:\d{1,2}|X{2})/(?:\d{1,2}|X{2})/(?:\d{2,4}|X{2,4}))(?![\w/-])"),
    ("x.", r"(?-i:(?<![\w.])v?X\.[XY](?:\.[XYZ])?(?![\w.]\w))|(?<![\w.])v?x\.y\.z(?![\w.]\w)"),
    ("XYZ", r"(?-i:\bXYZ\b)(?![ ]?(?:axis|axes|coord))"),
    (
        "X N",
        rf"\b(?:within|in|for|after|next|last|another|to|takes|allow|least|than"
        rf"|every)[ ](?P<match>(?-i:(?:\d{{1,3}}[ ]?[-–][ ]?)?[XN](?:[ ]?[-–][ ]?[XY]|[ ]to[ ][XY])?))"
        rf"(?=[ ]{_UNITS}\b)",
    ),
    (
        "DD MM YY HH",
        r"\b(?:on|by|until|before|since|from|dated|at|of|for)[ ](?P<match>(?-i:(?:DD|MM|YYYY|YY)(?:[/.-](?:DD|MM"
        r"|YYYY|YY)){1,2}|HH:MM))(?!\w)",
    ),
    # #NUMBER, @username
    (
        "#",
        r"(?<![\w#&/])(?:(?-i:\#(?:N{2,}|TICKET|ISSUE|ID|PR|(?:[A-Z]+[_-]?)?NUMBER|[A-Z]+_[A-Z_]+)\b)"
        r"|\#(?:[a-z]+[_-]?)?number\b|\#n{3,}\b)",
    ),
    (
        "@",
        r"(?<![\w./@-])@(?:(?:github|gh|your|their|the|reporter|customer|user|issue|pr)?[-_]?(?:user-?name|user|name"
        r"|handle|author|reporter"
        r"|requester|contributor|op|nick|customer|submitter|login)|firstname|mention|x{3,})\b(?![\w/-]|[.@]\w)",
    ),
    # order ____ , dear .....
    ("_", r"(?:[\w:$€£#(,.\ufffc][^\S\n]?|(?<=\n)|\A)(?P<match>(?<!_)_{3,})(?![\w_]|[^\S\n]*$)"),
    ("_", r"(?:[\w$€£#(,\ufffc][^\S\n]|[\w]:[^\S\n]?|[#$€£])(?P<match>_{3,})(?=[^\S\n]*$)"),
    ("... …", r"\b(?:hi|hello|hey|dear|mr\.?|ms\.?|mrs\.?)[ ](?P<match>\.{3,}|…)(?=[ ]*(?:[,!]|$))"),
    ("... …", r"(?<=[\w:])[ ](?P<match>\.{5,}|…{2,})(?=[ ]\w|[,.;:)]?[ ]*$|[ ]?[,;)])"),
    (
        "... …",
        r"^[^\S\n]*(?:\d{1,2}[.)][^\S\n]+)?(?P<match>(?:\.{3,}|…)(?:[^\S\n]*\n+[^\S\n]*(?:\d{1,2}[.)][^\S\n]+"
        r"|[-*][^\S\n]+)?(?:\.{3,}|…)(?=[^\S\n]*$))*)[^\S\n]*$",
    ),
    # “Hi NAME,”, “by DATE”, CVE_ID, INSERT LINK HERE
    (
        "NAME USER CUSTOMER CLIENT AGENT REPORTER",
        r"\b(?:hi|hello|hey|dear|thanks|mr\.?|ms\.?|mrs\.?)[ ]+(?P<match>(?-i:(?:FIRST|LAST|FULL|CUSTOMER|USER"
        r"|CLIENT)?[ _]?NAME|USER|CUSTOMER|CLIENT|AGENT|REPORTER))\b(?![ ](?-i:[A-Z]{2}))",
    ),
    (
        "DATE DAY MONTH AMOUNT REASON PRODUCT COMPANY CITY COUNTRY LOCATION SEVERITY NUMBER NAME AGENT",
        r"(?<!(?-i:[A-Z]{2})[ ])\b(?-i:on|by|until|before|of|for|from|to|at|with|is|was|an?|named|called|because"
        r"|order|ticket|refund|number|code)[ ](?P<match>(?-i:(?:(?!(?:THE|YOUR|THIS|THAT|MY|OUR|FULL|ANY|ALL|NO|AND"
        r"|OR)\b)[A-Z]{2,}[ ]){0,2}"
        r"(?:DATE|DAY|MONTH|AMOUNT|REASON|PRODUCT|COMPANY|CITY|COUNTRY|LOCATION|SEVERITY|NUMBER|USERNAME|FIRSTNAME"
        r"|LASTNAME|AGENT)))\b(?![ ](?:(?-i:[A-Z]{2})|of\b))",
    ),
    (
        "_",
        r"(?-i:(?<![\w./#@$%&-])(?:[A-Z]+_)+(?:NAME|NUMBER|NUM|NO|DATE|TIME|ID|URL|LINK|AMOUNT|REASON|EMAIL|TITLE"
        r"|HERE|ADDRESS|PHONE|VERSION|DETAILS)(?![\w/%(=]))",
    ),
    (
        "HERE NAME NUMBER DATE LINK URL REASON TEXT AMOUNT DETAILS SCREENSHOT INFO MESSAGE",
        r"(?-i:\b(?:INSERT|PASTE|FILL[ ]IN|ENTER|ADD|PUT|TYPE|WRITE|REPLACE)(?:[ ][A-Z'’]{2,}){0,6}[ ](?:HERE|NAME"
        r"|NUMBER|DATE|LINK|URL|REASON|TEXT|AMOUNT|DETAILS|SCREENSHOT|INFO|MESSAGE)\b)",
    ),
    (
        "HERE",
        r"(?-i:\b(?:YOUR[ ])?(?:[A-Z]{2,}[ ]){0,3}(?:NAME|NUMBER|DATE|LINK|URL|REASON|TEXT|EXPLANATION|DETAILS"
        r"|AMOUNT|DESCRIPTION|MESSAGE|SIGNATURE|TITLE|ADDRESS|EMAIL)(?:[ ]GOES)?[ ]HERE\b)",
    ),
    (
        "HERE",
        r"(?-i:\bHERE(?![ ](?:IS|ARE|WE|YOU|IT|FOR|TO|AND|AT|ON|IN)\b)(?:[ ][A-Z]{2,}){0,4}[ ](?:NAME|NUMBER|DATE"
        r"|LINK|URL|REASON|TEXT|EXPLANATION|DETAILS|DESCRIPTION|MESSAGE)S?(?:[ ][A-Z]{2,}){0,3}\b)",
    ),
    ("here", r"\b(?:the|your|an?)[ ](?:[\w-]+[ ]){1,3}goes[ ]here\b"),
    # “Your text here”: the whole message is the blank
    ("here", r"(?:^|[\[(<{])[^\S\n]*(?P<match>(?:your|the)[ ](?:text|message|reply|answer|content|copy)[ ]here)\b"),
    ("TB", r"(?-i:\b(?:TBD|TBC|TBA)\b)"),
)
# A template that nobody has finished: nothing in it was written for a reader.
_UNFINISHED = (
    ("TODO FIXME", r"(?-i:\b(?:TODO|FIXME)\b)(?![ ](?:list|app|comment|item))s?"),
    ("psum", r"\blorem ipsum\b"),
)
_PROMPT = lazy(
    r"\s*(?P<match>(?:please[ ])?(?:enter|insert|type|write|add|paste)[ ](?:in[ ])?(?:your|the|a|some)[ ]"
    r"(?:own[ ])?(?:message|text|reply|response|comment|content|answer)s?(?:[ ]here)?[.!…]*)\s*",
    re.I,
)
_LINK = lazy(
    r"\]\((?P<match>|#|https?://|(?:the[ -]|insert[ -]|your[ -]|add[ -])?(?:[\w-]+[ -])?(?:url"
    r"|link)(?:[ -]here)?|insert[^()\n]*|todo|tbd|x{2,})\)",
    re.I,
)
_IN_ADDRESS = lazy(
    r"https?://[^\s<>\"“”)\]]{0,200}?[/=](?P<match>X{3,}|(?:YOUR|INSERT)[-_][A-Z_-]+|[A-Z]+_(?:ID|NUMBER|NAME)"
    r"|[<\[{](?:insert|your|order|ticket|issue|pr|case)[ _-]?[\w -]*[>\]}])"
)
_BETWEEN = lazy(rf"\{{\{{\s*(?:{_FILL}|{_ADD})[ ][^{{}}|\n]{{1,60}}\}}\}}", re.I)  # {{insert name}}
_LINES = lazy(r"(?<![\w_])_{2,}(?:[/.:-]_{2,})+(?!\w)")  # ___/___/____; Markdown takes it for emphasis
_NOUN = lazy(rf"\[(?:{_NOUNS}|x{{2,}}|[xyn])\]", re.I)
_READERS = lazy(r"\W*(?:[\w'’/()-]{1,30} ){0,3}[\w'’/()-]{1,30}:\s*")  # “Order number: ____”
_LONGEST_LABEL = 200
_OURS = lazy(
    r"\[(?:\w*name|date|time|company|organi[sz]ation|business|customer|client|agent|brand|store|shop|city"
    r"|country|link|url|here)\]",
    re.I,
)
_NAMELESS = lazy(r"(?:\A|\n)[^\S\n]*(?:hi|hello|dear|hey)(?P<match>[ ]{1,2},)", re.I)
_SCREEN = lazy(
    r"(?:\b(?:press|click|tap|hit|push|select|choose|under|button|tab|menu|key|labelled|labeled|called|marked"
    r"|named|field|column"
    r"|reads?|says)\b[^.!?\n:]{0,50})\Z",
    re.I,
)
_SCREEN_AFTER = lazy(
    r"[ ](?:button|link|tab|menu|option|field|key|checkbox|box|page|screen|icon|column|section)\b", re.I
)
_ROMAN = lazy(
    r"\b(?:chapter|volume|part|century|article|section|louis|size|in|class|act|bowl|appendix|figure|title)[ ]\Z", re.I
)
_AFTER_X = lazy(r"[ ]?(?:chromosomes?|century|small|large|rated)\b", re.I)
_FORMAT = lazy(r"\b(?:format|formatted|form|looks? like|pattern|starts? with|begins? with)\b", re.I)
_FORM = lazy(r"\b(?:fill (?:in|out)|complete|copy|reply with|answer)\b", re.I)
_OPENERS = lazy(r"[\[<({#@_…X]|\.{3}|[xX]{2}|[A-Z]{3}|\bX\b|HH|DD|MM|\bhere\b|\bTB|\bhi|\bdear|\bhello|\bhey", re.I)


_compiled = functools.cache(functools.partial(re.compile, flags=re.I | re.M))


def _found(forms: tuple[tuple[str, str], ...], masked: str) -> Iterator[re.Match[str]]:
    """Yield what any of the forms finds; most are never compiled, as no text has their signs."""
    lower = masked.casefold()
    for capitals, others, form in _signed(forms):
        if any(map(lower.__contains__, others)) or any(map(masked.__contains__, capitals)):
            yield from _compiled(form).finditer(masked)


@functools.cache
def _signed(forms: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    """Return forms with their signs: those in capitals, and those in any case."""
    every = ((signs.split(" "), form) for signs, form in forms)
    return tuple(
        (tuple(filter(str.isupper, one)), tuple(s for s in one if not s.isupper()), form) for one, form in every
    )


def blanks(masked: str, text: str) -> tuple[Span, ...]:
    """Return the blanks of a text, from left to right; they never overlap.

    masked: the text as the reader sees it, at the same length; code and addresses do not show in it.
    """
    if prompt := _PROMPT.fullmatch(masked):
        return (_span(prompt),)
    if not _OPENERS.search(text):
        return ()
    found = [_span(one) for one in _found(_FORMS, masked) if not _is_other(masked, one)]
    found += [span for span in map(_span, _NAMELESS.finditer(text)) if masked[slice(*span)] == text[slice(*span)]]
    found += _hidden(masked, text)
    return _apart(found)


def unfinished(masked: str) -> tuple[Span, ...]:
    """Return what shows that nobody has finished a text."""
    return _apart([_span(one) for one in _found(_UNFINISHED, masked)])


def _span(found: re.Match[str]) -> Span:
    return Span(*found.span("match" if "match" in found.re.groupindex else 0))


def _hidden(masked: str, text: str) -> Iterator[Span]:
    """Yield blanks in the addresses of links, which the reader does not see as words."""
    for expression in (_BETWEEN, _LINES):
        for found in expression.finditer(text):
            yield Span(*found.span())
    for expression in (_LINK, _IN_ADDRESS):
        for found in expression.finditer(text):
            start, end = found.span("match")
            if expression is _LINK and masked[found.start()] != VALUE:  # a link, and not code that looks like one
                yield Span(start, end) if end > start else Span(found.start() + 1, found.end())
            elif expression is _IN_ADDRESS and text[found.start() - 1 : found.start()] != "`":
                yield Span(start, end)


def _apart(found: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _is_other(masked: str, found: re.Match[str]) -> bool:
    """Tell whether what looks like a blank is a label, a Roman number, a format or a form for the reader."""
    start, end = _span(found)
    before, said = masked[max(0, start - 60) : start], masked[start:end]
    if said[:1] in "[<(" and (_SCREEN.search(before) or _SCREEN_AFTER.match(masked, end)):
        return True
    if said.strip("#$€£@%").upper().strip("X") == "" and (_ROMAN.search(before) or _AFTER_X.match(masked, end)):
        return True
    begin = masked.rfind("\n", 0, start) + 1
    line = masked[max(begin, start - _LONGEST_LABEL) : start]
    if said[:1] in "DMYH" and _FORMAT.search(line):
        return True
    if said[:1] in "_." and ":" in line[-2:] and _FORM.search(masked, max(0, start - 600), start):
        return True
    whole = start - begin <= _LONGEST_LABEL
    if said[:1] == "_" and whole and _READERS.fullmatch(line) and not masked[end : end + 1].strip():
        return True
    alone = said[:1] == "[" and " " not in said and not line.strip() and not _OURS.fullmatch(said)
    if not alone:
        return False
    tags = masked[end : end + 1] == " " and masked[end + 1 : end + 2].isupper()  # as in “[Order] Late again”
    return tags or (said.isupper() and not _NOUN.fullmatch(said))
