"""Markdown, read line by line into blocks as CommonMark has it, with the tables of GitHub; then inline.

Containers (block quotes, list items) are a stack; a line belongs to as many of them as its marks and
its indentation tell. Columns are counted with tab stops of four.
"""

from __future__ import annotations

import re

from macrolint.placeholders import NOTHING, VALUE
from macrolint.prose.inline import BLANK_TAG, blot_entity, blot_inline, normal
from macrolint.prose.sheet import Sheet
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_LINE = lazy(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_BLANKS = lazy(rf"[ \t{NOTHING}]*")
_BULLET = lazy(r"(?:[-*+]|(?P<number>\d{1,9})[.)])(?=[ \t]|$)")
_TASK = lazy(r"\[[ xX]\][ \t]+")
_HEADING = lazy(r"#{1,6}(?=[ \t]|$)[ \t]*")
_RULE = lazy(r"(?:(?:-[ \t]*+){3,}|(?:\*[ \t]*+){3,}|(?:_[ \t]*+){3,})$")
_UNDERLINE = lazy(r"(?:=+|-+)[ \t]*$")
_FENCE = lazy(r"(?:`{3,}(?=[^`]*$)|~{3,})")
_CELL = r"[ \t]*+:?-+:?[ \t]*+"
_TABLE = lazy(rf"\|?{_CELL}(?:\|{_CELL})*+\|?[ \t]*$")
_PIPE = lazy(r"(?<!\\)\|")
_DEFINITION = lazy(
    r"\[(?P<label>(?:[^\]\[\\]|\\.)+)\]:[ \t]*(?:\r?\n[ \t]*)?(?:<[^<>\r\n]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|\([^()\r\n]*\)))?[ \t]*(?:\r\n|\r|\n|\Z)[ \t]*"
)
_DEEPEST = 100  # containers in each other, as in markdown-it
_ANY_TAG = lazy(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>|<[!?][^<>]*>", re.S)
# How a block of raw HTML starts, and how it ends; None: at an empty line.
_RAW = (
    (lazy(r"<(?:script|pre|style|textarea)(?=[\s>]|$)", re.I),
     lazy(r"</(?:script|pre|style|textarea)>", re.I)),
    (lazy(r"<!--"), lazy(r"-->")),
    (lazy(r"<\?"), lazy(r"\?>")),
    (lazy(r"<!\[CDATA\["), lazy(r"\]\]>")),
    (lazy(r"<![A-Za-z]"), lazy(r">")),
    (lazy(
        r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
        r"|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
        r"|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
        r"(?=[\s>]|/>|$)", re.I), None),
)  # fmt: skip
_ALONE = lazy(
    r"<(?:/[A-Za-z][A-Za-z0-9-]*+[ \t]*+|[A-Za-z][A-Za-z0-9-]*+"
    r"(?:[ \t]++[A-Za-z_:][\w.:-]*+(?:[ \t]*+=[ \t]*+(?:[^\s\"'=<>`]++|'[^'\r\n]*'|\"[^\"\r\n]*\"))?+)*+"
    r"[ \t]*+/?)>[ \t]*$"
)


class _Leaf(NamedTuple):
    """A block without blocks inside. kind: text, heading, table, code, fence or raw."""

    kind: str
    lines: list[tuple[int, int]]  # where the text of each line starts and ends
    depth: int  # in how many containers it stands
    end: re.Pattern[str] | None = None  # of a raw block
    fence: str = ""


def blot_markdown(text: str, sheet: Sheet) -> None:
    """Blot out the markup of a Markdown text; what prints nothing is NOTHING in it."""
    reading = _Blocks(text, sheet)
    for found in _LINE.finditer(text):
        if found.start() < len(text):
            reading.line(found.start(), found.start(1))
    reading.close()
    labels, text = frozenset(reading.labels), sheet.text
    for start, end in reading.inline:
        blot_inline(text, start, end, labels, sheet)


class _Blocks:
    """The open containers and the open block, while lines are taken from top to bottom."""

    def __init__(self, text: str, sheet: Sheet) -> None:
        self.text = text
        self.sheet = sheet
        self.containers: list[int] = []  # the width of a list item; 0 for a block quote
        self.leaf: _Leaf | None = None
        self.labels: set[str] = set()
        self.inline: list[tuple[int, int]] = []
        self.empty_item = False  # the last line opened a list item and held nothing else
        self.start = self.at = self.column = self.base = 0

    def line(self, start: int, end: int) -> None:
        """Take a line."""
        self.start = self.at = start
        self.column = self.base = 0
        depth = self.continued(end)
        point = self.skip(end)
        leaf, whole = self.leaf, depth == len(self.containers)
        if leaf and whole and leaf.kind in ("fence", "raw", "code") and self.continues(leaf, point, end):
            return
        if point >= end:  # an empty line
            self.close()
            if not whole:
                del self.containers[depth:]
            elif self.empty_item:
                self.containers.pop()
            self.empty_item = False
            return
        self.empty_item = False
        lazy = leaf is not None and leaf.kind == "text"
        depth, point = self.opened(depth, end, point, lazy=lazy)
        if point >= end:
            self.empty_item = True
            return
        self.put(depth, point, end)

    def skip(self, end: int) -> int:
        """Return where the next character that is no blank stands, and set `column` to its column."""
        found = _BLANKS.match(self.text, self.at, end)
        stop = found.end() if found else self.at
        for at in range(self.at, stop):
            if self.text[at] == "\t":
                self.column += 4 - self.column % 4
            elif self.text[at] != NOTHING:
                self.column += 1
        self.at = stop
        return stop

    def continued(self, end: int) -> int:
        """Take the marks of the open containers; return how many of them the line continues."""
        for depth, width in enumerate(self.containers):
            point = self.skip(end)
            indent = self.column - self.base
            if width:
                if point < end and indent < width:
                    return depth
                self.base = min(self.base + width, self.column) if point >= end else self.base + width
            elif point < end and indent < 4 and self.text[point] == ">":
                self.quote(point, end)
            else:
                return depth
        return len(self.containers)

    def quote(self, point: int, end: int) -> None:
        self.sheet.blot(point, point + 1)
        self.at, self.column = point + 1, self.column + 1
        self.base = self.column + (self.at < end and self.text[self.at] in " \t")

    def continues(self, leaf: _Leaf, point: int, end: int) -> bool:
        """Give a line to an open block of code or raw HTML; return whether it took it."""
        if leaf.kind == "code":
            if point >= end or self.column - self.base < 4:
                if point < end:
                    self.close()
                return point >= end
            leaf.lines.append((point, end))
            return True
        if leaf.kind == "raw":
            if point >= end and leaf.end is None:
                return False
            leaf.lines.append((point, end))
            if leaf.end and leaf.end.search(self.text, point, end):
                self.close()
            return True
        leaf.lines.append((point, end))
        said = self.text[point:end].rstrip(" \t")
        if self.column - self.base < 4 and said.startswith(leaf.fence) and not said.strip(leaf.fence[0]):
            self.close()
        return True

    def opened(self, depth: int, end: int, point: int, *, lazy: bool) -> tuple[int, int]:
        """Open the containers that start on the line; return how many it stands in, and where its text starts."""
        while point < end and self.column - self.base < 4 and len(self.containers) < _DEEPEST:
            if self.text[point] == ">":
                self.leave(depth)
                self.containers.append(0)
                self.quote(point, end)
            else:
                bullet = _BULLET.match(self.text, point, end)
                if not bullet or _RULE.match(self.text, point, end):
                    break
                rest = self.text[bullet.end() : end].strip(" \t" + NOTHING)
                if (
                    lazy
                    and depth == len(self.containers)
                    and (not rest or (bullet["number"] or "1").lstrip("0") != "1")
                ):
                    break  # such an item does not interrupt a paragraph
                self.leave(depth)
                self.item(point, bullet.end(), end)
            lazy = False
            depth, point = len(self.containers), self.skip(end)
        return depth, point

    def leave(self, depth: int) -> None:
        """Close what the line does not continue."""
        self.close()
        del self.containers[depth:]

    def item(self, point: int, after: int, end: int) -> None:
        indent = self.column - self.base
        mark = after - point
        self.at, self.column = after, self.column + mark
        begin = self.column
        stop = self.skip(end)
        blanks = self.column - begin
        if stop >= end or blanks > 4:
            blanks = 1
        self.containers.append(indent + mark + blanks)
        self.base = begin + blanks
        self.sheet.blot(point, after)
        self.sheet.starts.add(self.start)
        if task := _TASK.match(self.text, stop, end):
            self.sheet.blot(*task.span())
            self.at, self.column = task.end(), self.column + task.end() - stop
            self.base = max(self.base, self.column)

    def put(self, depth: int, point: int, end: int) -> None:
        """Put the text of a line into the open block, or into a new one."""
        leaf, text, indent = self.leaf, self.text, self.column - self.base
        paragraph = leaf if leaf and leaf.kind == "text" else None
        same = depth == len(self.containers)
        if indent >= 4 and not paragraph:
            self.open("code", depth, point, end)
            return
        if indent < 4:
            if paragraph and same and _UNDERLINE.match(text, point, end) and self.underlined(paragraph, point, end):
                return
            if self.started(depth, point, end, paragraph):
                return
        if paragraph:
            paragraph.lines.append((point, end))
        elif leaf and leaf.kind == "table" and same:
            leaf.lines.append((point, end))
        else:
            self.open("text", depth, point, end)

    def started(self, depth: int, point: int, end: int, paragraph: _Leaf | None) -> bool:
        """Open the block that the line starts with its marks; return whether there is one."""
        text = self.text
        if heading := _HEADING.match(text, point, end):
            stop = _heading_end(text, heading.end(), end)
            self.open("heading", depth, heading.end(), stop)
            self.sheet.blot(point, heading.end())
            self.sheet.blot(stop, end)
            self.close()
        elif _RULE.match(text, point, end):
            self.leave(depth)
            self.sheet.blot(point, end)
        elif fence := _FENCE.match(text, point, end):
            self.open("fence", depth, point, end, fence=fence[0])
        elif text[point] == "<" and (raw := self.raw(point, end, paragraph)):
            closing = raw[1]
            self.open("raw", depth, point, end, closing=closing)
            if closing and closing.search(text, raw[0], end):
                self.close()
        elif paragraph and depth == len(self.containers) and self.table(paragraph, point, end):
            pass
        else:
            return False
        return True

    def raw(self, point: int, end: int, paragraph: _Leaf | None) -> tuple[int, re.Pattern[str] | None] | None:
        for opening, closing in _RAW:
            if found := opening.match(self.text, point, end):
                return found.end(), closing
        if not paragraph and _ALONE.match(self.text, point, end):
            return point, None
        return None

    def underlined(self, paragraph: _Leaf, point: int, end: int) -> bool:
        """Make a heading of the open paragraph, unless it holds nothing but definitions."""
        begin = self.define(paragraph.lines[0][0], paragraph.lines[-1][1])
        if begin >= paragraph.lines[-1][1]:
            return False
        lines = [(max(begin, first), last) for first, last in paragraph.lines if last > begin]
        self.leaf = paragraph._replace(kind="heading", lines=lines)
        self.close()
        self.sheet.blot(point, end)
        return True

    def table(self, paragraph: _Leaf, point: int, end: int) -> bool:
        """Make a table of the open paragraph's last line, if this one rules off as many columns."""
        text = self.text
        header = paragraph.lines[-1]
        if "-" not in text[point:end] or not _TABLE.match(text, point, end):
            return False
        if "|" not in text[slice(*header)] or _columns(text[point:end]) != _columns(text[slice(*header)]):
            return False
        paragraph.lines.pop()
        depth = paragraph.depth
        if paragraph.lines:
            self.close()
        self.leaf = _Leaf("table", [header], depth)
        self.sheet.blot(point, end)
        return True

    def open(
        self, kind: str, depth: int, point: int, end: int, *, closing: re.Pattern[str] | None = None, fence: str = ""
    ) -> None:
        self.leave(depth)
        self.leaf = _Leaf(kind, [(point, end)], depth, closing, fence)

    def close(self) -> None:
        """Finish the open block: label it, and mask it or put it down for its inline marks."""
        leaf, sheet = self.leaf, self.sheet
        self.leaf = None
        if leaf is None:
            return
        start, end = leaf.lines[0][0], leaf.lines[-1][1]
        sheet.starts.add(self.line_start(start))
        around = self.containers[: leaf.depth]
        if 0 in around:
            for line in leaf.lines:
                sheet.mark("quote", *line)
        if any(around):
            sheet.mark("list", start, end)
        if leaf.kind in ("fence", "code") or leaf.end is _RAW[0][1]:
            for line in leaf.lines:
                sheet.blot(*line, VALUE)
                sheet.mark("code", *line)
        elif leaf.kind == "raw":
            for tag in _ANY_TAG.finditer(self.text, start, end):
                if not BLANK_TAG.fullmatch(tag[0]):
                    sheet.blot(*tag.span())
            for found in re.compile("&").finditer(self.text, start, end):
                if sheet.chars[found.start()] == "&":  # and not inside a tag
                    blot_entity(self.text, found.start(), start, end, sheet)
        elif leaf.kind == "table":
            for line in leaf.lines:
                self.row(*line)
        else:
            self.write(leaf, start, end)

    def write(self, leaf: _Leaf, start: int, end: int) -> None:
        if leaf.kind == "heading":
            self.sheet.mark("heading", start, end)
        else:
            start = self.define(start, end)
        self.inline.append((start, end))
        for number, (_, stop) in enumerate(leaf.lines[:-1]):
            if self.text.endswith("  ", 0, stop):
                self.sheet.hard.add(self.line_start(leaf.lines[number + 1][0]))

    def line_start(self, at: int) -> int:
        while at and self.text[at - 1] not in "\r\n":
            at -= 1
        return at

    def define(self, start: int, end: int) -> int:
        """Take the definitions of link labels off the start of a paragraph; return where the rest starts."""
        while start < end and self.text[start] == "[" and (found := _DEFINITION.match(self.text, start, end)):
            self.labels.add(normal(found["label"]))
            self.sheet.blot(*found.span())
            start = found.end()
        return start

    def row(self, start: int, end: int) -> None:
        begin = start
        self.sheet.starts.add(self.line_start(start))
        for pipe in _PIPE.finditer(self.text, start, end):
            self.inline.append((begin, pipe.start()))
            self.sheet.blot(*pipe.span())
            self.sheet.starts.add(pipe.end())
            begin = pipe.end()
        self.inline.append((begin, end))


def _heading_end(text: str, start: int, end: int) -> int:
    """Return where the words of a heading end: before closing `#` marks."""
    shown = text[start:end].rstrip(" \t")
    words = shown.rstrip("#")
    return start + len(words.rstrip(" \t") if not words or words[-1] in " \t" else shown)


def _columns(row: str) -> int:
    row = row.strip(" \t")
    inner = row[row.startswith("|") :]
    return len(_PIPE.findall(inner)) + (not inner.endswith("|") or inner.endswith("\\|"))
