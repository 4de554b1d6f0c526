"""Markup in a text, blotted out at equal length: what is left reads as the reader sees it, at the same offsets.

Plain text knows quotes and list items; Markdown is read in `markdown`; HTML was read before (its marks
say what is code). Code and addresses become VALUE, marks become blanks.
"""

from __future__ import annotations

import re

from macrolint.model import Mark
from macrolint.placeholders import BLANK, NOTHING, VALUE
from macrolint.prose.sheet import Blotted, Sheet
from macrolint.uncompiled import lazy

_LINE = lazy(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_QUOTE = lazy(r"[ \t]{0,3}> ?")
_ITEM = lazy(r"[ \t]*(?:[-*+•·–]|\(?\d{1,3}[.)]|[a-z]\))(?=[ \t]|$)[ \t]*(?:\[[ xX]\][ \t])?")
_ADDRESS = lazy(
    r"(?:https?|ftp)://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+|\bmailto:\S+|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+", re.I
)
_NAMED = lazy(r"[wW]{3}\.|[oO]:")  # www. or mailto:


def blot(text: str, markup: str, marks: tuple[Mark, ...] = ()) -> Blotted:
    """Blot out the markup of a text whose placeholders are masked; NOTHING in it becomes blanks."""
    sheet = Sheet(text)
    sheet.marks.extend(marks)
    if markup == "markdown":
        from macrolint.prose.markdown import blot_markdown

        blot_markdown(text, sheet)
    elif markup == "text":
        _text_blocks(text.replace(NOTHING, BLANK), sheet)
    for label, span in marks:
        if label == "code":
            sheet.blot(*span, VALUE)
    text = sheet.text
    for found in _ADDRESS.finditer(text) if _may_hold_address(text) else ():
        sheet.blot(found.start(), found.start() + len(found[0].rstrip(".,;:!?)'*_]")), VALUE)
    return sheet.blotted()


def _may_hold_address(text: str) -> bool:
    """Tell whether one of the marks of an address stands in a text, which is sooner told than where one starts."""
    return "@" in text or "://" in text or _NAMED.search(text) is not None


def _text_blocks(text: str, sheet: Sheet) -> None:
    for found in _LINE.finditer(text):
        start, end = found.start(), found.start(1)
        at = start
        while quote := _QUOTE.match(text, at, end):
            at = quote.end()
        sheet.blot(start, at)
        if at > start:
            sheet.mark("quote", at, end)
        if item := _ITEM.match(text, at, end):
            sheet.blot(start, item.end())
            sheet.starts.add(start)
            sheet.mark("list", item.end(), end)
