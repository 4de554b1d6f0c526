"""What a rule says of itself, in plain words: for the terminal, and for its page.

What is told is read off the fields of `Rule`: a field that is new, and differs from its default, is
told under its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from macrolint.model import MacrolintError
from macrolint.rulebook import Applies, Example, Rule
from macrolint.rules.catalog import Catalog
from macrolint.rules.load import SHAPES

_GRADES = {"high": "rarely wrong", "medium": "sometimes wrong", "low": "worth a look, often fine"}
_DEFAULTS = {"on": "on, unless you switch it off", "opt-in": "off, until you switch it on"}
_TOLD = {  # fields that have a place of their own, so they are not told again under “good to know”
    "id", "title", "check", "message", "severity", "confidence", "default", "why", "when_fine", "cues", "unless",
    "only", "applies", "options", "fix", "evidence", "since", "examples", "path", "origin",
}  # fmt: skip
_SHOWN = {"text", "bad", "spans", "fixed", "note", "allow"}
_NAMES = {
    "en": "English", "message": "messages", "note": "notes", "subject": "subjects", "quote": "quotes",
    "greeting": "greetings", "opening": "openings", "list": "lists", "heading": "headings", "sign-off": "sign-offs",
    "signature": "signatures",
}  # fmt: skip
_LABELS = {
    "languages": "Languages",
    "roles": "Reads",
    "audiences": "Only for",
    "kinds": "Only for kinds",
    "not_kinds": "Not for kinds",
}
_FIXES = {
    "safe": "offers other words that keep the meaning",
    "unsafe": "offers other words; read them before you use them",
}
_LONG = 60  # characters that words of an example may have in a message


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
    """Return the message as it reads for the first of the rule's examples, as far as that tells."""
    found = next((words for example in rule.examples for words in _marked(example)), "")
    limit = rule.options.at_most if rule.options.at_most is not None else rule.options.at_least
    values = {"match": found if 0 < len(found) <= _LONG else "…", "limit": "…" if limit is None else str(limit)}
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


def remarks(example: Example) -> list[str]:
    """Return what is to be said of an example: why it is fine, and what is known of its template."""
    known = [f"{label.lower()}: {value}" for label, value in _others(example, _SHOWN)]
    return [*([example.note.rstrip(".")] if example.note else []), *known]


def good_to_know(rule: Rule) -> list[tuple[str, str]]:
    """Return what the rule reads and leaves alone, what it offers and since when it is there: labels and words."""
    told = [("Severity", rule.severity), ("Confidence", f"{rule.confidence} ({_GRADES[rule.confidence]})")]
    told.append(("Default", _DEFAULTS.get(rule.default, rule.default)))
    told += _scope(rule.applies)
    if rule.unless.zone:
        told.append(("Leaves alone", f"words in {_listed(rule.unless.zone)}"))
    if rule.only.zone:
        told.append(("Reads only", _listed(rule.only.zone)))
    if rule.fix:
        told.append(("Fix", _FIXES[rule.fix]))
    told += [(_label(name), plain(value)) for name, value in _options(rule).items()]
    told += _others(rule, _TOLD)
    if rule.since:
        told.append(("Since", f"version {rule.since}"))
    return told


def _scope(applies: Applies) -> list[tuple[str, str]]:
    values = applies._asdict()
    return [(_LABELS.get(name, _label(name)), plain(values[name])) for name in values if values[name]]


def _options(rule: Rule) -> dict[str, Any]:
    """Return the options that the rule's check takes, as far as they say something."""
    values = rule.options._asdict()
    return {name: values[name] for name in SHAPES[rule.check].options if values[name] not in (None, ())}


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
        cue.pop("literals", None)  # how it is looked for, not what
    return {**data, "group": rule.group, "url": rule.url}


def _data(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _data(one) for name, one in value._asdict().items()}
    if isinstance(value, Mapping):
        return {name: _data(one) for name, one in value.items()}
    return [_data(one) for one in value] if isinstance(value, list | tuple) else value
