"""A text on which stretches are blotted out at equal length, and what was learned of it meanwhile."""

from __future__ import annotations

from macrolint.model import Mark
from macrolint.placeholders import BLANK, NOTHING
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_WITHIN_LINE = lazy(r"[^\r\n]+")


class Blotted(NamedTuple):
    """A text without its markup and the stretches that markup labels.

    starts: offsets where a new block starts: a paragraph, a list item, a heading, a table cell.
    hard: offsets of lines before which the markup asks for a line break.
    """

    text: str
    marks: tuple[Mark, ...]
    starts: frozenset[int]
    hard: frozenset[int] = frozenset()


class Sheet:
    """A text on which stretches are blotted out; its line breaks always stay."""

    def __init__(self, text: str) -> None:
        self.chars = list(text)
        self.marks: list[Mark] = []
        self.starts: set[int] = set()
        self.hard: set[int] = set()

    def blot(self, start: int, end: int, by: str = BLANK) -> None:
        """Replace each character of a stretch, line breaks left out."""
        old = self.chars[start:end]
        if "\n" not in old and "\r" not in old:  # most are marks within a line
            self.chars[start:end] = by * len(old)
            return
        for line in _WITHIN_LINE.finditer("".join(old)):
            self.chars[start + line.start() : start + line.end()] = by * (line.end() - line.start())

    def mark(self, label: str, start: int, end: int) -> None:
        """Label a stretch, unless it is empty."""
        if start < end:
            self.marks.append(Mark(label, Span(start, end)))

    @property
    def text(self) -> str:
        """The text as it now is."""
        return "".join(self.chars)

    def blotted(self) -> Blotted:
        """Return what has come of the text."""
        return Blotted(
            self.text.replace(NOTHING, BLANK), tuple(self.marks), frozenset(self.starts), frozenset(self.hard)
        )
