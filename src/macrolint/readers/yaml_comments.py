"""The comments of a YAML text that speak to macrolint, and what each of them stands at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from macrolint.comments import Comment, comment, may_speak
from macrolint.mapping import copied
from macrolint.spans import FileSpan, Span
from macrolint.trees import Node
from macrolint.uncompiled import lazy

_HASH = lazy(r"(?:(?<=[ \t\r\n\ufeff])|\A)#[^\r\n]*")
_LINE = lazy(r"[^\r\n]+")
_BREAK = lazy(r"[\r\n]|\Z")


def yaml_comments(text: str, roots: list[Node]) -> tuple[Comment, ...]:
    """Return the comments, in order.

    One behind something stands at its line. One on a line of its own stands at the line below, or, if it is
    indented deeper than that, at the line above.
    """
    if not may_speak(text):
        return ()
    standing = hashes(text, roots)
    shown, at = [], 0
    for start, end in standing:
        shown += [text[at:start], " " * (end - start)]
        at = end
    seen = "".join([*shown, text[at:]])
    lines = [(found.start(), found.end()) for found in _LINE.finditer(seen) if found[0].strip()]
    whole, found = copied(text), []
    for start, end in standing:
        said = comment(whole, Span(start + 1, end), seen)
        if said:
            found.append(said._replace(where=_where(seen, lines, start)))
    return tuple(found)


def _where(seen: str, lines: list[tuple[int, int]], at: int) -> FileSpan:
    """Return the line that a comment stands at; `lines` are those that hold something else."""
    before = bisect_right(lines, at, key=lambda line: line[0]) - 1
    if before >= 0 and at < lines[before][1]:  # blanks stand in its place
        return _words(seen, lines[before])
    after = bisect_left(lines, at, key=lambda line: line[0])
    if after >= len(lines):
        return _words(seen, lines[-1]) if lines else FileSpan(at, at)
    below = _words(seen, lines[after])
    deeper = at - _line_start(seen, at) > below.start - lines[after][0]
    return _words(seen, lines[before]) if deeper and before >= 0 else below


def _words(seen: str, line: tuple[int, int]) -> FileSpan:
    start, end = line
    words = seen[start:end]
    return FileSpan(end - len(words.lstrip()), start + len(words.rstrip()))


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def hashes(text: str, roots: list[Node]) -> list[tuple[int, int]]:
    """Return where comments stand: each `#` after a blank that is not inside a scalar."""
    taken = sorted(_scalars(text, roots))
    starts = [start for start, _ in taken]
    found = []
    for one in _HASH.finditer(text):
        number = bisect_right(starts, one.start()) - 1
        if number < 0 or one.start() >= taken[number][1]:
            found.append(one.span())
    return found


def _scalars(text: str, roots: list[Node]) -> set[tuple[int, int]]:
    """Return where texts stand; of a block scalar the lines below its first one, which may end with a comment."""
    stack, seen, found = list(roots), set(), set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        start, end = node.span
        if node.kind == "scalar" and start < end:
            if node.layer.style in ("literal", "folded"):
                below = _BREAK.search(text, start, end)
                start = below.start() if below else end
            found.add((start, end))
        stack += [*node.items, *(one for entry in node.entries for one in entry)]
    return found
