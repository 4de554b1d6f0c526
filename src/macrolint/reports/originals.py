"""The files as they lie on disk: their text, columns in other units, and their path in the repository."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from functools import cached_property
from urllib.parse import quote

from macrolint.model import Unreadable
from macrolint.reports import Run
from macrolint.sources import Source, read_source
from macrolint.spans import Position

_WIDE = {"utf16": ("[\U00010000-\U0010ffff]",), "utf8": ("[^\x00-\x7f]", "[^\x00-\u07ff]", "[\U00010000-\U0010ffff]")}


class Original:
    """A file: where its characters are longer than one unit, found when first asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def column(self, place: Position, unit: str) -> int:
        """Return a column from 1 in UTF-16 code units (`utf16`) or UTF-8 bytes (`utf8`)."""
        start = self._start(place.line)
        end = start + place.column - 1
        return place.column + sum(bisect_left(at, end) - bisect_left(at, start) for at in self._longer[unit])

    def _start(self, line: int) -> int:
        starts = self.source.lines.starts
        return starts[min(line, len(starts)) - 1]

    @cached_property
    def _longer(self) -> dict[str, list[list[int]]]:
        """Offsets of the characters that take one unit more, for each such unit."""
        text = self.source.text
        return {
            unit: [[found.start() for found in re.finditer(long, text)] for long in kinds]
            for unit, kinds in _WIDE.items()
        }

    @cached_property
    def hashes(self) -> list[str]:
        """GitHub's hash of each line; none for a file that GitHub would not read as we do."""
        from macrolint.reports.linehashes import hashes

        if self.source.encoding != "utf-8":
            return []
        return hashes(("\ufeff" if self.source.bom else "") + self.source.text)

    def words(self, start: Position, end: Position) -> str:
        """Return what stands between two places."""
        return self.source.text[start.offset : end.offset]


class Originals:
    """The files of a run; what came on standard input is at hand, the others are read when asked for."""

    def __init__(self, run: Run) -> None:
        self._known: dict[str, Original | None] = {one.path: Original(one) for one in run.given}
        self._roots: dict[str, str] = {}

    def of(self, path: str) -> Original | None:
        """Return a file by the path it is shown with; None for one that cannot be read."""
        if path not in self._known:
            try:
                self._known[path] = Original(read_source(path))
            except Unreadable:
                self._known[path] = None
        return self._known[path]

    def column(self, path: str, place: Position, unit: str) -> int:
        """Return a column of a file in a unit of `Original.column`."""
        original = self.of(path)
        return original.column(place, unit) if original else place.column

    def in_repository(self, path: str, root: str | None = None) -> str:
        """Return a path as the repository calls it, with `/`; one that lies elsewhere stays as it is shown.

        root: the folder to count from instead. Links are followed, as the servers that show these files do not.
        """
        real = os.path.realpath(path)
        base = os.path.realpath(root) if root else self._root(os.path.dirname(real))
        inside = os.path.relpath(real, base).replace(os.sep, "/") if _drive(real) == _drive(base) else ".."
        return inside if inside != ".." and not inside.startswith("../") else path.replace(os.sep, "/")

    def uri(self, path: str) -> tuple[str, bool]:
        """Return a path as SARIF writes it, and whether it is relative to the repository."""
        inside = self.in_repository(path)
        if os.path.isabs(inside) or inside.startswith("../"):
            return f"file://{quote(os.path.realpath(path).replace(os.sep, '/'))}", False
        return quote(inside, safe="/"), True

    def _root(self, folder: str) -> str:
        """Return the repository of a folder, or the working folder where there is none."""
        if folder not in self._roots:
            at = folder
            while not os.path.exists(os.path.join(at, ".git")):
                at, below = os.path.dirname(at), at
                if at == below:
                    at = os.path.realpath(os.curdir)
                    break
            self._roots[folder] = at
        return self._roots[folder]


def _drive(path: str) -> str:
    return os.path.splitdrive(path)[0].lower()
