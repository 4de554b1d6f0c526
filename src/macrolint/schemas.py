"""JSON Schemas of a rule file, a platform and a configuration, for editors that complete and check as one types.

They are made of the tables and the types that the loaders use: a field or a value that is new there is new here.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable
from typing import Any

from macrolint import REPOSITORY
from macrolint.checks import FINDS
from macrolint.checks.promises import PROBLEMS
from macrolint.configuration import (
    FORMATS,
    INACTIVE,
    KEYS,
    LEVELS,
    OVERRIDE_FIELDS,
    TEMPLATE_FIELDS,
    Configuration,
    Override,
)  # fmt: skip
from macrolint.configuring import SIZE
from macrolint.layouts import (
    LAYOUT_FIELDS,
    OWNERS,
    OWNERSHIPS,
    PLATFORM_FIELDS,
    PLATFORM_LAYOUT_FIELDS,
    SPLITS,
    STATUSES,
    VERBS,
    Lookup,
)
from macrolint.model import SEVERITIES, ActionAt, Layout
from macrolint.policies import AROUND_THE_CLOCK, CALENDAR_FIELDS, FIELDS, PARTIES, ROW_FIELDS, known_rows
from macrolint.promises.policy import Policy
from macrolint.rulebook import Cue, Example, Options, Rule
from macrolint.rules import load
from macrolint.rules.examples import EXAMPLE_FIELDS
from macrolint.suppressions import ENTRY_FIELDS, Suppression

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": ["string", "number", "boolean"]}  # YAML reads `0.1` and `yes` as such, the loader as they are written
_CHOICES = {
    "check": load.CHECKS, "severity": SEVERITIES, "confidence": load.CONFIDENCES, "default": load.DEFAULTS,
    "fix": load.FIXES, "roles": load.ROLES, "zone": load.ZONES, "at": load.PLACES,
    "finds": FINDS, "side": load.SIDES, "of": load.AMOUNTS, "per": load.UNITS,
    **{name: known for name, known in load.PROMISED.items() if known}, "problem": tuple(PROBLEMS), "flag": load.FLAGS,
    "compare": load.COMPARED,
    "fail-on": LEVELS, "output-format": FORMATS, "split": SPLITS, "inactive": INACTIVE, "status_after": STATUSES,
    "verb": VERBS, "about": load.ABOUT, "owner_after": OWNERS, "ownership": OWNERSHIPS,
}  # fmt: skip
RULE_MEANINGS = {
    "id": "group/name, the folder and the name of this file.",
    "title": "A few words for lists.",
    "check": "What kind of rule this is; without it: phrase, or pattern where there are patterns.",
    "severity": "How loud it is.",
    "confidence": "How often it is right.",
    "default": "Whether it runs without being asked for.",
    "message": "One sentence: what is wrong, and what to write. {match} stands for the words that were found.",
    "why": "Why this matters to the reader of the template.",
    "when_fine": "When the same words are fine.",
    "applies": "Which texts the rule reads.",
    "phrases": "What to look for: [a|b] is one or the other, [a|] may be missing.",
    "patterns": "What to look for, as regular expressions.",
    "parts": "Pieces of the patterns, by names that these have in braces: of a list any one.",
    "spellings": "Words as they should be written, each with its wrong spellings.",
    "finds": "What of the placeholders is looked for.",
    "moves": "What a reply does (thanks, apology, …); one of them is enough.",
    "zone": "Where it is looked for.",
    "within": "How many sentences around the words count; without it, the whole message.",
    "side": "Whether the sentences before the words count, those after them, or both.",
    "of": "What is counted or measured.",
    "per": "Of what it is counted or measured.",
    "at_most": "How many there may be.",
    "at_least": "How many there must be.",
    "stretch": "In so many words in a row; without it, in all of it.",
    "who": "Who promises.",
    "act": "What is promised: reply, update, refund, send, … (rulesets/promises/acts.yaml).",
    "when": "How much is said of the time.",
    "form": "How the time is written.",
    "condition": "Whose move the promise waits for.",
    "strength": "How sure the promise is.",
    "fallback": "Whether it is said what to do when the promise is not kept.",
    "problem": "What has to be wrong with such a promise or time.",
    "flag": "What of the promise is pointed at.",
    "compare": "What of the templates of a library is held against each other.",
    "alone": "Acts that are the same whatever they are done to.",
    "generic": "Words that do not tell one thing from another.",
    "apart": "Phrases that set promises or templates apart: those that hold different ones are not compared.",
    "scopes": "First halves of tags that set templates apart, such as `region` in `region:eu`.",
    "about": "What in the text is held against the template's actions.",
    "status_after": "How the template leaves the ticket: one of these.",
    "owner_after": "Whose the ticket is then: one of these.",
    "does": "The template does one of these: a verb, and a value if needed.",
    "without": "The template is known to do none of these.",
    "silent_with": "Actions that make it fine.",
    "glossaries": "Lists of words that few readers know: finance, it, shop, support.",
    "yields_to": "Rules that say the same better; where one of them speaks, this one is silent.",
    "unless": "None of this may hold around the words.",
    "only": "All of this must hold around the words.",
    "fix": "Whether what `replace` offers keeps the meaning.",
    "examples": "The tests: ⟦marks⟧ in a bad example are found, nothing is found in a good one.",
    "evidence": "What the rule rests on.",
    "since": "The version that brought it.",
}
SETTING_MEANINGS = {
    "extends": "Other configuration files to start from; what this file says goes over them.",
    "paths": "What `macrolint check` checks.",
    "include": "Patterns: only these files, and they count as templates.",
    "exclude": "Patterns of files and folders to leave out.",
    "language": "The language tag of templates that do not say theirs.",
    "presets": "Named choices of rules.",
    "select": "Rules and groups to run instead of the presets; ALL, default.",
    "ignore": "Rules and groups to leave out.",
    "severity": "Rule or group: error, warning, info or off.",
    "rules": "Options of rules, by the name of the rule.",
    "overrides": "What holds for some templates only, by their files, title, tags, kind or platform.",
    "rulesets": "Folders of your own rules.",
    "layouts": "Your own shapes of files.",
    "platform": "The help desk whose exports these files are; without it, it is seen from each file.",
    "platforms": "Platform files of your own, or folders of them.",
    "lookups": "Files that tell what ids of a platform stand for.",
    "inactive": "Whether templates that are switched off, or one person's own, are checked.",
    "ownership": "Whose a ticket is after an agent has used a template that assigns nobody.",
    "vocabulary": "Words that no rule may flag, and words to avoid with what to write instead.",
    "policy": "What your team promises: how fast, on which days, and with whom; templates are held against it.",
    "baseline": "The file with the violations that were accepted, instead of .macrolint-baseline.json.",
    "suppress": "Violations that are meant to stay: which rules, in which files or templates, and why.",
    "fail-on": "The lowest severity that gives exit code 1.",
    "cache-dir": "The folder in which results are kept from run to run, instead of .macrolint_cache.",
    "max-file-size": "Larger files are reported as unreadable.",
    "output-format": "How the report is written.",
    "links": "The address of a template where its help desk shows it, with {id} for its number; or one a platform.",
}


PLATFORM_MEANINGS = {
    "title": "The name of the help desk, for people.",
    "words": "What its words mean: for status and owner the words that hold on every platform.",
    "lookups": "How files beside the exports tell what an id stands for.",
    "layouts": "Where its files keep templates; what stands above holds for each of them.",
    "actions": "What a record does besides speaking.",
    "complete": "Whether a record tells all that it does: what it does not say is unchanged then, not unknown.",
    "holds": "Words that stand in every such file.",
    "asked": "Whether such files are read only where it is asked for.",
}


def rule() -> dict[str, Any]:
    """Return the schema of a rule file."""
    hints = {**typing.get_type_hints(Rule), **typing.get_type_hints(Options)}
    properties = {name: _of(name, hints.get(name)) for name in load.FIELDS}
    phrase = {"anyOf": [_TEXT, _object(Cue, load.PHRASE_FIELDS, ["text"])]}
    properties |= {"phrases": _list(phrase), "patterns": _list(phrase)}
    properties |= {name: {"type": "object", "additionalProperties": _list(_TEXT)} for name in ("spellings", "parts")}
    properties["id"] = {"type": "string", "pattern": f"^{load.ID.pattern}$"}
    example = _object(Example, EXAMPLE_FIELDS, [])
    example["properties"] |= {"bad": {**_TEXT, "pattern": "⟦"}, "good": _TEXT}
    properties["examples"] = _list({**example, "oneOf": [{"required": ["bad"]}, {"required": ["good"]}]})
    return _document("rule", "A rule of macrolint", properties, RULE_MEANINGS, ["id", "message"])


def configuration() -> dict[str, Any]:
    """Return the schema of `macrolint.yaml`."""
    hints = typing.get_type_hints(Configuration, localns={"Policy": Policy})
    properties = {name: _of(name, hints.get(name.replace("-", "_"))) for name in KEYS}
    properties["extends"] = _list(_TEXT)
    properties["severity"] = {"type": "object", "additionalProperties": {"enum": [*SEVERITIES, "off"]}}
    properties["rules"] = {"type": "object", "additionalProperties": _object(Options, Options._fields, [])}
    override = _object(Override, OVERRIDE_FIELDS, [])
    override["properties"] |= {name: properties[name] for name in OVERRIDE_FIELDS if name in properties}
    override["properties"]["templates"] = _object(None, TEMPLATE_FIELDS, [])
    properties["overrides"] = _list({**override, "anyOf": [{"required": ["files"]}, {"required": ["templates"]}]})
    properties["max-file-size"] = {"type": ["string", "integer"], "pattern": rf"^\s*{_any_case(SIZE.pattern)}\s*$"}
    entry = _object(Suppression, ENTRY_FIELDS, ["rules"])
    entry["properties"] |= {"rules": _list(_TEXT), "expires": {"type": "string", "format": "date"}}
    properties["suppress"] = _list({**entry, "anyOf": [{"required": ["files"]}, {"required": ["templates"]}]})
    instead = {"type": "object", "additionalProperties": _list(_TEXT)}
    words = {"accept": _list(_TEXT), "reject": {"anyOf": [instead, _list(_TEXT)]}}
    properties["vocabulary"] = {"type": "object", "properties": words, "additionalProperties": False}
    link = {"type": "string", "pattern": r"^https?://[^\s/].*\{id\}"}
    properties["links"] = {"anyOf": [link, {"type": "object", "additionalProperties": link}]}
    properties["policy"] = _policy()
    properties["layouts"] = _list(_layout(LAYOUT_FIELDS, ["files"]))
    return _document("configuration", "The configuration of macrolint", properties, SETTING_MEANINGS, [])


def _policy() -> dict[str, Any]:
    """Return the schema of the setting `policy`."""
    row = dict.fromkeys(ROW_FIELDS, _TEXT) | {"promise": {"const": "never"}, "who": _list(_TEXT)}
    calendar = {name: _list(_TEXT) for name in CALENDAR_FIELDS} | {"holidays": _TEXT}
    properties = {name: _list(_TEXT) for name in FIELDS} | {
        "timezone": {"type": "string"},
        "calendar": {"anyOf": [{"const": AROUND_THE_CLOCK}, _mapping(calendar)]},
        "acts": _mapping({known.name: _mapping(row) for known in known_rows()}),
        "parties": _mapping({name: _list(_TEXT) for name in PARTIES}),
        "observed": {"type": "string"},
    }
    return {"anyOf": [_mapping(properties), {"type": "null"}]}


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def platform() -> dict[str, Any]:
    """Return the schema of a platform file."""
    layout = _layout(PLATFORM_LAYOUT_FIELDS, [])
    properties = {name: layout["properties"].get(name, _TEXT) for name in PLATFORM_FIELDS}
    lookup = {"type": "object", "properties": dict.fromkeys(Lookup._fields, _TEXT), "required": list(Lookup._fields)}
    properties |= {"layouts": _list(layout), "lookups": _list({**lookup, "additionalProperties": False})}
    return _document("platform", "A platform of macrolint", properties, PLATFORM_MEANINGS, ["layouts"])


def _layout(names: Iterable[str], required: list[str]) -> dict[str, Any]:
    made = _object(Layout, names, required)
    action = _object(ActionAt, ActionAt._fields, ["verb", "at"])
    action["properties"]["at"] = _TEXT
    tables = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _TEXT}}
    known = {
        name: {"type": "object", "additionalProperties": {"enum": list(words)}}
        for name, words in (("status", STATUSES), ("owner", OWNERS))
    }
    made["properties"] |= {"side": _list(_TEXT), "actions": _list(action), "words": {**tables, "properties": known}}
    return made


def _document(
    name: str, title: str, properties: dict[str, Any], meanings: dict[str, str], required: list[str]
) -> dict[str, Any]:
    described = {
        key: {"description": meanings[key], **value} if key in meanings else value for key, value in properties.items()
    }
    return {
        "$schema": _DIALECT,
        "$id": f"{REPOSITORY}/raw/main/schema/{name}.schema.json",
        "title": title,
        "type": "object",
        "properties": described,
        "required": required,
        "additionalProperties": False,
    }


def _object(made: Any, names: Iterable[str], required: list[str]) -> dict[str, Any]:
    """Return the schema of a mapping that becomes a named tuple; `names` are the fields that may be written."""
    hints = typing.get_type_hints(made) if made else {}
    properties = {name: _of(name, hints.get(name)) if made else _list(_TEXT) for name in names}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _of(name: str, hint: Any) -> dict[str, Any]:
    """Return the schema of a field from its type; whatever a type does not tell is left open."""
    if isinstance(hint, types.UnionType):
        hint = next((one for one in typing.get_args(hint) if one is not types.NoneType), None)
    if typing.get_origin(hint) is tuple:
        return _list(_of(name, typing.get_args(hint)[0]))
    if name in _CHOICES:
        return {"enum": list(_CHOICES[name])}
    if hasattr(hint, "_fields"):
        return _object(hint, hint._fields, [field for field in hint._fields if field not in hint._field_defaults])
    simple: dict[Any, dict[str, Any]] = {
        str: _TEXT, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"},
    }  # fmt: skip
    return simple.get(hint, {})


def _list(item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list, of one value that counts as such, or of none."""
    return {"anyOf": [{"type": "array", "items": item}, item, {"type": "null"}]}


def _any_case(pattern: str) -> str:
    """Return a pattern that is read without regard to case as JSON Schema writes it, which knows no such flag."""
    return re.sub(r"(\\.)|[A-Za-z]", lambda one: one[1] or f"[{one[0].upper()}{one[0].lower()}]", pattern)
