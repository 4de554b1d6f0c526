"""What makes a promise the same promise after it was reworded: its act, window, condition, side and audience.

The words do not count, nor who of our own side promises. Where the act has no class of its own (`other`, `refrain`)
the template counts, for else all of these would be one.
"""

from __future__ import annotations

import re

from macrolint.promised import Promised, PromisedTime
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

TIMED = ("exact", "window")
CLASSLESS = ("other", "refrain")
_RANGES = ("range", "fuzzy")  # forms whose earliest time says something; “in 2 days” is a limit like “within 2 days”
_NAMED = ("end-of-day", "clock", "weekday", "date", "placeholder")  # forms that name a time instead of a length
_PLACEHOLDER = r"\{+[^{}]*\}+|\[\[?[^\[\]]*\]\]?|<<?[^<>]*>>?|%\w+%?"
_ZONE = (
    r"cet|cest|eet|eest|wet|west|gmt|utc|bst|est|edt|et|cst|cdt|ct|mst|mdt|mt|pst|pdt|pt|ak[sd]t|hst|ist|jst|kst|sgt|hkt"
    r"|msk|sast|a[ecw][sd]t|nz[sd]t|eastern|central|mountain|pacific|atlantic"
)
_TELLING = lazy(
    rf"{_PLACEHOLDER}|\d+(?:[:./-]\d+)*|(?<![a-z])(?:[ap]\.?m\b|(?:noon|midday|midnight|{_ZONE})\b"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)",
    re.I,
)
_FIELD = lazy(rf"{_PLACEHOLDER}|\b(?:business|working|(?:minute|hour|day|week|month)(?=s?\b))", re.I)
_SHORT = lazy(r"mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_SAME = {"midday": "noon", "working": "business"}
_HOURS_A_DAY = 24


class Identity(NamedTuple):
    """What two wordings of one promise share. side: ours or outside. template: only where the act has no class."""

    act: str
    window: str
    condition: str | None
    side: str
    audience: str | None
    template: str | None = None

    @property
    def id(self) -> str:
        """The name of the promise in `promises.lock`: its act and eight digits."""
        said = "\n".join(f"{name}={value}" for name, value in self._asdict().items() if value is not None)
        from hashlib import sha256

        return f"{self.act}-{sha256(said.encode()).hexdigest()[:8]}"


def identity(one: Promised) -> Identity:
    """Return what makes a promise the one that it is."""
    template = template_key(one) if one.act in CLASSLESS else None
    side = "outside" if one.who == "third-party" else "ours"
    return Identity(one.act, window(one.when), one.condition, side, one.audience, template)


def template_key(one: Promised) -> str:
    """Return what tells a template from the others wherever it lies: its id, else its title, else its place."""
    return one.template_id or one.template_title or f"{one.path}:{one.address or ''}"


def is_timed(one: Promised) -> bool:
    """Tell whether a promise has a time to count on."""
    return one.when is not None and one.when.klass in TIMED


def window(when: PromisedTime | None) -> str:
    """Return the time of a promise in words that are the same for all wordings: “within 2 business days”."""
    if when is None or when.klass == "event":
        return "no time"
    if when.klass == "vague":
        low = when.earliest_hours
        return f"after {_length(low, when.calendar)} or later" if low else "no time to count on"
    low, high = when.earliest_hours, when.latest_hours
    named = _named(when) if when.form in _NAMED else ""
    if named:
        return f"by the end of {named}" if when.form == "end-of-day" else f"by {named}"
    if high is None:
        return when.form.replace("-", " ")
    if low and low < high and when.form in _RANGES:
        return _range(low, high, when.calendar)
    return f"within {_length(high, when.calendar)}"


def likeness(one: str, other: str) -> float:
    """Return how many of the words of two texts are the same, from 0 to 1."""
    words = [set(re.findall(r"\w+", text.lower())) for text in (one, other)]
    either = words[0] | words[1]
    return len(words[0] & words[1]) / len(either) if either else 1.0


def _named(when: PromisedTime) -> str:
    """Return what a text says of a time, without the words around it: “by Fri., 5 p.m.” is “5 pm fri”."""
    if when.form == "placeholder":
        return " ".join(_token(token) for token in _FIELD.findall(when.text))
    found = {_token(token) for token in _TELLING.findall(when.text)}
    return " ".join(sorted(found, key=lambda token: (not token[0].isdigit(), token not in ("am", "pm"), token)))


def _token(said: str) -> str:
    token = "".join(said.lower().split())
    if not token[0].isalpha():
        return token
    short = _SHORT.match(token)
    return short[0] if short else _SAME.get(token, token.replace(".", ""))


def _range(low: float, high: float, calendar: str | None) -> str:
    """Return two lengths, the unit once where both have it: “3 to 5 business days”."""
    said = _length(high, calendar)
    for unit in (_HOURS_A_DAY, 1):
        number, rest = divmod(low, unit)
        if rest == 0 and said == _counted(high / unit, said.partition(" ")[2].removesuffix("s")):
            return f"{number:.10g} to {said}"
    return f"{_length(low, calendar)} to {said}"


def _length(hours: float, calendar: str | None) -> str:
    """Return hours as people say them; a business day has 24."""
    business = "business " if calendar == "business" else ""
    in_days = hours >= (1 if business else 2) * _HOURS_A_DAY
    if in_days and hours % _HOURS_A_DAY == 0:
        return _counted(hours / _HOURS_A_DAY, f"{business}day")
    if hours < 1:
        return _counted(hours * 60, f"{business}minute")
    return _counted(hours, f"{business}hour")


def _counted(number: float, noun: str) -> str:
    return f"{number:.10g} {noun}{'' if number == 1 else 's'}"
