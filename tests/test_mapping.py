from __future__ import annotations

import csv
import io
import json
import random
import string

import pytest
from generated import assert_map, dice, examples, row, scalars
from hypothesis import given
from ruamel.yaml import YAML

from macrolint.mapping import Builder, Mapped, checked, coarse, copied
from macrolint.model import Unreadable
from macrolint.readers.csv_ import read_rows
from macrolint.readers.json_ import read_json
from macrolint.sources import Source
from macrolint.spans import Edit, FileSpan, Span, apply
from macrolint.trees import Node, compose


def _map_onto(dice: random.Random, source: str) -> Mapped:
    """Return some text made of a source: stretches copied, stood for, or left out."""
    out, at = Builder(), 0
    while at < len(source):
        stop = min(len(source), at + dice.randint(1, 4))
        what = dice.random()
        if what < 0.6:
            out.copy(source[at:stop], FileSpan(at, stop))
        elif what < 0.8:
            out.stand("".join(dice.choices(string.ascii_uppercase, k=dice.randint(1, 3))), FileSpan(at, stop))
        elif what < 0.85:
            out.stand("-", FileSpan(at, at))
        at = stop
    return out.build(len(source))


def _letters(dice: random.Random) -> str:
    return "".join(dice.choices(string.ascii_lowercase, k=dice.randint(0, 24)))


@examples(1500)
@given(dice)
def test_composed_maps_keep_order_and_say_where_copies_stand(dice: random.Random) -> None:
    source = _letters(dice)
    mapped = copied(source)
    for _ in range(dice.randint(1, 4)):
        mapped = _map_onto(dice, mapped.text).then(mapped)
        assert_map(mapped, source)


@examples(500)
@given(dice)
def test_composing_is_associative(dice: random.Random) -> None:
    a = _map_onto(dice, _letters(dice))
    b = _map_onto(dice, a.text)
    c = _map_onto(dice, b.text)
    left, right = c.then(b).then(a), c.then(b.then(a))
    assert left.text == right.text
    for start in range(len(left.text)):
        for end in range(start + 1, len(left.text) + 1):
            if left.exact(Span(start, end)) and right.exact(Span(start, end)):
                assert left.locate(Span(start, end)) == right.locate(Span(start, end))


@examples(500)
@given(dice)
def test_a_part_says_the_same_as_the_whole(dice: random.Random) -> None:
    source = _letters(dice)
    whole = _map_onto(dice, source)
    start = dice.randint(0, len(whole.text))
    span = Span(start, dice.randint(start, len(whole.text)))
    part = whole.part(span)
    assert part.text == whole.text[span.start : span.end]
    assert_map(part, source)
    for first in range(len(part.text)):
        for last in range(first + 1, len(part.text) + 1):
            inner, outer = Span(first, last), Span(span.start + first, span.start + last)
            assert part.exact(inner) == whole.exact(outer)
            if part.exact(inner):
                assert part.locate(inner) == whole.locate(outer)


@examples(1000)
@given(dice)
def test_a_part_of_a_part_is_a_part(dice: random.Random) -> None:
    whole = _map_onto(dice, _letters(dice))
    ends = sorted(dice.randint(0, len(whole.text)) for _ in range(4))
    at_once = whole.part(Span(ends[1], ends[2]))
    in_steps = whole.part(Span(ends[0], ends[3])).part(Span(ends[1] - ends[0], ends[2] - ends[0]))
    assert at_once.text == in_steps.text
    for offset in range(len(at_once.text)):
        assert at_once.exact(Span(offset, offset + 1)) == in_steps.exact(Span(offset, offset + 1))


def test_neighbouring_copies_become_one_piece_and_others_do_not() -> None:
    out = Builder()
    out.copy("ab", FileSpan(3, 5))
    out.copy("", FileSpan(5, 5))
    out.copy("cd", FileSpan(5, 7))
    out.copy("ef", FileSpan(9, 11))
    out.stand("", FileSpan(11, 12))
    out.stand("\n", FileSpan(11, 13))
    mapped = out.build(14)
    assert mapped.text == "abcdef\n"
    assert [(piece.at, piece.text, piece.source, piece.copied) for piece in mapped.pieces] == [
        (0, "abcd", (3, 7), True),
        (4, "ef", (9, 11), True),
        (6, "\n", (11, 13), False),
    ]


def test_what_cuts_a_piece_or_skips_source_is_not_exact() -> None:
    out = Builder()
    out.copy("ab", FileSpan(0, 2))
    out.stand("&<", FileSpan(2, 8))
    out.copy("cd", FileSpan(8, 10))
    out.copy("ef", FileSpan(14, 16))
    out.stand("\n", FileSpan(16, 16))
    mapped = out.build(17)
    assert mapped.exact(Span(1, 4))
    assert mapped.locate(Span(1, 4)) == (1, 8)
    assert not mapped.exact(Span(1, 3))
    assert mapped.locate(Span(1, 3)) == (1, 8)
    assert not mapped.exact(Span(3, 5))
    assert mapped.exact(Span(4, 6))
    assert not mapped.exact(Span(5, 7))
    assert mapped.locate(Span(5, 7)) == (9, 15)
    assert mapped.exact(Span(6, 8))
    assert mapped.exact(Span(8, 8))
    assert mapped.locate(Span(8, 8)) == (16, 16)
    assert not mapped.exact(Span(7, 9))
    assert not mapped.exact(Span(9, 9))


