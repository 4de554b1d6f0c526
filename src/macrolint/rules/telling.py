"""What a rule says of itself, in plain words: for the terminal, and for its page.

What is told is read off the fields of `Rule`: a field that is new, and differs from its default, is
told under its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from macrolint.actions import STATUS_WORDS
from macrolint.model import MacrolintError
from macrolint.rulebook import Applies, Example, Move, Options, Rule
from macrolint.rules.catalog import Catalog
from macrolint.rules.load import SHAPES
from macrolint.values import NamedTuple

_GRADES = {"high": "rarely wrong", "medium": "sometimes wrong", "low": "worth a look, often fine"}
_TOLD = {  # fields that have a place of their own, so they are not told again under “good to know”
    "id", "title", "check", "message", "severity", "confidence", "default", "why", "when_fine", "cues", "unless",
    "only", "applies", "options", "yields_to", "fix", "evidence", "since", "examples", "path", "origin", "finds",
}  # fmt: skip
_SHOWN = {"text", "bad", "spans", "fixed", "note", "allow"}
_NAMES = {
    "en": "English", "message": "messages", "note": "notes", "subject": "subjects", "quote": "quotes",
    "greeting": "greetings", "opening": "openings", "list": "lists", "heading": "headings", "sign-off": "sign-offs",
    "signature": "signatures", "i": "I", "named": "a team or a person", "nobody": "nobody who is named",
    "third-party": "somebody outside", "reader": "the reader's move", "ours": "something of our own",
    "waiting_customer": "waiting for the reader", "waiting_internal": "on hold", "same": "as before",
    "current_user": "whoever uses it",
}  # fmt: skip
_ONE = {name: f"the {name}" for name in ("greeting", "opening", "body", "sign-off", "signature")}
_NEEDED = {
    "missing": "Fine when it",
    "unless-nearby": "Fine when near it",
    "nearby": "Only near it",
    "order": "Should come first",
    "action": "Fine after it",
    "library": "Fine when another template",
}
_OF_PROMISES = {  # options that say which promises or times a rule means
    "who": "Whose promises", "act": "To do what", "when": "With a time", "form": "Written as",
    "condition": "Waiting for", "strength": "How sure", "fallback": "With a way back",
}  # fmt: skip
_AGAINST = {
    "habits": "“…” in 22 other templates",
    "signers": "“…” in 22 other templates",
    "counterparts": "in 22 templates",
    "copies": "“…” (97 %)",
}
_LISTS = ("compare", "alone", "generic", "apart", "scopes")  # options of the library: rarely changed, or too long
_OF_ACTIONS = {  # options that say which templates stand against the words
    "status_after": "Status left", "owner_after": "Owner left", "does": "Does", "without": "Does none of",
    "silent_with": "Fine with",
}  # fmt: skip
_NUMBERS = {0: "no", 1: "one", 2: "two", 3: "three"}
_SIDES = {"both": "around", "before": "before", "after": "after"}
_FIXES = {
    "safe": "offers other words that keep the meaning",
    "unsafe": "offers other words; read them before you use them",
}
_LONG = 60  # characters that words of an example may have in a message
_SHORT = 30  # so many read best


class Setting(NamedTuple):
    """A way to change what a rule does: what it brings about, and the line for `macrolint.yaml`."""

    what: str
    line: str


def find(name: str, catalog: Catalog) -> Rule | str:
    """Return the rule of a full id or of a last half that only one rule has, or the name of a group.

    Raises MacrolintError, with near names, when there is none, or more than one.
    """
    if name in catalog.rules:
        return catalog.rules[name]
    known = groups(catalog)
    if name in known:
        return name
    named = [rule for rule in catalog.rules if rule.split("/")[1] == name]
    if len(named) == 1:
        return catalog.rules[named[0]]
    if named:
        raise MacrolintError(f"{len(named)} rules are called '{name}'", hint=f"say which: {' or '.join(sorted(named))}")
    raise MacrolintError(f"there is no rule or group '{name}'", hint=_near(name, catalog, known))


def _near(name: str, catalog: Catalog, known: Iterable[str]) -> str:
    from macrolint.frames import nearest

    halves: dict[str, str] = {rule.split("/")[1]: rule for rule in catalog.rules}
    found = nearest(name, [*catalog.rules, *known, *halves])
    meant = list(dict.fromkeys(halves.get(one, one) for one in found))
    said = f"did you mean {' or '.join(repr(one) for one in meant)}? " if meant else ""
    return f"{said}All rules: macrolint rules list"


def groups(catalog: Catalog) -> dict[str, str]:
    """Return the titles of all groups that have rules, by their names."""
    names = sorted({rule.group for rule in catalog.rules.values()})
    return {name: catalog.groups.get(name) or name.replace("-", " ").capitalize() for name in names}


def rules_of(group: str, catalog: Catalog) -> list[Rule]:
    """Return the rules of a group in the order of their names."""
    return [rule for _, rule in sorted(catalog.rules.items()) if rule.group == group]


def message(rule: Rule) -> str:
    """Return the message as it reads for one of the rule's bad examples, rather a short one, as far as that tells."""
    words = [one for example in rule.examples for one in _marked(example) if 0 < len(one) <= _LONG]
    found = next((one for one in words if len(one) <= _SHORT), min(words, key=len, default="…"))
    limit = rule.options.at_most if rule.options.at_most is not None else rule.options.at_least
    status = next((STATUS_WORDS.get(one, one) for one in rule.options.status_after), "…")
    values = {"match": found, "status": status, "limit": "…" if limit is None else str(limit)}
    if rule.check == "library":
        values["against"] = _AGAINST.get(str(rule.options.compare), "something else in another template")
    said = re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], "…"), rule.message)
    return said.removesuffix("….") + "…" if said.endswith("….") else said


