"""Moves: what a reply does (it thanks, owns, says what happens next), found by cues in its own words.

What only looks like a move does not count, nor does what stands in a sign-off, a signature, a quotation or code.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from macrolint.expressions import BUILT_IN, Expression, expression
from macrolint.phrases import pattern
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Move
from macrolint.sieve import Sieve
from macrolint.spans import Span
from macrolint.unread import Unread

_NOT_OURS = ("sign-off", "signature", "quote", "code")


class Moves:
    """The moves that are known, each compiled when a text may hold one of its cues."""

    def __init__(self, moves: Mapping[str, Move]) -> None:
        self.moves = moves
        self.sieve = Sieve()  # of the rules, too: a text is looked through once for all
        self._compiled: dict[str, Expression] = {}
        for move in moves.values():
            for cues in (move.cues, move.fakes):
                add(self.sieve, (move.id, cues is move.fakes), cues)

    def held(self, prose: Prose) -> Mapping[Hashable, list[int]]:
        """Return whose phrases a text may hold, and which of them."""
        return self.sieve.held(prose.folded)

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
        found: set[Span] = set()
        for number in self.held(prose).get((move.id, cues is move.fakes), ()):
            cue = cues[number]
            if cue.text not in self._compiled:
                if not prose.folded.stand_together(cue.literals, cue.starts, cue.reach):
                    continue
                self._compiled[cue.text] = expression(pattern(cue.text), move.origin)
            starts = cue.starts if move.origin == BUILT_IN else ()
            for one in prose.folded.finditer(self._compiled[cue.text], starts, prose.masked):
                found.add(Span(*one.span()))
        return found


def add(sieve: Sieve, owner: Hashable, cues: Sequence[Cue]) -> None:
    """Add the cues of an owner to a sieve; those that stand unread in the catalogue when a text has their words."""
    if isinstance(cues, Unread) and cues.words:
        sieve.add_later(owner, cues.words, lambda: [cue.literals for cue in cues])
    else:
        sieve.add(owner, (cue.literals for cue in cues))
