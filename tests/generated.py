"""What the generated tests share: how many examples they take, and the laws of a map."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

from hypothesis import settings
from hypothesis import strategies as st

from macrolint.mapping import Mapped
from macrolint.spans import Span
from macrolint.trees import Node

_FACTOR = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 1

# One draw a document: thousands of documents a second, and the seed is in the report of a failure.
dice: st.SearchStrategy[random.Random] = st.integers(0, 2**48).map(random.Random)


def examples(count: int) -> settings:
    """Return the settings for so many examples, ten times as many in the thorough profile."""
    return settings(max_examples=count * _FACTOR, deadline=None)


def row(dice: random.Random, atoms: list[str], most: int = 8) -> str:
    """Return a text of up to `most` atoms."""
    return "".join(dice.choice(atoms) for _ in range(dice.randint(0, most)))


def scalars(roots: list[Node]) -> Iterator[Node]:
    """Yield every scalar of some trees once, keys included, in the order of the file."""
    stack, seen = roots[::-1], set()
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            if node.kind == "scalar":
                yield node
            stack += [*[one for entry in node.entries for one in entry], *node.items][::-1]


def assert_map(mapped: Mapped, source: str) -> None:
    """Check what every map promises: whole pieces in order, and copies that stand where they say."""
    assert "".join(piece.text for piece in mapped.pieces) == mapped.text
    at, before = 0, 0
    for piece in mapped.pieces:
        assert piece.at == at
        assert before <= piece.source.start <= piece.source.end <= len(source)
        if piece.copied:
            assert source[piece.source.start : piece.source.end] == piece.text
        at, before = at + len(piece.text), piece.source.end
    assert mapped.end >= before
    last = 0
    for offset, char in enumerate(mapped.text):
        place = mapped.locate(Span(offset, offset + 1))
        assert last <= place.start
        last = place.start
        if mapped.pieces[mapped._piece(offset)].copied:
            assert source[place.start : place.end] == char


def assert_exact(node: Node, source: str) -> None:
    """Check that a scalar is decoded as its parser has it, character by character."""
    mapped = node.decode()
    assert mapped.text == node.text
    assert not mapped.coarse
    assert_map(mapped, source)
    assert all(node.span.start <= piece.source.start and piece.source.end <= node.span.end for piece in mapped.pieces)
    assert node.mapped() == mapped