def _marked(example: Example) -> Iterator[str]:
    for start, end in example.spans:
        yield " ".join(example.text[start:end].split())


def instead(rule: Rule) -> str:
    """Return the half of the message that says what to do, as a sentence; nothing where it has no such half."""
    _, found, said = message(rule).rpartition("; ")
    return f"{said[:1].upper()}{said[1:]}" if found else ""


def marked(example: Example, opening: str, closing: str) -> str:
    """Return an example with marks around the words that are flagged."""
    return "".join(f"{opening}{text}{closing}" if flagged else text for text, flagged in pieces(example))


def pieces(example: Example) -> Iterator[tuple[str, bool]]:
    """Yield an example piece by piece, and whether each is flagged."""
    at = 0
    for start, end in example.spans:
        yield example.text[at:start], False
        yield example.text[start:end], True
        at = end
    yield example.text[at:], False


def near_misses(rule: Rule) -> list[Example]:
    """Return the examples that look flagged and are fine, with a note that says why."""
    return [example for example in rule.examples if not example.bad and example.note]


def better(rule: Rule) -> list[Example]:
    """Return the examples that say the same well."""
    return [example for example in rule.examples if not example.bad and not example.note]


def remarks(example: Example, rule: Rule) -> list[str]:
    """Return what is to be said of an example: why it is fine, and what matters to the rule of its template."""
    told = _SHOWN if rule.check == "missing" or rule.applies.kinds else {*_SHOWN, "kind"}
    known = [f"{label.lower()}: {value or 'none'}" for label, value in _others(example, told)]
    return [*([example.note.rstrip(".")] if example.note else []), *known]


def by_default(rule: Rule) -> str:
    """Return whether a rule runs where nobody has said anything of it, and how loud it is."""
    if rule.check == "vocabulary":
        return f"on, as {rule.severity}, when the configuration has a vocabulary with words to reject"
    return f"on, as {rule.severity}" if rule.default == "on" else f"off, until you select it; then as {rule.severity}"


def good_to_know(rule: Rule, moves: Mapping[str, Move]) -> list[tuple[str, str]]:
    """Return what the rule reads and leaves alone, what it offers and since when it is there: labels and words.

    moves: those that are known, for their titles. What nearly every rule has in common is not told.
    """
    told = [("Confidence", f"{rule.confidence} ({_GRADES[rule.confidence]})"), *_scope(rule.applies)]
    if rule.unless.zone:
        told.append(("Leaves alone", f"words in {_listed(rule.unless.zone)}"))
    if rule.only.zone:
        told.append(("Reads only", _listed(_ONE.get(zone, zone) for zone in rule.only.zone)))
    if rule.fix:
        told.append(("Fix", _FIXES[rule.fix]))
    if rule.options.glossaries:
        told.append(("Words of", _listed(rule.options.glossaries)))
    told += [*_needs(rule, moves), *_promised(rule.options), *_measure(rule)]
    if rule.yields_to:
        told.append(("Silent", f"where these report already: {', '.join(rule.yields_to)}"))
    told += _others(rule, _TOLD)
    if rule.since:
        told.append(("Since", f"version {rule.since}"))
    return told


def languages(rule: Rule) -> str:
    """Return the languages that a rule reads."""
    return plain(rule.applies.languages) or "all"


def _scope(applies: Applies) -> Iterator[tuple[str, str]]:
    usual = Applies()
    if applies.languages != usual.languages:
        yield "Languages", plain(applies.languages) or "all"
    if applies.roles != usual.roles:
        yield "Reads", plain(applies.roles) or "all texts of a template"
    if applies.audiences:
        yield "Only for", plain(applies.audiences)
    if applies.kinds:
        yield "Only for kinds", plain(applies.kinds)
    if not_kinds := [kind for kind in applies.not_kinds if kind not in applies.kinds]:
        if tuple(not_kinds) != usual.not_kinds:
            yield "Not for kinds", plain(not_kinds)
    elif not applies.kinds:
        yield "Also for kinds", plain(usual.not_kinds)


