"""What a team has decided to promise, and how a promise compares with it.

One figure decides: how long a length lasts at the worst, whenever the message is sent (`calendars.worst_hours`).
A promise is slower than a limit when its worst is longer, and faster than a target when its worst is shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from macrolint.phrases import alternatives
from macrolint.promises.calendars import Calendar, Length, lasts, worst_hours
from macrolint.rulebook import Cue
from macrolint.spans import Position, Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.model import Template
    from macrolint.promises.extraction import Promise
    from macrolint.promises.times import When
    from macrolint.prose import Prose

SLOWER, FASTER, FASTER_THAN_OBSERVED = "slower", "faster", "faster-than-observed"
_COUNTED = ("range", "within", "fuzzy")  # forms of a length that is made of a number and a unit
_NAMED = ("relative-day", "end-of-day")  # of one with a name, such as “tomorrow”
_TIMED = ("exact", "window")
_CLOCK_CHANGE = 1.0  # hours: by so much a business day may be longer than the same days of 24 hours
_OURS = ("i", "we", "named", "nobody")
_TOO_WIDE_RATIO, _TOO_WIDE_HOURS = 3, 240


class Place(NamedTuple):
    """Where something of the policy is written; without positions where its file has none (TOML)."""

    path: str
    text: str
    start: Position | None = None
    end: Position | None = None


class Figure(NamedTuple):
    """A length that the policy says, where it says so, and in which calendar; None: that of the policy."""

    length: Length
    place: Place
    calendar: Calendar | None = None


class Row(NamedTuple):
    """What holds for an act: at most, target. never: it is not promised at all.

    say: how to tell the reader what somebody else does. who: phrases for those who may promise it; empty: everybody.
    """

    name: str
    place: Place
    most: Figure | None = None
    target: Figure | None = None
    never: bool = False
    say: str = ""
    who: tuple[str, ...] = ()


class Observed(NamedTuple):
    """How long an act really took: for nine of ten, and, where it is known, for half of them."""

    most: Figure
    half: Length | None = None


class Target(NamedTuple):
    """A target of an exported service level: the rows it is for, its policy and priority."""

    rows: tuple[str, ...]
    figure: Figure
    policy: str = ""
    priority: str = ""


class Known(NamedTuple):
    """A row that a policy may have: the act it is a part of (itself, if of none), and which promises are meant."""

    name: str
    act: str
    title: str
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    outside: bool = False

    def fits(self, kind: str | None, text: str) -> bool:
        """Tell whether a promise with these words in a template of this kind is meant."""
        if self.words:
            return _any(self.words).search(text) is not None
        return kind not in self.not_kinds and (not self.kinds or kind in self.kinds)


class Policy(NamedTuple):
    """What the setting `policy` says, its files included. known: the rows there may be. written: the setting itself."""

    timezone: str | None = None
    calendar: Calendar = Calendar()
    acts: tuple[Row, ...] = ()
    own: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    guarantees: tuple[str, ...] = ()
    observed: tuple[tuple[str, Observed], ...] = ()
    targets: tuple[Target, ...] = ()
    known: tuple[Known, ...] = ()
    written: Any = None

    @property
    def guaranteed(self) -> tuple[Cue, ...]:
        """The guarantees as cues: what the team has published is flagged by no rule."""
        return tuple(Cue(r"\s+".join(map(re.escape, one.split())), regular=True) for one in self.guarantees)

    def row(self, names: Iterable[str]) -> Row | None:
        """Return the first of some rows that the policy has."""
        rows = {row.name: row for row in self.acts}
        return next((rows[name] for name in names if name in rows), None)


class Judgement(NamedTuple):
    """How a promise disagrees with the policy: both figures in words and, at the worst, in hours; `act` in words.

    kind: slower, faster or faster-than-observed. place: of the figure that it disagrees with.
    """

    kind: str
    promised: str
    allowed: str
    act: str
    place: Place
    promised_hours: float
    allowed_hours: float


def judged(
    promise: Promise, prose: Prose, template: Template, policy: Policy, kind: str | None = None
) -> Judgement | None:
    """Return how a promise disagrees with a policy; None where it does not, or where nothing is to compare.

    kind: of the message, where the template does not say it.
    """
    length = length_of(promise.when)
    rows = [row for row in rows_of(promise, prose, policy, template.kind or kind) if not row.outside]
    if length is None or not rows or not is_ours(promise, prose, policy):
        return None
    names = [row.name for row in rows]
    act, row = rows[0].title, policy.row(names)
    against = _Against(length, act, policy.calendar)
    if row and row.most and against.longer_than(row.most):
        return against.judgement(SLOWER, row.most)
    if row and row.target and against.shorter_than(row.target):
        return against.judgement(FASTER, row.target)
    if not (row and (row.most or row.target)) and (said := _by_targets(against, names, policy, template)):
        return said
    observed = dict(policy.observed)
    really = next((observed[name] for name in names if name in observed), None)
    if really and against.shorter_than(really.most):
        half = f", {really.half} for half" if really.half else ""
        return against.judgement(FASTER_THAN_OBSERVED, really.most, f" for nine of ten{half}")
    return None


def _by_targets(against: _Against, names: list[str], policy: Policy, template: Template) -> Judgement | None:
    """Compare with the service levels: longer than all of them, or shorter than all.

    Of a template that sets a priority, only with those of that priority, if there are any.
    """
    targets = [one for one in policy.targets if set(names) & set(one.rows)]
    priorities = {action.value for action in template.actions if action.verb == "priority"}
    if any(one.priority in priorities for one in targets):
        targets = [one for one in targets if one.priority in {*priorities, ""}]
    if not targets:
        return None
    ranked = sorted(targets, key=lambda one: against.worst(one.figure))
    for kind, one, holds in (
        (SLOWER, ranked[-1], against.longer_than(ranked[-1].figure)),
        (FASTER, ranked[0], against.shorter_than(ranked[0].figure)),
    ):
        if holds:
            of = [one.policy and f"“{one.policy}”", one.priority and f"priority {one.priority}"]
            said = ", ".join(word for word in of if word)
            return against.judgement(kind, one.figure, f" ({said})" if said else "")
    return None


class _Against:
    """A promised length, to be compared with figures of the policy."""

    def __init__(self, length: Length, act: str, calendar: Calendar) -> None:
        self._length = length
        self._act = act
        self._calendar = calendar
        self._hours = worst_hours(length, calendar)

    def worst(self, figure: Figure) -> float:
        return worst_hours(figure.length, figure.calendar or self._calendar)

    def longer_than(self, figure: Figure) -> bool:
        return self._hours - self.worst(figure) > self._slack(figure)

    def shorter_than(self, figure: Figure) -> bool:
        return self.worst(figure) - self._hours > self._slack(figure)

    def judgement(self, kind: str, figure: Figure, more: str = "") -> Judgement:
        mixed = self._length.by_clock != figure.length.by_clock
        return Judgement(
            kind,
            _told(self._length, self._hours, mixed),
            _told(figure.length, self.worst(figure), mixed) + more,
            self._act,
            figure.place,
            self._hours,
            self.worst(figure),
        )

    def _slack(self, figure: Figure) -> float:
        return _CLOCK_CHANGE if self._length.by_clock != figure.length.by_clock else 0.01


def _told(length: Length, hours: float, mixed: bool) -> str:
    return f"{length} (up to {lasts(hours)})" if mixed and not length.by_clock else str(length)


def length_of(when: When | None) -> Length | None:
    """Return how long a time is at the most, where it can be compared: no date, event, clock, vague or least time."""
    if when is None or when.klass not in _TIMED or when.form not in (*_COUNTED, *_NAMED):
        return None
    if when.latest_hours is None or when.unit is None:
        return None
    return Length(when.latest_hours, when.unit, when.calendar == "business")


def rows_of(promise: Promise, prose: Prose, policy: Policy, kind: str | None) -> list[Known]:
    """Return the rows that a promise belongs to: the finer one that fits, if any, and the act itself."""
    every = [row for row in policy.known if row.act == promise.act]
    text = _words(promise, prose)
    finer = [row for row in every if row.name != row.act and row.fits(kind, text)]
    return [*finer[:1], *(row for row in every if row.name == row.act)]


def is_ours(promise: Promise, prose: Prose, policy: Policy) -> bool:
    """Tell whether it is our side that does it, not a bank or a courier, unless the policy calls them ours."""
    actor = _said(prose, promise.actor) if promise.actor else ""
    if policy.own and actor and _any(policy.own).search(actor):
        return True
    if promise.who not in _OURS or (policy.third and actor and _any(policy.third).search(actor)):
        return False
    text = _words(promise, prose)
    return not any(row.outside and row.fits(None, text) for row in policy.known)


def outside_row(promise: Promise, prose: Prose, policy: Policy) -> Row | None:
    """Return the row of the policy for what somebody else does, where a promise speaks of that."""
    text = _words(promise, prose)
    return policy.row(row.name for row in policy.known if row.outside and row.fits(None, text))


def may_promise(promise: Promise, prose: Prose, row: Row) -> bool:
    """Tell whether a promise is made by one of those who may; where nobody is named, nothing is known."""
    if not row.who or promise.actor is None:
        return True
    return _any(row.who).fullmatch(_said(prose, promise.actor)) is not None


def is_calendar_unclear(when: When, policy: Policy | None = None) -> bool:
    """Tell whether nobody knows if the weekend counts: days, or more than 24 hours, and not a word about it."""
    if when.stated or when.form not in (*_COUNTED, "placeholder") or when.klass not in _TIMED:
        return False
    if policy and policy.calendar.is_always:
        return False
    return when.unit == "day" or (when.unit == "hour" and (when.latest_hours or 0) > 24)


def is_too_wide(when: When) -> bool:
    """Tell whether a range says too little: its end is more than three times its start, or ten days later."""
    low, high = when.earliest_hours, when.latest_hours
    if when.form != "range" or low is None or high is None or low <= 0:
        return False
    return high > _TOO_WIDE_RATIO * low or high - low > _TOO_WIDE_HOURS


def differ(one: When | None, other: When | None, policy: Policy | None = None) -> bool:
    """Tell whether two times for the same thing contradict each other; of ranges, the ends are compared.

    “1 day” and “1 business day” may mean the same, unless both say which days count.
    """
    first, second = length_of(one), length_of(other)
    if one is None or other is None or first is None or second is None:
        return False
    calendar = policy.calendar if policy else Calendar()
    if worst_hours(first, calendar) == worst_hours(second, calendar):
        return False
    return first.hours != second.hours or first.unit != second.unit or (one.stated and other.stated)


def _words(promise: Promise, prose: Prose) -> str:
    return _said(prose, Span(promise.span.start, max(promise.span.end, promise.object.end)))


def _said(prose: Prose, span: Span) -> str:
    return " ".join(prose.masked[span.start : span.end].split())


@cache
def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return lazy(alternatives(phrases), re.I)
