"""The entries of the configuration's `suppress`, every rule they name with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macrolint.shown import Snippet
from macrolint.spans import Lines, Position
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.frames import Entry

ENTRY_FIELDS = ("rules", "files", "templates", "reason", "expires")
_DATE = lazy(r"\d{4}-\d{2}-\d{2}")


def today() -> str:
    """Return the day as suppressions name it, such as 2026-12-31."""
    from datetime import date

    return date.today().isoformat()


class Mention(NamedTuple):
    """A rule or group as the configuration names it, and where."""

    name: str
    start: Position
    end: Position
    snippet: Snippet | None = None


class Suppression(NamedTuple):
    """An entry of the configuration's `suppress`: rules that are not told of, in which files and templates, and why.

    files: patterns; templates: titles or ids; empty means all. expires: the last day it holds, as in 2026-12-31.
    path: of the configuration file it stands in.
    """

    rules: tuple[Mention, ...]
    files: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    reason: str = ""
    expires: str = ""
    path: str = ""


def suppression(entry: Entry) -> Suppression:
    """Read an entry; its path is not known here. Raises MacrolintError for what cannot be read."""
    fields = entry.fields(ENTRY_FIELDS, "field of a suppression")
    if "rules" not in fields or not fields["rules"].each():
        entry.fail("a suppression needs 'rules': what is not told of", "add for example: rules: [respect/calm-down]")
    if not any(name in fields and fields[name].each() for name in ("files", "templates")):
        entry.fail(
            "a suppression needs 'files' or 'templates': where it holds",
            "rules that should hold nowhere go into 'ignore'",
        )
    from macrolint.patterns import patterns_of

    return Suppression(
        rules=tuple(_mention(one) for one in fields["rules"].each()),
        files=patterns_of(fields["files"]) if "files" in fields else (),
        templates=tuple(" ".join(one.split()) for one in fields["templates"].strings())
        if "templates" in fields
        else (),
        reason=fields["reason"].string() if "reason" in fields else "",
        expires=_date(fields["expires"]) if "expires" in fields else "",
    )


def _mention(entry: Entry) -> Mention:
    name, span, lines = entry.string(), entry.node.span, Lines(entry.file.text)
    start, end = lines.position(span.start), lines.position(span.end)
    line = lines.line(start.line)
    before = lines.line(start.line - 1) if start.line > 1 else None
    snippet = Snippet(before, line, start.column - 1, start.column - 1 + span.end - span.start) if line else None
    return Mention(name, start, end, snippet)


def _date(entry: Entry) -> str:
    from datetime import date

    said = entry.string()
    try:
        known = _DATE.fullmatch(said) is not None and date.fromisoformat(said) is not None
    except ValueError:
        known = False
    if not known:
        entry.fail(f"'{said}' is no date", "write the last day it holds, like 2026-12-31")
    return said
