"""HTML: the visible text of a page or fragment, with a map back; tags are gaps, blocks and `<br>` line breaks.

Read as a browser shows it: runs of blanks are one, entities are characters, what `script`, `style`
and `head` hold is not text. Placeholders are masked before tags are looked for.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from html import unescape

from macrolint import placeholders
from macrolint.comments import Comment, comment, may_speak
from macrolint.mapping import Builder, Mapped
from macrolint.model import Mark
from macrolint.spans import FileSpan, Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_TOKEN = lazy(
    r"<!--.*?(?:-->|--!>|\Z)|<[!?][^>]*>?|</?(?P<name>[A-Za-z][^\s/<>]*+)"
    r"(?:[^<>=]|=\s*+(?:\"[^\"]{0,4000}\"|'[^']{0,4000}')?+)*+>",
    re.S,
)
_COMMENT = lazy(r"<!--.*-->", re.S)
_ENTITY = lazy(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")
_BLANKS = lazy(r"[ \t\r\n\f]+")
# Blanks that are no single space between words.
_NOT_ONE = lazy(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+| \Z")
_PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr section article header footer form fieldset figure"
    " address main nav aside center".split()
)
_LINES = frozenset("div li tr td th dt dd br option tbody thead caption figcaption body html".split())
_HIDDEN = frozenset("script style head template noscript select textarea svg math iframe object title".split())
_EMPTY = frozenset(("svg", "math"))  # of the hidden, those that may close themselves
_RAW = frozenset("script style title textarea iframe".split())  # tags inside these are no tags
_LISTS = frozenset(("ul", "ol"))
_LABELS = {
    "code": "code", "pre": "code", "kbd": "code", "samp": "code", "tt": "code", "blockquote": "quote", "q": "quote",
    "li": "list", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip


class Page(NamedTuple):
    """The visible text of an HTML source, the stretches its tags label, and the comments that speak to macrolint."""

    body: Mapped
    marks: tuple[Mark, ...]
    comments: tuple[Comment, ...] = ()


def looks_like_html(text: str) -> bool:
    """Tell whether a text holds tags as e-mail editors write them."""
    return (
        re.search(
            r"<(?:p|br|div|span|a|b|strong|em|i|u|ul|ol|li|table|tr|td|h[1-6]|html|body|img|font|blockquote)\b[^<>]*>",
            text,
            re.I,
        )
        is not None
    )


def read_html(outer: Mapped) -> Page:
    """Return the visible text of an HTML source that itself may be written in something else."""
    reading = _Reading(outer.text)
    tokens = _tokens(placeholders.mask(outer.text, placeholders.find(outer.text)))
    for token in tokens:
        reading.take(*token)
    inner, marks = reading.finish()
    return Page(inner.then(outer), marks, _comments(outer, tokens) if may_speak(outer.text) else ())


def _comments(outer: Mapped, tokens: list[tuple[int, int, str, bool]]) -> tuple[Comment, ...]:
    text, shown, at = outer.text, [], 0
    for start, end, _, _ in tokens:
        shown += [text[at:start], re.sub(r"[^\r\n]", " ", text[start:end])]
        at = end
    seen = "".join([*shown, text[at:]])
    spans = [Span(start + 4, end - 3) for start, end, _, _ in tokens if _COMMENT.fullmatch(text, start, end)]
    return tuple(found for span in spans if (found := comment(outer, span, seen)))


def title_of(source: str) -> str | None:
    """Return what a page says between its `title` tags."""
    found = re.search(r"<title[^<>]*>([^<]*)</title", source, re.I)
    return (" ".join(_meaning(found[1]).split()) or None) if found else None


def _meaning(text: str) -> str:
    """Return a text with its entities as characters; as it is, where Python refuses to count so many digits."""
    try:
        return unescape(text)
    except ValueError:
        return text


@functools.cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.I)


def _tokens(masked: str) -> list[tuple[int, int, str, bool]]:
    """Return (start, end, tag name, closes) for tags and (start, end, "", False) for comments, in order."""
    found, at = [], 0
    commented = masked.rfind("<!--") > masked.rfind("-->")  # to the end
    last = len(masked) if commented else masked.rfind(">") + 1  # no tag ends further on
    while match := _TOKEN.search(masked, at, last):
        name = (match["name"] or "").lower()
        closes = masked.startswith("</", match.start())
        found.append((match.start(), match.end(), name, closes))
        at = match.end()
        if name in _RAW and not closes:
            end = _closing(name).search(masked, at)
            at = end.start() if end else len(masked)
    return found


class _Reading:
    """Takes tags from left to right and gathers the text between them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out = Builder()
        self.at = 0
        self.length = 0
        self.hidden: list[str] = []
        self.open: list[tuple[str, int]] = []
        self.counts: Counter[str] = Counter()  # of the open tags, by name
        self.marks: list[Mark] = []
        self.pending: tuple[str, FileSpan] | None = None  # a blank or break that waits for text after it
        self.kept = 0  # how many `pre` are open

    def take(self, start: int, end: int, name: str, closes: bool) -> None:
        self.text(start)
        self.at = end
        if not name:
            return
        if name == "body":
            self.hidden.clear()  # as browsers do with a head that was never closed
        if name in _HIDDEN and not (name in _EMPTY and self.source.startswith("/>", end - 2)):
            self.hide(name, closes)
        if self.hidden or name in _HIDDEN:
            return
        if name in _PARAGRAPHS or name in _LINES:
            self.brk("\n\n" if name in _PARAGRAPHS else "\n", FileSpan(start, end), always=name == "br")
        if name == "pre":
            self.kept = max(0, self.kept + (-1 if closes else 1))
        if name in _LABELS or name in _LISTS:
            self.label(name, closes)

    def hide(self, name: str, closes: bool) -> None:
        if not closes:
            self.hidden.append(name)
        elif name in self.hidden:
            while self.hidden.pop() != name:
                pass

    def label(self, name: str, closes: bool) -> None:
        if not closes:
            if name == "li" and self.open and self.open[-1][0] == "li":  # an item ends where the next one starts
                self.end_label()
            self.open.append((name, self.length))
            self.counts[name] += 1
        elif self.counts[name]:
            while self.end_label() != name:
                pass

    def end_label(self) -> str:
        name, start = self.open.pop()
        self.counts[name] -= 1
        self.mark(name, start)
        return name

    def mark(self, name: str, start: int) -> None:
        if name in _LABELS and start < self.length:
            self.marks.append(Mark(_LABELS[name], Span(start, self.length)))

    def brk(self, breaks: str, source: FileSpan, *, always: bool) -> None:
        """Ask for a line break before the next text; two `<br>` make an empty line."""
        waiting = self.pending[0] if self.pending and "\n" in self.pending[0] else ""
        if always and waiting:
            breaks = "\n\n"
        if len(breaks) >= len(waiting):
            self.pending = (
                breaks,
                FileSpan(self.pending[1].start if self.pending and waiting else source.start, source.end),
            )

    def text(self, end: int) -> None:
        """Take the text from where the last tag ended to `end`."""
        at = self.at
        if self.hidden:
            return
        first = True
        while at < end:
            pattern = _BLANKS if first and self.source[at] == " " else _NOT_ONE
            blanks, first = None if self.kept else pattern.search(self.source, at, end), False
            stop = blanks.start() if blanks else end
            if stop > at:
                self.words(at, stop)
            if blanks:
                span = FileSpan(*blanks.span())
                if self.pending is None:
                    self.pending = (" ", span)
            at = blanks.end() if blanks else end

    def words(self, start: int, end: int) -> None:
        if self.pending:
            text, source = self.pending
            if self.length:  # what stands before the first word is no text
                if text == " " and source.end - source.start == 1 and self.source[source.start] == " ":
                    self.out.copy(text, source)
                else:
                    self.out.stand(text, source)
                self.length += len(text)
            self.pending = None
        for found in _ENTITY.finditer(self.source, start, end):
            said = _meaning(found[0])
            if said == found[0] or not said:
                continue
            self.copy(start, found.start())
            self.out.stand(said, FileSpan(*found.span()))
            self.length += len(said)
            start = found.end()
        self.copy(start, end)

    def copy(self, start: int, end: int) -> None:
        self.out.copy(self.source[start:end], FileSpan(start, end))
        self.length += end - start

    def finish(self) -> tuple[Mapped, tuple[Mark, ...]]:
        self.text(len(self.source))
        for name, start in self.open:
            self.mark(name, start)
        body = self.out.build(len(self.source))
        marks = {Mark(mark.label, _trimmed(body.text, mark.span)) for mark in self.marks}
        return body, tuple(sorted(marks, key=lambda mark: (mark.span, mark.label)))


def _trimmed(text: str, span: Span) -> Span:
    """Leave out the line breaks that were waiting when a tag was opened."""
    inner = text[span.start : span.end]
    return Span(span.end - len(inner.lstrip()), span.start + len(inner.rstrip()))
