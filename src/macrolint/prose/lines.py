"""Lines and paragraphs of a text: which line breaks end something, and which only wrap."""

from __future__ import annotations

import re

from macrolint.prose.sheet import Blotted
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_BREAK = lazy(r"\r\n|\r|\n")
_WORD = lazy(r"\S+")
_LABEL = lazy(r"[\w-]+(?: [\w-]+){0,2}:(?=\s|$)")  # “email:”, a line of a form
MIN_WRAP = 40  # no editor wraps narrower columns than this


def settle(blotted: Blotted, markup: str) -> str:
    """Return the text with its soft line breaks as blanks; a line feed that is left ends a line for good.

    A break is soft where the next word would not have fitted the width of the lines around it, or where
    the next line goes on in lower case.
    """
    text = blotted.text
    breaks = [found.span() for found in _BREAK.finditer(text)]
    if not breaks:
        return _cells(list(text), blotted.starts)
    fixed = blotted.starts | blotted.hard
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    widths = _widths(text, starts, ends)
    chars = list(text)
    for number, (start, end) in enumerate(breaks):
        after = text[starts[number + 1] : ends[number + 1]]
        line = text[starts[number] : ends[number]]
        chars[start:end] = " " * (end - start)
        wraps = markup != "html" and starts[number + 1] not in fixed and line.strip() and after.strip()
        if not (wraps and _goes_on(line, after, widths[number])):
            chars[end - 1] = "\n"
    return _cells(chars, blotted.starts)


def _cells(chars: list[str], starts: frozenset[int]) -> str:
    """Return a text whose lines also end where a block starts in the middle of one: a table cell."""
    for at in starts:
        if at and chars[at - 1] == " ":
            chars[at - 1] = "\n"
    return "".join(chars)


def _widths(text: str, starts: list[int], ends: list[int]) -> list[int]:
    """Return for each line the width of the longest line of its paragraph."""
    widths, at = [0] * len(starts), 0
    while at < len(starts):
        stop = at
        while stop < len(starts) and text[starts[stop] : ends[stop]].strip():
            stop += 1
        longest = max((ends[number] - starts[number] for number in range(at, stop)), default=0)
        widths[at:stop] = [longest] * (stop - at)
        at = stop + 1
    return widths


def _goes_on(line: str, after: str, width: int) -> bool:
    following = after.lstrip()
    if following[:1].islower() and not _LABEL.match(following) and line.rstrip()[-1] not in ":?!":
        return True
    word = _WORD.match(following)
    return width >= MIN_WRAP and len(line.rstrip()) + 1 + (word.end() if word else 0) > width


def paragraphs(masked: str, blotted: Blotted) -> tuple[Span, ...]:
    """Return the paragraphs, list items, headings and cells of a settled text, trimmed."""
    cuts = sorted(
        {
            0,
            len(masked),
            *(at for at in blotted.starts if at < len(masked)),
            *(found.start() for found in re.finditer(r"\n[^\S\n]*\n", masked)),
        }
    )
    spans = [trimmed(masked, Span(start, end)) for start, end in zip(cuts, cuts[1:], strict=False)]
    return tuple(span for span in spans if span.end > span.start)


def trimmed(text: str, span: Span) -> Span:
    """Return the span without the blanks at its ends."""
    inner = text[span.start : span.end]
    start = span.end - len(inner.lstrip())
    return Span(start, start + len(inner.strip()))
