"""Times in a text, in their normal form: “within 24-48 hours”, “by EOD Friday”, “once the parcel is back”, “soon”.

Which words make a time is data; what looks like one and is none is data, too. A time and a look-alike
that overlap: the look-alike counts, unless it lies wholly inside the time and is shorter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from macrolint.phrases import Folded, alternatives, folded, may_hold, pattern
from macrolint.placeholders import Placeholder
from macrolint.promises.slots import LENGTHS, MARKS, STRETCHES, Slots
from macrolint.prose import Prose
from macrolint.rulebook import Cue, TimeForm, TimeWords
from macrolint.spans import Span

_WORD = re.compile(r"[a-z]+|[0-9]+")
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MARK = re.compile(f"[{''.join(MARKS.values())}]")
_SLOT = {mark: name for name, mark in MARKS.items()}
_STOP = re.compile(r"[,;:.!?()\n—–\"“”]|\s-+\s")
_FIRST_WORD = re.compile(r"\W*\w+")
_BESIDE = re.compile(r"[\s,–—(-]*")
_A_DAY = 24.0


class When(NamedTuple):
    """A time in the text of a part.

    klass: exact, window, event or vague. form: range, within, end-of-day, clock, relative-day, weekday, date,
    placeholder, fuzzy, lower-bound, event or vague. earliest_hours, latest_hours: counted from the moment of sending,
    the worst case; None where the text does not say. A business day has 24 hours. calendar: calendar or business,
    None for what is no length. zone: it is a time of day that names its time zone.
    """

    span: Span
    klass: str
    form: str
    earliest_hours: float | None
    latest_hours: float | None
    calendar: str | None
    zone: bool = False


class _Phrase:
    """A phrase of a form, compiled when a text may hold it."""

    def __init__(self, form: TimeForm, cue: Cue, slots: Slots) -> None:
        self.form = form
        self._cue = cue
        self._slots = slots
        self.names = tuple(_SLOT[mark] for mark in _MARK.findall(cue.text))
        self.literals = (*cue.literals, *(words for name in self._sure if (words := slots.words(name))))

    @property
    def _sure(self) -> Iterator[str]:
        """The slots that every text of the phrase has: those outside brackets."""
        depth = 0
        for char in self._cue.text:
            depth += (char == "[") - (char == "]")
            if char in _SLOT and depth == 0:
                yield _SLOT[char]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        numbers = iter(range(len(self.names)))

        def slot(found: re.Match[str]) -> str:
            return f"(?P<s{next(numbers)}>{self._slots.expressions[_SLOT[found[0]]]})"

        return re.compile(_MARK.sub(slot, pattern(self._cue.text)), re.I)

    def parts(self, found: re.Match[str]) -> dict[str, Span]:
        """Return where the parts that a phrase leaves open stand in a match."""
        return {name: Span(*found.span(f"s{n}")) for n, name in enumerate(self.names) if found[f"s{n}"] is not None}


class _Found(NamedTuple):
    span: Span
    number: int  # of the phrase: of two that are alike the first counts
    phrase: _Phrase
    parts: dict[str, Span]


class Times:
    """The times that are known, each compiled when a text may hold it."""

    def __init__(self, data: TimeWords) -> None:
        self._data = data
        self._slots = Slots(data)
        self._phrases = [_Phrase(form, cue, self._slots) for form in data.forms for cue in form.phrases]

    @cached_property
    def _event_ends(self) -> re.Pattern[str]:
        return re.compile(alternatives(self._data.event_ends) or r"(?!)", re.I)

    def found(self, prose: Prose, span: Span) -> tuple[When, ...]:
        """Return the times in a stretch of the masked text, left to right; they do not overlap."""
        every = [one for one in self._every(prose, span) if self._is_time(one, prose)]
        fakes = _longest(one for one in every if not one.phrase.form.form)
        times = _longest(one for one in every if one.phrase.form.form and not _is_fake(one, fakes))
        whens: list[When] = []
        starts = [*(one.span.start for one in times), span.end]
        for one, after in zip(times, starts[1:], strict=True):
            when = self._event(one, prose.masked, after) if one.phrase.form.form == "event" else self._when(one, prose)
            if when:
                whens.append(when)
        return tuple(_without_fillers(whens, prose.masked))

    def _every(self, prose: Prose, span: Span) -> Iterator[_Found]:
        """Yield all that any phrase finds."""
        text = folded(prose.masked[span.start : span.end])
        words = Folded(text, frozenset(f" {word}" for word in _WORD.findall(text)))
        for number, phrase in enumerate(self._phrases):
            if may_hold(phrase.literals, words):
                for found in phrase.pattern.finditer(prose.masked, span.start, span.end):
                    yield _Found(Span(*found.span()), number, phrase, phrase.parts(found))

    def _is_time(self, one: _Found, prose: Prose) -> bool:
        """Tell whether the placeholders of what was found may print a time."""
        for name in ("due", "field"):
            if name in one.parts:
                words = _words_of(prose.placeholders, one.parts[name])
                if not (words & self._data.due_names if name == "due" else not words & self._data.other_names):
                    return False
        return True

    def _when(self, one: _Found, prose: Prose) -> When:
        form, parts = one.phrase.form, one.parts

        def text(name: str) -> str:
            return prose.masked[parts[name].start : parts[name].end]

        zone = "clock" in parts and self._slots.has_zone(text("clock"))
        if "field" in parts or "due" in parts:
            unit = self._slots.length(text("unit")) if "unit" in parts else None
            return When(one.span, form.klass, form.form, None, None, unit and _calendar(unit.business), zone)
        if "date" in parts:
            return When(one.span, form.klass, form.form, None, None, None, zone)
        for name in LENGTHS:
            if name in parts:
                length = self._slots.length(text(name))
                latest = None if form.form == "lower-bound" else length.latest
                low = 0.0 if form.form == "within" else length.earliest
                return When(one.span, form.klass, form.form, low, latest, _calendar(length.business))
        for name in STRETCHES:
            if name in parts:
                said = self._slots.stretch(name, text(name))
                return When(one.span, form.klass or said.klass, form.form, 0.0, said.latest, said.calendar, zone)
        if "clock" in parts or form.latest is not None:
            return When(one.span, form.klass, form.form, 0.0, form.latest or _A_DAY, "calendar", zone)
        return When(one.span, form.klass, form.form, None, None, None)

    def _event(self, one: _Found, text: str, after: int) -> When | None:
        """Return an event as far as its clause goes; nothing where no clause follows."""
        start = one.span.end
        first = _FIRST_WORD.match(text, start, after)
        stop = _STOP.search(text, start, after)
        end = stop.start() if stop else after
        cut = self._event_ends.search(text, first.end(), end) if first and first.end() < end else None
        end = cut.start() if cut else end
        end = start + len(text[start:end].rstrip())
        if end <= start:
            return None
        return When(Span(one.span.start, end), one.phrase.form.klass, one.phrase.form.form, None, None, None)


def _calendar(business: bool) -> str:
    return "business" if business else "calendar"


def _words_of(placeholders: Iterable[Placeholder], span: Span) -> frozenset[str]:
    """Return the words in the names of the placeholders in a span: `due` and `date` of `ticket.due_date`."""
    names = (one.name for one in placeholders if one.span.overlaps(span))
    return frozenset(word.lower() for name in names for word in _NAME.findall(name))


def _longest(found: Iterable[_Found]) -> list[_Found]:
    """Keep, of those that overlap, the one that starts first, and of those the longest."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end, one.number)):
        if not kept or kept[-1].span.end <= one.span.start:
            kept.append(one)
    return kept


def _is_fake(one: _Found, fakes: list[_Found]) -> bool:
    """Tell whether a look-alike overlaps a time and is not a shorter piece of it."""
    at = bisect_left(fakes, one.span.start + 1, key=lambda fake: fake.span.end)
    while at < len(fakes) and fakes[at].span.start < one.span.end:
        fake = fakes[at].span
        if fake.start < one.span.start or fake.end > one.span.end or fake == one.span:
            return True
        at += 1
    return False


def _without_fillers(whens: list[When], text: str) -> Iterator[When]:
    """Leave out a vague word right beside a time that says more: “shortly within 24 hours”."""
    for number, when in enumerate(whens):
        if when.form == "vague":
            before = whens[number - 1] if number else None
            after = whens[number + 1] if number + 1 < len(whens) else None
            if before and before.klass in ("exact", "window") and _beside(text, before.span.end, when.span.start):
                continue
            if after and after.klass in ("exact", "window") and _beside(text, when.span.end, after.span.start):
                continue
        yield when


def _beside(text: str, end: int, start: int) -> bool:
    return _BESIDE.fullmatch(text, end, start) is not None
