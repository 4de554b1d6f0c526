"""How long a length of time lasts at the worst: two business days, sent on a Friday evening, are four days.

A business hour is an hour of the working hours, wherever they lie. A business day is one whole working day, in parts
where need be: from the middle of Monday's hours to the middle of Tuesday's. What is sent outside the hours counts from
the next opening. A working week is a week. Everything else is counted by the clock: a calendar day has 24 hours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import ceil, lcm

from macrolint.promises.slots import HOURS
from macrolint.values import NamedTuple

YEARS = range(2024, 2036)  # in which a message may be sent: enough for each date to fall on each day of the week
_MORE_YEARS = 2  # for what is sent at the end of them; nothing is counted further
_BUSINESS_UNITS = ("second", "minute", "hour", "day")
ALL_DAY = ((0, 1440),)

Hours = tuple[tuple[int, int], ...]  # from minute to minute of a day


class Calendar(NamedTuple):
    """When a team works: the hours of each day from Monday to Sunday, in a time zone; `closed`: dates off."""

    zone: str = "UTC"
    week: tuple[Hours, ...] = (((540, 1020),),) * 5 + ((), ())
    closed: frozenset[date] = frozenset()

    @property
    def is_always(self) -> bool:
        """Tell whether the team works around the clock."""
        return not self.closed and all(hours == ALL_DAY for hours in self.week)


ALWAYS = Calendar(week=(ALL_DAY,) * 7)


class Length(NamedTuple):
    """A length as it is written: hours (a business day has 24), the unit, and whether only business time counts."""

    hours: float
    unit: str = "hour"
    business: bool = False

    @property
    def by_clock(self) -> bool:
        """Tell whether all time counts."""
        return not self.business or self.unit not in _BUSINESS_UNITS

    def __str__(self) -> str:
        """Write it down: “2 business days”, “90 minutes”."""
        smaller = {"hour": "minute"} if self.business else {"hour": "minute", "day": "hour"}
        unit = smaller.get(self.unit, self.unit) if self.hours < HOURS[self.unit] else self.unit
        count = round(self.hours / HOURS[unit], 2)
        return f"{count:g} {'business ' if self.business else ''}{unit}{'' if count == 1 else 's'}"


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name, such as Europe/Amsterdam."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name).key == name
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


def worst_hours(length: Length, calendar: Calendar) -> float:
    """Return how many hours a length lasts at the most, whenever the message is sent.

    Weekends, holidays and changes of the clock within YEARS count. Lengths of more than two years count as two years.
    """
    if length.by_clock or calendar.is_always:
        return length.hours
    return _worst(_clock(calendar, length.unit == "day"), length)


def deadline(moment: datetime, length: Length, calendar: Calendar) -> datetime:
    """Return when a length is over, sent at a moment within YEARS (whole seconds)."""
    if length.by_clock or calendar.is_always:
        return moment.astimezone(UTC) + timedelta(hours=length.hours)
    clock = _clock(calendar, length.unit == "day")
    end = clock.earliest(clock.at(int(moment.timestamp())) + clock.run(length))
    return datetime.fromtimestamp(round(end), UTC)


def lasts(hours: float) -> str:
    """Write a number of hours down for people: “3 days”, “40 hours”, “30 minutes”."""
    if hours < 1:
        return str(Length(hours, "minute"))
    if hours <= 48:
        return str(Length(round(hours, 1)))
    return str(Length(ceil((hours - 1) / 12) * 12, "day"))


class _Clock:
    """Counts working time in whole steps: seconds, or small parts of a day. At all other times it stands still."""

    def __init__(self, calendar: Calendar, days: bool) -> None:
        worked = [stretches for stretches in _working_days(calendar) if stretches]
        lengths = [sum(end - start for start, end in stretches) for stretches in worked]
        self.day = lcm(*set(lengths)) if days else 0  # steps of a day
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.begun: list[int] = []  # what the clock shows at the start of each stretch of work
        self.done: list[int] = []  # and at its end
        self.limit = shown = 0  # what it shows at the end of YEARS
        last = datetime(YEARS.stop, 1, 1, tzinfo=UTC).timestamp()
        for stretches, whole in zip(worked, lengths, strict=True):
            for start, end in stretches:
                self.starts.append(start)
                self.ends.append(end)
                self.begun.append(shown)
                shown += (end - start) * (self.day // whole if days else 1)
                self.done.append(shown)
            self.limit = shown if stretches[-1][1] <= last else self.limit

    def run(self, length: Length) -> int:
        """Return how many steps the clock runs in a length."""
        return round(length.hours / 24 * self.day if self.day else length.hours * 3600)

    def at(self, moment: int) -> int:
        """Return what the clock shows at a moment."""
        number = bisect_right(self.ends, moment)
        if number == len(self.ends):
            return self.done[-1]
        start, begun, done = self.starts[number], self.begun[number], self.done[number]
        return begun + max(moment - start, 0) * ((done - begun) // (self.ends[number] - start))

    def earliest(self, shown: int) -> float:
        """Return the first moment at which the clock shows so much."""
        return self._moment(min(bisect_left(self.done, shown), len(self.done) - 1), shown)

    def latest(self, shown: int) -> float:
        """Return the last moment at which it does."""
        return self._moment(max(bisect_right(self.begun, shown) - 1, 0), shown)

    def _moment(self, number: int, shown: int) -> float:
        start, begun, done = self.starts[number], self.begun[number], self.done[number]
        return start + (min(shown, done) - begun) / (done - begun) * (self.ends[number] - start)


@cache
def _clock(calendar: Calendar, days: bool) -> _Clock:
    return _Clock(calendar, days)


@cache
def _worst(clock: _Clock, length: Length) -> float:
    """Return the hours from sending to the end, where they are most.

    In between, they change evenly: it is enough to look where work starts or ends, when the message is sent or when the
    time is over. A clock that stands still shows the same from the end of a day's work to the start of the next:
    either of the two may be the longer wait.
    """
    amount = min(clock.run(length), clock.done[-1] - clock.limit)
    edges = {0, *clock.done}
    sent = [one for one in edges | {edge - amount for edge in edges} if 0 <= one <= clock.limit]
    first = max(clock.earliest(one + amount) - clock.earliest(one) for one in sent)
    last = max(clock.latest(one + amount) - clock.latest(one) for one in sent)
    return round(max(first, last) / 3600, 4)


def _working_days(calendar: Calendar) -> Iterator[list[tuple[int, int]]]:
    """Yield the stretches of work of each day, as seconds of the world's clock."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(calendar.zone)
    day, last, before = date(YEARS.start, 1, 1), date(YEARS.stop + _MORE_YEARS, 1, 1), 0
    while day < last:
        stretches = []
        if day not in calendar.closed:
            midnight = datetime.combine(day, time(), zone)
            for opens, closes in calendar.week[day.weekday()]:
                start = max(before, _seconds(midnight, opens))
                end = _seconds(midnight, closes)
                if end > start:  # an hour may be skipped when the clocks change
                    stretches.append((start, end))
                    before = end
        yield stretches
        day += timedelta(days=1)


def _seconds(midnight: datetime, minute: int) -> int:
    return int((midnight + timedelta(minutes=minute)).timestamp())
