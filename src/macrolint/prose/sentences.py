"""Sentences of a masked text: ended by a stop, by the end of a line, or by the end of a paragraph."""

from __future__ import annotations

import re

from macrolint.placeholders import VALUE
from macrolint.prose.bounds import pieces
from macrolint.prose.lines import trimmed
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_STOP = lazy(r"(?P<marks>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?=(?P<gap>[^\S\n]+)|\n|\Z)")
_LAST_WORD = lazy(r"[^\s(\[\"“‘]+\Z")
_ANY_WORD = lazy(rf"[\w{VALUE}]")
_LONGEST = 20  # of what may be an abbreviation


def sentences(masked: str, paragraphs: tuple[Span, ...], abbreviations: frozenset[str]) -> tuple[Span, ...]:
    """Return the sentences of the paragraphs, trimmed, in order."""
    found = []
    for paragraph in paragraphs:
        start = paragraph.start
        while start < paragraph.end:
            end = masked.find("\n", start, paragraph.end)
            end = paragraph.end if end < 0 else end
            found += _of_line(masked, start, end, abbreviations)
            start = end + 1
    return tuple(found)


def _of_line(masked: str, start: int, end: int, abbreviations: frozenset[str]) -> list[Span]:
    found, begin = [], start
    for stop in _STOP.finditer(masked, start, end):
        if stop.end() < end and not _ends(masked, begin, stop, end, abbreviations):
            continue
        found.append(trimmed(masked, Span(begin, stop.end())))
        begin = stop.end()
    found.append(trimmed(masked, Span(begin, end)))
    kept = _with_words([span for span in found if span.end > span.start], masked)
    return [piece for span in kept for piece in pieces(masked, span)]


def _with_words(spans: list[Span], masked: str) -> list[Span]:
    """Let what holds no word, such as an emoji after the stop, belong to the sentence before it."""
    found: list[Span] = []
    for span in spans:
        if found and not _ANY_WORD.search(masked, span.start, span.end):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _ends(masked: str, begin: int, stop: re.Match[str], end: int, abbreviations: frozenset[str]) -> bool:
    """Tell whether a stop with text after it ends a sentence."""
    following = masked[stop.end() : end].lstrip()[:1]
    if not following:
        return True
    if stop["marks"] != ".":
        return not following.islower()  # “Oops... the file”, “Really? yes”
    if following.islower():
        return False
    word = _LAST_WORD.search(masked, max(begin, stop.start("marks") - _LONGEST), stop.start("marks"))
    said = word[0].lower() if word else ""
    if said in abbreviations or f"{said}." in abbreviations:
        return False
    if len(said) == 1 and said.isalpha() and said != "i":  # an initial: J. Smith
        return False
    return not (following == VALUE and said in ("no", "nr"))
