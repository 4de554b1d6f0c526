"""Service levels as help desks export them: which act may take how long, and when the team works.

Where an export keeps them, in which unit and of which meaning, is data: `platforms/sla/*.yaml`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from math import isfinite

from macrolint import data
from macrolint.frames import Entry, load
from macrolint.model import MacrolintError, Unreadable
from macrolint.promises.calendars import ALL_DAY, YEARS, Calendar, Hours, Length, is_zone
from macrolint.promises.policy import Figure, Place, Target
from macrolint.promises.slots import HOURS
from macrolint.readers.json_ import read_json
from macrolint.sources import Source, read_source
from macrolint.trees import Node, meaning
from macrolint.values import NamedTuple

_UNITS = {"millisecond": HOURS["second"] / 1000, **HOURS}  # in hours
_POLICY_FIELDS = (
    *("has", "name", "targets", "metric", "value", "unit", "priority", "priorities"),
    *("business", "schedule", "metrics"),
)
_SCHEDULE_FIELDS = (
    *("has", "id", "zone", "stretches", "first_day", "day", "on", "off", "always"),
    *("start", "start_minutes", "end", "end_minutes", "unit", "holidays"),
)
_HOLIDAY_FIELDS = ("days", "date", "until", "on", "recurring")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Where(NamedTuple):
    """Where something stands in an export: each field by its name, a path, a star number or a truth value."""

    has: tuple[str, ...]
    fields: dict[str, str]
    metrics: dict[str, tuple[str, ...]]
    priorities: dict[str, str]
    holidays: dict[str, str]


class Platform(NamedTuple):
    """How a help desk exports its service levels and schedules, and what it calls time zones."""

    name: str
    title: str
    policies: _Where
    schedules: _Where | None
    zones: dict[str, str]


class Export(NamedTuple):
    """What an export says: targets, each perhaps with the id of its schedule, and schedules by their ids."""

    targets: tuple[tuple[Target, str], ...]
    schedules: tuple[tuple[str, Calendar], ...]


class _Found(NamedTuple):
    """A node with those around it, the innermost first, and the keys that the stars of its path stood for."""

    around: tuple[Node, ...]
    stars: tuple[str, ...] = ()

    def field(self, name: str | None) -> Node | None:
        """Return the nearest node of a name; `$1` is the key that the first star stood for."""
        if name is None:
            return None
        if name.startswith("$"):
            return Node("scalar", self.around[0].span, self.stars[int(name[1:]) - 1], quoted=True)
        for node in self.around:
            found = _child(node, name)
            if found is not None:
                return found
        return None

    def text(self, name: str | None) -> str:
        node = self.field(name)
        return node.text.strip() if node is not None and node.kind == "scalar" and meaning(node) is not None else ""

    def holds(self, name: str | None, unsaid: bool = False) -> bool:
        """Tell whether a field is true, or says anything but false and nothing; `unsaid`: where it is missing."""
        if name in ("true", "false"):
            return name == "true"
        node = self.field(name)
        if node is None:
            return unsaid
        return bool(node.items or node.entries) or (node.kind == "scalar" and bool(meaning(node)))


def read_export(path: str, shown: str, timezone: str | None = None) -> Export:
    """Read an export of any known platform; `timezone` is that of the team, where the export names none.

    Raises MacrolintError where it cannot be read, or holds neither service levels nor schedules.
    """
    source, root = _tree(path, shown)
    for platform in platforms():
        targets = tuple(_targets(root, platform.policies, source))
        schedules = tuple(_schedules(root, platform, source, timezone))
        if targets or schedules:
            return Export(targets, schedules)
    known = ", ".join(platform.title for platform in platforms())
    raise MacrolintError(
        f"{shown} holds no service levels that macrolint knows",
        hint=f"an export of one of these is read: {known}. Or write the times under 'acts'",
    )


@cache
def platforms() -> tuple[Platform, ...]:
    """Return how each platform exports its service levels, as `platforms/sla/*.yaml` tells."""
    folder = os.path.join(data.platforms(), "sla")
    return tuple(_platform(folder, name) for name in data.yaml_files(folder))


def _platform(folder: str, name: str) -> Platform:
    shown = f"platforms/sla/{name}"
    whole = load(shown, read_source(os.path.join(folder, name)).text, "platform file")
    fields = whole.fields(("title", "policies", "schedules", "zones"), "field of a platform")
    schedules = _where(fields["schedules"], _SCHEDULE_FIELDS) if "schedules" in fields else None
    zones = _words(fields["zones"]) if "zones" in fields else {}
    return Platform(
        name.removesuffix(".yaml"),
        fields["title"].string(),
        _where(fields["policies"], _POLICY_FIELDS),
        schedules,
        zones,
    )


def _where(entry: Entry, known: tuple[str, ...]) -> _Where:
    fields = entry.fields(known, "field")
    metrics = {name: one.strings() for name, one in fields.pop("metrics").items()} if "metrics" in fields else {}
    priorities = _words(fields.pop("priorities")) if "priorities" in fields else {}
    holidays = fields.pop("holidays", None)
    has = fields.pop("has").strings()
    if fields["unit"].string() not in _UNITS:
        fields["unit"].fail(f"unknown unit '{fields['unit'].string()}'", f"known: {', '.join(_UNITS)}")
    said = {name: one.string() for name, one in fields.items()}
    days = {name: one.string() for name, one in holidays.fields(_HOLIDAY_FIELDS, "field").items()} if holidays else {}
    return _Where(has, said, metrics, priorities, days)


def _words(entry: Entry) -> dict[str, str]:
    return {name: one.string() for name, one in entry.items()}


def _tree(path: str, shown: str) -> tuple[Source, Node]:
    try:
        source = read_source(path, shown)
        if path.lower().endswith(".json"):
            return source, read_json(source)[0]
    except Unreadable as error:
        raise MacrolintError(f"{shown} cannot be read: {error.reason} (line {error.line})") from None
    return source, load(shown, source.text, "file").node


def _targets(root: Node, where: _Where, source: Source) -> Iterator[tuple[Target, str]]:
    """Yield the targets of all policies, each with the id of its schedule."""
    said = where.fields
    for policy in _holding(root, where.has):
        for found in _at(_Found((policy,)), said.get("targets", "")):
            by_field = "metric" not in said
            names = where.metrics if by_field else (found.text(said["metric"]),)
            for name in names:
                node = found.field(name if by_field else said["value"])
                hours = round(_number(node) * _UNITS[said["unit"]], 6) if node is not None else 0
                if node is None or hours <= 0 or name not in where.metrics:
                    continue
                priority = found.text(said.get("priority"))
                yield (
                    Target(
                        where.metrics[name],
                        Figure(_length(hours, found.holds(said.get("business"))), _place(node, source)),
                        found.text(said.get("name")),
                        where.priorities.get(priority, priority).lower(),
                    ),
                    found.text(said.get("schedule")),
                )


def _schedules(root: Node, platform: Platform, source: Source, timezone: str | None) -> Iterator[tuple[str, Calendar]]:
    where = platform.schedules
    if where is None:
        return
    for node in _holding(root, where.has):
        found = _Found((node,))
        week: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
        for stretch in _at(found, where.fields["stretches"]):
            with suppress(ValueError, OverflowError):  # what is no time, or no day, is left out
                _work(stretch, where.fields, week)
        if any(week):
            said = found.text(where.fields.get("zone"))
            zone = _zone(platform.zones.get(said, said), timezone, source.path)
            yield (
                found.text(where.fields.get("id")),
                Calendar(zone, tuple(map(_joined, week)), frozenset(_days_off(found, where.holidays))),
            )


def _work(found: _Found, said: dict[str, str], week: list[list[tuple[int, int]]]) -> None:
    """Add a stretch of work to its day: one that says it, or that of the minute it is counted from."""
    if not found.holds(said.get("on"), unsaid=True) or found.holds(said.get("off")):
        return
    start, end = (_minute(found, said, name) for name in ("start", "end"))
    shift = 1 if said.get("first_day") == "sunday" else 0  # our weeks start on Monday
    if "day" in said:
        day = found.text(said["day"])
        number = int(day) - shift if day.isdigit() else _DAYS.index(day[:3].lower())
    else:
        number = start // 1440 - shift
        end, start = end - start // 1440 * 1440, start % 1440
    if found.holds(said.get("always")):
        start, end = ALL_DAY[0]
    end = min(end, ALL_DAY[0][1])
    if 0 <= start < end:
        week[number % 7].append((start, end))


def _minute(found: _Found, said: dict[str, str], name: str) -> int:
    """Return a minute of a day or of a week: “09:00”, or a number in the unit of the export."""
    text = found.text(said[name])
    if ":" in text:
        hours, minutes, *_ = text.split(":")
        return int(hours) * 60 + int(minutes)
    more = found.text(said.get(f"{name}_minutes"))
    return int(round(float(text or 0) * _UNITS[said["unit"]] * 60, 6)) + int(more or 0)


def _days_off(found: _Found, said: dict[str, str]) -> Iterator[date]:
    for one in _at(found, said["days"]) if said else ():
        if not one.holds(said.get("on"), unsaid=True):
            continue
        first = _date(one.text(said["date"]))
        last = _date(one.text(said.get("until"))) or first
        if first and last and one.holds(said.get("recurring")):
            yield from (date(year, first.month, first.day) for year in YEARS if (first.month, first.day) != (2, 29))
        elif first and last:
            yield from (first + timedelta(days=number) for number in range(min((last - first).days + 1, 366)))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _zone(name: str, timezone: str | None, path: str) -> str:
    """Return a known time zone: that of the export, or of the team."""
    if is_zone(name):
        return name
    if timezone or not name:
        return timezone or "UTC"
    raise MacrolintError(
        f"the time zone '{name}' in {path} is not known",
        hint="add 'timezone' to the policy, such as Europe/Amsterdam: it is used instead",
    )


def _joined(stretches: list[tuple[int, int]]) -> Hours:
    """Return the stretches of a day in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _holding(root: Node, keys: tuple[str, ...]) -> Iterator[Node]:
    """Yield the mappings of a tree that have all the keys, in the order of the file."""
    stack, seen = [root], set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.entries and all(_child(node, key) is not None for key in keys):
            yield node
        stack += [*(value for _, value in node.entries), *node.items][::-1]


