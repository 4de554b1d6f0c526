"""What a score needs to know of a template besides its violations."""

from __future__ import annotations

from macrolint.values import NamedTuple


class Outline(NamedTuple):
    """Which template it is, as a `Violation` says it, and what was seen of it.

    sure: whether the kind is. words: of its messages. made: the moves they make, of those that were asked for.
    known: whether macrolint knows the words of its language.
    """

    path: str
    address: str | None
    id: str | None
    title: str | None
    kind: str
    sure: bool
    words: int
    made: frozenset[str]
    known: bool
