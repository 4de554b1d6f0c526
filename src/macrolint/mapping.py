"""Decoded text that remembers where in the file each of its characters came from.

A `Mapped` text is a row of pieces. A piece either copies its source (equal lengths, every offset
inside it is meaningful) or stands for it as a whole (an escape, a folded line break, a stripped
indent: never cut in two). Pieces come in the order of the source and never overlap. One that
stands for an empty stretch of the source is fixed: it has a place, but cannot be rewritten there.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from macrolint.spans import FileSpan, Span
from macrolint.values import NamedTuple

_at = attrgetter("at")


class Piece(NamedTuple):
    """A stretch of decoded text and the stretch of the source it came from."""

    at: int
    text: str
    source: FileSpan
    copied: bool


class Mapped(NamedTuple):
    """A decoded text with its map; `end` is the source offset just after the last piece.

    A coarse map knows the place of the whole text only: it locates everything at the string and
    allows no rewriting.
    """

    text: str
    pieces: tuple[Piece, ...]
    end: int
    coarse: bool = False

    def locate(self, span: Span) -> FileSpan:
        """Return the smallest stretch of the source that covers `span` of the text."""
        start = self._start(span.start)
        end = self._end(span.end) if span.end > span.start else start
        return FileSpan(start, max(start, end))

    def exact(self, span: Span) -> bool:
        """Tell whether `span` may be rewritten: it cuts no piece, skips no source (a tag) and touches no fixed one."""
        if self.coarse or not self.pieces or not (self._whole(span.start) and self._whole(span.end)):
            return False
        if span.end > span.start:
            under = self.pieces[self._piece(span.start) : self._piece(span.end - 1) + 1]
        else:  # what is put in follows the character before
            under = (self.pieces[self._piece(max(0, span.start - 1))],)
        return all(piece.source.start < piece.source.end for piece in under) and all(
            a.source.end == b.source.start for a, b in zip(under, under[1:], strict=False)
        )

    def then(self, outer: Mapped) -> Mapped:
        """Carry this map (text to middle) through `outer` (middle to source)."""
        out = Builder()
        for piece in self.pieces:
            middle = piece.source
            if not piece.copied:
                out.stand(piece.text, outer._rewritable(Span(*middle)))
                continue
            at = middle.start
            while at < middle.end:  # cut where the outer pieces are cut
                under = outer.pieces[outer._piece(at)]
                stop = min(middle.end, under.at + len(under.text))
                add = out.copy if under.copied else out.stand
                add(outer.text[at:stop], outer._rewritable(Span(at, stop)))
                at = stop
        built = out.build(outer.locate(Span(self.end, self.end)).start)
        return built._replace(coarse=self.coarse or outer.coarse)

    def part(self, span: Span) -> Mapped:
        """Return a stretch of this text with its map."""
        inner = Mapped(
            self.text[span.start : span.end],
            (Piece(0, self.text[span.start : span.end], FileSpan(*span), True),) if span.end > span.start else (),
            span.end,
        )
        return inner.then(self)

    def _rewritable(self, span: Span) -> FileSpan:
        """Return the stretch of the source that `span` stands for; an empty one where it may not be rewritten."""
        place = self.locate(span)
        return place if self.coarse or self.exact(span) else FileSpan(place.start, place.start)

    def _piece(self, offset: int) -> int:
        return bisect_right(self.pieces, offset, key=_at) - 1

    def _whole(self, offset: int) -> bool:
        if not self.pieces or offset >= len(self.text):
            return True
        piece = self.pieces[self._piece(offset)]
        return piece.copied or piece.at == offset

    def _start(self, offset: int) -> int:
        if not self.pieces:
            return self.end
        if offset >= len(self.text):
            return self.pieces[-1].source.end
        piece = self.pieces[self._piece(offset)]
        return piece.source.start + (offset - piece.at if piece.copied else 0)

    def _end(self, offset: int) -> int:
        """Return the source offset just after the character before `offset`."""
        piece = self.pieces[self._piece(offset - 1)]
        return piece.source.start + offset - piece.at if piece.copied else piece.source.end


class Builder:
    """Collects pieces from left to right; neighbouring copies become one piece."""

    __slots__ = ("_length", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._length = 0

    def copy(self, text: str, source: FileSpan) -> None:
        """Add text that stands in the source as it is."""
        if not text:
            return
        before = self._pieces[-1] if self._pieces else None
        if before and before.copied and before.source.end == source.start:
            joined = FileSpan(before.source.start, source.end)
            self._pieces[-1] = Piece(before.at, before.text + text, joined, True)
        else:
            self._pieces.append(Piece(self._length, text, source, True))
        self._length += len(text)

    def stand(self, text: str, source: FileSpan) -> None:
        """Add text that stands for a stretch of the source as a whole."""
        if text:
            self._pieces.append(Piece(self._length, text, source, False))
            self._length += len(text)

    def add(self, mapped: Mapped) -> None:
        """Add a whole mapped text that lies further right in the source."""
        for piece in mapped.pieces:
            (self.copy if piece.copied else self.stand)(piece.text, piece.source)

    def build(self, end: int) -> Mapped:
        """Return the text; `end` is the source offset just after the last piece."""
        return Mapped("".join([piece.text for piece in self._pieces]), tuple(self._pieces), end)


def copied(text: str, start: int = 0) -> Mapped:
    """Return a text that stands in the source as it is, from offset `start` on."""
    end = start + len(text)
    return Mapped(text, (Piece(0, text, FileSpan(start, end), True),) if text else (), end)


def coarse(text: str, source: FileSpan) -> Mapped:
    """Return a text whose characters cannot be placed singly: the position is the whole string's."""
    return Mapped(text, (Piece(0, text, source, False),) if text else (), source.end, coarse=True)


def checked(mapped: Mapped, text: str, source: FileSpan) -> Mapped:
    """Return the map if it yields what the format's own parser says, else a coarse one (law 1)."""
    return mapped if mapped.text == text else coarse(text, source)
