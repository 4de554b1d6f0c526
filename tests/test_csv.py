from __future__ import annotations

import csv
import io
import random

import pytest
from generated import assert_exact, dice, examples, row
from hypothesis import given
from hypothesis import strategies as st

from macrolint.model import Layout, Unreadable
from macrolint.readers import Claim, read
from macrolint.readers.csv_ import read_rows, separator_of
from macrolint.sources import Source
from macrolint.spans import Position, Span

_SEPARATORS = [",", ";", "\t", "|"]
_ATOMS = [
    "a", "you must", "calm down", " ", '"', '""', "\n", "\r\n", "\r", ",", ";", "\t", "|", "é", "😀", "'", "\x85",
    "\u2028", "\\", "\x0b",
]  # fmt: skip


def _file(dice: random.Random, separator: str) -> str:
    """Write rows by hand: quoted or not, ragged, with quotes where none should be."""
    lines = []
    for _ in range(dice.randint(0, 5)):
        cells = []
        for _ in range(dice.randint(0, 4)):
            text = row(dice, _ATOMS, 5)
            what = dice.random()
            if what < 0.5:
                text = '"' + text.replace('"', '""') + '"' + dice.choice(["", "", "", " tail", 'x"y', '"'])
            elif what < 0.9:
                text = text.translate({ord(char): None for char in '"\r\n' + separator})
                text = dice.choice(["", "w"]) + text + dice.choice(["", '"', 'a"b"'])
            cells.append(text)
        lines.append(separator.join(cells))
    breaks = dice.choice(["\n", "\r\n", "\r"])
    return "".join(line + breaks for line in lines[:-1]) + "".join(lines[-1:]) + dice.choice(["", breaks])


def _parsed(text: str, separator: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]


def _closed(text: str, separator: str) -> bool:
    """Tell by the standard library whether every quotation mark is closed: a row put below stays a row."""
    return _parsed(text + "\nZ", separator)[-1] == ["Z"]


@pytest.mark.parametrize("separator", _SEPARATORS)
def test_cells_are_those_of_the_standard_library(separator: str) -> None:
    counted = 0

    @examples(1000)
    @given(dice)
    def law(dice: random.Random) -> None:
        nonlocal counted
        text = _file(dice, separator)
        try:
            rows = read_rows(Source("a.csv", text), separator)
        except Unreadable:
            assert not _closed(text, separator)
            return
        assert [[cell.text for cell in row] for row in rows] == _parsed(text, separator)
        for one in rows:
            for cell in one:
                assert_exact(cell, text)
                counted += 1

    law()
    assert counted > 1000


@examples(800)
@given(dice, st.sampled_from(_SEPARATORS), st.booleans())
def test_what_the_standard_library_writes_is_read_exactly(dice: random.Random, separator: str, every: bool) -> None:
    rows = [[row(dice, _ATOMS, 5) for _ in range(dice.randint(1, 4))] for _ in range(dice.randint(1, 4))]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL).writerows(rows)
    found = read_rows(Source("a.csv", out.getvalue()), separator)
    assert [[cell.text for cell in one] for one in found] == rows
    for one in found:
        for cell in one:
            assert_exact(cell, out.getvalue())


@examples(1500)
@given(st.text(st.sampled_from('ab,"\n\r '), max_size=16))
def test_a_quotation_mark_is_closed_or_the_file_unreadable(text: str) -> None:
    try:
        rows = read_rows(Source("a.csv", text), ",")
    except Unreadable:
        assert not _closed(text, ",")
        return
    assert [[cell.text for cell in row] for row in rows] == _parsed(text, ",")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a,b\n1,"open\n2,x\n', Position(2, 3, 6)),
        ('"open', Position(1, 1, 0)),
        ('a\r\n"x""\r\n', Position(2, 1, 3)),
        ('a;b\r"x";"y', Position(2, 5, 8)),
    ],
)
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_place(text: str, place: Position) -> None:
    failure = read(Source("macros.csv", text), Claim("csv", Layout(), sure=True)).failure
    assert failure
    assert failure.reason == "a quotation mark that opens here is never closed"
    assert failure.position == place


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("title,body\n", ","),
        ("title;body;note, or so\n", ";"),
        ("title\tbody\n", "\t"),
        ("title|body\n", "|"),
        ('"a;b;c;d",body\n', ","),
        ('"a ""b;c;d;e""",body\n', ","),
        ("title\n1;2;3\n", ","),
        ("", ","),
        ('"a\n;;;",b\n', ","),
    ],
)
def test_the_separator_is_the_one_the_first_record_uses_most(text: str, separator: str) -> None:
    assert separator_of(text) == separator


@pytest.mark.parametrize("separator", _SEPARATORS)
@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("header", ["title{0}body", '"Title"{0}"BODY"', " Name {0} Reply "])
def test_a_header_names_the_columns(separator: str, breaks: str, header: str) -> None:
    lines = [header.format(separator), f"Late{separator}you must wait", f'Other{separator}"calm{breaks}down"', ""]
    text = breaks.join(lines)
    source = Source("export.csv", text)
    templates = read(source, Claim("csv", Layout(), sure=True)).templates
    assert [(one.title, [part.body.text for part in one.parts]) for one in templates] == [
        ("Late", ["you must wait"]),
        ("Other", [f"calm{breaks}down"]),
    ]
    place = templates[0].parts[0].body.locate(Span(4, 8))
    assert text[slice(*place)] == "must"


def test_a_file_without_columns_of_ours_holds_no_templates() -> None:
    document = read(Source("a.csv", "sku,price\n1,2\n"), Claim("csv", Layout(), sure=True))
    assert document.templates == ()
    assert document.failure is None
    assert document.skipped == "no record with a title or id and a body"


@pytest.mark.parametrize("text", ["", "\n", "\n\n\r\n", "title,body", "title,body\n"])
def test_a_file_without_records_holds_no_templates(text: str) -> None:
    assert read(Source("a.csv", text), Claim("csv", Layout(), sure=True)).templates == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("title,body\nA\nB,you must\nC,calm down,more,and more\n", ["you must", "calm down"]),
        ("title,body\n\n\nB,you must\n\n", ["you must"]),
        ("title,body,body\nA,you must,calm down\n", ["calm down"]),
    ],
)
def test_rows_may_be_ragged(text: str, parts: list[str]) -> None:
    templates = read(Source("a.csv", text), Claim("csv", Layout(), sure=True)).templates
    assert [part.body.text for one in templates for part in one.parts] == parts


@pytest.mark.parametrize(
    ("cell", "special"),
    [
        ('"a b"', ""),
        ('"a ""b"""', ""),
        ("a b", ',"\r\n'),
        ('a "b"', ',"\r\n'),
        ('"a" b', ',"\r\n'),
        ('"a"b"', ',"\r\n'),
    ],
)
def test_only_a_wholly_quoted_cell_can_hold_anything(cell: str, special: str) -> None:
    node = read_rows(Source("a.csv", f"1,{cell},3\n"), ",")[0][1]
    assert node.layer == ("csv", "", special)


def test_a_large_cell_is_read() -> None:
    text = 'title,body\nA,"' + "you must\n" * 10_000 + '"\n'
    body = read(Source("a.csv", text), Claim("csv", Layout(), sure=True)).templates[0].parts[0].body
    assert len(body.text) == 90_000
    assert not body.coarse
