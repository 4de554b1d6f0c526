"""A structured file as a tree of nodes with places, and YAML composed into one.

YAML, JSON and CSV readers make the same nodes, so templates are looked for once (`readers.records`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from macrolint.mapping import Mapped, checked
from macrolint.model import Layer, Unreadable
from macrolint.scalars import yaml_block, yaml_flow, yaml_indent
from macrolint.spans import FileSpan, Lines
from macrolint.uncompiled import lazy

MAX_DEPTH = 100
MAX_NODES = 1_000_000  # of a document; each takes some 600 bytes of memory
TOO_MANY = f"it holds more than {MAX_NODES:,} values; split it"
_GAP = lazy(r"(?:[ \t\r\n]|(?<=[\r\n])\ufeff|#[^\r\n]*)*")
_TAG = lazy(rf"[^ \t\r\n]*{_GAP.pattern}")
_YAML_LAYERS = {"'": "single", '"': "double", "|": "literal", ">": "folded"}
_MARK = "\ufeff"
_LINE_LIKE = "\x85\u2028\u2029"  # breaks in YAML 1.1, ordinary characters in YAML 1.2


class Node:
    """A mapping, a sequence or a scalar, with its place in the file.

    Entries are filled in while the file is read; after that a tree is not changed.
    `span` of a scalar includes its quotes. `mapped` decodes it, exact or coarse.
    """

    __slots__ = ("decode", "entries", "items", "kind", "layer", "quoted", "span", "text")

    def __init__(
        self, kind: str, span: FileSpan, text: str = "", layer: Layer | None = None, *, quoted: bool = False
    ) -> None:
        self.kind = kind  # mapping, sequence, scalar
        self.span = span
        self.text = text
        self.quoted = quoted
        self.layer = layer or Layer("text")
        self.entries: list[tuple[Node, Node]] = []
        self.items: list[Node] = []
        self.decode: Callable[[], Mapped] | None = None

    def get(self, key: str) -> Node | None:
        """Return the value of a key of a mapping: the last one written, as parsers do, or one merged in by `<<`."""
        pending: list[Node] = [self]
        seen: set[int] = set()
        while pending:
            node = pending.pop()
            if id(node) in seen:
                continue
            if len(seen) > MAX_DEPTH:
                return None
            seen.add(id(node))
            for name, value in reversed(node.entries):
                if name.text == key:
                    return value
            merged = [value for name, value in node.entries if name.text == "<<"]
            pending += [base for value in merged for base in (value, *value.items[:MAX_DEPTH])][::-1]
        return None

    def mapped(self) -> Mapped:
        """Decode the text with its map."""
        assert self.decode is not None
        return checked(self.decode(), self.text, self.span)

    @property
    def is_text(self) -> bool:
        """Tell whether this is a scalar that says a text, not a number or a truth value."""
        return self.kind == "scalar" and self.decode is not None and isinstance(meaning(self), str)


_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def meaning(node: Node) -> str | int | float | bool | None:
    """Return what a scalar says: its text, or, unquoted, null, a truth value or a number, as in YAML 1.2."""
    return node.text if node.quoted else unquoted(node.text)


def unquoted(text: str) -> str | int | float | bool | None:
    """Return what a text says where it stands without quotes."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if text[:1] in "+-.0123456789":
        for kind in (int, float):
            try:
                return kind(text)
            except ValueError:
                continue
    return text


def compose(text: str) -> list[Node]:
    """Compose the YAML documents of a text into trees; an alias is the same node as its anchor.

    Raises Unreadable with the line and column of what is not YAML, and for nesting deeper than MAX_DEPTH.
    """
    from ruamel.yaml.error import YAMLError

    swap = {ord(char): free for char, free in zip(_LINE_LIKE, _free(text), strict=False) if char in text}
    back = str.maketrans({free: chr(code) for code, free in swap.items()})
    given = text.translate(swap) if swap else text
    shift = int(text.startswith(_MARK))  # the parser does not count a mark that starts the text
    try:
        return _Composer(text, back, shift).run(_events(given))
    except YAMLError as error:
        raise _unreadable(error, text, given, shift) from None
    except (ValueError, AssertionError, IndexError, RecursionError) as error:  # seen from parsers fed with noise
        raise Unreadable(f"it is not valid YAML ({error or type(error).__name__})") from None


def _events(text: str) -> Iterator[Any]:
    """Yield the events of a YAML text; the parser in C is asked itself, as making a loader around it takes longer."""
    from ruamel.yaml import YAML
    from ruamel.yaml.main import CParser  # type: ignore[attr-defined]

    if CParser is None:
        yield from YAML(typ="safe").parse(text)
        return
    parser = CParser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _free(text: str) -> Iterator[str]:
    """Yield private-use characters that the text does not hold, not even as escapes."""
    lower = text.lower()
    return (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text and f"{code:x}" not in lower)


