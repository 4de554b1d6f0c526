"""The checks `count` and `length`: more, or fewer, than a message, a paragraph or a sentence should hold.

count: occurrences of a rule's words, flagged from the first one too many. length: words, sentences,
questions, characters or the school grade that it takes; flagged is the first sentence of what is too much
or too little.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from macrolint.checks import Check, Compiled, Known
from macrolint.checks.phrases import Phrases
from macrolint.guards import stands
from macrolint.model import Finding, Template
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span

_NAME = 4  # letters
_TELLING_WORDS = 40  # fewer tell no reading level


def compile_(rule: Rule, known: Known) -> Check | Compiled:
    """Return the check of a rule that counts or measures."""
    if rule.check == "length":
        return _Length(rule).check
    count = _Count(rule, known)
    return Compiled(count.check, count.words)


class _Count:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.options = rule.options
        self.words = Phrases(rule, known.moves)

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        findings, most = list(self.words.check(prose, template)), self.options.at_most or 0
        starts = [finding.span.start for finding in findings]
        for unit in _units(prose, self.options.per):
            unit_starts = starts[bisect_left(starts, unit.start) : bisect_left(starts, unit.end)]
            inside = _crowded(prose, unit_starts, most, self.options.stretch)
            if inside:
                one = findings[bisect_left(starts, inside[most])]
                values = {**one.values, "count": str(len(inside)), "limit": str(most)}
                yield one._replace(values=values, replacement=None)


class _Length:
    def __init__(self, rule: Rule) -> None:
        self.rule, self.options = rule, rule.options

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        rule = self.rule
        least, most = self.options.at_least, self.options.at_most
        zone = prose.zone(self.options.zone)
        for unit in _units(prose, self.options.per):
            measured = zone and Span(max(unit.start, zone.start), min(unit.end, zone.end))
            if not measured or measured.end <= measured.start:
                continue
            size = _size(prose, measured, self.options.of)
            limit = most if most is not None and size > most else least if least is not None and size < least else None
            if limit is None:
                continue
            sentence = prose.first_sentence(measured)
            if stands(prose, sentence, measured, rule.unless, rule.only, rule.origin):
                words = " ".join(prose.part.body.text[slice(*sentence)].split())
                yield Finding(sentence, {"match": words, "count": str(size), "limit": str(limit)})


def _crowded(prose: Prose, starts: list[int], most: int, stretch: int | None) -> list[int]:
    """Return the first of some places that are too many, in so many words in a row if that is asked; else nothing."""
    if stretch is None:
        return starts if len(starts) > most else []
    at = [bisect_left(prose.words, start, key=lambda word: word.start) for start in starts]
    for first in range(len(starts) - most):
        if at[first + most] - at[first] <= stretch:
            return starts[first : bisect_right(at, at[first] + stretch)]
    return []


def _units(prose: Prose, per: str) -> tuple[Span, ...]:
    if per == "sentence":
        return prose.sentences
    return prose.paragraphs if per == "paragraph" else (Span(0, len(prose.masked)),)


def _inside(spans: tuple[Span, ...], around: Span) -> tuple[Span, ...]:
    """Return those of sorted spans that share something with another."""
    first = bisect_right(spans, around.start, key=lambda one: one.end)
    return spans[first : max(first, bisect_left(spans, around.end, key=lambda one: one.start))]


def _size(prose: Prose, span: Span, of: str) -> int:
    if of == "characters":
        return len(prose.masked[slice(*span)].strip())
    if of == "words":
        return len(_inside(prose.words, span))
    inside = _inside(prose.sentences, span)
    if of == "grade":
        return _grade(prose, span, len(inside))
    if of == "sentences":
        return len(inside)
    return sum(prose.masked[slice(*sentence)].rstrip("\"'”’»)]").endswith("?") for sentence in inside)


def _grade(prose: Prose, span: Span, sentences: int) -> int:
    """Return the school grade that a text takes to read, by the Automated Readability Index; 0 for a short one."""
    words = _inside(prose.words, span)
    if len(words) < _TELLING_WORDS:
        return 0
    letters = sum(_letters(prose, word) for word in words)
    return max(0, round(4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43))


def _letters(prose: Prose, word: Span) -> int:
    """Return the letters of a word; a name counts as a short one, for the reader need not work it out."""
    named = prose.masked[word.start].isupper() and prose.sentence_at(word).start < word.start
    return min(word.end - word.start, _NAME) if named else word.end - word.start
