"""The format `full`: for people. The words in their line, a caret under them, what to do and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from macrolint.model import Violation
from macrolint.reports import COLOURS, Run, Style, still, summary, visible
from macrolint.shown import Snippet

_TAB = 4


def write(run: Run, style: Style) -> str:
    """Return a block for each violation, and the summary."""
    out = blocks(run.violations, style)
    if not style.quiet:
        out.append(summary(run) + "\n")
    return "\n".join(out)


def blocks(violations: Iterable[Violation], style: Style) -> list[str]:
    """Return a block for each of some violations; the reason is given once for each rule."""
    out: list[str] = []
    told: set[str] = set()
    for one in violations:
        out.append(_block(one, style, with_why=one.rule not in told))
        told.add(one.rule)
    return out


def _block(one: Violation, style: Style, *, with_why: bool) -> str:
    head = (
        f"{style.paint(one.severity, *COLOURS[one.severity])}{style.paint(f'[{one.rule}]', 1)}{_star(one, style)}"
        f" {visible(one.message)}"
    )
    gutter = " " * len(str(one.start.line))
    where = f"{visible(one.path)}:{one.start.line}:{one.start.column}"
    named = one.template_title or one.template_id
    out = [head, f"{gutter}{style.paint('-->', 34)} {where}" + (f" ({visible(named)})" if named else "")]
    bar = style.paint("|", 34)
    if one.snippet:
        out += _shown(one, one.snippet, gutter, bar, style)
    if one.fix:
        warned = "" if one.fix.safety == "safe" else " (this may change the meaning: read it before you apply it)"
        out.append(f"{gutter} {style.paint('=', 34)} {style.paint('help:', 36)} {visible(one.fix.title)}{warned}")
    for other in one.related:
        place = f"{other.path}:{other.start.line}:{other.start.column}"
        out += _remark("see", f"{place} {other.label}", gutter, style)
    if one.note:
        out += _remark("note", one.note, gutter, style)
    if with_why and one.why:
        out += _remark("why", one.why, gutter, style)
    return "".join(f"{line}\n" for line in out)


def _star(one: Violation, style: Style) -> str:
    """Return the mark of what `--fix` would fix."""
    return f" {style.paint('[*]', 36)}" if one.fix and one.fix.safety == "safe" else ""


def _remark(name: str, text: str, gutter: str, style: Style) -> list[str]:
    import textwrap

    lead = " " * (len(name) + 5)
    first, *rest = textwrap.wrap(visible(text), style.width - len(gutter) - len(lead)) or [""]
    return [
        f"{gutter} {style.paint('=', 34)} {style.paint(f'{name}:', 1)} {first}",
        *(still(f"{gutter}{lead}{line}") for line in rest),
    ]


def _shown(one: Violation, snippet: Snippet, gutter: str, bar: str, style: Style) -> list[str]:
    out, room = [f"{gutter} {bar}"], style.width - len(gutter) - 3
    if snippet.before is not None and snippet.before.strip():
        before, _ = _window(snippet.before, 0, 0, room)
        out.append(f"{style.paint(str(one.start.line - 1).rjust(len(gutter)), 34)} {bar} {before}")
    line, (start, end) = _window(snippet.line, snippet.start, snippet.end, room)
    number = str(one.start.line) if snippet.before is not None or one.start.line == 1 else gutter
    lead = " " * _width(line[:start])
    carets = "^" * max(1, _width(line[start:end]))
    out.append(f"{style.paint(number, 34)} {bar} {line}")
    out.append(f"{gutter} {bar} {lead}{style.paint(carets, *COLOURS[one.severity])}")
    return out


def _window(line: str, start: int, end: int, room: int) -> tuple[str, tuple[int, int]]:
    """Cut a line to `room` columns around the words, show what cannot be seen; return the words' new place."""
    head, words, tail = (_printable(part) for part in (line[:start], line[start:end], line[end:]))
    if len(words) > room:
        words = words[: room - 1] + "…"
    room = max(0, room - len(words))
    left = min(len(head), max(room // 2, room - len(tail)))
    if left < len(head):
        head = "…" + head[len(head) - left + 1 :] if left else "…"
    room -= left
    if room < len(tail):
        tail = tail[: max(0, room - 1)] + "…"
    return head + words + tail, (len(head), len(head) + len(words))


def _printable(text: str) -> str:
    return visible(text).replace("\t", " " * _TAB)


def _width(text: str) -> int:
    """Return how many columns a text takes on a terminal: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) or c in "\ufe0f\ufe0e" else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
