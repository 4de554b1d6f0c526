"""Layouts and platforms as they are written: one vocabulary for a team's `layouts:` and for `platforms/*.yaml`."""

from __future__ import annotations

import re
from typing import Any

from macrolint.frames import Entry, did_you_mean
from macrolint.model import ActionAt, Layout, Tables
from macrolint.paths import BadPath, parse
from macrolint.patterns import patterns_of
from macrolint.values import NamedTuple

SPLITS = ("file", "headings", "fences", "quotes", "paragraphs")
STATUSES = ("open", "waiting_customer", "waiting_internal", "snoozed", "solved", "closed", "unchanged", "unknown")
OWNERS = ("same", "current_user", "user", "team", "nobody", "unknown")
OWNERSHIPS = ("agent", "unchanged")  # whose the ticket is after an agent has used a template that assigns nobody
VERBS = (
    "status", "owner", "team", "tag", "untag", "tags", "priority", "type", "wake", "due", "note",
    "side-conversation", "subject", "notify", "field", "webhook", "attachment", "close", "refused",
)  # fmt: skip
_OF_PLATFORMS = ("holds", "asked")
LAYOUT_FIELDS = tuple(name for name in Layout._fields if name not in _OF_PLATFORMS)
PLATFORM_LAYOUT_FIELDS = tuple(name for name in Layout._fields if name != "platform")
SHARED = ("format", "dialect", "actions", "active", "personal", "complete", "holds", "asked")
PLATFORM_FIELDS = ("title", "ownership", *SHARED, "words", "lookups", "layouts")
_ACTION_FIELDS = ActionAt._fields
_LISTS = ("body", "note", "side", "holds")
_FLAGS = ("header", "complete", "asked")
_PATHS = (
    "records", "id", "title", "subject", "language", "kind", "channel", "tags", "public", "active", "personal",
    "outdated",
)  # fmt: skip
_NEEDS_BODY = ("records", "id", "title", "subject", "note", "language", "kind")
_OPEN = ("tag", "untag", "tags", "priority", "type", "refused")  # verbs whose value is shown as it is written


class Lookup(NamedTuple):
    """How a file beside the macros tells what an id stands for.

    records, key, value: paths. of: the table of `words` that it adds to; status words are then read by `status`.
    """

    records: str
    key: str
    value: str
    of: str


class Platform(NamedTuple):
    """A help desk: its layouts, what its words mean, and the files that resolve its ids.

    ownership: whose a ticket is after an agent has used a template that assigns nobody: agent or unchanged.
    """

    name: str
    title: str
    layouts: tuple[Layout, ...]
    words: Tables = ()
    lookups: tuple[Lookup, ...] = ()
    dialect: str | None = None
    ownership: str | None = None


def from_json(value: Any) -> Platform:
    """Return a platform that was written as JSON: named tuples as lists."""
    name, title, layouts, words, lookups, *rest = _frozen(value)
    made = [Layout(*one) for one in layouts]
    made = [one._replace(actions=tuple(ActionAt(*action) for action in one.actions)) for one in made]
    return Platform(name, title, tuple(made), words, tuple(Lookup(*one) for one in lookups), *rest)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def layout_of(entry: Entry) -> Layout:
    """Return a layout of a team. Raises MacrolintError with a code frame."""
    fields = entry.fields(LAYOUT_FIELDS, "field of a layout")
    if "files" not in fields:
        entry.fail(
            "a layout needs 'files': the patterns of the files it describes",
            'add for example: files: ["support/*.json"]',
        )
    for name in _NEEDS_BODY:
        if name in fields and "body" not in fields:
            fields[name].fail(f"a layout with '{name}' needs 'body': the field that holds the message")
    return Layout(**_given(fields))