def _at(found: _Found, path: str) -> list[_Found]:
    """Return what a dotted path leads to; `*` stands for each of a list or mapping."""
    every = [found]
    for step in path.split(".") if path else ():
        every = [one for outer in every for one in _step(outer, step)]
    return every


def _step(outer: _Found, step: str) -> Iterator[_Found]:
    node = outer.around[0]
    if step != "*":
        child = _child(node, step)
        if child is not None:
            yield _Found((child, *outer.around), outer.stars)
        return
    for key, value in node.entries:
        yield _Found((value, *outer.around), (*outer.stars, key.text))
    for number, item in enumerate(node.items):
        yield _Found((item, *outer.around), (*outer.stars, str(number)))


def _child(node: Node, name: str) -> Node | None:
    if node.kind == "sequence":
        return node.items[int(name)] if name.isdigit() and int(name) < len(node.items) else None
    return node.get(name)


def _number(node: Node) -> float:
    try:
        number = float(node.text) if node.kind == "scalar" else 0
    except ValueError:
        return 0
    return number if isfinite(number) else 0


def _length(hours: float, business: bool) -> Length:
    """Return a length in the unit in which people say it."""
    if hours < 1 or hours * 60 % 30:
        return Length(hours, "minute", business)
    return Length(hours, "day" if not business and hours >= 72 and hours % 24 == 0 else "hour", business)


def _place(node: Node, source: Source) -> Place:
    start, end = node.span.start, node.span.end
    return Place(source.path, source.text[start:end], source.lines.position(start), source.lines.position(end))
