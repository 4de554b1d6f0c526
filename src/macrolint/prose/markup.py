"""Markup in a text, blotted out at equal length: what is left reads as the reader sees it, at the same offsets.

Markdown is read line by line for blocks and then inline; plain text knows quotes and list items; HTML
was read before (its marks say what is code). Code and addresses become VALUE, marks become blanks.
The rules of Markdown are CommonMark's; the tests hold this against markdown-it-py.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from macrolint.model import Mark
from macrolint.placeholders import BLANK, VALUE
from macrolint.spans import Span

_LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_QUOTE = re.compile(r"[ \t]{0,3}> ?")
_ITEM = re.compile(r"[ \t]*(?:[-*+•·–]|\(?\d{1,3}[.)]|[a-z]\))(?=[ \t]|$)[ \t]*(?:\[[ xX]\][ \t])?")
_MARKDOWN_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)[ \t]{0,4}(?:\[[ xX]\][ \t])?")
_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t]|$)[ \t]*|[ \t]+#+[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_TABLE = re.compile(
    r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"
)
_DEFINITION = re.compile(r" {0,3}\[(?P<label>[^\]\[]+)\]:[ \t]*\S+[^\r\n]*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\r?\n).){0,1000}?(?<!`)\1(?!`)", re.S)
_AUTOLINK = re.compile(r"<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>", re.I)
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.I)
_TARGET = re.compile(
    r"\]\([ \t]*(?:<[^<>\r\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*\)"
)
_REFERENCE = re.compile(r"\]\[(?P<label>[^\]\[\r\n]*)\]")
_STARS = re.compile(r"(?<!\\)(?:(?<=\S)\*{1,3}|\*{1,3}(?=\S))")
_UNDERSCORES = re.compile(
    r"(?<![\w\\])(_{1,3})(?=[^\s_])((?:(?!\n[ \t]*\r?\n)[^_]|(?<=\w)_(?=\w)){0,500}?)(?<=[^\s_])\1(?!\w)", re.S
)
_STRIKE = re.compile(r"~~(?=\S)|(?<=\S)~~")
_ESCAPE = re.compile(r"(?<!\w)\\(?=[!-/:-@\[-`{-~])|\\(?=[ \t]*(?:\r?\n))|&nbsp;")
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+|\bmailto:\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I
)


class Blotted(NamedTuple):
    """A text without its markup, the stretches that markup labels, and the offsets where a new block starts."""

    text: str
    marks: tuple[Mark, ...]
    starts: frozenset[int]


class _Sheet:
    """A text on which stretches are blotted out."""

    def __init__(self, text: str) -> None:
        self.chars = list(text)
        self.marks: list[Mark] = []
        self.starts: set[int] = set()

    def blot(self, start: int, end: int, by: str = BLANK) -> None:
        for at in range(start, end):
            if self.chars[at] not in "\r\n":
                self.chars[at] = by

    def mark(self, label: str, start: int, end: int) -> None:
        if start < end:
            self.marks.append(Mark(label, Span(start, end)))

    @property
    def text(self) -> str:
        return "".join(self.chars)


def blot(text: str, markup: str, marks: tuple[Mark, ...] = ()) -> Blotted:
    """Blot out the markup of a text whose placeholders are masked."""
    sheet = _Sheet(text)
    sheet.marks.extend(marks)
    if markup == "markdown":
        labels = _markdown_blocks(text, sheet)
        _markdown_inline(sheet, labels)
    elif markup == "text":
        _text_blocks(text, sheet)
    for label, span in marks:
        if label == "code":
            sheet.blot(*span, VALUE)
    for found in _ADDRESS.finditer(sheet.text):
        sheet.blot(found.start(), found.start() + len(found[0].rstrip(".,;:!?)'*_]")), VALUE)
    return Blotted(sheet.text, tuple(sheet.marks), frozenset(sheet.starts))


def _text_blocks(text: str, sheet: _Sheet) -> None:
    for found in _LINE.finditer(text):
        start, end = found.start(), found.start(1)
        at = start
        while quote := _QUOTE.match(text, at, end):
            at = quote.end()
        sheet.blot(start, at)
        if at > start:
            sheet.mark("quote", at, end)
        if item := _ITEM.match(text, at, end):
            _item(sheet, start, item.end(), end)


def _item(sheet: _Sheet, start: int, content: int, end: int) -> None:
    sheet.blot(start, content)
    sheet.starts.add(start)
    sheet.mark("list", content, end)


class _Blocks:
    """What the lines read so far mean for the next one."""

    def __init__(self) -> None:
        self.fence = ""
        self.indent = 0  # column of the text of the open list item
        self.blank = True  # the line before was blank, or there was none
        self.code = False  # inside indented code
        self.table = False
        self.labels: set[str] = set()


def _markdown_blocks(text: str, sheet: _Sheet) -> set[str]:
    state = _Blocks()
    for found in _COMMENT.finditer(text):
        sheet.blot(*found.span())
    lines = [(found.start(), found.start(1)) for found in _LINE.finditer(sheet.text)]
    shown = sheet.text
    for number, (start, end) in enumerate(lines):
        after = shown[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        _markdown_line(shown, start, end, after, state, sheet)
    return state.labels


def _markdown_line(text: str, start: int, end: int, after: str, state: _Blocks, sheet: _Sheet) -> None:
    at = start
    while not state.fence and (quote := _QUOTE.match(text, at, end)):
        at = quote.end()
    sheet.blot(start, at)
    if at > start:
        sheet.mark("quote", at, end)
    line = text[at:end]
    width = len(line) - len(line.lstrip(" \t"))
    if _fenced(text, at, end, width, state, sheet):
        return
    if not line.strip():
        state.blank, state.table = True, False
        return
    indented = width >= state.indent + 4 or (line.startswith("\t") and not state.indent)
    if indented and (state.blank or state.code):
        state.code = True
        sheet.blot(at, end, VALUE)
        sheet.mark("code", at, end)
        sheet.starts.add(start)
        return
    state.code = False
    if width < state.indent and (state.blank or _MARKDOWN_ITEM.match(line)):
        state.indent = 0
    _markdown_text(text, at, end, after, state, sheet, start)
    state.blank = False


def _fenced(text: str, at: int, end: int, width: int, state: _Blocks, sheet: _Sheet) -> bool:
    """Read a line of a fenced block, its marks included."""
    line = text[at:end]
    if state.fence:
        sheet.blot(at, end, VALUE)
        sheet.mark("code", at, end)
        closing = line.strip()
        if closing.startswith(state.fence) and not closing.strip(state.fence[0]):
            state.fence, state.blank = "", True
        return True
    opening = _FENCE.match(text, at + min(width, state.indent), end)
    if not opening:
        return False
    state.fence = opening[1]
    sheet.starts.add(at)
    sheet.blot(at, end, VALUE)
    sheet.mark("code", at, end)
    return True


def _markdown_text(text: str, at: int, end: int, after: str, state: _Blocks, sheet: _Sheet, start: int) -> None:
    rule = _RULE.match(text, at, end) or (not state.blank and _UNDERLINE.match(text, at, end))
    if rule:
        sheet.blot(at, end)
        sheet.starts.add(start)
        state.blank = True
        return
    if definition := _DEFINITION.match(text, at, end):
        state.labels.add(" ".join(definition["label"].lower().split()))
        sheet.blot(at, end)
        return
    content = at
    while item := _MARKDOWN_ITEM.match(text, content + min(state.indent, _width(text, content, end)), end):
        content = item.end()
        state.indent = content - at
        _item(sheet, start, content, end)
    for heading in _HEADING.finditer(text, content, end):
        if heading.start() == content or (start in sheet.starts and sheet.marks and sheet.marks[-1].label == "heading"):
            sheet.blot(*heading.span())
            if heading.start() == content:
                sheet.starts.add(start)
                sheet.mark("heading", heading.end(), end)
                sheet.starts.add(end + (2 if text.startswith("\r\n", end) else 1))
                state.blank = True
    if state.table or (_TABLE.match(after) and "|" in text[at:end]) or _TABLE.match(text, at, end):
        state.table = True
        sheet.starts.add(start)
        if _TABLE.match(text, at, end):
            sheet.blot(at, end)
        for offset in range(at, end):
            if text[offset] == "|" and text[offset - 1 : offset] != "\\":
                sheet.chars[offset] = "\n"


def _width(text: str, at: int, end: int) -> int:
    stop = at
    while stop < end and text[stop] in " \t":
        stop += 1
    return stop - at


def _markdown_inline(sheet: _Sheet, labels: set[str]) -> None:
    for found in _CODE.finditer(sheet.text):
        sheet.blot(*found.span(), VALUE)
        sheet.mark("code", *found.span())
    for found in _AUTOLINK.finditer(sheet.text):
        sheet.blot(*found.span(), VALUE)
    for found in _TAG.finditer(sheet.text):
        sheet.blot(*found.span())
    text = sheet.text
    for tail in (*_TARGET.finditer(text), *_REFERENCE.finditer(text)):
        opening = _opening(text, tail.start())
        if opening is None:
            continue
        if tail.re is _REFERENCE:
            label = tail["label"] or text[opening + 1 : tail.start()]
            if " ".join(label.lower().split()) not in labels:
                continue
        image = opening > 0 and text[opening - 1] == "!"
        sheet.blot(opening - image, opening + 1)
        sheet.blot(*tail.span())
    for pattern in (_STARS, _STRIKE, _ESCAPE):
        for found in pattern.finditer(sheet.text):
            sheet.blot(*found.span())
    for found in _UNDERSCORES.finditer(sheet.text):
        sheet.blot(*found.span(1))
        sheet.blot(found.end() - len(found[1]), found.end())


def _opening(text: str, closing: int) -> int | None:
    """Return where the bracket closed at `closing` was opened, no further back than its paragraph or 500 characters."""
    depth = 0
    for at in range(closing - 1, max(-1, closing - 500), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            if not depth:
                return at
            depth -= 1
        elif text[at] == "\n" and text[at - 1 : at] == "\n":
            return None
    return None
