"""Terraform (HCL) as a tree of nodes: blocks, attributes, lists, objects, strings and heredocs.

Only what can hold a text is read; any other expression is kept as it is written. A string is decoded twice,
once with its map and once without: where the two differ its place is the whole string's.
"""

from __future__ import annotations

import functools
import re

from macrolint.mapping import Builder, Mapped
from macrolint.model import Layer, Unreadable
from macrolint.sources import Source
from macrolint.spans import FileSpan
from macrolint.trees import MAX_DEPTH, Node
from macrolint.uncompiled import lazy

_BLANK = lazy(r"(?:[ \t\r\n,]|#[^\n]*|//[^\n]*|/\*.*?\*/)*", re.S)
_COMMENT = lazy(r"#[^\n]*|//[^\n]*|/\*.*?\*/", re.S)
_NAME = lazy(r"[^\W\d][\w.-]*")
_HEREDOC = lazy(r"<<(?P<flush>-?)(?P<mark>[^\W\d][\w-]*)\r?\n")
_CALL = lazy(r"jsonencode\(")
_END = lazy(r"[ \t]*(?:#[^\n]*|//[^\n]*|/\*[^\n]*?\*/[ \t]*)?(?:[\r\n,\]})]|\Z)")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = lazy(r'\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))')
_STOP = lazy(r'\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\$\$\{|%%\{|[$%]\{')
_TEMPLATE = lazy(r"\$\$\{|%%\{|[$%]\{")
_QUOTED, _LINES, _PLAIN = Layer("hcl"), Layer("heredoc"), Layer("plain")


def read_hcl(source: Source) -> Node:
    """Read a Terraform file. Labels of a block are keys; a block without labels is a list that holds it.

    Raises Unreadable with the place and what is wrong there.
    """
    reading = _Reading(source)
    top = Node("mapping", FileSpan(0, len(source.text)))
    reading.body(top, "")
    return top


