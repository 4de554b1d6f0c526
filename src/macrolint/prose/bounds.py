"""How far anything goes on in a text: what no message has is cut, so that reading takes time in proportion to its size.

Expressions may go through a row of letters or blanks again for each of its characters, and a promise looks at its whole
sentence; neither may be as long as somebody likes.
"""

from __future__ import annotations

import re

from macrolint.placeholders import VALUE
from macrolint.spans import Span
from macrolint.uncompiled import lazy

LONGEST_SENTENCE = 600  # characters
LONGEST_WORD = 300  # characters without a blank: data, not words; writing without blanks is not meant
LONGEST_GAP = 100  # blanks
_SEEN = r"[!-~\u00a1-\u058f\u2010-\u2027\u2030-\u205e]"  # Latin, Greek, Cyrillic, Armenian; dots and dashes
_WORD = rf"(?<!{_SEEN}){_SEEN}{{{LONGEST_WORD},}}"
_ROW = lazy(rf"(?P<gap>[^\S\n]{{{LONGEST_GAP},}})|{_WORD}")


def bounded(text: str) -> str:
    """Return a text of equal length in which a long row of characters is a value and a wide gap ends lines."""
    rows = list(map(len, text.split()))
    blanks = len(text) - sum(rows)
    if max(rows, default=0) < LONGEST_WORD and blanks < LONGEST_GAP + len(rows) - 2:  # no room for a gap beside others
        return text
    return _ROW.sub(_cut, text)


def _cut(row: re.Match[str]) -> str:
    said = row[0]
    if row["gap"] is None:
        return VALUE * len(said)
    return "".join("\n" if at % LONGEST_GAP == LONGEST_GAP - 1 else char for at, char in enumerate(said))


def pieces(text: str, span: Span) -> list[Span]:
    """Return a sentence, or the stretches of one that is too long to be one, cut at blanks where there are any."""
    found, start = [], span.start
    while span.end - start > LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        end = blank if blank > 0 else start + LONGEST_SENTENCE
        found.append(Span(start, end))
        start = end + len(text[end : end + LONGEST_GAP]) - len(text[end : end + LONGEST_GAP].lstrip())
    return [*found, Span(start, span.end)]
