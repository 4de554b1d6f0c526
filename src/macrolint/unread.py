"""Tuples of the compiled catalogue that few runs look at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any


class Unread(Sequence[Any]):
    """A tuple that stands in a file as JSON, and is read from it when it is first looked at; it is never empty.

    words: of cues, the words of which one is in every text that any of them finds (`sieve.telling`).
    """

    def __init__(
        self, text: str | bytes, made: Callable[[Any], Iterable[Any]], words: tuple[str, ...] | None = None
    ) -> None:
        self._text, self._made, self.words = text, made, words

    @cached_property
    def _read(self) -> tuple[Any, ...]:
        return tuple(self._made(json.loads(self._text)))

    def __len__(self) -> int:
        return len(self._read)

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, at: Any) -> Any:
        return self._read[at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read)

    def __eq__(self, other: object) -> bool:
        return self._read == (other._read if isinstance(other, Unread) else other)

    def __hash__(self) -> int:
        return hash(self._read)