def _unreadable(error: Exception, text: str, given: str, shift: int) -> Unreadable:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    reason = f"it is not valid YAML: {problem.splitlines()[0]}"
    if problem.startswith(
        ("did not find expected", "mapping values", "found character that cannot", "found unexpected ':'")
    ):
        reason += (
            " (a text with quotes, colons, brackets or braces may need quotation marks around it;"
            " the fault may be a line before)"
        )
    if context and problem.startswith("found unexpected end"):
        mark = getattr(error, "context_mark", None) or mark
        reason = "it is not valid YAML: a quotation mark that opens here is never closed"
    before = getattr(error, "position", None)  # in bytes: a character that no YAML may hold
    at = mark.index + shift if mark is not None else 0
    if isinstance(before, int):
        at = len(given.encode()[:before].decode(errors="ignore"))
    return Unreadable(reason, *Lines(text).position(min(at, len(text))))


class _Composer:
    """Builds trees from parser events; open collections lie on a stack, so depth costs no recursion."""

    def __init__(self, text: str, back: dict[int, str], shift: int) -> None:
        self.text = text
        self.shift = shift
        self.back = back
        self.roots: list[Node] = []
        self.count = 0
        self.stack: list[Node] = []
        self.columns: list[int] = []
        self.keys: list[Node | None] = []
        self.anchors: dict[str, Node] = {}

    def run(self, events: Any) -> list[Node]:
        for event in events:
            name = type(event).__name__
            if name == "ScalarEvent":
                self.add(self.scalar(event), event.anchor)
            elif name in ("MappingStartEvent", "SequenceStartEvent"):
                self.open("mapping" if name == "MappingStartEvent" else "sequence", event)
            elif name in ("MappingEndEvent", "SequenceEndEvent"):
                node = self.stack.pop()
                self.columns.pop()
                self.keys.pop()
                node.span = FileSpan(node.span.start, max(node.span.start, self.at(event.end_mark)))
            elif name == "AliasEvent":
                if event.anchor not in self.anchors:
                    reason = f"it is not valid YAML: no anchor is called '{event.anchor}'"
                    raise self.unreadable(reason, event.start_mark)
                self.add(self.anchors[event.anchor], None)
            elif name == "DocumentStartEvent":
                self.anchors = {}
        return self.roots

    def at(self, mark: Any) -> int:
        """Return the offset of a mark of the parser."""
        return int(mark.index) + self.shift

    def unreadable(self, reason: str, mark: Any) -> Unreadable:
        return Unreadable(reason, *Lines(self.text).position(self.at(mark)))

    def open(self, kind: str, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise self.unreadable(f"it is nested deeper than {MAX_DEPTH} levels", event.start_mark)
        node = Node(kind, FileSpan(self.at(event.start_mark), self.at(event.end_mark)))
        self.add(node, event.anchor)
        self.stack.append(node)
        self.columns.append(self._column(event.end_mark))
        self.keys.append(None)

    def add(self, node: Node, anchor: str | None) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise Unreadable(TOO_MANY, offset=0)
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.roots.append(node)
            return
        around, key = self.stack[-1], self.keys[-1]
        if around.kind == "sequence":
            around.items.append(node)
        elif key is None:
            self.keys[-1] = node
        else:
            around.entries.append((key, node))
            self.keys[-1] = None

    def scalar(self, event: Any) -> Node:
        end = self.at(event.end_mark)
        start = min(self._content(self.at(event.start_mark), event.anchor or ""), end)
        style = event.style or ""
        column = self.columns[-1] if self.columns else -1
        prefix = " " * yaml_indent(self.text, start, end, column) if style in ("|", ">") else ""
        text = event.value.translate(self.back) if self.back else event.value
        layer = Layer(_YAML_LAYERS.get(style, "plain"), prefix)
        node = Node("scalar", FileSpan(start, end), text, layer, quoted=bool(style or event.tag))
        node.decode = functools.partial(_decode, self.text, style, start, end, column)
        return node

    def _column(self, mark: Any) -> int:
        """Return the column of the first key or dash of a block collection; `mark` ends its start event."""
        at = self.at(mark)
        behind = at > 0 and self.text[at - 1] == "-" and self.text[at : at + 1] != "-"
        return int(mark.column) - behind  # a sequence that is not indented is told by its first dash

    def _content(self, at: int, anchor: str) -> int:
        """Skip an anchor, a tag and what stands between them and the scalar itself."""
        while self.text[at : at + 1] in ("&", "!"):
            found = _GAP.match(self.text, at + 1 + len(anchor)) if self.text[at] == "&" else _TAG.match(self.text, at)
            assert found  # both match anything
            at = found.end()
        return at


def _decode(text: str, style: str, start: int, end: int, column: int) -> Mapped:
    if style in ("|", ">"):
        return yaml_block(text, start, end, column)
    return yaml_flow(text, start, end)
