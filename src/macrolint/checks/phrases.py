"""The checks `phrase` and `pattern`: words that a message should not hold, with their guards."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from macrolint.checks import Check
from macrolint.expressions import Expression, expression
from macrolint.model import Finding, Replacement
from macrolint.moves import Moves
from macrolint.phrases import alternatives, may_hold, pattern
from macrolint.placeholders import VALUE
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Guard, Rule
from macrolint.spans import Span

_CLOSING = re.compile(r"[\s.!?…,;:\"'”’)\]]*\Z")
_BESIDE = r"[^\S\n]*[,;:(“\"]?[^\S\n]*"


class Match(NamedTuple):
    """Words that one of the cues of a rule found."""

    span: Span  # what is flagged
    whole: Span  # what a replacement replaces
    cue: Cue


def compile_(rule: Rule, moves: Moves) -> Check:
    """Return the check of a phrase or pattern rule; nothing is compiled before a text is seen."""
    return Phrases(rule, moves).check


class Phrases:
    """The cues of a rule, each compiled when a text holds one of its words."""

    def __init__(self, rule: Rule, moves: Moves) -> None:
        self.rule, self.moves = rule, moves
        self.expressions: dict[Cue, Expression] = {}

    def check(self, prose: Prose) -> Iterator[Finding]:
        """Yield what the rule says of a text."""
        for found in self.standing(prose):
            said = prose.masked if VALUE not in prose.masked[slice(*found.span)] else prose.part.body.text
            words = " ".join(said[slice(*found.span)].split())
            yield Finding(found.span, {"match": words}, _replacement(prose, found))

    def standing(self, prose: Prose) -> Iterator[Match]:
        """Yield the matches that no guard rules out, the first and longest of those that overlap."""
        taken, rule = 0, self.rule
        for found in sorted(self.matches(prose), key=lambda match: (match.span.start, -match.span.end)):
            if found.span.start < taken or not _stands(prose, found, rule.unless, rule.only, rule.origin):
                continue
            if not _stands(prose, found, found.cue.unless, found.cue.only, rule.origin):
                continue
            taken = found.span.end
            yield found

    def matches(self, prose: Prose) -> Iterator[Match]:
        """Yield every place where a cue is found."""
        for cue in self.rule.cues:
            if cue.move:
                yield from (Match(span, span, cue) for span in self.moves.found([cue.move], prose))
                continue
            if not may_hold(cue.literals, prose.folded):
                continue
            if cue not in self.expressions:
                source = cue.text if cue.regular else pattern(cue.text)
                self.expressions[cue] = expression(source, self.rule.origin)
            for found in self.expressions[cue].finditer(prose.masked):
                flagged = "match" if "match" in found.re.groupindex else 0
                if found.end(flagged) > found.start(flagged):
                    yield Match(Span(*found.span(flagged)), Span(*found.span()), cue)


def _stands(prose: Prose, found: Match, unless: Guard, only: Guard, origin: str) -> bool:
    return not any(holds for _, holds in _held(prose, found, unless, origin)) and all(
        holds for _, holds in _held(prose, found, only, origin)
    )


def _held(prose: Prose, found: Match, guard: Guard, origin: str) -> Iterator[tuple[str, bool]]:
    """Yield each condition that a guard names, and whether it holds around a match."""
    text, span = prose.masked, found.span
    if guard.before:
        yield (
            "before",
            _beside(guard.before, True, origin).search(text, max(0, found.whole.start - 80), found.whole.start)
            is not None,
        )
    if guard.after:
        yield "after", _beside(guard.after, False, origin).match(text, found.whole.end) is not None
    if guard.sentence:
        sentence = prose.sentence_at(span)
        yield "sentence", _says(guard.sentence, origin, text, sentence.start, sentence.end)
    if guard.nearby:
        near = prose.around(span, 0, 1)
        yield "nearby", _says(guard.nearby, origin, text, near.start, near.end)
    if guard.zone:
        yield "zone", prose.in_zone(span, guard.zone)
    if guard.at:
        yield "at", any(is_at(prose, span, place) for place in guard.at)


@functools.lru_cache(maxsize=64)  # a sentence with many matches is searched once
def _says(phrases: tuple[str, ...], origin: str, text: str, start: int, end: int) -> bool:
    return _anywhere(phrases, origin).search(text, start, end) is not None


@functools.cache
def _anywhere(phrases: tuple[str, ...], origin: str) -> Expression:
    return expression(alternatives(phrases), origin)


@functools.cache
def _beside(phrases: tuple[str, ...], before: bool, origin: str) -> Expression:
    either = alternatives(phrases)
    return expression(rf"(?:{either}){_BESIDE}\Z" if before else rf"{_BESIDE}(?:{either})", origin)


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


def _replacement(prose: Prose, found: Match) -> Replacement | None:
    """Return what to write instead. Words are only taken out with the comma that sets them apart."""
    new, span = found.cue.replace, found.whole
    if new is None:
        return None
    text = prose.part.body.text
    old = text[span.start : span.end]
    if prose.masked[span.start : span.end] != old:  # a placeholder or markup inside stays
        return None
    if new:
        new = new[:1].upper() + new[1:] if old[:1].isupper() else new
        return Replacement(span, new, f"replace with “{new}”")
    if is_at(prose, span, "sentence-start"):
        return _without_opening(prose, span)
    return Replacement(span, "", "take it out") if old.startswith(",") else None


def _without_opening(prose: Prose, span: Span) -> Replacement | None:
    """Take out words that open a sentence and end with a comma: the next word becomes its first."""
    found = re.compile(r",[^\S\n]*([a-z])(?![A-Z])").match(prose.masked, span.end)
    return Replacement(Span(span.start, found.end()), found[1].upper(), "take it out") if found else None
