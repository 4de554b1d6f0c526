from __future__ import annotations

import json
import random
from typing import Any

import pytest
from generated import assert_exact, dice, examples, row, scalars
from hypothesis import given
from hypothesis import strategies as st

from macrolint.model import Failure, Layout, Unreadable
from macrolint.readers import Claim, read
from macrolint.readers.json_ import read_json, read_jsonl
from macrolint.sources import Source
from macrolint.spans import Lines, Position, Span
from macrolint.trees import MAX_DEPTH, Node

_ATOMS = [
    "a", "you must", "calm down", " ", "\t", "\n", "\r\n", "\\n", "\\t", '\\"', "\\\\", "\\/", "\\b", "\\f", "\\r",
    "\\u00e9", "\\u0000", "\\uD83D\\uDE00", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\ud83d\\ud83d\\ude00", "é",
    "😀", "\x85", "\u2028", "\ufeff", "'", "/", "{", "}", "[", "]", ":", ",", "#", "\x07", "\\uFFFF",
]  # fmt: skip
_NUMBERS = [*"0 -1 1.5 1e5 -0.0 1E400 NaN Infinity -Infinity true false null".split(), "9" * 5000]


class _Writer:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def gap(self) -> str:
        return self.dice.choice(["", "", "", " ", "\n", "\r\n\t"])

    def string(self) -> str:
        return f'"{row(self.dice, _ATOMS)}"'

    def value(self, depth: int) -> str:
        what = self.dice.random()
        if depth == 0 or what < 0.4:
            return self.gap() + (self.dice.choice(_NUMBERS) if what < 0.1 else self.string()) + self.gap()
        count = self.dice.randint(0, 4)
        if what < 0.6:
            return f"{self.gap()}[{','.join(self.value(depth - 1) for _ in range(count)) or self.gap()}]{self.gap()}"
        pairs = [f"{self.gap()}{self.key()}{self.gap()}:{self.value(depth - 1)}" for _ in range(count)]
        return f"{self.gap()}{{{','.join(pairs) or self.gap()}}}{self.gap()}"

    def key(self) -> str:
        return self.dice.choice(['"a"', '"b"', '"body"', self.string()])


def _source(text: str) -> Source:
    return Source("a.json", text)


def _parsed(text: str) -> Any:
    """Return what the standard library reads: mappings as rows of pairs, numbers and words as they are written."""
    as_written = {"parse_int": str, "parse_float": str, "parse_constant": str}
    return json.loads(text, strict=False, object_pairs_hook=lambda pairs: ("map", pairs), **as_written)


def _told(node: Node) -> Any:
    if node.kind == "mapping":
        return ("map", [(key.text, _told(value)) for key, value in node.entries])
    if node.kind == "sequence":
        return [_told(item) for item in node.items]
    words: dict[str, Any] = {"true": True, "false": False, "null": None}
    return node.text if node.quoted else words.get(node.text, node.text)


@examples(3000)
@given(dice)
def test_json_says_what_the_standard_library_says(dice: random.Random) -> None:
    text = _Writer(dice).value(3)
    root = read_json(_source(text))[0]
    assert _told(root) == _parsed(text)
    for node in scalars([root]):
        assert text[node.span.start : node.span.end][:1] == ('"' if node.quoted else node.text[:1])
        if node.quoted:
            assert_exact(node, text)


@examples(500)
@given(dice)
def test_a_mapping_or_list_spans_its_brackets(dice: random.Random) -> None:
    text = _Writer(dice).value(3)
    stack = [*read_json(_source(text))]
    while stack:
        node = stack.pop()
        if node.kind != "scalar":
            piece = text[node.span.start : node.span.end]
            assert piece[0] + piece[-1] == ("{}" if node.kind == "mapping" else "[]")
            assert _told(node) == _parsed(piece)
        stack += [*node.items, *[value for _, value in node.entries]]


@examples(1500)
@given(st.text(st.sampled_from('{}[]:,"\\ \n\t0123eE+-.tfrunalsNI/#\x00\x07\ud800é\ufeff'), max_size=30))
def test_json_is_read_or_unreadable_as_the_standard_library_has_it(text: str) -> None:
    try:
        expected = _parsed(text)
    except json.JSONDecodeError:
        with pytest.raises(Unreadable) as caught:
            read_json(_source(text))
        assert caught.value.offset is not None
        assert 0 <= caught.value.offset <= len(text)
        assert (caught.value.line, caught.value.column) == Lines(text).position(caught.value.offset)[:2]
    else:
        assert _told(read_json(_source(text))[0]) == expected


