"""Written strings and what they say: every quoting style of YAML, JSON and CSV, with its map.

Each function re-reads the source of one string. Whether it read it right is not taken on trust:
readers compare the text with what the format's own parser says (`mapping.checked`).
YAML is read as YAML 1.2 has it: LF, CRLF and CR are line breaks; U+0085 and U+2028 are not.
"""

from __future__ import annotations

from macrolint.mapping import Builder, Mapped
from macrolint.spans import FileSpan
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_BREAK = lazy(r"\r\n|[\r\n]")
_BLANK_OR_BREAK = lazy(r"[ \t\r\n]")
_STOPS = {'"': lazy(r'["\\ \t\r\n]'), "'": lazy(r"[' \t\r\n]"), "": lazy(r"[ \t\r\n]")}
_HEADER = lazy(r"[|>]([+-]?)([1-9]?)([+-]?)[^\r\n]*")
_FIRST = lazy(r"[\r\n]( *)[^ \r\n]")  # the first line that is not empty
_HEX = {"x": 2, "u": 4, "U": 8}
_YAML_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_JSON_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def yaml_flow(source: str, start: int, end: int) -> Mapped:
    """Read a plain, single- or double-quoted scalar; `start` and `end` include its quotes."""
    quote = source[start] if start < end and source[start] in "\"'" else ""
    at, last = (start + 1, end - 1) if quote else (start, end)
    out, stops = Builder(), _STOPS[quote]
    while at < last:
        found = stops.search(source, at, last)
        to = found.start() if found else last
        out.copy(source[at:to], FileSpan(at, to))
        at = to
        if at >= last:
            break
        if source[at] == "'" and quote == "'":  # a doubled quote
            out.stand("'", FileSpan(at, at + 2))
            at += 2
        elif source[at] == "\\":
            at = _yaml_escape(source, at, last, out)
        else:
            at = _fold(source, at, last, out)
    return out.build(last)


def _yaml_escape(source: str, at: int, last: int, out: Builder) -> int:
    code = source[at + 1]
    if code in _HEX:
        to = at + 2 + _HEX[code]
        out.stand(chr(int(source[at + 2 : to], 16)), FileSpan(at, to))
        return to
    if code in "\r\n":  # an escaped line break joins; empty lines after it are breaks
        breaks, to = _breaks(source, at + 1, last)
        out.stand("\n" * (breaks - 1), FileSpan(at, to))
        return to
    out.stand(_YAML_ESCAPES.get(code, ""), FileSpan(at, at + 2))
    return at + 2


def _fold(source: str, at: int, last: int, out: Builder) -> int:
    """Read blanks inside a flow scalar: as they are, or folded around line breaks."""
    breaks, to = _breaks(source, at, last)
    if breaks == 0:
        out.copy(source[at:to], FileSpan(at, to))
    else:
        out.stand(_folded(breaks), FileSpan(at, to))
    return to


def _folded(breaks: int) -> str:
    """Return what a row of line breaks is folded to."""
    return "\n" * (breaks - 1) or " "


def _breaks(source: str, at: int, last: int) -> tuple[int, int]:
    """Count the line breaks in the run of blanks at `at`; return where the run ends, too."""
    breaks = 0
    while True:
        while at < last and source[at] in " \t":
            at += 1
        found = _BREAK.match(source, at, last)
        if not found:
            return breaks, at
        breaks += 1
        at = found.end()


class _Line(NamedTuple):
    begin: int  # after the indentation
    stop: int  # before the line break
    ended: bool  # by a line break; the last line of a file may not be


def yaml_block(source: str, start: int, end: int, parent: int) -> Mapped:
    """Read a literal or folded block scalar; `parent` is the column of the collection around it, -1 at the root."""
    header = _HEADER.match(source, start, end)
    if not header:
        return Builder().build(end)
    found = _BREAK.match(source, header.end(), end)
    lines = _block_lines(source, found.end() if found else end, end, parent, header[2])
    filled = [number for number, line in enumerate(lines) if line.begin < line.stop]
    out = Builder()
    if filled:
        _block_body(source, lines, filled, source[start] == ">", out)
    tail = lines[filled[-1] :] if filled else lines
    count = sum(line.ended for line in tail)
    kept = {"-": 0, "+": count, "": min(count, 1) if filled else 0}[header[1] or header[3]]
    if kept:
        _stand_fixed(out, "\n" * kept, tail[0].stop)
    return out.build(end)


