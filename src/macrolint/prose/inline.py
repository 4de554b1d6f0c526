"""The inline marks of Markdown: emphasis, links, code, raw HTML and escapes of one paragraph, blotted out.

The algorithm is CommonMark's, with a stack of delimiters and one of brackets; it takes time in
proportion to the text, whatever the text is.
"""

from __future__ import annotations

import re
import unicodedata

from macrolint.placeholders import BLANK, NOTHING, VALUE
from macrolint.prose.sheet import Sheet
from macrolint.uncompiled import lazy

_SPECIAL = lazy(r"\\|`+|\*+|_+|~{2,}|!?\[|\]|<|&")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_AUTOLINK = lazy(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TAG = lazy(
    r"<(?:/[A-Za-z][A-Za-z0-9-]*+\s*+|[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*'|\"[^\"]*\"))?+)*+\s*+/?)>"
)
BLANK_TAG = lazy(  # what a person must fill in: <insert link>, <ORDER NUMBER>, <reporter>; it stays text
    r"<(?:(?i:insert|enter|add|paste|describe|explain|specify|your)[\s_-][^<>=/\r\n]{1,60}"
    r"|[A-Z]{2,}(?:[ ][A-Z]{2,}){1,3}"
    r"|(?:[a-z]+[ ]){1,3}(?:name|number|link|url|date|id|reason|title|address|version)"
    r"|(?i:name|date|number|reason|amount|username|reporter|customer|product|project|version|ticket|url|email"
    r"|handle|company|issue|user|signature))>"
)
_RAW = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
_ENTITY = lazy(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TARGET = lazy(r"\(\s*+(?:<(?:[^<>\r\n\\]|\\.)*+>|(?P<bare>(?!<)))")
_TITLE = lazy(r"(?:\s++(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?+\s*+\)", re.S)
_LABEL = lazy(r"\[((?:[^\]\[\\]|\\.){0,999}+)\]", re.S)
_MAX_DEPTH = 32  # of parentheses in an address, as in CommonMark


class _Run:
    """A run of `*`, `_` or `~~` and what of it is not used up yet."""

    __slots__ = ("char", "closes", "end", "length", "opens", "start")

    def __init__(self, char: str, start: int, end: int, *, opens: bool, closes: bool) -> None:
        self.char = char
        self.start = start
        self.end = end
        self.length = end - start
        self.opens = opens
        self.closes = closes


class _Bracket:
    """An open `[` or `![`, and how many runs stood before it."""

    __slots__ = ("active", "end", "image", "nested", "runs", "start")

    def __init__(self, start: int, end: int, runs: int) -> None:
        self.start = start
        self.end = end
        self.image = end - start == 2
        self.runs = runs
        self.active = True
        self.nested = False  # a label holds no brackets


def normal(label: str) -> str:
    """Return the label of a reference as CommonMark compares it."""
    return " ".join(label.split()).casefold()


def blot_inline(text: str, start: int, end: int, labels: frozenset[str], sheet: Sheet) -> None:
    """Blot out the inline marks between two offsets of a text."""
    _Inline(text, start, end, labels, sheet).read()


def blot_entity(text: str, at: int, start: int, end: int, sheet: Sheet) -> int:
    """Put the character that an entity stands for in its place; return where to read on."""
    from html import unescape

    found = _ENTITY.match(text, at, end)
    said = unescape(found[0]) if found else ""
    if not found or said == found[0]:
        return at + 1
    sheet.blot(at, found.end())
    if not said.isspace() and len(said) == 1:  # beside the rest of its word
        before = at > start and text[at - 1].isalnum()
        sheet.chars[at if before else found.end() - 1] = said
    return found.end()


class _Inline:
    def __init__(self, text: str, start: int, end: int, labels: frozenset[str], sheet: Sheet) -> None:
        self.text = text
        self.at = start
        self.start = start
        self.end = end
        self.labels = labels
        self.sheet = sheet
        self.runs: list[_Run] = []
        self.brackets: list[_Bracket] = []
        self.missing: set[tuple[str, int]] = set()  # what was looked for and is not there further right
        self.ticks: dict[int, list[int]] | None = None

    def read(self) -> None:
        while self.at < self.end and (found := _SPECIAL.search(self.text, self.at, self.end)):
            self.at = found.end()
            self.take(found[0], found.start())
        self.pair(0)

    def take(self, mark: str, start: int) -> None:
        char = mark[0]
        if char == "\\":
            self.escape(start)
        elif char == "`":
            self.code(start, len(mark))
        elif char in "*_~":
            self.run(char, start, self.at)
        elif mark.endswith("["):
            if self.brackets:
                self.brackets[-1].nested = True
            self.brackets.append(_Bracket(start, self.at, len(self.runs)))
        elif char == "]":
            self.close(start)
        elif char == "<":
            self.angle(start)
        elif char == "&":
            self.at = blot_entity(self.text, start, self.start, self.end, self.sheet)

    def escape(self, start: int) -> None:
        after = self.text[self.at : self.at + 1]
        if self.at < self.end and after in _PUNCTUATION:
            self.sheet.blot(start, self.at)
            self.at += 1
        elif self.at < self.end and after in "\r\n":
            self.sheet.blot(start, self.at)
            self.sheet.hard.add(self.at + (2 if self.text.startswith("\r\n", self.at) else 1))

    def code(self, start: int, length: int) -> None:
        if self.ticks is None:
            self.ticks = {}
            for found in reversed(list(re.compile("`+").finditer(self.text, start, self.end))):
                self.ticks.setdefault(len(found[0]), []).append(found.start())
        places = self.ticks.get(length, [])
        while places and places[-1] < self.at:
            places.pop()
        if places:
            self.at = places.pop() + length
            self.sheet.blot(start, self.at, VALUE)
            self.sheet.mark("code", start, self.at)

    def angle(self, start: int) -> None:
        if found := _AUTOLINK.match(self.text, start, self.end):
            self.sheet.blot(start, found.end(), VALUE)
            self.at = found.end()
            return
        if BLANK_TAG.match(self.text, start, self.end):
            return
        if found := _TAG.match(self.text, start, self.end):
            self.at = found.end()
            self.sheet.blot(start, self.at)
            return
        for opening, closing in _RAW:
            if self.text.startswith(opening, start):
                if (closing, 0) in self.missing:
                    return
                stop = self.text.find(closing, start + len(opening), self.end)
                if stop < 0:
                    self.missing.add((closing, 0))
                    return
                self.at = stop + len(closing)
                self.sheet.blot(start, self.at)
                return

    def run(self, char: str, start: int, end: int) -> None:
        before = self.text[start - 1] if start > self.start else BLANK
        after = self.text[end] if end < self.end else BLANK
        left = not after.isspace() and (not _punctuates(after) or before.isspace() or _punctuates(before))
        right = not before.isspace() and (not _punctuates(before) or after.isspace() or _punctuates(after))
        opens, closes = left, right
        if char == "_":
            opens = left and (not right or _punctuates(before))
            closes = right and (not left or _punctuates(after))
        if char != "~":
            self.runs.append(_Run(char, start, end, opens=opens, closes=closes))
            return
        for at in range(start + (end - start) % 2, end, 2):
            self.runs.append(_Run(char, at, at + 2, opens=opens, closes=closes))

    def close(self, start: int) -> None:
        """Take a `]`: of a link, an image or neither."""
        if not self.brackets:
            return
        bracket = self.brackets.pop()
        stop = self.target(bracket, start) if bracket.active else None
        if stop is None:
            return
        self.at = stop
        self.sheet.blot(bracket.start, bracket.end)
        self.sheet.blot(start, stop)
        self.pair(bracket.runs)
        if not bracket.image:
            for other in reversed(self.brackets):
                if not other.image:
                    if not other.active:
                        break  # those further left were done before
                    other.active = False

    def target(self, bracket: _Bracket, start: int) -> int | None:
        """Return where the target after a `]` ends: an address, or a label that is defined."""
        inline = self.address(start + 1)
        if inline is not None:
            return inline
        label = _LABEL.match(self.text, start + 1, self.end)
        if label and label[1]:
            return label.end() if normal(label[1]) in self.labels else None
        if not bracket.nested and start - bracket.end < 1000:
            said = normal(self.text[bracket.end : start])
            if said in self.labels:
                return label.end() if label else start + 1
        return None

    def address(self, at: int) -> int | None:
        """Return where `(address "title")` ends."""
        if not self.text.startswith("(", at) or at >= self.end:
            return None
        found = _TARGET.match(self.text, at, self.end)
        if not found:
            return None
        stop = found.end()
        if found["bare"] is not None:
            balanced = self.balanced(stop)
            if balanced is None:
                return None
            stop = balanced
        title = _TITLE.match(self.text, stop, self.end)
        return title.end() if title else None

    def balanced(self, at: int) -> int | None:
        """Return where an address without `<` and `>` ends: at a blank, or at a bracket that closes none of its own."""
        depth = 0
        while at < self.end:
            char = self.text[at]
            if char.isspace():
                break
            if char == "\\" and at + 1 < self.end and self.text[at + 1] in _PUNCTUATION:
                at += 1
            elif char == "(":
                depth += 1
                if depth > _MAX_DEPTH:
                    return None
            elif char == ")":
                if not depth:
                    return at
                depth -= 1
            at += 1
        return None if depth else at

    def pair(self, bottom: int) -> None:
        """Pair the runs from `bottom` on, and forget them."""
        stack: list[_Run] = []
        floors: dict[tuple[str, bool, int], int] = {}
        for run in self.runs[bottom:]:
            if run.closes:
                self.match(run, stack, floors)
            if run.opens and run.end > run.start:
                stack.append(run)
        del self.runs[bottom:]

    def match(self, closer: _Run, stack: list[_Run], floors: dict[tuple[str, bool, int], int]) -> None:
        key = (closer.char, closer.opens, closer.length % 3)
        while closer.end > closer.start:
            floor, number = floors.get(key, 0), len(stack) - 1
            while number >= floor and not _pairs(stack[number], closer):
                number -= 1
            if number < floor:
                floors[key] = len(stack)
                return
            opener = stack[number]
            use = 2 if min(opener.end - opener.start, closer.end - closer.start) >= 2 else 1
            self.sheet.blot(opener.end - use, opener.end)
            self.sheet.blot(closer.start, closer.start + use)
            opener.end -= use
            closer.start += use
            del stack[number + (opener.end > opener.start) :]
            for one, height in floors.items():
                floors[one] = min(height, len(stack))


def _pairs(opener: _Run, closer: _Run) -> bool:
    if opener.char != closer.char:
        return False
    if opener.char == "~" or not (opener.closes or closer.opens):
        return True
    return (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _punctuates(char: str) -> bool:
    if char == VALUE:  # a value is words, as far as anyone knows
        return False
    return char in _PUNCTUATION or char == NOTHING or unicodedata.category(char)[0] in "PS"