def _needs(rule: Rule, moves: Mapping[str, Move]) -> Iterator[tuple[str, str]]:
    """Yield the moves of which one is enough, by their titles, and where they are looked for."""
    options, shape = rule.options, SHAPES[rule.check]
    if options.moves:
        titles = [moves[name].title if name in moves else name for name in options.moves]
        *first, last = (f"{title[:1].lower()}{title[1:]}" for title in titles)
        yield _NEEDED[rule.check], f"{', '.join(first)}, or {last}" if first else last
    if "within" in shape.options:
        yield "Looks", _looks(options)
    if "zone" in shape.options and options.zone != "body":
        yield "Reads only", _ONE.get(options.zone, plain(options.zone))
    if rule.check == "missing":
        yield "Guessed kinds", "where the kind of message is only guessed, it is one severity milder"


def _looks(options: Options) -> str:
    within, side = options.within, options.side
    if within is None:
        return "the whole message" if side == "both" else f"everything {side} the words"
    if within == 0:
        return "the sentence of the words"
    number = _NUMBERS.get(within, str(within))
    return f"{number} sentence{'' if within == 1 else 's'} {_SIDES[side]} the words"


def _promised(options: Options) -> Iterator[tuple[str, str]]:
    """Yield which promises or times the rule means."""
    for name, label in {**_OF_PROMISES, **_OF_ACTIONS}.items():
        if meant := getattr(options, name):
            yield label, plain(meant)


def _measure(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield how much of what there may be, and must be."""
    options, shape = rule.options, SHAPES[rule.check]
    of = f" {options.of}" if "of" in shape.options else ""
    for label, limit in (("At most", options.at_most), ("At least", options.at_least)):
        if limit is not None and "per" in shape.options:
            among = f" among {options.stretch} words in a row" if options.stretch else ""
            yield label, f"{limit}{of} in a {options.per}{among}"


def _options(rule: Rule) -> dict[str, Any]:
    """Return the options that the rule's check takes, as far as they say something."""
    values = rule.options._asdict()
    names = (name for name in SHAPES[rule.check].options if name not in _LISTS)
    return {name: values[name] for name in names if values[name] not in (None, ())}


def _others(values: Any, told: Iterable[str]) -> list[tuple[str, str]]:
    """Return the fields that differ from their defaults, apart from those told elsewhere."""
    default = values._field_defaults
    found = ((name, value) for name, value in values._asdict().items() if name not in told)
    return [(_label(name), plain(value)) for name, value in found if value != default.get(name)]


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _listed(words: Iterable[str]) -> str:
    *first, last = map(plain, words)
    return f"{', '.join(first)} and {last}" if first else last


def plain(value: Any) -> str:
    """Return a value of a rule as words: lists with commas, mappings and tuples with names as `name: value`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "_asdict"):
        value = {name: one for name, one in value._asdict().items() if one not in (None, "", ())}
    if isinstance(value, Mapping):
        return "; ".join(f"{str(name).replace('_', ' ')}: {plain(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(plain, value))
    return _NAMES.get(str(value), str(value))


def settings(rule: Rule) -> list[Setting]:
    """Return the lines of a configuration that switch the rule off, or on, and change how loud it is."""
    other = next(level for level in ("info", "warning") if level != rule.severity)
    changed = Setting("another severity (error, warning, info or off)", f"severity: {{{rule.id}: {other}}}")
    if rule.default == "on":
        ways = [Setting("switch it off", f"ignore: [{rule.id}]"), changed]
    else:
        ways = [Setting("switch it on", f"select: [default, {rule.id}]"), changed]
    if rule.check == "vocabulary":
        ways.insert(
            0,
            Setting("your word list: what to avoid, and what to write instead", "vocabulary: {reject: {utilise: use}}"),
        )
    if options := _options(rule):
        listed = ", ".join(f"{name}: {_written(value)}" for name, value in options.items())
        ways.append(Setting("its options, as they are", f"rules: {{{rule.id}: {{{listed}}}}}"))
    return ways


def _written(value: Any) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)


def as_data(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON values, under the names of its fields; `url` is the address of its page."""
    data: dict[str, Any] = _data(rule)
    for cue in data["cues"]:
        cue.pop("starts", None)
        cue.pop("reach", None)
        cue.pop("literals", None)  # how it is looked for, not what
    return {**data, "group": rule.group, "url": rule.url}


def _data(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _data(one) for name, one in value._asdict().items()}
    if isinstance(value, Mapping):
        return {name: _data(one) for name, one in value.items()}
    return [_data(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
