"""What fixes would change, as a unified diff that `patch -p0` takes, and the same for a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from macrolint.reports import Run, Style, visible
from macrolint.sources import decode

_NO_END = "\n\\ No newline at end of file\n"
_COLOURS = {"+": (32,), "-": (31,), "@": (36,)}


def write(run: Run, style: Style) -> str:
    """Return the diff of each file that fixes would change; the characters of the files stand in it as they are."""
    return "".join(
        line
        for result in run.results
        if result.mended and result.mended.before != result.mended.after
        for line in _diff(result.path, result.mended.before, result.mended.after)
    )


def painted(diff: str, style: Style) -> str:
    """Return a diff for a terminal, with colours where they may be used; nothing in it acts on the terminal."""
    lines = (visible(line.rstrip("\r")) for line in diff.split("\n")[:-1])
    return "".join(f"{style.paint(line, *_COLOURS[line[0]]) if line[:1] in _COLOURS else line}\n" for line in lines)


def _diff(path: str, before: bytes, after: bytes) -> Iterator[str]:
    name = f"{path}\t" if " " in path else path  # a name ends at the tab
    for line in difflib.unified_diff(_lines(path, before), _lines(path, after), name, name):
        yield line if line.endswith("\n") else line + _NO_END


def _lines(path: str, content: bytes) -> list[str]:
    """Return the lines of a file with their line feeds; a byte order mark opens the first."""
    source = decode(path, content)
    *lines, last = (("\ufeff" if source.bom else "") + source.text).split("\n")
    return [*(f"{line}\n" for line in lines), *filter(None, [last])]
