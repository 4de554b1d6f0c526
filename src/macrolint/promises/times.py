"""Until when: the times that a sentence names."""

from __future__ import annotations

import re
from typing import NamedTuple

from macrolint.prose import Prose
from macrolint.spans import Span

_HOURS = {"minute": 1 / 60, "hour": 1, "hr": 1, "day": 24, "week": 168, "month": 720}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "ten": 10, "the": 1}
_NUMBER = rf"(?:\d+|{'|'.join(_NUMBERS)})"
_PERIOD = re.compile(
    rf"\b(?:(?:within|in|up to|after)\s+)?(?P<a>{_NUMBER})(?:\s*(?:-|–|to)\s*(?P<b>{_NUMBER}))?\s*"
    r"(?P<business>business|working)?\s*(?P<unit>minute|hour|hr|day|week|month)s?\b",
    re.I,
)
_DAY = re.compile(
    r"\b(?:(?:by|on|at|before|until)\s+)?(?:(?:the\s+)?end of (?:the )?(?:business )?(?:day|week)|tomorrow(?: morning)?"
    r"|today|next week|tonight|noon|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}\s*[ap]m(?: today)?"
    r"|\d{1,2} (?:january|march|may|december)(?: \d{4})?)\b",
    re.I,
)
_PLACEHOLDER = re.compile("\\b(?:by|within|before|on)\\s+\ufffc+", re.I)
_VAGUE = re.compile(
    r"\b(?:as soon as (?:possible|we can|I can)|asap|shortly|soon(?! as)|promptly|right away|immediately|in due course|"
    r"at (?:our|my) earliest convenience|quickly)\b",
    re.I,
)


class When(NamedTuple):
    """A time in a text: exact, window, event or vague; hours from now where they are known."""

    span: Span
    klass: str
    form: str
    earliest_hours: float | None
    latest_hours: float | None
    calendar: str | None
    zone: bool = False


class TimeWords(NamedTuple):
    """The words of times."""


class Times:
    """Finds times."""

    def __init__(self, data: TimeWords) -> None:
        self.data = data

    def found(self, prose: Prose, span: Span) -> tuple[When, ...]:
        """Return the times in a stretch of a message, from left to right."""
        out: list[When] = []
        for one in _PERIOD.finditer(prose.masked, span.start, span.end):
            hours = [_number(said) * _HOURS[one["unit"].lower()] for said in (one["a"], one["b"]) if said]
            calendar = "business" if one["business"] else "calendar"
            earliest = hours[0] if one["b"] else 0.0
            out.append(
                When(Span(*one.span()), "window", "range" if one["b"] else "within", earliest, hours[-1], calendar)
            )
        for expression, klass, form in (
            (_DAY, "exact", "relative-day"),
            (_PLACEHOLDER, "exact", "placeholder"),
            (_VAGUE, "vague", "vague"),
        ):
            for one in expression.finditer(prose.masked, span.start, span.end):
                place = Span(*one.span())
                if not any(place.overlaps(other.span) for other in out):
                    out.append(When(place, klass, form, None, None, None))
        return tuple(sorted(out))


def _number(said: str) -> float:
    return float(_NUMBERS.get(said.lower()) or said)
