"""Patterns of paths, as in .gitignore; the library that reads them is imported when there are any."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from macrolint.frames import Entry
from macrolint.model import MacrolintError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

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
        return bool(self.patterns) and bool(self._spec.match_file(path))


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