@examples(1000)
@given(dice)
def test_damaged_json_is_read_or_unreadable(dice: random.Random) -> None:
    text = _Writer(dice).value(3)
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(["", "\n", *_ATOMS]) + text[at + dice.randint(0, 3) :]
    try:
        expected = _parsed(text)
    except json.JSONDecodeError:
        with pytest.raises(Unreadable):
            read_json(_source(text))
    else:
        assert _told(read_json(_source(text))[0]) == expected


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ('{"a": "b', "a quotation mark that opens here is never closed", 6),
        ('[\n "a",\n "b]\n', "a quotation mark that opens here is never closed", 9),
        ('{"a": 1,}', "a comma stands before the closing bracket", 8),
        ('{"a": 1,\n}', "a comma stands before the closing bracket", 9),
        ("[1 , ]", "a comma stands before the closing bracket", 5),
        ('{"a": 1 // one\n}', "comments are not allowed in JSON", 8),
        ('{"a": 1, // one\n "b": 2}', "comments are not allowed in JSON", 9),
        ("/* one */ {}", "comments are not allowed in JSON", 0),
        ("{} # one", "comments are not allowed in JSON", 3),
        ("[1,\n  // one\n2]", "comments are not allowed in JSON", 6),
        ("{}\n{}\n", "something follows after the end of the document (JSON Lines files are named .jsonl)", 3),
        ("", "expecting value, but there is nothing", 0),
        ("\n \n", "expecting value, but there is nothing", 0),
        ('{"a": [1, 2', "it ends too early", 11),
        ('{"a":\n', "it ends too early", 5),
        ("{'a': 1}", "expecting property name enclosed in double quotes", 1),
        ("[1 2]", "expecting ',' delimiter", 3),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str, reason: str, place: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json(_source(text))
    assert caught.value.reason == f"it is not valid JSON: {reason}"
    assert caught.value.offset == place
    assert (caught.value.line, caught.value.column) == Lines(text).position(place)[:2]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 100_000, 0),
        ('{"a":' * 100_000, 0),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), MAX_DEPTH),
    ],
)
def test_deep_nesting_is_refused(text: str, place: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read_json(_source(text))
    assert caught.value.reason == f"it is nested deeper than {MAX_DEPTH} levels"
    assert caught.value.offset == place


def test_nesting_as_deep_as_allowed_is_read() -> None:
    assert read_json(_source("[" * MAX_DEPTH + "]" * MAX_DEPTH))[0].kind == "sequence"


def test_of_a_key_written_twice_the_last_counts() -> None:
    root = read_json(_source('{"a": "one", "a": "two"}'))[0]
    found = root.get("a")
    assert found
    assert found.text == "two"
    assert len(root.entries) == 2


def test_a_phrase_behind_escapes_is_found_where_it_stands() -> None:
    text = '{"title": "A", "body": "\\ud83d\\ude00 \\"caf\\u00e9\\"\\nyou must"}'
    body = read(Source("a.json", text), Claim("json", Layout(), sure=True)).templates[0].parts[0].body
    assert body.text == '😀 "café"\nyou must'
    place = body.locate(Span(9, 17))
    assert text[slice(*place)] == "you must"
    assert text[slice(*body.locate(Span(3, 7)))] == "caf\\u00e9"
    assert text[slice(*body.locate(Span(0, 1)))] == "\\ud83d\\ude00"


@examples(800)
@given(dice)
def test_json_lines_are_documents_of_their_own(dice: random.Random) -> None:
    writer = _Writer(dice)
    lines = [writer.value(2).replace("\r", "").replace("\n", " ") for _ in range(dice.randint(0, 5))]
    lines = [dice.choice(["", " "]) if dice.random() < 0.1 else line for line in lines]
    text = dice.choice(["\n", "\r\n"]).join(lines) + dice.choice(["", "\n"])
    found, failure = read_jsonl(Source("a.jsonl", text))
    assert failure is None
    assert [_told(root) for root in found] == [_parsed(line) for line in lines if line.strip()]
    for node in scalars(found):
        if node.quoted:
            assert_exact(node, text)


@pytest.mark.parametrize(
    ("text", "count", "failure"),
    [
        ('{"a": 1}\n{"a": }\n{"a": 3}\n', 2, ("it is not valid JSON: expecting value", (2, 7, 15))),
        (
            '{"a": 1},\n{"a": 2}\n',
            1,
            ("it is not valid JSON: something follows after the end of the document", (1, 9, 8)),
        ),
        (
            '{"a": 1}\n{"a": "x\n"}\n',
            1,
            ("it is not valid JSON: a quotation mark that opens here is never closed", (2, 7, 15)),
        ),
        ('{"a": 1}\n{"a": [\n', 1, ("it is not valid JSON: it ends too early", (2, 8, 16))),
        ("\n\n", 0, None),
        ("", 0, None),
    ],
)
def test_the_first_bad_line_of_json_lines_is_told_and_the_others_are_read(
    text: str, count: int, failure: tuple[str, tuple[int, int, int]] | None
) -> None:
    found, told = read_jsonl(Source("a.jsonl", text))
    assert len(found) == count
    assert told == (Failure(failure[0], Position(*failure[1])) if failure else None)
