"""CSV and TSV as rows of nodes. Cells are cut as RFC 4180 says and compared with the standard library's reader."""

from __future__ import annotations

import csv
import functools
import io
import re

from macrolint.mapping import Mapped, coarse
from macrolint.model import Layer, Unreadable
from macrolint.scalars import csv_cell
from macrolint.sources import Source
from macrolint.spans import FileSpan
from macrolint.trees import MAX_NODES, TOO_MANY, Node
from macrolint.uncompiled import lazy

_SEPARATORS = ",;\t|"
_QUOTED = Layer("csv")
_WHOLLY_QUOTED = lazy(r'"(?:[^"]|"")*"')


def separator_of(text: str) -> str:
    """Return the separator that the first record uses most; a comma if it uses none."""
    first, quoted = dict.fromkeys(_SEPARATORS, 0), False
    for char in text:
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "\r\n":
            break
        elif not quoted and char in first:
            first[char] += 1
    return max(_SEPARATORS, key=lambda one: first[one])


def read_rows(source: Source, separator: str) -> list[list[Node]]:
    """Read the cells of every record; empty lines are left out.

    Raises Unreadable where a quotation mark is never closed.
    """
    text = source.text
    spans = _spans(source, separator)
    if sum(map(len, spans)) > MAX_NODES:
        raise Unreadable(TOO_MANY)
    parsed = _parsed(text, separator)
    same = [len(row) for row in parsed] == [len(row) for row in spans]
    rows = []
    for number, row in enumerate(spans):
        cells = []
        for column, (start, end) in enumerate(row):
            said = parsed[number][column] if same else None
            cells.append(_cell(text, start, end, separator, said))
        rows.append(cells)
    return rows


def _parsed(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    except csv.Error:
        return []


def _cell(text: str, start: int, end: int, separator: str, said: str | None) -> Node:
    quoted = _WHOLLY_QUOTED.fullmatch(text, start, end) is not None
    layer = _QUOTED if quoted else Layer("csv", special=f'{separator}"\r\n')
    decode: functools.partial[Mapped] = functools.partial(csv_cell, text, start, end)
    node = Node("scalar", FileSpan(start, end), said if said is not None else decode().text, layer, quoted=True)
    node.decode = decode if said is not None else functools.partial(coarse, node.text, node.span)
    return node


def _spans(source: Source, separator: str) -> list[list[tuple[int, int]]]:
    """Cut the text into records of cells; a cell's span includes its quotes."""
    text, end = source.text, len(source.text)
    stop = re.compile(f"[{re.escape(separator)}\r\n]")
    rows: list[list[tuple[int, int]]] = []
    row: list[tuple[int, int]] = []
    at = 0
    while at < end:
        start = at
        if text[at] == '"':
            at = _close(source, at)
        found = stop.search(text, at)
        at = found.start() if found else end
        row.append((start, at))
        if at < end and text[at] == separator:
            at += 1
            if at < end and text[at] not in "\r\n":
                continue
            row.append((at, at))
        at += 2 if text.startswith("\r\n", at) else 1
        if row != [(start, start)] or len(row) > 1:
            rows.append(row)
        row = []
    return rows


def _close(source: Source, at: int) -> int:
    """Return the offset after the mark that closes a quoted cell."""
    text, start = source.text, at
    while True:
        at = text.find('"', at + 1)
        if at < 0:
            place = source.lines.position(start)
            raise Unreadable("a quotation mark that opens here is never closed", place.line, place.column, start)
        if not text.startswith('""', at):
            return at + 1
        at += 1
