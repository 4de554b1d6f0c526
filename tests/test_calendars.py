"""Calendars: how long a length lasts at the worst, held against walking through the minutes one by one."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from generated import dice, examples
from hypothesis import given

from macrolint.promises.calendars import ALL_DAY, ALWAYS, YEARS, Calendar, Length, deadline, is_zone, lasts, worst_hours

ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
OFFICE = Calendar("Europe/Amsterdam", (((540, 1080),),) * 5 + ((), ()))
STEP = 15  # minutes; all hours below are multiples of it


def business(amount: float, unit: str = "day") -> Length:
    return Length(amount * {"day": 24, "hour": 1, "minute": 1 / 60}[unit], unit, True)


def a_calendar(dice: random.Random) -> Calendar:
    shapes = [((540, 1020),), ((480, 720), (780, 1065)), ((300, 1440),), ALL_DAY, ((1080, 1440),), ((600, 615),)]
    week = [dice.choice(shapes) if dice.random() < 0.7 else () for _ in range(7)]
    week[dice.randrange(7)] = dice.choice(shapes)
    first = date(2026, 1, 1)
    closed = frozenset(first + timedelta(days=dice.randrange(365)) for _ in range(dice.randrange(30)))
    return Calendar(dice.choice(ZONES), tuple(week), closed)


def a_moment(dice: random.Random, calendar: Calendar) -> datetime:
    """Return a moment of 2026, often near a change of the clocks."""
    day = dice.choice(
        [date(2026, 3, 27), date(2026, 10, 23), date(2026, 3, 6), date(2026, 10, 2), date(2026, 4, 3), None]
    )
    start = day or date(2026, 1, 1) + timedelta(days=dice.randrange(330))
    local = datetime(start.year, start.month, start.day, tzinfo=ZoneInfo(calendar.zone))
    return local.astimezone(UTC) + timedelta(minutes=STEP * dice.randrange(96 * 4))


def is_work(moment: datetime, calendar: Calendar) -> bool:
    local = moment.astimezone(ZoneInfo(calendar.zone))
    minute = local.hour * 60 + local.minute
    return local.date() not in calendar.closed and any(
        start <= minute < end for start, end in calendar.week[local.weekday()]
    )


def walked(moment: datetime, length: Length, calendar: Calendar) -> datetime:
    """Return when so many business hours are over, by walking from quarter to quarter of an hour."""
    left = round(length.hours * 60)
    while left > 0:
        left -= STEP * is_work(moment, calendar)
        moment += timedelta(minutes=STEP)
    return moment


@given(dice)
@examples(60)
def test_business_hours_end_where_walking_through_them_ends(dice: random.Random) -> None:
    calendar = a_calendar(dice)
    moment = a_moment(dice, calendar)
    length = business(dice.choice([0.25, 0.5, 1, 4, 7.75, 8, 24, 40]), "hour")
    assert deadline(moment, length, calendar) == walked(moment, length, calendar)


@given(dice)
@examples(60)
def test_business_days_are_whole_days_of_work(dice: random.Random) -> None:
    """Sent before the office opens, so many days are over when it closes on the last of them."""
    calendar = a_calendar(dice)
    zone = ZoneInfo(calendar.zone)
    day = a_moment(dice, calendar).astimezone(zone).date()
    moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    left = dice.randrange(1, 9)
    length = business(left)
    while True:
        hours = () if day in calendar.closed else calendar.week[day.weekday()]
        left -= bool(hours)
        if not left:
            break
        day += timedelta(days=1)
    closes = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=hours[-1][1])
    assert deadline(moment, length, calendar) == closes.astimezone(UTC)


@given(dice)
@examples(60)
def test_deadlines_are_monotone_and_add_up(dice: random.Random) -> None:
    calendar, unit = a_calendar(dice), dice.choice(["hour", "day"])
    moment = a_moment(dice, calendar)
    later = moment + timedelta(minutes=STEP * dice.randrange(400))
    one, two = (dice.randrange(1, 12) for _ in range(2))
    first = deadline(moment, business(one, unit), calendar)
    both = deadline(moment, business(one + two, unit), calendar)
    assert moment < first < both
    assert deadline(later, business(one, unit), calendar) >= first
    # a second of a day of 15 minutes is worth one and a half minutes of a day around the clock
    slack = timedelta(minutes=3) if unit == "day" else timedelta()
    assert abs(deadline(first, business(two, unit), calendar) - both) <= slack
    if unit == "hour":
        assert both - moment >= timedelta(hours=one + two)


@given(dice)
@examples(20)
def test_nothing_lasts_longer_than_the_worst(dice: random.Random) -> None:
    calendar = a_calendar(dice)
    length = business(dice.choice([0.5, 1, 2, 5]), dice.choice(["hour", "day"]))
    worst = worst_hours(length, calendar)
    waits = []
    for _ in range(300):
        moment = a_moment(dice, calendar)
        waits.append((deadline(moment, length, calendar) - moment) / timedelta(hours=1))
    assert max(waits) <= worst + 0.001
    assert worst <= worst_hours(length._replace(hours=length.hours + 1), calendar)


@pytest.mark.parametrize("length", [business(1), business(2), business(4, "hour"), business(10, "hour"), business(0.5)])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam"])
def test_the_worst_is_reached(length: Length, zone: str) -> None:
    """The worst of every quarter of an hour of two years, which hold every weekday and both changes of the clocks."""
    calendar = Calendar(zone, (((540, 720), (780, 1080)),) * 4 + (((540, 780),), (), ()))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(minutes=STEP * number) for number in range(366 * 96)]
    waited = max((deadline(moment, length, calendar) - moment) / timedelta(hours=1) for moment in moments)
    assert waited == pytest.approx(worst_hours(length, calendar), abs=STEP / 60 + 0.01)


def test_what_is_sent_on_a_friday_evening() -> None:
    friday = datetime(2026, 6, 5, 18, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert deadline(friday, business(2), OFFICE) == friday + timedelta(days=4)
    assert deadline(friday, business(4, "hour"), OFFICE) == friday + timedelta(days=2, hours=19)
    assert deadline(friday, Length(48, "day"), OFFICE) == friday + timedelta(days=2)
    utc = OFFICE._replace(zone="UTC")
    assert worst_hours(business(1), utc) == 72
    assert worst_hours(business(2), utc) == 96
    assert worst_hours(business(24, "hour"), utc) == 4 * 24 + 21  # Thursday noon to the next Tuesday
    assert worst_hours(business(5), utc) == 7 * 24


def test_the_change_of_the_clocks_counts() -> None:
    assert worst_hours(business(1), OFFICE) == 73  # the weekend in October has 49 hours
    assert worst_hours(business(1), OFFICE._replace(zone="Australia/Lord_Howe")) == 72.5
    night = Calendar("Europe/Amsterdam", (ALL_DAY,) * 7, frozenset({date(2026, 5, 5)}))
    before = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert deadline(before, business(24, "hour"), night) - before.astimezone(UTC) == timedelta(hours=24)
    day = deadline(before, business(1), night)
    assert day - before.astimezone(UTC) == timedelta(hours=23.5)  # half of each of two days, of which one has 23 hours


def test_the_worst_may_be_what_is_sent_right_after_the_opening() -> None:
    """Monday is worked around the clock, Tuesday for its last quarter of an hour: a day after Monday's first minute."""
    calendar = Calendar("UTC", (ALL_DAY, ((1425, 1440),), *(ALL_DAY,) * 5))
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    assert deadline(monday, business(1), calendar) == monday + timedelta(days=1)
    soon_after = monday + timedelta(minutes=1)
    assert deadline(soon_after, business(1), calendar) - monday > timedelta(hours=47.75)
    assert worst_hours(business(1), calendar) == 47.75