def yaml_indent(source: str, start: int, end: int, parent: int) -> int:
    """Return how far the lines of a block scalar are indented."""
    header = _HEADER.match(source, start, end)
    if header and header[2]:
        return max(parent, 0) + int(header[2])
    first = _FIRST.search(source, header.end() if header else start, end)
    return len(first[1]) if first else max(parent + 1, 1)


def _stand_fixed(out: Builder, text: str, at: int) -> None:
    """Add text that cannot be rewritten alone, or the indentation of what follows would be wrong."""
    out.stand(text, FileSpan(at, at))


def _block_lines(source: str, at: int, end: int, parent: int, digit: str) -> list[_Line]:
    """Return the lines of a block scalar, their indentation taken off, up to the first dedented one."""
    raw = []
    while at < end:
        found = _BREAK.search(source, at, end)
        stop = found.start() if found else end
        raw.append((at, stop, found is not None))
        at = found.end() if found else end
    spaces = [_spaces(source, begin, stop) for begin, stop, _ in raw]
    if digit:
        indent = max(parent, 0) + int(digit)
    else:
        indent = max(parent + 1, 1)
        for (begin, stop, _), width in zip(raw, spaces, strict=True):
            indent = max(indent, width)
            if begin + width < stop:
                break
    lines = []
    for (begin, stop, ended), width in zip(raw, spaces, strict=True):
        if width < indent and begin + width < stop:
            break
        lines.append(_Line(begin + min(width, indent), stop, ended))
    return lines


def _block_body(source: str, lines: list[_Line], filled: list[int], folded: bool, out: Builder) -> None:
    _stand_fixed(out, "\n" * filled[0], lines[filled[0]].begin)  # empty lines before the text
    before: _Line | None = None
    row = filled[0]
    for number in filled:
        line = lines[number]
        indented = folded and source[line.begin] in " \t"
        if before is not None:
            breaks = number - row
            fixed = indented or (folded and source[before.begin] in " \t")
            text = _folded(breaks) if folded and not fixed else "\n" * breaks
            out.stand(text, FileSpan(before.stop, before.stop if fixed else line.begin))
        if indented:  # the blank that keeps the lines around it from being folded
            _stand_fixed(out, source[line.begin], line.begin)
        out.copy(source[line.begin + indented : line.stop], FileSpan(line.begin + indented, line.stop))
        before, row = line, number


def _spaces(source: str, begin: int, stop: int) -> int:
    at = begin
    while at < stop and source[at] == " ":
        at += 1
    return at - begin


def json_string(source: str, start: int, end: int) -> Mapped:
    """Read a JSON string; `start` and `end` include its quotes."""
    out, at, last = Builder(), start + 1, end - 1
    while True:
        to = source.find("\\", at, last)
        to = last if to < 0 else to
        out.copy(source[at:to], FileSpan(at, to))
        if to >= last:
            return out.build(last)
        if source[to + 1] != "u":
            out.stand(_JSON_ESCAPES.get(source[to + 1], ""), FileSpan(to, to + 2))
            at = to + 2
            continue
        code, at = int(source[to + 2 : to + 6], 16), to + 6
        if 0xD800 <= code < 0xDC00 and source.startswith("\\u", at):
            low = int(source[at + 2 : at + 6], 16)
            if 0xDC00 <= low < 0xE000:
                code, at = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), at + 6
        out.stand(chr(code), FileSpan(to, at))


def csv_cell(source: str, start: int, end: int) -> Mapped:
    """Read a CSV cell; a doubled quote inside a quoted cell stands for one."""
    out, at = Builder(), start
    if source.startswith('"', start) and start < end:
        at += 1
        while True:
            to = source.find('"', at, end)
            to = end if to < 0 else to
            out.copy(source[at:to], FileSpan(at, to))
            at = to + 1
            if to >= end or source[at : at + 1] != '"' or at >= end:
                break
            out.stand('"', FileSpan(to, at + 1))
            at += 1
    out.copy(source[at:end], FileSpan(at, end))
    return out.build(end)
