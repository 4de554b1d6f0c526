"""The parts of a time that phrases leave open, such as `{duration}`: how each is written, and how long it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from macrolint.phrases import alternatives
from macrolint.placeholders import VALUE
from macrolint.rulebook import Stretch, TimeWords
from macrolint.sieve import Folded, Sieve
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

STRETCHES = ("day", "weekday", "end")
_NAMES = (
    *("duration", "counted", "hyphened", "range", "few", "unit", "date", "clock", "hours", "office_hours"),
    *("field", "due", *STRETCHES),
)
# A phrase is compiled with a private character in place of each; texts are matched with the same in their places.
MARKS = {name: chr(0xE000 + number) for number, name in enumerate(_NAMES)}
HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 720, "year": 8760}
LENGTHS = ("duration", "counted", "hyphened", "range", "few", "unit")  # made of numbers and units

# Beside their words, one of these is in every text that holds such a part: the expressions themselves are long.
_SIGNS = {
    "date": lazy(r"\d(?:st|nd|rd|th|[/.]\d)|20\d\d|q[1-4]", re.I),
    "clock": lazy(r"\d[^\S\n]*(?:[ap]\.?m|:[0-5]|o['’]?clock)", re.I),
}

FIGURE = " 0"  # stands among the words of a text for any number in figures
_B = r"[^\S\n]*"
_DASH = r"[-\u2010-\u2015\u2212]"
_FREE = r"(?<![\w.,$€£#/:+-])"  # no digits of a price, a version, a telephone number
_DIGITS = r"\d{1,4}(?:\.\d{1,2})?(?!\d)"
_DAY = r"(?<![\w.,/:-])(?:[12]\d|3[01]|0?[1-9])"
_CLOCK = r"(?:[01]?\d|2[0-3])"
_MERIDIEM = rf"{_B}(?:[ap]\.m\.|[ap]\.?m(?!\w))"
_MINUTES = r"[:.][0-5]\d(?!\d)"
_OFFSET = r"(?:[+-]\d{1,2}(?::?\d\d)?)?"


class Length(NamedTuple):
    """How long a part is, in hours: at least, at most; of which calendar; its last unit.

    stated: whether the calendar is said, not only assumed.
    """

    earliest: float
    latest: float
    calendar: str
    unit: str
    stated: bool


class _Named:
    """A stretch with a name; its phrases are compiled when a text may hold one."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return lazy(alternatives(self.stretch.phrases), re.I)


