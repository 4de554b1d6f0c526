"""The check `placeholder`: blanks, broken placeholders, and what a platform makes of those that are whole.

What a rule looks for stands in its `finds:`. What needs a platform is silent where none is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from macrolint.checks import Check, Known
from macrolint.model import Finding, Template
from macrolint.placeholders import VALUE, Placeholder, find, mask
from macrolint.placeholders.blanks import blanks, unfinished
from macrolint.placeholders.blocks import paired, tags, variants
from macrolint.placeholders.damage import Damage, broken, damaged
from macrolint.placeholders.dialects import Dialect, dialect, has_meaning, meanings, squeezed
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_NAME = lazy(r"[A-Za-z_][\w.'\"\[\]-]*(?: [\w.]+){0,3}")
_PATH = lazy(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_CALL = lazy(r"(?:dt|t)\(\s*([\w.]+)")  # of Zammad
_LOCAL = lazy(r"\{%-?\s*(?:assign|capture|for|tablerow|increment|set)\s+(\w+)")
_GREETS = lazy(r"\s*(?:hi|hello|dear|hey|good (?:morning|afternoon|evening|day))(?: there)?\s*[,!.:]", re.I)
_NO_NAME = lazy(r"\s*(?:hi|hello|dear|hey)\s+[,!]", re.I)
_FALLBACKS = {
    "default-filter": lazy(r"\|\s*default\s*:"),
    "default-call": lazy(r"\|\s*default\s*\("),
    "fallback-filter": lazy(r"\|\s*fallback\s*:"),
    "comma-equals": lazy(r",\s*fallback\s*="),
    "comma-colon": lazy(r",\s*fallback\s*:"),
    "attribute": lazy(r"<attribute\b.*\bdefault\s*=", re.S),
    "null-value": lazy(r"\bNullValue\s*\(|\bBLANKVALUE\s*\(", re.I),
    "personalization-token": lazy(r"\bpersonalization_token\s*\("),
    "or": lazy(r"\|\||\?\?|\s+or\s+[\"']"),
}
_SEEN = {
    "nothing": "prints nothing for it",
    "as-written": "sends it to the reader as it stands",
    "-": "prints a hyphen for it",
}
_LITERAL_NAMES = ("forloop", "tablerowloop", "nil", "true", "false", "empty", "blank")


def compile_(rule: Rule, _known: Known) -> Check:
    """Return the check of a rule about placeholders."""
    look = _LOOKS[rule.finds]

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        text = prose.part.body.text
        for span, values in look(prose, template):
            if not prose.in_zone(span, ("code",)):
                yield Finding(span, {"match": " ".join(text[slice(*span)].split()), **values})

    return check


Seen = Iterator[tuple[Span, dict[str, str]]]


def _blanks(prose: Prose, _: Template) -> Seen:
    for span in blanks(prose.masked, prose.part.body.text):
        yield span, {}


def _unfinished(prose: Prose, _: Template) -> Seen:
    for span in unfinished(prose.masked):
        yield span, {}


def _told(found: Iterator[Damage]) -> Seen:
    for span, reason in found:
        yield span, {"reason": reason}


def _broken(prose: Prose, template: Template) -> Seen:
    text, how = prose.part.body.text, _dialect(template)
    found = list(broken(prose.masked, text, prose.placeholders))
    if how is not None and how.said.engine == "liquid":
        from macrolint.placeholders.grammar import ungrammatical

        said = {one.span for one in (*found, *damaged(text, prose.placeholders))}
        said |= {span for span, _ in (*_unknown(prose, template), *_ignored(prose, template))}
        found += [one for one in ungrammatical(text, prose.placeholders) if one.span not in said]
    return _told(iter(found))


def _damaged(prose: Prose, _: Template) -> Seen:
    return _told(damaged(prose.part.body.text, prose.placeholders))


def _unclosed(prose: Prose, _: Template) -> Seen:
    shown = tuple(one for one in prose.placeholders if not prose.in_zone(one.span, ("code",)))
    _blocks, lone = paired(tuple(tags(prose.part.body.text, shown)))
    said = {"open": "is opened and never closed", "else": "belongs to nothing that is open", "close": "closes nothing"}
    for tag in lone:
        yield tag.span, {"reason": said[tag.step]}


def _wrong_party(prose: Prose, _: Template) -> Seen:
    for one, name in _named(prose):
        known = meanings()
        ours, theirs = known.agent.fullmatch(name), known.reader.fullmatch(name)
        if not known.names.fullmatch(_last(name)) and not (ours and "." not in name):
            continue
        if ours and not theirs and prose.in_zone(one.span, ("greeting",)):
            yield one.span, {"reason": "the greeting prints the name of whoever sends the reply"}
        elif theirs and not ours and prose.in_zone(one.span, ("signature",)):
            yield one.span, {"reason": "the signature prints the name of the reader"}


def _free_text(prose: Prose, _: Template) -> Seen:
    for one, name in _named(prose):
        if meanings().long.fullmatch(name) and _in_sentence(prose, one.span):
            yield one.span, {}


def _in_sentence(prose: Prose, span: Span) -> bool:
    text = prose.masked
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    before, after = text[start : span.start].strip(" \"'“‘*_"), text[span.end : end if end >= 0 else len(text)]
    if before.endswith((":", "-", "–", ">")):
        return False
    return re.search(r"[^\W_]{2}", before.replace(VALUE, "")) is not None or re.search(r"\w{2}", after) is not None


def _unknown(prose: Prose, template: Template) -> Seen:
    for one, how, name in _read_by(prose, template):
        if not how.knows(name):
            yield one.span, {**_of(how, name), "reason": _SEEN[how.said.unknown]}


def _other(prose: Prose, template: Template) -> Seen:
    how = _dialect(template)
    if how is None:
        return
    for one in prose.placeholders:
        if one.dialect in how.said.marks or one.dialect in ("comment", "smarty", "printf"):
            continue
        name = squeezed(one.name)
        plain = one.dialect in ("braces", "kustomer", "osticket")  # braces also stand for themselves
        if plain and not (has_meaning(name) or _PATH.fullmatch(one.name)):
            continue
        yield one.span, _of(how, one.name, only_meant=True)


def _ignored(prose: Prose, template: Template) -> Seen:
    for one, how, name in _read_by(prose, template):
        written = prose.part.body.text[slice(*one.span)]
        given = [kind for kind, expression in _FALLBACKS.items() if expression.search(written)]
        if given and not how.said.fallbacks.intersection(given):
            instead = how.with_fallback(name)
            yield (
                one.span,
                {
                    "platform": how.said.title,
                    "instead": f"; write “{instead}”" if instead else "; greet without a name",
                },
            )


def _no_fallback(prose: Prose, template: Template) -> Seen:
    greeting, text = prose.zone("greeting"), prose.part.body.text
    if greeting is None:
        return
    blocks, _lone = paired(tuple(tags(text, prose.placeholders)))
    line = Span(greeting.start, greeting.end)
    for block, left in variants(text, line, blocks):
        if _NO_NAME.match(mask(left, find(left), "")):
            yield block.tag.span, {"instead": "; say what to print else, as in “there”"}
            break
    for one, how, name in _read_by(prose, template):
        if one.fallback is not None or not greeting.overlaps(one.span):
            continue
        if not how.said.with_fallback or not how.knows(name):
            continue
        if any(block.tag.span.end <= one.span.start < block.end for block in blocks):
            continue
        known, said = meanings(), squeezed(name)
        if known.names.fullmatch(_last(said)) and not known.agent.fullmatch(said):
            yield one.span, {"instead": f"; write “{how.with_fallback(name)}”"}


def _named(prose: Prose) -> Iterator[tuple[Placeholder, str]]:
    for one in prose.placeholders:
        if one.prints:
            yield one, squeezed(one.name)


def _dialect(template: Template) -> Dialect | None:
    return dialect(template.platform)


def _read_by(prose: Prose, template: Template) -> Iterator[tuple[Placeholder, Dialect, str]]:
    """Yield the placeholders that the platform of a template reads, with their names; none where it is not known."""
    how = _dialect(template)
    if how is None:
        return
    local = {found[1] for found in _LOCAL.finditer(prose.part.body.text)}
    for one in prose.placeholders:
        if not one.prints or one.dialect not in how.said.marks:
            continue
        name = one.name.split("||")[0].strip()
        call = _CALL.match(name)
        name = call[1] if call else name
        root = re.split(r"[.\[]", name)[0]
        if _NAME.fullmatch(name) and root not in local and root not in _LITERAL_NAMES:
            yield one, how, name


def _of(how: Dialect, name: str, *, only_meant: bool = False) -> dict[str, str]:
    meant = how.meant(name) if not only_meant or has_meaning(name) else ""
    return {"platform": how.said.title, "instead": f"; write “{how.written(meant)}”" if meant else ""}


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1]


_LOOKS: dict[str, Callable[[Prose, Template], Seen]] = {
    "blank": _blanks,
    "unfinished": _unfinished,
    "broken": _broken,
    "damaged": _damaged,
    "unclosed": _unclosed,
    "wrong-party": _wrong_party,
    "free-text": _free_text,
    "unknown-name": _unknown,
    "other-dialect": _other,
    "ignored-fallback": _ignored,
    "no-fallback": _no_fallback,
}
