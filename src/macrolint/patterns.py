"""Patterns of paths, as in .gitignore; the library that reads them is imported when there are any."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from macrolint.model import MacrolintError
from macrolint.uncompiled import lazy

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from macrolint.frames import Entry

_PLAIN, _WILD = lazy(r"[\w.*?-]+"), lazy(r"[*?]+")
_HINT = "write it as in .gitignore, such as drafts/ or *.csv"


class Matcher:
    """Tells whether a path matches one of the patterns."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        try:
            return _compiled(self.patterns)
        except (ValueError, re.error):
            bad = next((one for one in self.patterns if not _is_readable(one)), self.patterns[0])
            raise MacrolintError(f"the file pattern '{bad}' cannot be read", hint=_HINT) from None

    def __call__(self, path: str) -> bool:
        return bool(self.patterns) and self._may_match(path) and bool(self._spec.match_file(path))

    @cached_property
    def _ends(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """How the names start and end that a path must have for each pattern: nothing of those that say more."""
        plain = (filter(_PLAIN.fullmatch, pattern.split("/")) for pattern in self.patterns)
        return tuple(tuple((_WILD.split(name)[0], _WILD.split(name)[-1]) for name in names) for names in plain)

    def _may_match(self, path: str) -> bool:
        """Tell whether the path has the names of a pattern: to import the library takes as long as to check a file."""
        names = path.split("/")
        return any(
            all(any(name.startswith(start) and name.endswith(end) for name in names) for start, end in ends)
            for ends in self._ends
        )


def patterns_of(entry: Entry) -> tuple[str, ...]:
    """Read a list of patterns. Raises MacrolintError with a code frame for one that cannot be read."""
    for one in entry.each():
        if not _is_readable(one.string()):
            one.fail(f"the file pattern '{one.string()}' in '{entry.name}' cannot be read", _HINT)
    return entry.strings()


def _is_readable(pattern: str) -> bool:
    try:
        _compiled([pattern])
    except (ValueError, re.error):
        return False
    return True


def _compiled(patterns: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python thinks of the regular expression of a pattern helps nobody
        return GitIgnoreSpec.from_lines(patterns)