class Slots:
    """Where each part stands in a text, and what it stands for."""

    def __init__(self, data: TimeWords) -> None:
        self._data = data
        self._units = {word: unit for unit, words in data.units.items() for word in words}
        self._stretches = {name: [_Named(one) for one in data.stretches[name]] for name in STRETCHES}
        self._sieve = Sieve()
        for name, named in self._stretches.items():
            for number, one in enumerate(named):
                self._sieve.add((name, number), one.stretch.literals)
        self._patterns: dict[str, re.Pattern[str]] = {}
        units = frozenset(f" {word}" for word in self._units)
        self.words = {
            **dict.fromkeys(LENGTHS, units),
            **{name: self._first_words(name) for name in STRETCHES},
            "date": frozenset({FIGURE, *(f" {word}" for word in data.months)}),
            "clock": frozenset({FIGURE, *(f" {word}" for word in data.clock_words)}),
            "hours": frozenset({FIGURE}),
            "office_hours": frozenset({FIGURE}),
            "field": frozenset({VALUE}),
            "due": frozenset({VALUE}),
        }  # of each part, one is in every text that holds it, unless none are given

    def _first_words(self, name: str) -> frozenset[str]:
        sets = [literals[0] if literals else () for one in self._stretches[name] for literals in one.stretch.literals]
        return frozenset(word for words in sets for word in words) if whole_words(sets) else frozenset()

    def spans(self, name: str, text: str, words: Folded) -> list[Span]:
        """Return where a part stands in a text, left to right; `words` are those of the text, figures apart."""
        said = self.words[name] & words.words
        if (self.words[name] and not said) or (said == {FIGURE} and name in _SIGNS and not _SIGNS[name].search(text)):
            return []
        if name in STRETCHES:
            held = self._sieve.held(words)
            return longest(
                Span(*found.span())
                for number, one in enumerate(self._stretches[name])
                if (name, number) in held
                for found in one.pattern.finditer(text)
            )
        if name not in self._patterns:
            self._patterns[name] = lazy(self._expressions[name], re.I)
        return [Span(*found.span()) for found in self._patterns[name].finditer(text)]

    def length(self, text: str) -> Length:
        """Read a part made of numbers and units: “24-48 hours”, “a week or two”, “an hour and a half”."""
        lows: list[float] = []
        highs: list[float] = []
        units: list[str] = []
        calendar = None
        for found in self._token.finditer(text):
            word, kind = re.sub(r"\s+", " ", found[0].lower()), found.lastgroup
            if kind == "unit":
                units.append(self._units[word])
            elif kind in ("business", "calendar"):
                calendar = kind
            elif kind == "half":
                highs[-1:] = [(highs or [0])[-1] + 0.5]
                lows[-1:] = highs[-1:]
            elif kind == "more":
                highs.append(self._data.more[word])
            elif kind:
                low, high = self._data.few[word] if kind == "few" else (self._value(word),) * 2
                lows.append(low)
                highs.append(high)
        last = units[-1] if units else "hour"
        first = units[0] if len(units) > 1 else last
        low, high = (lows or [1])[0] * HOURS[first], (highs or [1])[-1] * HOURS[last]
        return Length(low, high, calendar or "calendar", last, calendar is not None)

    def whole(self, text: str) -> Length | None:
        """Read a text that is nothing but a length: “24 hours”, “5-10 business days”; None for any other."""
        if any(re.fullmatch(self._expressions[name], text, re.I) for name in ("range", "duration")):
            return self.length(text)
        return None

    def stretch(self, name: str, text: str) -> Stretch:
        """Return which of the stretches with a name a text is."""
        return next(one.stretch for one in self._stretches[name] if one.pattern.fullmatch(text))

    @cached_property
    def _expressions(self) -> dict[str, str]:
        unit = self._unit()
        return {**self._lengths(self._number(), unit), **self._points(unit), "unit": rf"(?<!\w){unit}"}

    @cached_property
    def _token(self) -> re.Pattern[str]:
        """The words of a part made of numbers and units."""
        data = self._data
        return lazy(
            rf"\([^()]*\)|(?P<half>{_any(data.halves)})|(?P<more>{_any(data.more)})|(?P<few>{_any(data.few)})"
            rf"|(?P<article>{_any(data.articles)})|(?P<digits>\d+(?:\.\d+)?)|(?P<number>{self._spelt()})"
            rf"|(?P<business>{_any(data.business)})|(?P<calendar>{_any(data.calendar)})|(?P<unit>(?<![^\W\d_])(?:{_row(self._units)})(?!\w))",
            re.I,
        )

    @cached_property
    def _zone(self) -> re.Pattern[str]:
        return lazy(rf"(?:{alternatives(self._data.zones)}){_OFFSET}\)?$", re.I)

    def _value(self, word: str) -> float:
        data = self._data
        if word[0].isdigit():
            return float(word)
        if word in data.articles:
            return data.articles[word]
        return sum(data.numbers[piece] for piece in re.split(r"[\W_]+", word))

    def _phrases(self, name: str) -> Iterable[str]:
        return (phrase for one in self._data.stretches[name] for phrase in one.phrases)

    def _spelt(self) -> str:
        """Return the expression of a number in words, up to ninety-nine."""
        numbers = self._data.numbers
        tens = [word for word, value in numbers.items() if value >= 20 and value % 10 == 0]
        ones = [word for word, value in numbers.items() if value < 10]
        return rf"(?<!\w)(?:(?:{_row(tens)})(?:{_DASH}|{_B})(?:{_row(ones)})|{_row(numbers)})(?!\w)"

    def _number(self) -> str:
        return rf"(?>{_FREE}{_DIGITS}|{self._spelt()})"  # “twenty-four” is never “twenty” to “four”

    def _unit(self) -> str:
        business = rf"(?:{_any(self._data.business)}(?:{_DASH}|{_B}))?"
        plain = rf"(?:{_any((*self._data.plain, *self._data.calendar))}(?:{_DASH}|{_B}))?"
        return rf"{plain}{business}(?:{_row(self._units)})(?!\w)"

    def _lengths(self, number: str, unit: str) -> dict[str, str]:
        data = self._data
        half, gloss = rf"(?:{_B}{_any(data.halves)})?", rf"(?:{_B}\([^()\n]{{1,30}}\))?"
        several = "|".join(_row(words[:1]) for words in data.units.values())  # “2-days” counts, “2-day” is hyphened
        counted = rf"{number}(?:{half}{gloss}{_B}{unit}|{_DASH}(?:{several})(?!\w))"
        single = rf"{_any(data.articles)}{_B}{unit}{half}"
        join = rf"{_B}(?:{_DASH}|/|(?<!\w)(?:{_row(data.joins)})(?!\w)){_B}"
        second = rf"(?:{_DIGITS}|{self._spelt()}){gloss}"
        return {
            "counted": counted,
            "duration": rf"(?:{counted}|{single})",
            "hyphened": rf"{number}(?:{_DASH}|{_B}){unit}",
            "range": rf"(?:(?:{number}{gloss}(?:{_B}{unit})?|{single}){join}{second}(?:{_DASH}|{_B}){unit}"
            rf"|(?:{number}|{_any(data.articles)}){_B}{unit}{_B}{_any(data.more)})",
            "few": rf"{_any(data.few)}{_B}(?:more{_B})?{unit}",
        }

    def _points(self, unit: str) -> dict[str, str]:
        data = self._data
        month, year = rf"(?<!\w)(?:{_row(data.months)})(?!\w)(?:\.(?=[^\S\n]*\d))?", r"(?:,?[^\S\n]+20\d\d(?!\w))?"
        nth, zone = r"(?:st|nd|rd|th)", rf"(?:{_B}\(?(?:{alternatives(data.zones)}){_OFFSET}\)?)?"
        weekday = alternatives(tuple(self._phrases("weekday")))
        clock = rf"(?<![\w:.$-]){_CLOCK}"
        ending = rf"(?!\d)(?!{_B}{_DASH}?{_B}{unit})"
        join = rf"{_B}(?:{_DASH}|(?<!\w)(?:{_row(data.joins)})(?!\w)){_B}"
        return {
            "date": rf"(?:(?:{weekday}),?[^\S\n]+(?:the[^\S\n]+)?)?(?:{_DAY}{nth}?{_B}(?:of{_B})?{month}{year}"
            rf"|{month}{_B}(?:the{_B})?{_DAY}{nth}?(?!\w){year}|(?<![\w-])20\d\d-\d\d-\d\d(?!\w)"
            rf"|{_DAY}[/.]\d{{1,2}}[/.](?:20)?\d\d(?!\w)|{_DAY}/(?:[12]\d|3[01]|0?[1-9])(?![\w/])|{_DAY}{nth}(?!\w)"
            rf"|(?:(?:early|mid|late)(?:{_DASH}|{_B}))?{month}{year}|q[1-4](?!\w){year}|(?<!\w)20\d\d(?![\w/-]))",
            "clock": rf"(?:{clock}(?:{_MINUTES})?{_MERIDIEM}|{clock}:[0-5]\d(?![\d:])(?:{_B}h(?:rs)?(?!\w))?"
            rf"|{clock}{_B}o['’]?clock|{_any(data.clock_words)}){zone}",
            "hours": rf"{clock}(?:{_MINUTES})?(?:{_MERIDIEM})?{join}{_CLOCK}"
            rf"(?:{_MINUTES})?(?:{_MERIDIEM})?{ending}{zone}",
            "office_hours": rf"{clock}(?:{_MINUTES})?(?:{_MERIDIEM})?{join}{_CLOCK}"
            rf"(?:(?:{_MINUTES})?{_MERIDIEM}|:[0-5]\d){ending}{zone}",
        }

    def has_zone(self, clock: str) -> bool:
        """Tell whether a time of day says in which time zone it is."""
        return self._zone.search(clock) is not None


def whole_words(sets: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether there is a word in each set, and each is a whole word."""
    return all(words and all(word[0] == " " for word in words) for words in sets)


def longest(spans: Iterable[Span]) -> list[Span]:
    """Keep, of those that overlap, the one that starts first, and of those the longest."""
    kept: list[Span] = []
    for one in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept


def _row(words: Iterable[str]) -> str:
    """Return words as alternatives, the longest first; blanks and hyphens in them are flexible."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[^\S\n]+") for word in ordered)


def _any(words: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{_row(words)})(?!\w)"