class _Reading:
    def __init__(self, source: Source) -> None:
        self.source, self.text, self.at, self.depth = source, source.text, 0, 0

    def fail(self, reason: str, at: int | None = None) -> Unreadable:
        offset = min(self.at if at is None else at, len(self.text))
        place = self.source.lines.position(offset)
        return Unreadable(f"it is not valid Terraform: {reason}", place.line, place.column, offset)

    def skip(self) -> str:
        """Skip blanks and comments; return the character that follows."""
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"it is nested deeper than {MAX_DEPTH} levels")

    def body(self, around: Node, closing: str) -> None:
        """Read attributes and blocks up to a closing brace, or to the end of the file."""
        while (char := self.skip()) != closing:
            if not char:
                raise self.fail("a brace that opens is never closed", around.span.start)
            self.entry(around)
        self.at += len(closing)

    def entry(self, around: Node) -> None:
        start = self.at
        key = self.key()
        char = self.skip()
        if char in ("=", ":") and not self.text.startswith("==", self.at):
            self.at += 1
            around.entries.append((key, self.value()))
            return
        labels: list[Node] = []
        while char and char != "{":
            labels.append(self.key())
            char = self.skip()
        if char != "{":
            raise self.fail("expecting '=' or a block", start)
        made = Node("mapping", FileSpan(start, self.at))
        self.at += 1
        self.deeper()
        self.body(made, "}")
        self.depth -= 1
        made.span = FileSpan(start, self.at)
        outer = made
        if not labels:
            outer = Node("sequence", made.span)
            outer.items.append(made)
        for label in reversed(labels):
            inner, outer = outer, Node("mapping", made.span)
            outer.entries.append((label, inner))
        around.entries.append((key, outer))

    def key(self) -> Node:
        if self.text.startswith('"', self.at):
            return self.string()
        if self.text.startswith("(", self.at):
            return self.opaque(self.at)
        found = _NAME.match(self.text, self.at)
        if not found:
            raise self.fail("expecting a name")
        self.at = found.end()
        return Node("scalar", FileSpan(*found.span()), found[0], _PLAIN)

    def value(self) -> Node:
        """Read an expression: what holds a text, else all of it as it is written."""
        self.blanks()
        start = self.at
        char = self.text[start : start + 1]
        self.deeper()
        if char == '"':
            node = self.string()
        elif heredoc := _HEREDOC.match(self.text, start):
            node = self.heredoc(heredoc)
        elif char == "[":
            node = self.items()
        elif char == "{":
            self.at += 1
            node = Node("mapping", FileSpan(start, start + 1))
            if re.match(r"\s*for\s", self.text[self.at : self.at + 20]):
                node = self.opaque(start)
            else:
                self.body(node, "}")
                node.span = FileSpan(start, self.at)
        elif call := _CALL.match(self.text, start):
            self.at = call.end()
            node = self.value()
            if self.skip() == ")":
                self.at += 1
        else:
            node = self.opaque(start)
        self.depth -= 1
        if node.layer is not _LINES and not _END.match(self.text, self.at):
            node = self.opaque(start)  # the string is one side of something longer
        return node

    def blanks(self) -> None:
        while self.text[self.at : self.at + 1] in (" ", "\t", "\r", "\n") and self.at < len(self.text):
            self.at += 1

    def items(self) -> Node:
        start = self.at
        self.at += 1
        if re.match(r"\s*for\s", self.text[self.at : self.at + 20]):
            return self.opaque(start)
        node = Node("sequence", FileSpan(start, self.at))
        while (char := self.skip()) != "]":
            if not char:
                raise self.fail("a bracket that opens is never closed", start)
            node.items.append(self.value())
        self.at += 1
        node.span = FileSpan(start, self.at)
        return node

    def opaque(self, start: int) -> Node:
        """Take an expression that holds no text of ours, up to the end of its line outside brackets."""
        self.at, open_ = start, 0
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == '"':
                self.string()
                continue
            if comment := _COMMENT.match(self.text, self.at):
                if not open_ and not comment[0].startswith("/*"):
                    break
                self.at = comment.end()
                continue
            if char in "([{":
                open_ += 1
            elif char in ")]}":
                if not open_:
                    break
                open_ -= 1
            elif char in ",\r\n" and not open_:
                break
            self.at += 1
        if open_:
            raise self.fail("a bracket that opens is never closed", start)
        if self.at == start:
            raise self.fail("expecting a value")
        return Node("scalar", FileSpan(start, self.at), self.text[start : self.at].strip(), _PLAIN)

    def string(self) -> Node:
        start = self.at
        end = self.closed(start + 1)
        self.at = end + 1
        inner = self.text[start + 1 : end]
        node = Node("scalar", FileSpan(start, self.at), _said(inner, escapes=True), _QUOTED, quoted=True)
        node.decode = functools.partial(_mapped, self.text, [(start + 1, end)], escapes=True)
        return node

    def closed(self, at: int, depth: int = 0) -> int:
        """Return where the quotation mark stands that closes a string, those inside `${ }` left out."""
        start, open_ = at, 0
        if depth > MAX_DEPTH:
            raise self.fail(f"it is nested deeper than {MAX_DEPTH} levels", at)
        while at < len(self.text):
            char = self.text[at]
            if char == "\\":
                at += 2
                continue
            if self.text.startswith(("$${", "%%{"), at):
                at += 3
                continue
            if self.text.startswith(("${", "%{"), at):
                open_ += 1
                at += 2
                continue
            if char == "}" and open_:
                open_ -= 1
            elif char == '"' and open_:
                at = self.closed(at + 1, depth + 1)
            elif char == '"':
                return at
            elif char in "\r\n" and not open_:
                break
            at += 1
        raise self.fail("a quotation mark that opens here is never closed", start - 1)

    def heredoc(self, opening: re.Match[str]) -> Node:
        closing = re.compile(rf"^[ \t]*{re.escape(opening['mark'])}[ \t]*(?=\r?$|\Z)", re.M)
        found = closing.search(self.text, opening.end())
        if not found:
            raise self.fail(f"the text that starts with <<{opening['mark']} has no line that ends it", opening.start())
        self.at = found.end()
        lines = _lines(self.text, opening.end(), found.start(), flush=bool(opening["flush"]))
        said = "".join(_said(self.text[start:end], escapes=False) for start, end in lines)
        node = Node("scalar", FileSpan(opening.start(), self.at), said, _LINES, quoted=True)
        node.decode = functools.partial(_mapped, self.text, lines, escapes=False)
        return node


def _lines(text: str, start: int, end: int, *, flush: bool) -> list[tuple[int, int]]:
    """Return the lines of a heredoc, the indentation that all but empty ones share taken off where `flush`."""
    lines, at = [], start
    while at < end:
        stop = text.find("\n", at, end) + 1 or end
        lines.append((at, stop))
        at = stop
    filled = [(at, stop) for at, stop in lines if text[at:stop].strip()]
    if not flush or not filled:
        return lines
    indents = [stop - at - len(text[at:stop].lstrip()) for at, stop in filled]
    indent = min(indents)
    return [(at + indent if text[at:stop].strip() else at, stop) for at, stop in lines]


def _said(inner: str, *, escapes: bool) -> str:
    """Decode what a string holds, without a map."""
    if escapes:
        inner = _ESCAPE.sub(lambda one: _SIMPLE.get(one[1] or "") or chr(int(one[2] or one[3], 16)), inner)
    return inner.replace("$${", "${").replace("%%{", "%{")


def _mapped(text: str, stretches: list[tuple[int, int]], *, escapes: bool) -> Mapped:
    """Decode stretches of the file into one text with its map; what `${ }` holds stays as it is written."""
    out, stops, end = Builder(), _STOP if escapes else _TEMPLATE, stretches[0][0] if stretches else 0
    for start, end in stretches:
        at = start
        while found := stops.search(text, at, end):
            out.copy(text[at : found.start()], FileSpan(at, found.start()))
            place = FileSpan(*found.span())
            if found[0].startswith("\\"):
                out.stand(_said(found[0], escapes=True), place)
            elif len(found[0]) == 3:
                out.stand(found[0][1:], place)
            else:
                out.copy(found[0], place)
            at = found.end()
        out.copy(text[at:end], FileSpan(at, end))
    return out.build(end)