def test_holidays_make_it_longer() -> None:
    utc = OFFICE._replace(zone="UTC")
    christmas = utc._replace(closed=frozenset({date(2025, 12, 25), date(2025, 12, 26)}))  # Thursday and Friday
    assert worst_hours(business(1), christmas) == 72 + 48
    assert worst_hours(business(1), utc._replace(closed=frozenset({date(2026, 12, 26)}))) == 72  # a Saturday


def test_all_time_counts_in_calendar_time_in_weeks_and_around_the_clock() -> None:
    assert worst_hours(Length(48, "day"), OFFICE) == 48
    assert worst_hours(Length(168, "week", True), OFFICE) == 168
    assert worst_hours(business(2), ALWAYS) == 48
    assert ALWAYS.is_always
    assert not OFFICE.is_always


def test_endless_lengths_are_cut_off() -> None:
    years = worst_hours(business(9999), OFFICE)
    assert 2 * 8760 - 200 < years < 2 * 8784 + 200
    assert worst_hours(business(900), OFFICE) == years
    assert datetime(YEARS.stop - 1, 12, 31, tzinfo=UTC) < deadline(
        datetime(YEARS.stop - 1, 12, 31, tzinfo=UTC), business(1), OFFICE
    )


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (business(1), "1 business day"),
        (business(2.5), "2.5 business days"),
        (business(4, "hour"), "4 business hours"),
        (business(0.5, "hour"), "30 business minutes"),
        (business(0.5), "0.5 business days"),
        (Length(12, "day"), "12 hours"),
        (Length(0.5, "hour"), "30 minutes"),
        (Length(336, "week"), "2 weeks"),
    ],
)
def test_a_length_is_written_for_people(length: Length, text: str) -> None:
    assert str(length) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0.5, "30 minutes"),
        (1, "1 hour"),
        (31, "31 hours"),
        (68, "3 days"),
        (73, "3 days"),
        (74, "3.5 days"),
        (96, "4 days"),
    ],
)
def test_hours_are_written_for_people(hours: float, text: str) -> None:
    assert lasts(hours) == text


@pytest.mark.parametrize(
    ("name", "known"), [("Europe/Amsterdam", True), ("Amsterdam", False), ("../x", False), ("", False)]
)
def test_a_time_zone_is_known_or_not(name: str, known: bool) -> None:
    assert is_zone(name) is known
