"""Facts of a whole library that contradict each other.

Facts about the same thing, for the same readers, are compared template by template: a template that says several
things contradicts another only where nothing that they say agrees. Of two sides the one that fewer templates are on
is told; where they are even, both.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from macrolint.checks.habits import outliers
from macrolint.checks.library import apart
from macrolint.model import Fact, Stated
from macrolint.promises.calendars import Calendar, Length, worst_hours
from macrolint.rulebook import Rule
from macrolint.values import NamedTuple

_DAY = 24.0
_WEEKEND = 2 * _DAY
_AROUND = ("end-of-day", "relative-day")  # forms of times that end within their last day


class Conflict(NamedTuple):
    """A fact that others contradict: its number, and theirs, in order.

    told: it is on the side that fewer templates are on, or as many. values: what the message quotes, and of what it
    speaks, where that is not simply what is said here and there.
    """

    fact: int
    against: tuple[int, ...]
    told: bool
    values: tuple[str, str] | None = None


class _Side(NamedTuple):
    """Templates that say the same: the numbers of the facts, those of one template in one list."""

    says: frozenset[tuple[str | float, ...]]
    templates: list[list[int]]


def conflicts(facts: Sequence[Stated], rule: Rule, calendar: Calendar | None = None) -> Iterator[Conflict]:
    """Yield the facts of a rule that others contradict; the facts are in the order of their places.

    calendar: on which days the team works, where its policy says so.
    """

    @cache
    def around(folder: str) -> str:
        return apart(re.sub(r"[\W_]+", " ", folder), rule.options.apart)

    subjects: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(facts):
        subjects[(*one.fact.about, around(os.path.dirname(one.violation.path)))].append(number)
    for numbers in subjects.values():
        if rule.options.compare in ("habits", "signers"):
            yield from (Conflict(number, against, told=True) for number, against in outliers(facts, numbers, rule))
            continue
        if rule.options.compare == "copies":
            from macrolint.checks.copies import copies

            yield from (
                Conflict(one, others, told=True, values=said) for one, others, said in copies(facts, numbers, rule)
            )
            continue
        if rule.options.compare == "counterparts":
            from macrolint.checks.counterparts import unanswered

            yield from (
                Conflict(one, others, told=True, values=said) for one, others, said in unanswered(facts, numbers, rule)
            )
            continue
        yield from _among(_sides(facts, numbers), calendar)


def _sides(facts: Sequence[Stated], numbers: list[int]) -> list[_Side]:
    """Return who says what of one thing."""
    templates: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number in numbers:
        templates[(facts[number].violation.path, facts[number].template)].append(number)
    sides: dict[frozenset[tuple[str | float, ...]], _Side] = {}
    for own in templates.values():
        says = frozenset(_normal(facts[number].fact) for number in own)
        sides.setdefault(says, _Side(says, [])).templates.append(own)
    return list(sides.values())


def _among(sides: list[_Side], calendar: Calendar | None) -> Iterator[Conflict]:
    for side in sides:
        others = [one for one in sides if one is not side and not _agree(side, one, calendar)]
        if not others:
            continue
        most = max(others, key=lambda one: len(one.templates))  # of as many the first
        told = len(most.templates) >= len(side.templates)
        against = tuple(own[0] for own in most.templates)
        for own in side.templates:
            yield from (Conflict(number, against, told and number == own[0]) for number in own)


def _agree(one: _Side, other: _Side, calendar: Calendar | None) -> bool:
    return any(not differ(mine, theirs, calendar) for mine in one.says for theirs in other.says)


def _normal(fact: Fact) -> tuple[str | float, ...]:
    """Return what a fact says, the same for “24 hours” and “1 day”."""
    if len(fact.says) == 1:
        return fact.says
    hours, calendar, unit, form = fact.says
    kind = "hour" if calendar == "business" and unit in ("hour", "minute") else "day"
    return (hours, calendar, kind, "around" if form in _AROUND else "")


def differ(one: tuple[str | float, ...], other: tuple[str | float, ...], calendar: Calendar | None = None) -> bool:
    """Tell whether two facts cannot both hold. Times are held to their last hour.

    Working days and other days are compared at their worst where the calendar of the team is known. Where it is not,
    by what they may mean: a working day is a day at the least, and weekends longer at the most; so “24 hours” and
    “1 business day” do not differ, and “24 hours” and “3 business days” do.
    """
    if len(one) == 1 or len(other) == 1 or one[1:] == other[1:]:
        return one[0] != other[0]
    first, last = _hours(one, calendar)
    begin, end = _hours(other, calendar)
    return last < begin or end < first


def _hours(said: tuple[str | float, ...], calendar: Calendar | None) -> tuple[float, float]:
    """Return the fewest and the most hours that the latest moment of a time may mean."""
    latest, of, kind, around = said
    hours = float(latest)
    if of != "business":
        return (max(0.0, hours - _DAY), hours) if around else (hours, hours)
    if calendar:
        worst = worst_hours(Length(hours, str(kind), business=True), calendar)
        return (max(0.0, worst - _DAY) if around else worst, worst)
    days = hours / _DAY
    first = max(0.0, hours - _DAY) if around else hours
    return first, hours * (3 if kind == "hour" else 1) + _WEEKEND * (1 + days // 5)
