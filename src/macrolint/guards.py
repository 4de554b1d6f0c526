"""Guards: what stands around words that were found, and whether they count there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from macrolint.expressions import Expression, expression
from macrolint.phrases import literals, pattern
from macrolint.prose import Prose
from macrolint.rulebook import Guard
from macrolint.sieve import fold, may_hold
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_CLOSING = lazy(r"[\s.!?…,;:\"'”’)\]]*\Z")
_BESIDE = r"[^\S\n]*[,;:(“\"]?[^\S\n]*"
_REACH = 80  # characters before the words


def stands(prose: Prose, span: Span, whole: Span, unless: Guard, only: Guard, origin: str) -> bool:
    """Tell whether words count: no condition of `unless` holds, and each of `only` does.

    whole: the words with what belongs to them; `before` and `after` look beside these.
    """
    return not any(_held(prose, span, whole, unless, origin)) and all(_held(prose, span, whole, only, origin))


def _held(prose: Prose, span: Span, whole: Span, guard: Guard, origin: str) -> Iterator[bool]:
    """Yield for each condition that a guard names whether it holds."""
    text = prose.masked
    if guard.before:
        start, end = max(0, whole.start - _REACH), whole.start
        held = _held_by(guard.before, text[start:end])
        yield any(_beside(phrase, True, origin).search(text, start, end) for phrase in held)
    if guard.after:
        end = text.find("\n", whole.end)
        held = _held_by(guard.after, text[whole.end : end if end >= 0 else None])
        yield any(_beside(phrase, False, origin).match(text, whole.end) for phrase in held)
    if guard.sentence:
        yield _says(guard.sentence, origin, *_with_edge(text, prose.sentence_at(span)))
    if guard.nearby:
        yield _says(guard.nearby, origin, *_with_edge(text, prose.around(span, 0, 1)))
    if guard.zone:
        yield prose.in_zone(span, guard.zone)
    if guard.at:
        yield any(is_at(prose, span, place) for place in guard.at)


def _with_edge(text: str, span: Span) -> tuple[str, int]:
    """Return a stretch of a text with the character before it, which tells whether it starts with a word; and where."""
    edge = min(span.start, 1)
    return text[span.start - edge : span.end], edge


@functools.lru_cache(maxsize=256)  # a sentence has many matches, and stands in many templates
def _says(phrases: tuple[str, ...], origin: str, text: str, start: int) -> bool:
    return any(_anywhere(phrase, origin).search(text, start) for phrase in _held_by(phrases, text[start:]))


def _held_by(phrases: tuple[str, ...], text: str) -> Iterator[str]:
    """Yield the phrases that a text may hold: to compile all takes longer than all else."""
    words = fold(text)
    return (phrase for phrase in phrases if may_hold(literals(phrase), words))


@functools.cache
def _anywhere(phrase: str, origin: str) -> Expression:
    return expression(pattern(phrase), origin)


@functools.cache
def _beside(phrase: str, before: bool, origin: str) -> Expression:
    source = pattern(phrase)
    return expression(rf"{source}{_BESIDE}\Z" if before else f"{_BESIDE}{source}", origin)


def is_at(prose: Prose, span: Span, place: str) -> bool:
    """Tell whether a span stands at a place of its sentence: sentence-start, sentence-end or question."""
    sentence = prose.sentence_at(span)
    text = prose.masked
    if place == "sentence-start":
        greeting = prose.zone("greeting")
        begin = max(sentence.start, greeting.end) if greeting and greeting.end <= span.start else sentence.start
        return not re.search(r"[^\W_]", text[begin : span.start])
    if place == "sentence-end":
        return _CLOSING.match(text, span.end, max(span.end, sentence.end)) is not None
    return text[sentence.start : sentence.end].rstrip("\"'”’)]").endswith("?")
