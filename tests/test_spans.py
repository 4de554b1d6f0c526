from __future__ import annotations

import re

import pytest
from generated import examples
from hypothesis import given
from hypothesis import strategies as st

from macrolint.spans import Edit, FileSpan, Lines, Position, Span, apply

broken = st.text(st.sampled_from("ab\r\n\u2028\x85\x0b\x0c😀 "), max_size=40)


@examples(1500)
@given(broken)
def test_lines_end_at_lf_crlf_and_cr_and_nowhere_else(text: str) -> None:
    lines = Lines(text)
    expected = re.split(r"\r\n|\r|\n", text)
    assert [lines.line(number + 1) for number in range(len(lines.starts))] == expected


@examples(1500)
@given(broken)
def test_a_position_counts_lines_and_code_points_from_one(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        position = lines.position(offset)
        inside = text[:offset].endswith("\r") and text.startswith("\n", offset)
        before = re.split(r"\r\n|\r|\n", text[: offset - 1] if inside else text[:offset])
        column = len(before[-1]) + 1 + inside
        assert position == Position(len(before), column, offset)


def test_a_file_of_many_carriage_returns_is_cut_in_linear_time() -> None:
    lines = Lines("ab\r" * 400_000)
    assert len(lines.starts) == 400_001
    assert lines.position(1_199_999) == Position(400_000, 3, 1_199_999)


def test_an_empty_text_has_one_line() -> None:
    assert Lines("").position(0) == Position(1, 1, 0)
    assert Lines("").line(1) == ""


edits = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 5), st.text("xyz", max_size=3)).map(
        lambda three: Edit(FileSpan(three[0], three[0] + three[1]), three[2])
    ),
    max_size=6,
)


@examples(1000)
@given(edits)
def test_apply_makes_the_edits_that_do_not_overlap_an_earlier_one(made: list[Edit]) -> None:
    text = "abcdefghijklmnopqrstuvwxyz"
    kept: list[Edit] = []
    for edit in sorted(made):
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    expected = text
    for edit in reversed(kept):
        expected = expected[: edit.span.start] + edit.text + expected[edit.span.end :]
    assert apply(text, made) == expected


def test_apply_without_edits_returns_the_text() -> None:
    assert apply("a\r\nb", []) == "a\r\nb"


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Span(0, 3), Span(3, 5), False),
        (Span(0, 3), Span(2, 5), True),
        (Span(0, 5), Span(1, 2), True),
        (Span(0, 3), Span(0, 3), True),
        (Span(1, 4), Span(2, 2), True),
        (Span(1, 4), Span(1, 1), True),
        (Span(1, 4), Span(4, 4), False),
        (Span(2, 2), Span(2, 2), True),
        (Span(2, 2), Span(2, 4), True),
    ],
)
def test_spans_are_half_open(one: Span, other: Span, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap
