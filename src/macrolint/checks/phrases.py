"""The checks `phrase` and `pattern`: words that a message should not hold, with their guards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macrolint.checks import Compiled, Known
from macrolint.expressions import Expression, expression
from macrolint.guards import is_at, stands
from macrolint.model import Finding, Replacement, Template
from macrolint.moves import Moves
from macrolint.phrases import pattern
from macrolint.placeholders import VALUE
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Rule
from macrolint.spans import Span
from macrolint.stretches import Hit
from macrolint.values import NamedTuple


class Match(NamedTuple):
    """Words that one of the cues of a rule found."""

    span: Span  # what is flagged
    whole: Span  # what a replacement replaces
    cue: Cue


def compile_(rule: Rule, known: Known) -> Compiled:
    """Return the check of a phrase or pattern rule; nothing is compiled before a text is seen."""
    phrases = Phrases(rule, known.moves)
    return Compiled(phrases.check, phrases)


class Phrases:
    """The cues of a rule, each compiled when a text holds one of its words."""

    def __init__(self, rule: Rule, moves: Moves) -> None:
        self.rule, self.moves = rule, moves
        moves.add(self, rule.cues)
        self.expressions: dict[int, Expression] = {}

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        """Yield what the rule says of a text."""
        for found in self.standing(prose):
            said = prose.masked if VALUE not in prose.masked[slice(*found.span)] else prose.part.body.text
            words = " ".join(said[slice(*found.span)].split())
            yield Finding(found.span, {"match": words}, _replacement(prose, found))

    def standing(self, prose: Prose) -> Iterator[Match]:
        """Yield the matches that no guard rules out, the first and longest of those that overlap."""
        taken, rule = 0, self.rule
        for found in sorted(self.matches(prose), key=lambda match: (match.span.start, -match.span.end)):
            if found.span.start < taken or not stands(
                prose, found.span, found.whole, rule.unless, rule.only, rule.origin
            ):
                continue
            if not stands(prose, found.span, found.whole, found.cue.unless, found.cue.only, rule.origin):
                continue
            taken = found.span.end
            yield found

    def matches(self, prose: Prose) -> Iterator[Match]:
        """Yield every place where a cue is found."""
        hits = [*self.moves.stretches.found(self, prose, self._hits)]
        if numbers := self.moves.held(prose).get(self):
            hits += self._hits(prose, numbers)
        for hit in sorted(hits):
            yield Match(hit.span, hit.whole, self.rule.cues[hit.number])

    def _hits(self, prose: Prose, numbers: Iterable[int], within: tuple[int, ...] = ()) -> Iterator[Hit]:
        """Yield where some of the cues are found in a text, or in a stretch of it."""
        for number in numbers:
            cue = self.rule.cues[number]
            if cue.move:
                yield from (Hit(number, span, span) for span in self.moves.found([cue.move], prose))
                continue
            if number not in self.expressions:
                if not prose.folded.stand_together(cue.literals, cue.starts, cue.reach, cue.stops):
                    continue
                source = cue.text if cue.regular else pattern(cue.text)
                self.expressions[number] = expression(source, self.rule.origin)
            for found in prose.folded.finditer(self.expressions[number], cue.starts, prose.masked, *within):
                flagged = "match" if "match" in found.re.groupindex else 0
                if found.end(flagged) > found.start(flagged):
                    yield Hit(number, Span(*found.span(flagged)), Span(*found.span()))


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
