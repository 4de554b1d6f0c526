"""Places in texts: spans, edits, and the way from an offset to a line and column.

A `Span` lies in a decoded text, a `FileSpan` in the decoded file: two types, so that a type
checker refuses to mix the two coordinate systems. Both are half-open and count code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import partial

from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_BREAK = lazy(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A stretch of a decoded text: code points, half-open."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character; an empty span overlaps what holds it."""
        return self.start < max(other.end, other.start + 1) and other.start < max(self.end, self.start + 1)


def spans_of(found: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    """Return where matches stand. A text has a hundred words, so each is made of its pair without a call of ours."""
    return tuple(map(_span, map(re.Match.span, found)))


_span = partial(tuple.__new__, Span)


class FileSpan(NamedTuple):
    """A stretch of the decoded file: code points, half-open, a byte order mark not counted."""

    start: int
    end: int


class Edit(NamedTuple):
    """A replacement of a stretch of the file by other characters."""

    span: FileSpan
    text: str


class Position(NamedTuple):
    """A place in the file: line and column from 1, offset from 0, all in code points."""

    line: int
    column: int
    offset: int


class Lines:
    """The line table of a text. Lines end at LF, CRLF or CR only, as git and GitHub count them."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def position(self, offset: int) -> Position:
        """Return line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1, offset)

    def length(self, number: int) -> int:
        """Return how many characters a line has, its line break counted."""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return end - self.starts[number - 1]

    def line(self, number: int) -> str:
        """Return a line by its number from 1, without its line break."""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made, left to right; one that overlaps an earlier one is left out."""
    out, at = [], 0
    for edit in sorted(edits):
        if edit.span.start < at:
            continue
        out += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*out, text[at:]])
