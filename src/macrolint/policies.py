"""The setting `policy`: what a team promises, in its own words, with the files it names."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from macrolint import data
from macrolint.frames import Entry, did_you_mean, frame, listed, load
from macrolint.model import MacrolintError, Unreadable
from macrolint.promises.calendars import ALL_DAY, ALWAYS, YEARS, Calendar, Hours, Length, is_zone, worst_hours
from macrolint.promises.policy import Figure, Known, Observed, Place, Policy, Row, Target
from macrolint.promises.slots import Slots
from macrolint.rules.catalog import compiled
from macrolint.rules.load import phrase_of
from macrolint.rules.packing import times_from_json
from macrolint.slas import Export, read_export
from macrolint.sources import Source, read_source
from macrolint.spans import FileSpan
from macrolint.trees import Node, meaning
from macrolint.values import NamedTuple

FIELDS = ("timezone", "calendar", "acts", "parties", "guarantees", "observed", "sla")
CALENDAR_FIELDS = ("days", "hours", "holidays")
ROW_FIELDS = ("max", "target", "promise", "say", "who")
PARTIES = ("own", "third")
AROUND_THE_CLOCK = "24x7"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEVER = "never"
_COLUMNS = ("act", "p50", "p90")
_LENGTH = "such as 24 hours, 1 business day or 5-10 business days"
_ROWS = "promises/_rows.yaml"


def read_policy(entry: Entry, root: str) -> Policy:
    """Read the setting; `root` is the folder that its files are relative to.

    Raises MacrolintError at the first thing that is wrong, and at the first of its files that cannot be read.
    """
    fields = {} if entry.is_empty else entry.fields(FIELDS, "field of 'policy'")
    timezone = _timezone(fields["timezone"]) if "timezone" in fields else None
    exports = [_export(one, root, timezone) for one in fields["sla"].each()] if "sla" in fields else []
    schedules = dict(pair for export in exports for pair in export.schedules)
    usual = next(iter(schedules.values()), Calendar(timezone or "UTC"))
    calendar = _calendar(fields["calendar"], timezone or "UTC") if "calendar" in fields else usual
    only = next(iter(schedules.values())) if len(schedules) == 1 else None
    parties = fields["parties"].fields(PARTIES, "field of 'parties'") if "parties" in fields else {}
    own, third = (
        tuple(phrase_of(one, {}) for one in parties[name].each()) if name in parties else () for name in PARTIES
    )
    return Policy(
        timezone,
        calendar,
        tuple(_row(name, one, calendar) for name, one in _rows(fields["acts"])) if "acts" in fields else (),
        own,
        third,
        guarantees=fields["guarantees"].strings() if "guarantees" in fields else (),
        observed=tuple(_observed(fields["observed"], root)) if "observed" in fields else (),
        targets=tuple(
            _scheduled(target, schedules.get(id_) or only) for export in exports for target, id_ in export.targets
        ),
        known=known_rows(),
        written=_written(entry.node),
    )


@cache
def known_rows() -> tuple[Known, ...]:
    """Return the rows that a policy may have, the finer ones of an act before itself."""
    path = os.path.join(data.rulesets(), *_ROWS.split("/"))
    whole = load(f"rulesets/{_ROWS}", read_source(path).text, "file of rows")
    return tuple(_known(name, entry) for name, entry in whole.items())


def _known(name: str, entry: Entry) -> Known:
    fields = entry.fields(("of", "title", "kinds", "not_kinds", "words", "outside"), "field of a row")
    lists = {key: fields[key].strings() for key in ("kinds", "not_kinds") if key in fields}
    return Known(
        name,
        fields["of"].string() if "of" in fields else name,
        fields["title"].string(),
        **lists,
        words=tuple(phrase_of(one, {}) for one in fields["words"].each()) if "words" in fields else (),
        outside="outside" in fields and fields["outside"].flag(),
    )


@cache
def _slots() -> Slots:
    return Slots(times_from_json(compiled()["times"]))


def _length(text: str) -> Length | None:
    """Read a length as templates write it, of a range its end; None where it is none, or of no time at all."""
    said = _slots().whole(text.strip())
    return Length(said.latest, said.unit, said.calendar == "business") if said and said.latest > 0 else None


def _rows(entry: Entry) -> Iterable[tuple[str, Entry]]:
    return entry.fields([row.name for row in known_rows()], "act").items()


def _row(name: str, entry: Entry, calendar: Calendar) -> Row:
    fields = entry.fields(ROW_FIELDS, f"field of the act '{name}'")
    if "promise" in fields:
        fields["promise"].choice((_NEVER,))
    most, target = (_figure(fields[field]) if field in fields else None for field in ("max", "target"))
    if most and target and worst_hours(target.length, calendar) > worst_hours(most.length, calendar):
        fields["target"].fail(
            f"the target, {target.length}, is slower than the maximum, {most.length}",
            "'target' is what the team works to, 'max' the slowest that may be promised",
        )
    say = fields["say"].string() if "say" in fields else ""
    who = tuple(phrase_of(one, {}) for one in fields["who"].each()) if "who" in fields else ()
    return Row(name, _place(entry), most, target, "promise" in fields, say, who)


def _figure(entry: Entry) -> Figure:
    length = _length(entry.string())
    if length is None:
        entry.fail(f"“{entry.string()}” is no length of time", _LENGTH)
    return Figure(length, _place(entry))


def _place(entry: Entry) -> Place:
    text, (start, end) = entry.file.text, entry.node.span
    if not text:
        return Place(entry.file.path, entry.node.text)
    source = Source(entry.file.path, text)
    return _at(source, FileSpan(start, end))


def _at(source: Source, span: FileSpan) -> Place:
    lines = source.lines
    return Place(source.path, source.text[span.start : span.end], lines.position(span.start), lines.position(span.end))


def _timezone(entry: Entry) -> str:
    from zoneinfo import available_timezones

    name = entry.string()
    if not is_zone(name):
        known = available_timezones()
        if not known:
            entry.fail("this computer knows no time zones", "install them: pip install tzdata")
        cities = [zone for zone in known if zone.rsplit("/", 1)[-1].lower() == name.replace(" ", "_").lower()]
        hint = f"did you mean '{min(cities)}'?" if cities else did_you_mean(name, known)
        entry.fail(f"there is no time zone '{name}'", hint or "write it like Europe/Amsterdam or America/New_York")
    return name


def _calendar(entry: Entry, zone: str) -> Calendar:
    if entry.node.kind == "scalar":
        if entry.string() != AROUND_THE_CLOCK:
            entry.fail(
                f"'{entry.string()}' is no calendar",
                f'write {AROUND_THE_CLOCK}, or {{days: mon-fri, hours: "09:00-18:00"}}',
            )
        return ALWAYS._replace(zone=zone)
    fields = entry.fields(CALENDAR_FIELDS, "field of 'calendar'")
    days = {day for one in fields["days"].each() for day in _days(one)} if "days" in fields else set(range(5))
    hours = _hours(fields["hours"]) if "hours" in fields else Calendar().week[0]
    closed = _holidays(fields["holidays"]) if "holidays" in fields else frozenset()
    return Calendar(zone, tuple(hours if day in days else () for day in range(7)), closed)


def _days(entry: Entry) -> Iterable[int]:
    """Read “mon”, or “mon-fri”; a week may go on over Sunday."""
    names = [name.strip()[:3].lower() for name in entry.string().split("-")]
    if len(names) > 2 or not set(names) <= set(DAYS):
        entry.fail(f"'{entry.string()}' names no days", "write mon-fri, or a list of days: [mon, tue, thu]")
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    return [day % 7 for day in range(first, (last if last >= first else last + 7) + 1)]


def _hours(entry: Entry) -> Hours:
    hours: list[tuple[int, int]] = []
    for one in entry.each():
        try:
            start, end = (_minute(text) for text in one.string().replace("–", "-").split("-"))
        except ValueError:
            one.fail(f"'{one.string()}' are no hours", 'write them like "09:00-18:00"; midnight at the end is 24:00')
        if end <= start:
            one.fail(
                f"'{one.string()}' ends before it starts",
                'write a night as two stretches: ["00:00-06:00", "22:00-24:00"]',
            )
        if hours and start < hours[-1][1]:
            one.fail(f"'{one.string()}' starts before the hours above it end", "write them in order, without overlap")
        hours.append((start, end))
    if not hours:
        entry.fail("'hours' is empty", 'write them like "09:00-18:00"')
    return tuple(hours)


def _minute(text: str) -> int:
    hours, minutes = text.strip().split(":")
    minute = int(hours) * 60 + int(minutes)
    if not 0 <= minute <= ALL_DAY[0][1] or int(minutes) > 59:
        raise ValueError(text)
    return minute


def _holidays(entry: Entry) -> frozenset[date]:
    """Return the public holidays of a country (`nl`), or of a part of it (`de-BY`)."""
    try:
        import holidays
    except ImportError:
        entry.fail("holidays need the package 'holidays'", "install it: pip install 'macrolint[calendars]'")
    country, _, part = entry.string().upper().partition("-")
    try:
        days = holidays.country_holidays(country, subdiv=part or None, years=[*YEARS, YEARS.stop])
    except NotImplementedError:
        parts = holidays.list_supported_countries().get(country)
        hint = "write the code of a country, such as nl, us or de-BY"
        if parts is not None:
            hint = listed(f"{country.lower()}-{name}" for name in parts) if parts else f"write {country.lower()} alone"
        entry.fail(f"no holidays are known of '{entry.string()}'", hint)
    return frozenset(days)


def _export(entry: Entry, root: str, timezone: str | None) -> Export:
    path = _file(entry, root, "SLA export")
    return read_export(path, os.path.relpath(path), timezone)


def _file(entry: Entry, root: str, what: str) -> str:
    path = os.path.normpath(os.path.join(root, entry.string()))
    if not os.path.isfile(path):
        entry.fail(f"there is no file '{entry.string()}' ({what})", "paths are relative to this file")
    return path


def _scheduled(target: Target, calendar: Calendar | None) -> Target:
    """Return a target with the calendar that it is counted in: the one it names, or the only one there is."""
    return target._replace(figure=target.figure._replace(calendar=calendar)) if calendar else target


def _observed(entry: Entry, root: str) -> Iterable[tuple[str, Observed]]:
    """Yield what was measured, from a CSV file with a line for each act."""
    path = _file(entry, root, "observed times")
    shown = os.path.relpath(path)
    try:
        source = read_source(path, shown)
    except Unreadable as error:
        raise MacrolintError(f"{shown} cannot be read: {error.reason} (line {error.line})") from None
    lines = source.text.splitlines(keepends=True)
    rows, offset, names = csv.reader(lines), 0, None
    for number, cells in enumerate(rows):
        if rows.line_num != number + 1:
            raise MacrolintError(
                f"{shown} holds a cell of several lines (line {number + 1})", hint="write one line an act"
            )
        line = _Line(source, offset, len(lines[number].rstrip("\r\n")))
        offset += len(lines[number])
        cells = [cell.strip() for cell in cells]  # noqa: PLW2901
        if names is None:
            names = [cell.lower() for cell in cells]
            if missing := [name for name in ("act", "p90") if name not in names]:
                line.fail(f"the column '{missing[0]}' is missing", "the first line names the columns: act,p50,p90")
        elif any(cells):
            yield _measured(line, dict(zip(names, cells, strict=False)))


class _Line(NamedTuple):
    """A line of a file of observed times."""

    source: Source
    start: int
    width: int

    def fail(self, message: str, hint: str) -> Any:
        text, line = self.source.text, self.source.lines.position(self.start).line
        shown = frame(text, self.start, self.start + self.width)
        raise MacrolintError(f"{message} ({self.source.path}, line {line})", shown, hint)

    def cell(self, text: str) -> Place:
        start = self.source.text.index(text, self.start)
        return _at(self.source, FileSpan(start, start + len(text)))


def _measured(line: _Line, cells: dict[str, str]) -> tuple[str, Observed]:
    name = cells.get("act", "")
    rows = [row.name for row in known_rows()]
    if name not in rows:
        line.fail(f"unknown act '{name}'", did_you_mean(name, rows) or listed(rows))
    lengths = {}
    for column in _COLUMNS[1:]:
        text = cells.get(column, "")
        length = _length(f"{text} hours" if text.replace(".", "", 1).isdigit() else text) if text else None
        if length is None and (text or column == "p90"):
            line.fail(f"“{text}” in the column '{column}' is no length of time", f"write hours, or a length {_LENGTH}")
        lengths[column] = length
    most = lengths["p90"]
    assert most
    return name, Observed(Figure(most, line.cell(cells["p90"])), lengths["p50"])


def _written(node: Node) -> Any:
    """Return a setting as the values that it was written as."""
    if node.kind == "mapping":
        return {key.text: _written(value) for key, value in node.entries}
    return [_written(item) for item in node.items] if node.kind == "sequence" else meaning(node)
