"""The comments of a text that speak to macrolint, in the marks of Markdown and of template engines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from macrolint import placeholders
from macrolint.comments import Comment, comment, may_speak
from macrolint.model import Part
from macrolint.placeholders import NOTHING, Placeholder
from macrolint.prose.markup import blot
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_LETTER = "x"
_ENGINES = lazy(
    r"\{%[-+]?\s*(?:comment\s*[-+]?%\}(?P<block>.*?)\{%[-+]?\s*endcomment|#(?P<line>.*?))\s*[-+]?%\}"
    r"|\{\{!--(?P<long>.*?)--\}\}|\{\{!(?P<short>.*?)\}\}|\{#(?P<jinja>.*?)#\}",
    re.S | re.I,
)


def comments(part: Part, found: tuple[Placeholder, ...]) -> Iterator[Comment]:
    """Yield the comments of a part with these placeholders; what the reader sees after all, as in code, is none."""
    text = part.body.text
    if not may_speak(text):
        return
    engines = {place.span: one for place in found if (one := _ENGINES.fullmatch(text, *place.span))}
    others = tuple(place for place in found if place.span not in engines)
    masked = _filled(placeholders.mask(text, others, NOTHING), engines, _LETTER)  # code would take blanks for its own
    blotted = blot(masked, part.markup, part.marks).text
    shown = _filled(blotted, engines, " ")
    spans = [
        (span, Span(*one.span(one.lastgroup or 0))) for span, one in engines.items() if blotted[span.start] == _LETTER
    ]
    if part.markup == "markdown":
        spans += [(span, inner) for span, inner in _html(text) if not blotted[span.start : span.end].strip()]
    for _, inner in sorted(spans):
        if spoken := comment(part.body, inner, shown):
            yield spoken


def _filled(text: str, spans: Iterable[Span], letter: str) -> str:
    out, at = [], 0
    for start, end in spans:
        out += [text[at:start], re.sub(r"[^\r\n]", letter, text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def _html(text: str) -> Iterator[tuple[Span, Span]]:
    """Yield HTML comments: the whole, and what stands between the marks."""
    end = 0
    while (start := text.find("<!--", end)) >= 0:
        inner = Span(start + 4, text.find("-->", start + 4))
        if inner.end < 0:
            return
        end = inner.end + 3
        yield Span(start, end), inner
