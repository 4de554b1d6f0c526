"""A rule file and the `Rule` it says, with errors that show the place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from macrolint.actions import action_in
from macrolint.checks import FINDS, KINDS
from macrolint.expressions import BUILT_IN
from macrolint.frames import Entry, listed, load
from macrolint.layouts import OWNERS, STATUSES
from macrolint.model import SEVERITIES, MacrolintError
from macrolint.phrases import PhraseError, literals, pattern, reach, spread
from macrolint.rulebook import Applies, Cue, Evidence, Guard, Options, Rule
from macrolint.rules.examples import examples_of, text_in
from macrolint.rules.parts import put_together, read_parts
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

CHECKS = tuple(KINDS)
_OURS = ("reader", "vocabulary", "glossary")  # what they look for does not stand in a rule file
CONFIDENCES = ("high", "medium", "low")
DEFAULTS = ("on", "opt-in", "adaptive")
FIXES = ("safe", "unsafe")
ROLES = ("message", "note", "subject", "side-conversation")
ZONES = ("greeting", "opening", "body", "list", "quote", "code", "heading", "sign-off", "signature")
PLACES = ("sentence-start", "sentence-end", "question")
SIDES = ("both", "before", "after")
UNITS = ("message", "paragraph", "sentence")
AMOUNTS = ("words", "sentences", "questions", "characters", "grade")
FLAGS = ("promise", "time", "condition", "actor", "words")
COMPARED = ("times", "denials", "numbers", "variants", "habits", "signers", "forms", "copies",
            "counterparts")  # fmt: skip
PROMISED: Mapping[str, tuple[str, ...]] = {  # which promises a rule means; an act may be any of acts.yaml
    "who": ("i", "we", "named", "nobody", "third-party"),
    "act": (),
    "when": ("exact", "window", "event", "vague", "none"),
    "form": ("range", "within", "end-of-day", "clock", "relative-day", "weekday", "date", "placeholder", "fuzzy",
             "lower-bound", "event", "vague", "none"),
    "condition": ("reader", "ours", "third-party", "none"),
    "strength": ("hedged", "plain", "firm"),
    "fallback": ("said", "none"),
}  # fmt: skip
FIELDS = (
    "id", "title", "check", "severity", "confidence", "default", "message", "why", "when_fine", "applies",
    "phrases", "patterns", "parts", "spellings", "finds", *Options._fields, "unless", "only", "yields_to", "fix",
    "examples", "evidence", "since",
)  # fmt: skip
PHRASE_FIELDS = ("text", "replace", "unless", "only")
ABOUT = ("words", "promise", "question", "anything")
ACTIONS = ("does", "without", "silent_with")  # options that are actions in words
_ONE_OF = {  # options with one value
    "zone": ZONES, "side": SIDES, "of": AMOUNTS, "per": UNITS, "flag": FLAGS, "compare": COMPARED, "about": ABOUT,
}  # fmt: skip
_SOME_OF = {**PROMISED, "status_after": STATUSES, "owner_after": OWNERS}  # options with any of some values
Sets = Mapping[str, tuple[str, ...]]  # cue sets: the phrases of each move


class _Shape(NamedTuple):
    """What a check takes: where its words stand (empty: it has none), its options, and which of them it needs."""

    words: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    values: tuple[str, ...] = ("match",)
    wordless: bool = False  # it may do without its words


_EITHER = ("phrases", "patterns")
_WORDS = (*_EITHER, "spellings")
SHAPES = {
    "phrase": _Shape(("phrases",)),
    "pattern": _Shape(("patterns",)),
    "spelling": _Shape(("spellings",), values=("match", "instead")),
    "vocabulary": _Shape(("phrases",), values=("match", "instead")),
    "missing": _Shape((), ("moves", "zone"), ("moves",)),
    "nearby": _Shape(_EITHER, ("moves", "within", "side"), ("moves",)),
    "unless-nearby": _Shape(_EITHER, ("moves", "within", "side"), ("moves",)),
    "order": _Shape(_EITHER, ("moves",), ("moves",)),
    "count": _Shape(_EITHER, ("per", "at_most", "stretch"), ("at_most",), ("match", "count", "limit")),
    "length": _Shape((), ("of", "per", "zone", "at_most", "at_least"), (), ("match", "count", "limit")),
    "promise": _Shape(("phrases",), (*PROMISED, "problem", "flag"), (), ("match", "time", "against"), wordless=True),
    "time": _Shape((), ("when", "form", "problem"), (), ("match", "against")),
    "placeholder": _Shape(values=("match", "platform", "instead", "reason")),
    "library": _Shape(
        _EITHER,
        ("compare", "act", "alone", "generic", "apart", "scopes", "zone", "moves", "at_least"),
        ("compare",),
        ("match", "against"),
        True,
    ),
    "action": _Shape(
        _EITHER,
        ("about", *PROMISED, "moves", "status_after", "owner_after", *ACTIONS),
        (),
        ("match", "time", "status"),
        wordless=True,
    ),
    "known": _Shape(("phrases",), values=("match", "placeholder")),
    "glossary": _Shape((), ("glossaries",), ("glossaries",), ("match", "instead")),
    "reader": _Shape(values=("reason",)),
}
_WORDED = ("before", "after", "sentence", "nearby")  # conditions that are phrases
ID = lazy(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*/[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_VALUE = lazy(r"\{[^{}]*\}?|\}")
_MOVE = lazy(r"\{\s*([a-z-]+)\s*\}")


def load_rule(path: str, text: str, expected: str, origin: str, sets: Sets | None = None) -> Rule:
    """Read a rule file.

    path: as shown in errors. expected: the id that the file's place gives it. sets: the cue sets it may name.
    Raises MacrolintError with a code frame for whatever is not as it should be.
    """
    sets = sets or {}
    fields = (entry := load(path, text, "rule file")).fields(FIELDS, "field")
    for needed in ("id", "message"):
        if needed not in fields:
            entry.fail(f"the field '{needed}' is missing", f"add a line '{needed}: …'")
    rule_id = fields["id"].string()
    if not ID.fullmatch(rule_id):
        fields["id"].fail(
            f"'{rule_id}' is not a rule id",
            "an id is group/name in lower-case letters and hyphens, such as tone/you-must",
        )
    if rule_id != expected:
        fields["id"].fail(
            f"the file's place says '{expected}', its id '{rule_id}'", "the path is the id: rename one of them"
        )
    checks = [one for one in CHECKS if origin == "built-in" or one not in _OURS]
    check = fields["check"].choice(checks) if "check" in fields else ("pattern" if "patterns" in fields else "phrase")
    cues = _cues(entry, fields, check, origin, sets)
    fix = fields["fix"].choice(FIXES) if "fix" in fields else None
    if check != "spelling" and any(cue.replace is not None for cue in cues) and fix is None:
        entry.fail(
            "a phrase has 'replace', but the rule does not say whether its fix is safe",
            "add 'fix: safe' or 'fix: unsafe'",
        )
    return Rule(
        id=rule_id,
        title=text_in(fields, "title") or rule_id.split("/")[1].replace("-", " ").capitalize(),
        check=check,
        message=_message(fields["message"], check),
        severity=_choice(fields, "severity", SEVERITIES, "warning"),
        confidence=_choice(fields, "confidence", CONFIDENCES, "medium"),
        default=_choice(fields, "default", DEFAULTS, "on"),
        why=text_in(fields, "why"),
        when_fine=text_in(fields, "when_fine"),
        applies=_applies(fields.get("applies")),
        cues=cues,
        unless=guard_of(fields.get("unless"), "unless", sets),
        only=guard_of(fields.get("only"), "only", sets),
        options=_options(entry, fields, check, sets),
        yields_to=fields["yields_to"].strings() if "yields_to" in fields else (),
        fix=fix,
        evidence=_evidence(fields.get("evidence")),
        since=text_in(fields, "since"),
        examples=examples_of(fields.get("examples")),
        path=path,
        origin=origin,
        finds=_finds(entry, fields, check),
    )


def _finds(entry: Entry, fields: dict[str, Entry], check: str) -> str:
    if check != "placeholder":
        if "finds" in fields:
            fields["finds"].fail(f"a rule with 'check: {check}' has no 'finds'", "take it out, or write another check")
        return ""
    if "finds" not in fields:
        entry.fail("a rule with 'check: placeholder' needs 'finds'", f"add a line 'finds: …'; {listed(FINDS)}")
    return fields["finds"].choice(FINDS)


def _choice(fields: dict[str, Entry], name: str, options: tuple[str, ...], default: str) -> str:
    return fields[name].choice(options) if name in fields else default


def _message(entry: Entry, check: str) -> str:
    message = " ".join(entry.string().split())
    known = [f"{{{name}}}" for name in SHAPES[check].values]
    for found in _VALUE.finditer(message):
        if found[0] not in known:
            entry.fail(f"a message knows {', '.join(known)}, not {found[0]}")
    if not message:
        entry.fail("the message is empty", "say in one sentence what is wrong and what to do")
    return message


def _cues(entry: Entry, fields: dict[str, Entry], check: str, origin: str, sets: Sets) -> tuple[Cue, ...]:
    shape = SHAPES[check]
    words = shape.words
    for name in _WORDS:
        if name in fields and name not in words:
            hint = f"write '{words[0]}', or another check" if words else "take it out, or write another check"
            fields[name].fail(f"a rule with 'check: {check}' has no '{name}'", hint)
    given = [name for name in words if name in fields]
    if words and not (shape.wordless and not given) and not any(fields[name].each() for name in given):
        asked = " or ".join(f"'{name}'" for name in words)
        entry.fail(f"a rule with 'check: {check}' needs {asked}: what to look for", f"add '{words[0]}:' and a list")
    if "spellings" in given:
        from macrolint.checks.spelling import read_spellings

        return read_spellings(fields["spellings"])
    if "parts" in fields and "patterns" not in given:
        fields["parts"].fail("only patterns have parts", "take them out, or write 'patterns'")
    parts = read_parts(fields["parts"]) if "parts" in fields else None
    return tuple(cue_of(one, name == "patterns", origin, sets, parts) for name in given for one in fields[name].each())


def cue_of(entry: Entry, regular: bool, origin: str, sets: Sets, parts: Mapping[str, str] | None = None) -> Cue:
    """Read a phrase or a pattern, with its own guards. parts: those that a pattern may name."""
    if entry.node.kind != "mapping":
        cue = Cue(entry.string())
    else:
        fields = entry.fields(PHRASE_FIELDS, "field of a phrase")
        if "text" not in fields:
            entry.fail("a phrase needs 'text'")
        replace = fields.get("replace")
        cue = Cue(
            fields["text"].string(),
            replace.node.text if replace is not None and (replace.node.quoted or replace.string()) else None,
            guard_of(fields.get("unless"), "unless", sets),
            guard_of(fields.get("only"), "only", sets),
        )
        entry = fields["text"]
    if regular:
        cue = cue._replace(text=put_together(entry, cue.text, parts)) if parts is not None else cue
        _check_pattern(entry, cue.text, origin)
        return _analysed(cue._replace(regular=True), cue.text) if origin == BUILT_IN else cue._replace(regular=True)
    move = _MOVE.fullmatch(cue.text)
    if move and move[1] in sets:
        return cue._replace(move=move[1])
    text = phrase_of(entry, sets)
    cue = cue._replace(text=text, literals=literals(text))
    return _analysed(cue, pattern(text)) if origin == BUILT_IN else cue


def _analysed(cue: Cue, source: str) -> Cue:
    """Return a cue with what its expression tells of the texts it matches, as far as its phrase does not say."""
    from macrolint.literals import is_confined, literals_of, starts_of, stops_of

    return cue._replace(
        literals=cue.literals or literals_of(source),
        starts=starts_of(source),
        reach=0 if cue.regular else reach(cue.text),
        stops=stops_of(source) if cue.regular else "",
        confined=is_confined(source),
    )


def plain_cue(entry: Entry, sets: Sets) -> Cue:
    """Read a phrase that has no guards of its own."""
    text = phrase_of(entry, sets)
    return _analysed(Cue(text, literals=literals(text)), pattern(text))


def phrase_of(entry: Entry, sets: Sets) -> str:
    """Read a phrase: its cue sets are put in place of their names."""
    phrase = entry.string()
    try:
        whole = spread(phrase, sets)
        pattern(whole)
    except RecursionError:
        entry.fail("this phrase is nested too deeply")
    except PhraseError as error:
        entry.fail(
            f"the phrase “{phrase}” cannot be read: {error.reason}",
            "phrases know [a|b], [a|] and {name of a cue set}, and nothing else",
        )
    return whole


def _options(entry: Entry, fields: dict[str, Entry], check: str, sets: Sets) -> Options:
    shape = SHAPES[check]
    for name in Options._fields:
        if name in fields and name not in shape.options:
            fields[name].fail(f"a rule with 'check: {check}' has no '{name}'", "take it out, or write another check")
    for name in shape.needs:
        if name in fields and not fields[name].each():
            fields[name].fail(f"'{name}' is empty", "name one at least")
        if name not in fields:
            entry.fail(f"a rule with 'check: {check}' needs '{name}'", f"add a line '{name}: …'")
    if check == "length" and "at_most" not in fields and "at_least" not in fields:
        entry.fail("a rule with 'check: length' needs 'at_most' or 'at_least'", "add a line 'at_most: …'")
    if check == "action" and "about" not in fields and not any(name in fields for name in _EITHER):
        entry.fail(
            "a rule with 'check: action' needs 'phrases', 'patterns' or 'about': what the text says",
            f"add 'phrases:' and a list, or a line 'about: …' with {', '.join(ABOUT[1:])}",
        )
    if "at_most" in fields and "at_least" in fields:
        most, least = fields["at_most"].whole_number(), fields["at_least"].whole_number()
        if most < least:
            fields["at_most"].fail(f"at most {most} and at least {least} cannot both hold")
    return Options(**{name: option_of(name, fields[name], sets) for name in shape.options if name in fields})


def option_of(name: str, entry: Entry, moves: Iterable[str] | None = None) -> Any:
    """Read an option of a rule, from its file (where the moves are known) or from a configuration."""
    if name == "moves":
        return entry.strings() if moves is None else tuple(move.choice(sorted(moves)) for move in entry.each())
    if name == "problem":
        from macrolint.checks.promises import PROBLEMS

        return entry.choice(tuple(PROBLEMS))
    if name in _ONE_OF:
        return entry.choice(_ONE_OF[name])
    if name == "apart":
        return tuple(phrase_of(one, {}) for one in entry.each())
    if name in ("alone", "generic", "scopes", "glossaries"):
        return entry.strings()
    if name in ACTIONS:
        return tuple(action_in(one) for one in entry.each())
    if name in _SOME_OF:
        return tuple(one.choice(_SOME_OF[name]) if _SOME_OF[name] else one.string() for one in entry.each())
    return entry.whole_number()


def _check_pattern(entry: Entry, source: str, origin: str) -> None:
    if origin == "built-in":
        try:
            compiled: re.Pattern[str] = re.compile(source, re.I | re.M)
        except re.error as error:
            _bad_pattern(entry, error.msg, error.pos)
        except RecursionError:
            _bad_pattern(entry, "it is nested too deeply", None)
    else:
        import regex

        from macrolint.expressions import team_expression

        try:
            compiled = team_expression(source)
        except regex.error as error:
            _bad_pattern(entry, error.msg, error.pos)
        except RecursionError:
            _bad_pattern(entry, "it is nested too deeply", None)
    if compiled.match(""):
        entry.fail(
            "this pattern matches nothing at all, so it would match everywhere", "let it need at least one character"
        )


def _bad_pattern(entry: Entry, reason: str, at: int | None) -> NoReturn:
    where = f" at character {at + 1}" if at is not None else ""
    entry.fail(f"this is no regular expression: {reason}{where}", "see the syntax of Python's re, or use 'phrases'")


def guard_of(entry: Entry | None, name: str, sets: Sets) -> Guard:
    """Read what stands around the words, as `unless:` or `only:` says it."""
    if entry is None:
        return Guard()
    fields = entry.fields(Guard._fields, f"condition of '{name}'")
    zones = tuple(zone.choice(ZONES) for zone in fields["zone"].each()) if "zone" in fields else ()
    places = tuple(place.choice(PLACES) for place in fields["at"].each()) if "at" in fields else ()
    words = {
        option: tuple(phrase for one in fields[option].each() for phrase in _phrases_of(one, sets))
        for option in _WORDED
        if option in fields
    }
    return Guard(zone=zones, at=places, **words)


def _phrases_of(entry: Entry, sets: Sets) -> tuple[str, ...]:
    """Read a phrase, or a cue set as the phrases that it holds: each is looked for when a text has its words."""
    named, whole = _MOVE.fullmatch(entry.string()), phrase_of(entry, sets)
    return sets[named[1]] if named and named[1] in sets else (whole,)


def _applies(entry: Entry | None) -> Applies:
    if entry is None:
        return Applies()
    fields = entry.fields(Applies._fields, "field of 'applies'")
    given: dict[str, tuple[str, ...]] = {name: value.strings() for name, value in fields.items()}
    if "roles" in fields:
        given["roles"] = tuple(role.choice(ROLES) for role in fields["roles"].each())
    return Applies(**given)


def _evidence(entry: Entry | None) -> tuple[Evidence, ...]:
    found = []
    for one in entry.each() if entry is not None else ():
        fields = one.fields(Evidence._fields, "field of evidence")
        if "source" not in fields:
            one.fail("a piece of evidence needs 'source'")
        found.append(Evidence(**{name: " ".join(value.string().split()) for name, value in fields.items()}))
    return tuple(found)


def duplicate(rule: Rule, other: Rule) -> MacrolintError:
    """Return the error for two rule files with one id."""
    plugin = rule.origin.startswith("plugin:")
    hint = f"take '{rule.origin}' or the other out of 'rulesets'" if plugin else "rename one of them"
    return MacrolintError(f"two rules are called '{rule.id}': {other.path} and {rule.path}", hint=hint)
