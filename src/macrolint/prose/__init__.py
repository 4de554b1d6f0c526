"""A part of a template as prose: masked, cut into zones, paragraphs, sentences and words.

Every view is made when first asked for, and all share the offsets of the part's own text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any

from macrolint import placeholders
from macrolint.comments import Comment
from macrolint.model import Part
from macrolint.placeholders import Placeholder
from macrolint.prose.bounds import bounded
from macrolint.prose.lines import paragraphs, settle
from macrolint.prose.markup import blot
from macrolint.prose.sentences import sentences
from macrolint.prose.sheet import Blotted
from macrolint.prose.words import Words
from macrolint.prose.zones import Zone, zones
from macrolint.sieve import Folded, fold
from macrolint.spans import Span, spans_of
from macrolint.uncompiled import lazy

_WORD = lazy(r"\w+(?:['’]\w+)*")


class Prose:
    """The prose of a part. In `masked` a line feed ends a line for good; a soft break is a blank."""

    def __init__(self, part: Part, words: Words) -> None:
        self.part = part
        self.found: dict[str, tuple[Any, ...]] = {}  # what was looked for once: moves by their names, promises
        self._words = words

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The placeholders of the text."""
        return placeholders.find(self.part.body.text)

    @cached_property
    def _blotted(self) -> Blotted:
        text = placeholders.mask(self.part.body.text, self.placeholders, placeholders.NOTHING)
        return blot(text, self.part.markup, self.part.marks)

    @cached_property
    def masked(self) -> str:
        """The text as the reader sees it, at equal length: placeholders, markup, code and addresses masked."""
        return bounded(settle(self._blotted, self.part.markup))

    @cached_property
    def folded(self) -> Folded:
        """The masked text without case, to look for words in; its offsets are its own."""
        return fold(self.masked)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Paragraphs, list items, headings and table cells."""
        return paragraphs(self.masked, self._blotted)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences, and lines that end without a stop."""
        return sentences(self.masked, self.paragraphs, self._words.abbreviations)

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """Words; a masked placeholder is none."""
        return spans_of(_WORD.finditer(self.masked))

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """The labelled stretches of the message."""
        return zones(self.masked, self._blotted.marks, self.paragraphs, self.sentences, self._words)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments in the text that speak to macrolint."""
        from macrolint.prose.comments import comments

        return (*self.part.comments, *comments(self.part, self.placeholders))

    def sentence_at(self, span: Span) -> Span:
        """Return the sentence that holds the start of a span."""
        number = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        if number >= 0 and span.start < self.sentences[number].end:
            return self.sentences[number]
        return span

    def around(self, span: Span, before: int | None, after: int | None) -> Span:
        """Return the stretch of the sentence at the start of a span, so many sentences before and after it.

        None: all that there are. The sentence itself is always part of it.
        """
        here = self.sentence_at(span)
        number = bisect_right(self.sentences, here.start, key=lambda one: one.start)
        first = 0 if before is None else max(0, number - 1 - before)
        last = len(self.sentences) if after is None else min(number + after, len(self.sentences))
        starts = [here.start, *(one.start for one in self.sentences[first : first + 1] if first < number - 1)]
        ends = [here.end, *(one.end for one in self.sentences[last - 1 : last] if last > number)]
        return Span(min(starts), max(ends))

    def first_sentence(self, zone: Span) -> Span:
        """Return the first sentence of a zone, as far as it lies in it: a greeting may share its line."""
        sentence = self.sentence_at(zone)
        return Span(max(sentence.start, zone.start), max(sentence.end, zone.start))

    def zone(self, label: str) -> Span | None:
        """Return the first zone with a label."""
        return self._firsts.get(label)

    @cached_property
    def _firsts(self) -> dict[str, Span]:
        return dict(reversed(self.zones))

    @cached_property
    def _reach(self) -> dict[str, tuple[list[int], list[int]]]:
        """For each label the starts of its zones, and how far the zones up to each of them reach."""
        reach: dict[str, tuple[list[int], list[int]]] = {}
        for label, span in self.zones:
            starts, ends = reach.setdefault(label, ([], []))
            starts.append(span.start)
            ends.append(max(span.end, ends[-1] if ends else 0))
        return reach

    def in_zone(self, span: Span, labels: tuple[str, ...]) -> bool:
        """Tell whether a span touches a zone with one of the labels."""
        for label in labels:
            starts, ends = self._reach.get(label, ([], []))
            number = bisect_left(starts, max(span.end, span.start + 1)) - 1
            if number >= 0 and ends[number] > span.start:
                return True
        return False


def study(part: Part, words: Words) -> Prose:
    """Return the prose of a part; nothing is computed yet."""
    return Prose(part, words)
