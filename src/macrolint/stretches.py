"""What cues find in the stretches of texts, each from one stop to the next, remembered for texts that say the same.

The templates of a library share many sentences. Cues that find nothing that holds a stop, nor ask what stands beyond
one (`literals.is_confined`), find the same in a stretch wherever it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator

from macrolint.prose import Prose
from macrolint.sieve import Sieve, fold
from macrolint.spans import Span, spans_of
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_STRETCH = lazy(r"[^.!?\n]+")
_REMEMBERED = 250
_LONG = 300  # characters of a stretch that hardly comes again


class Hit(NamedTuple):
    """Where a cue, told by its number, is found: what is flagged of it, and the whole."""

    number: int
    span: Span
    whole: Span


Find = Callable[[Prose, Iterable[int], tuple[int, ...]], Iterable[Hit]]  # what some cues find in a stretch of a text
_Held = dict[Hashable, list[int]]


class _Stretch(NamedTuple):
    """What is known of a stretch: where cues were found, and by their owners those that may be but were not looked for.

    held: shared with the other stretches that came with the same text.
    """

    held: _Held
    found: dict[Hashable, tuple[Hit, ...]]


class _Reading(NamedTuple):
    """A text in stretches.

    held: whose cues the new ones may hold. new: these by where they start.
    known: by their owners, the others in which cues were found, or may be.
    """

    held: _Held
    new: dict[int, _Stretch]
    starts: list[int]
    known: dict[Hashable, list[tuple[Span, _Stretch]]]


class Stretches:
    """Tells who may find something in a text, and where each does."""

    def __init__(self) -> None:
        self.sieve = Sieve()
        self._known: dict[str, _Stretch] = {}  # the one that was met last stands last
        self._added = 0

    def grow(self) -> Sieve:
        """Return the sieve to add cues to; what is remembered knows nothing of them, so it is forgotten."""
        self._known.clear()
        self._added += 1
        return self.sieve

    def heard(self, prose: Prose) -> Iterator[Hashable]:
        """Yield who may find something in a text."""
        reading = self._reading(prose)
        yield from reading.held
        yield from reading.known

    def _reading(self, prose: Prose) -> _Reading:
        key = f"stretches {self._added}"
        if key not in prose.found:
            prose.found[key] = (self._read(prose),)
        reading: _Reading = prose.found[key][0]
        return reading

    def _read(self, prose: Prose) -> _Reading:
        text = prose.masked
        places = spans_of(_STRETCH.finditer(text))
        reading = _Reading({}, {}, [start for start, _ in places], {})
        fresh: dict[str, _Stretch] = {}
        for span in places:
            said = text[span.start : span.end]
            known = self._known.pop(said, None)
            if known is not None:
                self._known[said] = known
                for owner in known.held.keys() | known.found.keys():
                    reading.known.setdefault(owner, []).append((span, known))
            else:
                reading.new[span.start] = fresh.setdefault(said, _Stretch(reading.held, {}))
        if fresh:
            whole = len(reading.new) == len(places)
            reading.held.update(self.sieve.held(prose.folded if whole else fold("\n".join(fresh))))
            self._known.update((said, one) for said, one in fresh.items() if len(said) <= _LONG)
            while len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return reading

    def found(self, owner: Hashable, prose: Prose, find: Find) -> Iterator[Hit]:
        """Yield where the cues of an owner stand in a text; `find` looks for them where that is not known."""
        reading = self._reading(prose)
        if owner in reading.held:
            self._look(owner, reading, find(prose, reading.held[owner], ()))
            del reading.held[owner]
        for span, stretch in reading.known.get(owner, ()):
            hits = stretch.found.get(owner)
            if hits is None and owner in stretch.held:
                hits = tuple(_moved(hit, -span.start) for hit in find(prose, stretch.held[owner], span))
                stretch.found[owner] = hits
            for hit in hits or ():
                yield _moved(hit, span.start)

    @staticmethod
    def _look(owner: Hashable, reading: _Reading, hits: Iterable[Hit]) -> None:
        """Remember where the cues of an owner were found in the new stretches of a text."""
        found: dict[int, list[Hit]] = {}
        for hit in hits:
            start = reading.starts[bisect_right(reading.starts, hit.whole.start) - 1]
            if start in reading.new:
                found.setdefault(start, []).append(_moved(hit, -start))
        for start, inside in found.items():
            stretch = reading.new[start]
            stretch.found[owner] = tuple(inside)
            reading.known.setdefault(owner, []).append((Span(start, start), stretch))


def _moved(hit: Hit, by: int) -> Hit:
    (start, end), (first, last) = hit.span, hit.whole
    return Hit(hit.number, Span(start + by, end + by), Span(first + by, last + by))
