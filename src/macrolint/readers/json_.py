"""JSON and JSON Lines as trees of nodes. Strings are placed by the standard library's own scanner."""

from __future__ import annotations

import functools
import json
from json.decoder import scanstring  # type: ignore[attr-defined]  # missing from the type stubs only

from macrolint.model import Failure, Layer, Unreadable
from macrolint.scalars import json_string
from macrolint.sources import Source
from macrolint.spans import FileSpan
from macrolint.trees import MAX_DEPTH, MAX_NODES, TOO_MANY, Node
from macrolint.uncompiled import lazy

_TOKEN = lazy(r'[ \t\r\n]*(?:(?P<mark>[\[\]{}:,])|(?P<quote>")|(?P<word>[^\s\[\]{}:,"]+)|\Z)')
_LAYER = Layer("json")
_PLAIN = Layer("plain")


def read_json(source: Source) -> list[Node]:
    """Read one JSON document. Raises Unreadable with the place and what is wrong there."""
    return [_document(source, 0, len(source.text))]


def read_jsonl(source: Source) -> tuple[list[Node], Failure | None]:
    """Read JSON Lines: the documents that could be read, and the first line that could not."""
    found, failure, start = [], None, 0
    text = source.text
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            try:
                found.append(_document(source, start, end))
            except Unreadable as error:
                if failure is None:
                    failure = Failure(error.reason, source.lines.position(error.offset or start))
        start = end + 1
    return found, failure


def _document(source: Source, start: int, end: int) -> Node:
    _validate(source, start, end)
    stack: list[tuple[Node, Node | None]] = []
    text, at, key, count = source.text, start, None, 0
    while True:
        found = _TOKEN.match(text, at, end)
        assert found  # the standard library has read it already
        at = found.end()
        mark = found["mark"]
        if mark in ("}", "]"):
            node, outer_key = stack.pop()
            node.span = FileSpan(node.span.start, at)
            if not stack:
                return node
            key = _add(stack[-1][0], outer_key, node)
        elif mark in (":", ","):
            continue
        elif (count := count + 1) > MAX_NODES:
            raise _at(source, at - 1, TOO_MANY)
        elif mark:
            if len(stack) >= MAX_DEPTH:
                raise _at(source, at - 1, f"it is nested deeper than {MAX_DEPTH} levels")
            stack.append((Node("mapping" if mark == "{" else "sequence", FileSpan(at - 1, at)), key))
            key = None
        else:
            if found["quote"]:
                begin = at - 1
                said, at = scanstring(text, at, False)
                node = Node("scalar", FileSpan(begin, at), said, _LAYER, quoted=True)
                node.decode = functools.partial(json_string, text, begin, at)
            else:
                node = Node("scalar", FileSpan(*found.span("word")), found["word"] or "", _PLAIN)
            if not stack:
                return node
            key = _add(stack[-1][0], key, node)


def _add(around: Node, key: Node | None, node: Node) -> Node | None:
    """Put a node where it belongs; return the key that now waits for its value."""
    if around.kind == "sequence":
        around.items.append(node)
        return None
    if key is None:
        return node
    around.entries.append((key, node))
    return None


def _validate(source: Source, start: int, end: int) -> None:
    text = source.text
    whole = start == 0 and end == len(text)
    try:
        json.loads(text if whole else text[start:end], parse_int=str, parse_float=str, strict=False)
    except json.JSONDecodeError as error:
        at, reason = _reason(text[start:end], error.pos, error.msg)
        if reason.startswith("something follows") and whole:
            reason += " (JSON Lines files are named .jsonl)"
        raise _at(source, start + at, f"it is not valid JSON: {reason}") from None
    except RecursionError:
        raise _at(source, start, f"it is nested deeper than {MAX_DEPTH} levels") from None


def _reason(text: str, at: int, message: str) -> tuple[int, str]:
    """Return the place and the words for an error of the standard library's parser."""
    before = text[:at].rstrip(" \t\r\n")
    rest = text[at:].lstrip(" \t\r\n")
    if rest.startswith(("//", "/*", "#")):
        return len(text) - len(rest), "comments are not allowed in JSON"
    if message.startswith("Illegal trailing comma"):  # Python 3.13 tells the comma, others the bracket
        before, rest = ",", rest[1:].lstrip(" \t\r\n")
    if rest.startswith(("}", "]")) and before.endswith(","):
        return len(text) - len(rest), "a comma stands before the closing bracket"
    if message.startswith("Unterminated string"):
        return at, "a quotation mark that opens here is never closed"
    if message == "Extra data":
        return at, "something follows after the end of the document"
    if not text.strip(" \t\r\n"):
        return 0, "expecting value, but there is nothing"
    if not rest:
        return len(before), "it ends too early"
    return at, message[:1].lower() + message[1:]


def _at(source: Source, offset: int, reason: str) -> Unreadable:
    place = source.lines.position(min(offset, len(source.text)))
    return Unreadable(reason, place.line, place.column, place.offset)