def test_a_coarse_map_places_everything_at_the_string_and_allows_no_rewriting() -> None:
    mapped = checked(copied("abc", 4), "abd", FileSpan(3, 8))
    assert mapped == coarse("abd", FileSpan(3, 8))
    assert mapped.coarse
    for span in (Span(0, 1), Span(1, 3), Span(0, 3)):
        assert mapped.locate(span) == (3, 8)
        assert not mapped.exact(span)
    assert mapped.part(Span(1, 2)).coarse
    assert mapped.part(Span(1, 2)).locate(Span(0, 1)) == (3, 8)


def test_a_map_that_reads_as_the_parser_does_stays_as_it_is() -> None:
    mapped = copied("abc", 4)
    assert checked(mapped, "abc", FileSpan(4, 7)) is mapped


def test_a_text_without_characters_has_a_place_and_cannot_be_rewritten() -> None:
    assert copied("", 7).locate(Span(0, 0)) == (7, 7)
    assert not copied("", 7).exact(Span(0, 0))


_ATOMS = [
    "a", "word", " ", " ", "  ", "\n", "\n", "\n\n", "\n\n\n", "\t", "'", '"', "\\", ":", ": ", " #", "-", "é", "😀",
    ",", ";", "\n  ", "\n ",
]  # fmt: skip


def _folded_text(dice: random.Random, text: str, indent: str) -> str:
    """Write a text as the lines of a block; whether it says the text is for the parser to tell."""
    return "".join(f"{indent}{line}\n" if line or dice.random() < 0.2 else "\n" for line in text.split("\n"))


def _yaml_body(dice: random.Random, style: str, text: str) -> str:
    indent = " " * dice.randint(3, 5)
    if style in "|>":
        digit = dice.choice(["", "", str(len(indent) - 2)])
        return style + digit + dice.choice(["", "-", "+"]) + "\n" + _folded_text(dice, text, indent)
    if style == "'":
        return "'" + text.replace("'", "''").replace("\n", "\n" + indent) + "'\n"
    if style == '"':
        escaped = json.dumps(text, ensure_ascii=dice.random() < 0.5)
        wrapped = escaped.replace(" ", dice.choice([" ", "\n   ", "\\\n   \\ ", "\n\n  ", " \\\n\n  "]), 1)
        return (wrapped if dice.random() < 0.5 else wrapped.replace("\\n", "\n" + indent)) + "\n"
    return "w" + text.replace("\n", "\n" + indent) + "\n"


def _yaml(text: str) -> Node:
    found = compose(text)[0].items[0].get("body")
    assert found
    return found


def _rewrites_hold(dice: random.Random, source: str, read: object) -> int:
    """Rewrite some exact spans with plain letters, read again; count how many there were."""
    node = read(source)  # type: ignore[operator]
    mapped, count = node.mapped(), 0
    for _ in range(6):
        start = dice.randint(0, len(mapped.text))
        span = Span(
            start, dice.choice([start, min(start + 1, len(mapped.text)), dice.randint(start, len(mapped.text))])
        )
        if mapped.exact(span):
            again = apply(source, [Edit(mapped.locate(span), "xyz")])
            meant = mapped.text[: span.start] + "xyz" + mapped.text[span.end :]
            assert read(again).text == meant, (source, again)  # type: ignore[operator]
            count += 1
    return count


@pytest.mark.parametrize("style", ["|", ">", "'", '"', "plain"])
def test_an_exact_span_of_yaml_can_be_rewritten(style: str) -> None:
    counted = 0

    @examples(500)
    @given(dice)
    def law(dice: random.Random) -> None:
        nonlocal counted
        source = (
            "- id: 1\n  body: " + _yaml_body(dice, style, row(dice, _ATOMS)) + dice.choice(["", "  z: 1\n", "# c\n"])
        )
        if dice.random() < 0.2:
            source = source.replace("\n", "\r\n")
        try:
            node = _yaml(source)
        except (Unreadable, AssertionError):
            return
        if node.kind == "scalar":
            counted += _rewrites_hold(dice, source, _yaml)

    law()
    assert counted > 200


@examples(800)
@given(dice)
def test_an_exact_span_of_json_can_be_rewritten(dice: random.Random) -> None:
    source = '{"body": ' + json.dumps(row(dice, _ATOMS), ensure_ascii=dice.random() < 0.5) + "}"

    def read(text: str) -> Node:
        return read_json(Source("a.json", text))[0].entries[0][1]

    _rewrites_hold(dice, source, read)


@examples(800)
@given(dice)
def test_an_exact_span_of_csv_can_be_rewritten(dice: random.Random) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])).writerow(
        ["1", "w" + row(dice, _ATOMS), "3"]
    )

    def read(text: str) -> Node:
        return read_rows(Source("a.csv", text), ",")[0][1]

    _rewrites_hold(dice, out.getvalue(), read)


def test_the_blocks_of_a_parsed_file_hold_every_scalar_once() -> None:
    text = "a: &x one\nb: [*x, two]\n"
    assert [node.text for node in scalars(compose(text))] == ["a", "one", "b", "two"]
    assert list(YAML(typ="safe").load(text)) == ["a", "b"]
