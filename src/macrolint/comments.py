"""Comments that speak to macrolint: told from others by how they start, and what line comes next."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left

from macrolint.mapping import Mapped
from macrolint.spans import FileSpan, Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

# A missing colon is taken for a slip: such words are kept as they are, and cannot be read later.
_SPOKEN = lazy(r"\s*(?:macrolint\s*:|(?=macrolint[\s=-]*(?:disable|ignore)\b))\s*", re.I)
_LINE = lazy(r"[^\r\n]+")


class Comment(NamedTuple):
    """A comment that speaks to macrolint.

    body: its words after `macrolint:`. where: what it stands in or right above; None for what speaks of the whole file.
    next: the next line that says something, if there is one.
    """

    body: Mapped
    where: FileSpan | None = None
    next: FileSpan | None = None


def may_speak(text: str) -> bool:
    """Tell whether a text can hold a comment that speaks to macrolint."""
    return "macrolint" in text or "macrolint" in text.lower()


def comment(text: Mapped, inner: Span, shown: str) -> Comment | None:
    """Return the comment whose words, between its marks, are `inner`; None if it speaks to nobody.

    shown: the text at equal length in which what the reader does not see is blank.
    """
    found = _SPOKEN.match(text.text, inner.start, inner.end)
    if not found:
        return None
    start = found.end()
    words = text.text[start : inner.end].rstrip()
    here = text.locate(inner)
    breaks = re.compile(r"[\r\n]|\Z").search(shown, inner.end)
    lines = _lines(shown)
    number = bisect_left(lines, breaks.start() if breaks else len(shown), key=lambda line: line.start)
    below = text.locate(lines[number]) if number < len(lines) else None
    return Comment(text.part(Span(start, start + len(words))), here, below)


@functools.lru_cache(maxsize=1)
def _lines(shown: str) -> tuple[Span, ...]:
    """Return the lines of a text that say something, once for all of its comments."""
    return tuple(Span(*found.span()) for found in _LINE.finditer(shown) if not found[0].isspace())
