"""Regular expressions: our own run on the standard library, a team's on the `regex` package, which can be stopped.

An expression of a team that takes longer than TIME_LIMIT seconds on one text is given up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

TIME_LIMIT = 0.5
BUILT_IN = "built-in"


class PatternStopped(Exception):
    """A team's pattern took longer on one text than it may."""

    def __init__(self) -> None:
        super().__init__(f"a pattern took longer than {TIME_LIMIT} s and was stopped")


class Expression(Protocol):
    """What can be looked for in a stretch of a text."""

    def search(self, text: str, start: int = 0, end: int = ..., /) -> Any:
        """Return the first place where it is found."""

    def match(self, text: str, start: int = 0, end: int = ..., /) -> Any:
        """Return it where it starts the stretch."""

    def finditer(self, text: str, start: int = 0, end: int = ..., /) -> Iterator[Any]:
        """Yield every place where it is found."""


def expression(source: str, origin: str) -> Expression:
    """Compile a regular expression, without regard to case; one that is not our own can be stopped."""
    return re.compile(source, re.I | re.M) if origin == BUILT_IN else _Limited(team_expression(source))


def team_expression(source: str) -> Any:
    """Compile a team's own expression. Raises `regex.error`, which has `msg` and `pos`."""
    import regex

    return regex.compile(source, regex.IGNORECASE | regex.MULTILINE)


class _Limited:
    """A team's expression, stopped when it takes too long."""

    def __init__(self, compiled: Any) -> None:
        self.compiled = compiled

    def search(self, text: str, start: int = 0, end: int | None = None, /) -> Any:
        try:
            return self.compiled.search(text, start, end, timeout=TIME_LIMIT)
        except TimeoutError:
            raise PatternStopped from None

    def match(self, text: str, start: int = 0, end: int | None = None, /) -> Any:
        try:
            return self.compiled.match(text, start, end, timeout=TIME_LIMIT)
        except TimeoutError:
            raise PatternStopped from None

    def finditer(self, text: str, start: int = 0, end: int | None = None, /) -> Iterator[Any]:
        try:
            yield from self.compiled.finditer(text, start, end, timeout=TIME_LIMIT)
        except TimeoutError:
            raise PatternStopped from None
