"""What people are shown of a file: lines, its templates with their texts, and places in these texts."""

from __future__ import annotations

from macrolint.values import NamedTuple


class Snippet(NamedTuple):
    """Lines to show: the one before, if there is one, and the one that holds the words from `start` to `end`."""

    before: str | None
    line: str
    start: int
    end: int


class Within(NamedTuple):
    """A place in the texts of a file: the numbers of the template and of its part, and a stretch of that text."""

    template: int
    part: int
    start: int
    end: int


class Shown(NamedTuple):
    """A template to show to people: what it is called, and its texts, each with its role; borrowed ones are empty."""

    id: str | None
    title: str | None
    address: str
    kind: str | None
    platform: str | None
    parts: tuple[tuple[str, str], ...]
