"""Patterns of paths, as in .gitignore; the library that reads them is imported when there are any."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from macrolint.model import MacrolintError


class Matcher:
    """Tells whether a path matches one of the patterns."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)

    @cached_property
    def _spec(self) -> object:
        from pathspec import GitIgnoreSpec

        try:
            return GitIgnoreSpec.from_lines(self.patterns)
        except ValueError as error:
            raise MacrolintError(f"a file pattern of the configuration cannot be read: {error}") from None

    def __call__(self, path: str) -> bool:
        return bool(self.patterns) and bool(self._spec.match_file(path))  # type: ignore[attr-defined]
