"""Times in a text, in their normal form: “within 24-48 hours”, “by EOD Friday”, “once the parcel is back”, “soon”.

Which words make a time is data; what looks like one and is none is data, too. A time and a look-alike
that overlap: the look-alike counts, unless it lies wholly inside the time and is shorter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from macrolint.phrases import alternatives, pattern
from macrolint.placeholders import VALUE
from macrolint.promises.slots import FIGURE, LENGTHS, MARKS, STRETCHES, Slots, longest
from macrolint.prose import Prose
from macrolint.rulebook import Cue, TimeForm, TimeWords
from macrolint.sieve import Folded, Sieve, folded
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_WORD = lazy(r"[a-z]+|[0-9]+")
_NAME = lazy(r"[A-Z]?[a-z]+|[A-Z]+")
_MARK = lazy(f"[{''.join(MARKS.values())}]")
_SLOT = {mark: name for name, mark in MARKS.items()}
_PRIVATE = lazy("[\ue000-\ue0ff]")
_REST = "\ue0ff"  # after the mark of a part, up to its end
_STOP = lazy(r"[,;:.!?()\n—–\"“”]|\s-+\s")
_FIRST_WORD = lazy(r"\W*\w+")
_BESIDE = lazy(r"[\s,–—(-]*")
_A_DAY = 24.0
_REMEMBERED = 500  # stretches: the templates of a library share many sentences
_LONG = 400  # characters of one that hardly comes again


class When(NamedTuple):
    """A time in the text of a part.

    klass: exact, window, event or vague. form: range, within, end-of-day, clock, relative-day, weekday, date,
    placeholder, fuzzy, lower-bound, event or vague. earliest_hours, latest_hours: counted from the moment of sending,
    the worst case; None where the text does not say. A business day has 24 hours. calendar: calendar or business,
    None for what is no length. zone: it is a time of day that names its time zone. unit: of slots.HOURS, in which the
    length is written (24 business hours are three days' work, a business day is one); None without a length.
    stated: the calendar is said (“working days”, “calendar days”), not only assumed.
    """

    span: Span
    klass: str
    form: str
    earliest_hours: float | None
    latest_hours: float | None
    calendar: str | None
    zone: bool = False
    unit: str | None = None
    stated: bool = False


class _Phrase:
    """A phrase of a form, compiled when a text may hold it."""

    def __init__(self, form: TimeForm, cue: Cue) -> None:
        self.form = form
        self.literals = cue.literals
        self._text = cue.text
        self.names = tuple(_SLOT[mark] for mark in _MARK.findall(cue.text))
        self.asked = tuple(sorted(set(self.names)))
        self.needed = frozenset(self._needed())

    def _needed(self) -> Iterator[str]:
        """Yield the parts that every text of the phrase has: those outside brackets."""
        depth = 0
        for char in self._text:
            depth += (char == "[") - (char == "]")
            if char in _SLOT and depth == 0:
                yield _SLOT[char]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        numbers = iter(range(len(self.names)))
        return lazy(_MARK.sub(lambda found: f"(?P<s{next(numbers)}>{found[0]}{_REST}*)", pattern(self._text)), re.I)

    def parts(self, found: re.Match[str]) -> dict[str, Span]:
        """Return where the parts that a phrase leaves open stand in a match."""
        return {name: Span(*found.span(f"s{n}")) for n, name in enumerate(self.names) if found[f"s{n}"] is not None}


class _Found(NamedTuple):
    span: Span
    number: int  # of the phrase: of two that are alike the first counts
    phrase: _Phrase
    parts: dict[str, Span]


class _Field(NamedTuple):
    """A placeholder that prints something, and where in a stretch."""

    span: Span
    name: str


class _Stretch:
    """A stretch of a text, and where the parts of times stand in it."""

    def __init__(self, text: str, fields: tuple[_Field, ...], slots: Slots, data: TimeWords) -> None:
        self.text = _PRIVATE.sub("\ufffd", text)
        self.words = _words(self.text)
        self._placeholders = fields
        self._slots = slots
        self._data = data
        self._spans: dict[str, list[Span]] = {}
        self._marked: dict[tuple[str, ...], str] = {(): self.text}

    def spans(self, name: str) -> list[Span]:
        """Return where a part stands."""
        if name not in self._spans:
            fields = name in ("field", "due")
            self._spans[name] = self._fields(name) if fields else self._slots.spans(name, self.text, self.words)
        return self._spans[name]

    def marked(self, names: tuple[str, ...]) -> str:
        """Return the text with a mark in place of each of the named parts, at equal length."""
        if names not in self._marked:
            which = {span: name for name in reversed(names) for span in self.spans(name)}
            out, at = [], 0
            for span in longest(which):
                out += [self.text[at : span.start], MARKS[which[span]], _REST * (span.end - span.start - 1)]
                at = span.end
            self._marked[names] = "".join([*out, self.text[at:]])
        return self._marked[names]

    def _fields(self, name: str) -> list[Span]:
        """Return the placeholders that may print a time, or whose name says so."""
        spans = []
        for one in self._placeholders:
            words = {word.lower() for word in _NAME.findall(one.name)}
            if words & self._data.due_names if name == "due" else not words & self._data.other_names:
                spans.append(one.span)
        return spans


def _fields(prose: Prose, span: Span) -> tuple[_Field, ...]:
    """Return the placeholders of a stretch of a text that print something."""
    every, (start, end) = prose.placeholders, span
    first = bisect_left(every, start, key=lambda one: one.span.start)
    after = bisect_left(every, end, key=lambda one: one.span.end)
    return tuple(
        _Field(Span(one.span.start - start, one.span.end - start), one.name)
        for one in every[first : max(first, after)]
        if one.prints and one.span.end > one.span.start
    )


def _words(text: str) -> Folded:
    """Return the words of a text, letters and figures apart, and what stands for any number and any placeholder."""
    lower = folded(text)
    words = [f" {word}" for word in _WORD.findall(lower)]
    if any(word[1].isdigit() for word in words):
        words.append(FIGURE)
    if VALUE in lower:
        words.append(VALUE)
    return Folded(lower, frozenset(words))


class Times:
    """The times that are known, each compiled when a text may hold it."""

    def __init__(self, data: TimeWords) -> None:
        self._data = data
        self._slots = Slots(data)
        self._phrases = [_Phrase(form, cue) for form in data.forms for cue in form.phrases]
        literals = [
            (
                *phrase.literals,
                *(tuple(sorted(self._slots.words[name])) for name in phrase.needed if self._slots.words[name]),
            )
            for phrase in self._phrases
        ]
        self._sieve = Sieve()
        self._sieve.add(self, literals)
        self._known = lru_cache(_REMEMBERED)(self._told)

    @cached_property
    def _event_ends(self) -> re.Pattern[str]:
        return lazy(alternatives(self._data.event_ends) or r"(?!)", re.I)

    def found(self, prose: Prose, span: Span) -> tuple[When, ...]:
        """Return the times in a stretch of the masked text, left to right; they do not overlap."""
        if not self._may_hold(prose):
            return ()
        key = f"times {span.start} {span.end}"
        if key not in prose.found:
            fields = _fields(prose, span) if prose.placeholders else ()
            told = self._known if span.end - span.start <= _LONG else self._told
            prose.found[key] = tuple(
                when._replace(span=Span(when.span.start + span.start, when.span.end + span.start))
                for when in told(prose.masked[span.start : span.end], fields)
            )
        return prose.found[key]

    def _may_hold(self, prose: Prose) -> tuple[int, ...]:
        """Return the numbers of the phrases that a text may hold; its sentences hold no others."""
        if "times" not in prose.found:
            prose.found["times"] = tuple(self._sieve.held(_words(prose.masked)).get(self, ()))
        return prose.found["times"]

    def _told(self, text: str, fields: tuple[_Field, ...]) -> tuple[When, ...]:
        """Return the times in a stretch; what stands around it does not matter."""
        stretch = _Stretch(text, fields, self._slots, self._data)
        every = list(self._every(stretch))
        fakes = _longest(one for one in every if not one.phrase.form.form)
        times = _longest(one for one in every if one.phrase.form.form and not _is_fake(one, fakes))
        whens: list[When] = []
        starts = [*(one.span.start for one in times), len(stretch.text)]
        for one, after in zip(times, starts[1:], strict=True):
            event = one.phrase.form.form == "event"
            when = self._event(one, stretch.text, after) if event else self._when(one, stretch.text)
            if when:
                whens.append(when)
        return tuple(_without_fillers(whens, stretch.text))

    def _every(self, stretch: _Stretch) -> Iterator[_Found]:
        """Yield all that any phrase finds."""
        for number in self._sieve.held(stretch.words).get(self, ()):
            phrase = self._phrases[number]
            if all(map(stretch.spans, phrase.needed)):
                for found in phrase.pattern.finditer(stretch.marked(phrase.asked)):
                    yield _Found(Span(*found.span()), number, phrase, phrase.parts(found))

    def _when(self, one: _Found, text: str) -> When:
        """Return a time in its normal form."""
        form, said = one.phrase.form, {name: text[part.start : part.end] for name, part in one.parts.items()}
        zone = "clock" in said and self._slots.has_zone(said["clock"])
        if "field" in said or "due" in said:
            unit = self._slots.length(said["unit"]) if "unit" in said else None
            rest = (unit.calendar, zone, unit.unit, unit.stated) if unit else (None, zone)
            return When(one.span, form.klass, form.form, None, None, *rest)
        if "date" in said:
            return When(one.span, form.klass, form.form, None, None, None, zone)
        for name in LENGTHS:
            if name in said:
                length = self._slots.length(said[name])
                latest = None if form.form == "lower-bound" else length.latest
                low = 0.0 if form.form == "within" else length.earliest
                rest = (length.calendar, zone, length.unit, length.stated)
                return When(one.span, form.klass, form.form, low, latest, *rest)
        for name in STRETCHES:
            if name in said:
                named = self._slots.stretch(name, said[name])
                rest = (named.calendar, zone, named.unit, named.calendar == "business")
                return When(one.span, form.klass or named.klass, form.form, 0.0, named.latest, *rest)
        if "clock" in said or form.latest is not None:
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
