"""Zones of a message: labelled stretches that may overlap.

greeting, opening (the first two sentences or 60 words after it), body, sign-off, signature; and from
markup and quotation marks: list, quote, code, heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from macrolint.model import Mark
from macrolint.prose.words import Words, starting
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

OPENING_SENTENCES = 2
OPENING_WORDS = 60
_GREETING_WORDS = 7
_GREETING_WORDS_ALONE = 4  # without a comma: “Hi Ann and Bob”, but not “Hi I can help you with that”
_SIGN_OFF_WORDS = 8
_SENTENCE_WORDS = 3  # with a stop: a name under a sign-off has fewer, or none
_GREETING_END = lazy(r"[,!:;–—\n]|\s-\s")
_QUOTED = lazy(r"“[^”\n]{1,400}”|«[^»\n]{1,400}»|„[^“”\n]{1,400}[“”]|(?<![\w\"])\"(?=\S)[^\"\n]{1,400}(?<=\S)\"(?!\w)")


class Zone(NamedTuple):
    """A labelled stretch of a text."""

    label: str
    span: Span


def zones(
    masked: str, marks: tuple[Mark, ...], paragraphs: tuple[Span, ...], sentences: tuple[Span, ...], words: Words
) -> tuple[Zone, ...]:
    """Return the zones of a message."""
    found = [_whole(mark, paragraphs) for mark in marks]
    found += [Zone("quote", Span(*match.span())) for match in _QUOTED.finditer(masked) if match[0] != masked.strip()]
    start = _greeting(masked, sentences, words)
    if start:
        found.append(Zone("greeting", Span(sentences[0].start, start)))
    end = len(masked)
    sign_off = _sign_off(masked, sentences, words)
    if sign_off is not None and masked[start : sign_off.start].strip():
        found.append(Zone("sign-off", sign_off))
        rest = masked[sign_off.end :]
        if rest.strip():
            found.append(Zone("signature", Span(len(masked) - len(rest.lstrip()), len(masked.rstrip()))))
        end = sign_off.start
    body = Span(
        start + len(masked[start:end]) - len(masked[start:end].lstrip()), start + len(masked[start:end].rstrip())
    )
    if body.end > body.start:
        found.append(Zone("body", body))
        found.append(Zone("opening", Span(body.start, _opening_end(masked, body, sentences))))
    return tuple(sorted(found, key=lambda zone: (zone.span, zone.label)))


def _whole(mark: Mark, paragraphs: tuple[Span, ...]) -> Zone:
    """Return the zone of a mark; that of a list item goes on to the end of its paragraph."""
    end = mark.span.end
    if mark.label == "list":
        number = bisect_right(paragraphs, mark.span.start, key=lambda one: one.end)
        if number < len(paragraphs) and paragraphs[number].overlaps(mark.span):
            end = paragraphs[number].end
    return Zone(mark.label, Span(mark.span.start, max(end, mark.span.end)))


def _greeting(masked: str, sentences: tuple[Span, ...], words: Words) -> int:
    """Return where the greeting ends, or 0."""
    if not sentences or not words.greetings:
        return 0
    first = sentences[0]
    found = starting(words.greetings).match(masked, first.start)
    if not found:
        return 0
    stop = _GREETING_END.search(masked, found.end(), first.end)
    end = first.start + len(masked[first.start : stop.end() if stop else first.end].rstrip())
    most = _GREETING_WORDS if stop else _GREETING_WORDS_ALONE
    return end if len(masked[first.start : end].split()) <= most else found.end()


def _sign_off(masked: str, sentences: tuple[Span, ...], words: Words) -> Span | None:
    """Return the sign-off: the last short sentence or line, among the last five, that starts like one."""
    if not words.sign_offs:
        return None
    talks = False  # a whole sentence stands further on
    for span in reversed(sentences[1:][-5:]):
        said = masked[span.start : span.end]
        if len(said.split()) > _SIGN_OFF_WORDS:
            talks = True
            continue
        if talks and said[-1] in ".!?":  # “Thanks for writing.” with more to come ends nothing
            continue
        if starting(words.sign_offs).match(masked, span.start, span.end):
            return span
        talks = talks or (said[-1] in ".!?" and len(said.split()) >= _SENTENCE_WORDS)
    return None


def _opening_end(masked: str, body: Span, sentences: tuple[Span, ...]) -> int:
    inside = [span for span in sentences if span.end > body.start and span.start < body.end][:OPENING_SENTENCES]
    end = min(inside[-1].end, body.end) if inside else body.end
    for count, word in enumerate(re.finditer(r"\S+", masked[body.start : end]), 1):
        if count == OPENING_WORDS:
            return body.start + word.end()
    return end
