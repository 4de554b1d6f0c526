"""Moves: what a reply does (it thanks, owns, says what happens next), found by cues in its own words.

What only looks like a move does not count, nor does what stands in a sign-off, a signature, a quotation or code.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from macrolint.expressions import BUILT_IN, Expression, expression
from macrolint.phrases import pattern
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Move
from macrolint.sieve import Sieve
from macrolint.spans import Span
from macrolint.stretches import Hit, Stretches
from macrolint.unread import Unread

_NOT_OURS = ("sign-off", "signature", "quote", "code")


class Moves:
    """The moves that are known, each compiled when a text may hold one of its cues."""

    def __init__(self, moves: Mapping[str, Move]) -> None:
        self.moves = moves
        self.sieve = Sieve()  # of the rules, too: a text is looked through once for all
        self.stretches = Stretches()  # the same, of cues that find the same wherever a sentence stands
        self._compiled: dict[str, Expression] = {}
        for move in moves.values():
            for cues in (move.cues, move.fakes):
                self.add((move.id, cues is move.fakes), cues)

    def add(self, owner: Hashable, cues: Sequence[Cue]) -> None:
        """Add the cues of somebody who will ask for them; those that are unread yet when a text has their words."""
        for sieve, confined in ((self.sieve, False), (self.stretches.grow(), True)):
            literals = partial(_literals, cues, confined)
            if isinstance(cues, Unread) and cues.words:
                sieve.add_later(owner, cues.words, literals)
            else:
                sieve.add(owner, literals())

    def held(self, prose: Prose) -> Mapping[Hashable, list[int]]:
        """Return whose cues a text may hold, and which of them, of those that have to be looked for in the whole."""
        return self.sieve.held(prose.folded)

    def heard(self, prose: Prose) -> frozenset[Hashable]:
        """Return who may find something in a text."""
        return frozenset((*self.held(prose), *self.stretches.heard(prose)))

    def found(self, names: Iterable[str], prose: Prose) -> tuple[Span, ...]:
        """Return where a message makes one of the moves, from left to right."""
        spans = {span for name in names for span in self._found(name, prose)}
        return tuple(sorted(spans))

    def _found(self, name: str, prose: Prose) -> tuple[Span, ...]:
        known = prose.found.get(name)
        if known is None:
            known = prose.found[name] = tuple(self._in(self.moves[name], prose))
        return known

    def _in(self, move: Move, prose: Prose) -> set[Span]:
        """Return the cues of a move; where one overlaps what only looks like it, the longer of the two counts."""
        found = {span for span in self._cues(move, move.cues, prose) if not prose.in_zone(span, _NOT_OURS)}
        for name in move.includes:
            found.update(self._found(name, prose))
        fakes = self._cues(move, move.fakes, prose) if found else set()
        return {
            span
            for span in found
            if not any(fake.overlaps(span) and fake.end - fake.start >= span.end - span.start for fake in fakes)
        }

    def _cues(self, move: Move, cues: tuple[Cue, ...], prose: Prose) -> set[Span]:
        owner = move.id, cues is move.fakes
        find = partial(self._hits, move, cues)
        whole = find(prose, self.held(prose).get(owner, ()))
        return {hit.span for hit in (*whole, *self.stretches.found(owner, prose, find))}

    def _hits(
        self, move: Move, cues: tuple[Cue, ...], prose: Prose, numbers: Iterable[int], within: tuple[int, ...] = ()
    ) -> Iterator[Hit]:
        for number in numbers:
            cue = cues[number]
            if cue.text not in self._compiled:
                if not prose.folded.stand_together(cue.literals, cue.starts, cue.reach):
                    continue
                self._compiled[cue.text] = expression(pattern(cue.text), move.origin)
            starts = cue.starts if move.origin == BUILT_IN else ()
            for one in prose.folded.finditer(self._compiled[cue.text], starts, prose.masked, *within):
                yield Hit(number, Span(*one.span()), Span(*one.span()))


def _literals(cues: Sequence[Cue], confined: bool) -> list[tuple[tuple[str, ...], ...] | None]:
    """Return the literals of those cues that are confined, or of those that are not."""
    return [cue.literals if cue.confined is confined else None for cue in cues]