def platform_of(entry: Entry, name: str) -> Platform:
    """Return a platform. Raises MacrolintError with a code frame."""
    fields = entry.fields(PLATFORM_FIELDS, "field of a platform")
    if "layouts" not in fields:
        entry.fail("a platform needs 'layouts': where its files keep what", "see docs/layouts.md")
    shared = _given({key: value for key, value in fields.items() if key in SHARED})
    words = _tables(fields["words"]) if "words" in fields else ()
    made = []
    for one in fields["layouts"].each():
        given = _given(one.fields(PLATFORM_LAYOUT_FIELDS, "field of a layout"))
        own = {"actions": (*given.get("actions", ()), *shared.get("actions", ()))}
        tables = (*given.get("words", ()), *words)
        made.append(Layout(**{**shared, **given, **own, "words": tables, "platform": name}))
    return Platform(
        name,
        fields["title"].string() if "title" in fields else name,
        tuple(made),
        words,
        tuple(_lookup(one) for one in fields["lookups"].each()) if "lookups" in fields else (),
        shared.get("dialect"),
        fields["ownership"].choice(OWNERSHIPS) if "ownership" in fields else None,
    )


def _given(fields: dict[str, Entry]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "files":
            given[name] = patterns_of(value)
        elif name in _LISTS:
            given[name] = value.strings() if name == "holds" else tuple(_path(one) for one in value.each())
        elif name == "split":
            given[name] = value.choice(SPLITS)
        elif name in _FLAGS:
            given[name] = value.flag()
        elif name == "separator":
            given[name] = _separator(value)
        elif name == "actions":
            given[name] = tuple(_action(one) for one in value.each())
        elif name == "words":
            given[name] = _tables(value)
        else:
            given[name] = _path(value) if name in _PATHS else value.string()
    return given


def _path(entry: Entry) -> str:
    path = entry.string() if not entry.is_empty and entry.node.text else ""
    try:
        parse(path.removeprefix("!"))
    except BadPath:
        entry.fail(
            f"'{path}' is no path to a field",
            "write a.b for b inside a, a.*[kind=reply] for those of a kind, 'a.b' in quotes for one key with a dot",
        )
    return path


def _action(entry: Entry) -> ActionAt:
    fields = entry.fields(_ACTION_FIELDS, "field of an action")
    for name in ("verb", "at"):
        if name not in fields:
            entry.fail(f"an action needs '{name}'", "write for example: {verb: status, at: fields.state}")
    given = {name: value.string() for name, value in fields.items() if name not in ("at", "verb")}
    return ActionAt(fields["verb"].choice(VERBS), _path(fields["at"]), **given)


def _tables(entry: Entry) -> Tables:
    tables = []
    for table, words in entry.items():
        known = {"status": STATUSES, "owner": OWNERS}.get(table)
        pairs = []
        for written, word in words.items():
            pairs.append((written.lower(), word.choice(known) if known else word.string()))
        tables.append((table, tuple(pairs)))
    return tuple(tables)


def _lookup(entry: Entry) -> Lookup:
    fields = entry.fields(Lookup._fields, "field of a lookup")
    for name in Lookup._fields:
        if name not in fields:
            entry.fail(f"a lookup needs '{name}'")
    records, key, value = (_path(fields[name]) for name in ("records", "key", "value"))
    return Lookup(records, key, value, fields["of"].string())


def _separator(entry: Entry) -> str:
    value = {"tab": "\t", "\\t": "\t"}.get(entry.string(), entry.string())
    if len(value) != 1 or value in '"\r\n':
        entry.fail(f"'{value}' is no separator", "it is one character, or 'tab'")
    return value


def word(tables: Tables, table: str, written: str) -> str | None:
    """Return what a word of a platform stands for; the first table that knows it counts, and `*` for any other."""
    for key in (written.strip().lower(), "*"):
        for name, pairs in tables:
            for at, said in pairs if name == table else ():
                if at == key:
                    return said
    return None


def shown(verb: str) -> bool:
    """Tell whether what an action sets may be shown as it is written: tags and priorities, never ids or addresses."""
    return verb in _OPEN


def known_status(said: str) -> str | None:
    """Return a status in its normal form, written with blanks or hyphens, or None."""
    name = re.sub(r"[\s-]+", "_", said.strip().lower())
    return name if name in STATUSES else None


def unknown_platform(name: str, known: list[str]) -> tuple[str, str]:
    """Return the message and the hint for a platform that nobody knows."""
    return f"unknown platform '{name}'", did_you_mean(name, known) or f"known: {', '.join(sorted(known))}"
