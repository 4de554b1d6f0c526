from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest
from generated import assert_exact, dice, examples, row, scalars
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from macrolint.model import Layout, Unreadable
from macrolint.readers import Claim, read
from macrolint.sources import Source, decode
from macrolint.spans import Lines, Span
from macrolint.trees import MAX_DEPTH, Node, compose

SHARED = Path(__file__).resolve().parents[2] / "shared"

_ATOMS = [
    "a", "b", "word", "you must", "calm down", " ", "  ", "\t", "'", "''", '"', "\\", "\\n", '\\"', "\\t", "\\u00e9",
    "\\U0001F600", "\\x41", "\\N", "\\L", "\\P", "\\_", "\\ ", "\\/", "\\e", "\\0", "\\\n", "\\uE000", "\\uD7FF",
    "\\ud83d\\ude00", "\\\t", "#", " #x", ":", ": ", "- ", "-", "?", "? ", "!", "&", "*", "%", "@", "`", "|", ">", "{",
    "}", "[", "]", ",", ".", "é", "😀", "\x85", "\u2028", "\u2029", "\ufeff", "\n", "\n\n", "\n ", "\n  ", "\n    ",
    "\n\t", "\n \t", "---", "...", "=", "<<", "0", "~",
]  # fmt: skip
_PROPERTIES = ["&a ", "&b ", "!!str ", "! ", "!t ", "&a !!str ", "!!str &a ", "&a # c\n     ", "&a\n    "]


class _Writer:
    """Writes files that are YAML about as often as not; whether one is, is for the parser to say."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def file(self) -> str:
        documents = [self.document() for _ in range(self.dice.choice([1, 1, 1, 2]))]
        text = "\n---\n".join(documents) + self.dice.choice(["", "\n", "\n...\n", "\n\n"])
        breaks = self.dice.choice(["\n", "\n", "\n", "\r\n", "\r", ""])
        return "".join((breaks or self.dice.choice(["\n", "\r\n", "\r"])) if char == "\n" else char for char in text)

    def document(self) -> str:
        start = self.dice.choice(["", "", "", "--- ", "---\n", "# c\n---\n", "%YAML 1.2\n---\n", "\ufeff"])
        what = self.dice.random()
        if what < 0.1:
            return start + self.scalar(0)
        if what < 0.75:
            return start + self.mapping(self.dice.choice([0, 0, 2]), 2)
        return start + (self.sequence(0, 2) if what < 0.9 else self.flow(3))

    def properties(self) -> str:
        return self.dice.choice(_PROPERTIES) if self.dice.random() < 0.15 else ""

    def mapping(self, indent: int, depth: int) -> str:
        rows, pad = [], " " * indent
        for _ in range(self.dice.randint(1, 3)):
            what = self.dice.random()
            if what < 0.05:
                rows.append(f"{pad}?{self.value(indent, depth)}\n{pad}:{self.value(indent, depth)}")
            elif what < 0.1:
                rows.append(f"{pad}<<: *a")
            else:
                key = self.dice.choice("abcdefgh") if what < 0.8 else self.properties() + self.scalar(0, key=True)
                rows.append(f"{pad}{key}:{self.value(indent, depth)}")
            if self.dice.random() < 0.1:
                rows.append(self.dice.choice(["", "# comment", "  # c"]))
        return "\n".join(rows)

    def sequence(self, indent: int, depth: int) -> str:
        rows, pad = [], " " * indent
        for _ in range(self.dice.randint(1, 3)):
            what = self.dice.random()
            if depth > 0 and what < 0.35:
                inner = self.mapping if what < 0.2 else self.sequence
                rows.append(f"{pad}- {inner(indent + 2, depth - 1)[indent + 2 :]}")
            else:
                rows.append(f"{pad}-{self.value(indent, depth)}")
        return "\n".join(rows)

    def value(self, indent: int, depth: int) -> str:
        what = self.dice.random()
        if depth == 0 or what < 0.6:
            return f" {self.properties()}{self.scalar(indent)}"
        if what < 0.7:
            return " " + (self.flow(2) if what < 0.65 else "*a")
        if what < 0.85:
            inner = self.mapping(indent + self.dice.choice([1, 2, 3]), depth - 1)
            return f" {self.dice.choice(['', '', '&m ', '# c'])}\n{inner}"
        return "\n" + self.sequence(indent + self.dice.choice([0, 0, 2]), depth - 1) if what < 0.95 else ""

    def flow(self, depth: int) -> str:
        what = self.dice.random()
        if depth == 0 or what < 0.4:
            return self.properties() + self.scalar(0, key=True)
        if what < 0.7:
            return "[" + ", ".join(self.flow(depth - 1) for _ in range(self.dice.randint(0, 3))) + "]"
        pairs = [f"{self.flow(0)}: {self.flow(depth - 1)}" for _ in range(self.dice.randint(0, 3))]
        return "{" + ", ".join(pairs) + "}"

    def scalar(self, indent: int, *, key: bool = False) -> str:
        style = self.dice.choice("p'\"" if key else "p'\"|>r")
        pad = " " * (indent + self.dice.choice([0, 1, 1, 2, 2, 2, 3]))
        text = row(self.dice, _ATOMS)
        inside = text.replace("\n", "\n" + pad)
        if style == "'":
            return "'" + inside.replace("'", "''") + "'"
        if style == '"':
            return '"' + (inside.replace('"', '\\"') if self.dice.random() < 0.8 else inside) + '"'
        if style in "|>":
            return style + self.block(text, pad)
        return inside if style == "r" else self.dice.choice("abcé😀\x85") + inside

    def block(self, text: str, pad: str) -> str:
        header = [self.dice.choice(["", "", "+", "-"]), self.dice.choice(["", "", "", "1", "2", "3", "9"])]
        self.dice.shuffle(header)
        body = [
            ((pad if line or self.dice.random() < 0.3 else "") + line)
            if self.dice.random() < 0.95
            else " " * self.dice.randint(0, 4)
            for line in text.split("\n")
        ]
        end = "\n" * self.dice.choice([0, 0, 1, 2]) + self.dice.choice(["", "", "# end\n", " # c\n"])
        return "".join(header) + self.dice.choice(["", "", " ", "  # c", "\t"]) + "\n" + "\n".join(body) + end


def _values(text: str, *, pure: bool = False) -> list[str]:
    """Return the scalars of a text as the parser has them, what looks like a break in YAML 1.1 kept as a character."""
    free = {"\x85": "\ue100", "\u2028": "\ue101", "\u2029": "\ue102"}
    given = text.translate({ord(char): other for char, other in free.items()})
    back = str.maketrans({other: char for char, other in free.items()})
    events = YAML(typ="safe", pure=pure).parse(given)
    return [event.value.translate(back) for event in events if type(event).__name__ == "ScalarEvent"]


def _composed(text: str) -> list[Node]:
    try:
        return compose(text)
    except Unreadable:
        return []


def test_every_scalar_of_generated_yaml_is_exact() -> None:
    count = 0

    @examples(2500)
    @given(dice)
    def law(dice: random.Random) -> None:
        nonlocal count
        for _ in range(5):
            text = _Writer(dice).file()
            for node in scalars(_composed(text)):
                assert_exact(node, text)
                count += 1

    law()
    assert count > 10_000


@examples(1000)
@given(dice)
def test_scalars_and_failures_are_those_of_the_parser(dice: random.Random) -> None:
    text = _Writer(dice).file()
    expected, found, reason = None, None, ""
    with contextlib.suppress(YAMLError):
        expected = _values(text)
    try:
        found = [node.text for node in scalars(compose(text))]
    except Unreadable as error:
        reason = error.reason
    assert found == expected or "no anchor is called" in reason


@pytest.mark.parametrize("style", ["plain", "'", '"', "|", ">"])
def test_the_pure_parser_reads_plain_files_the_same(style: str) -> None:
    atoms = ["a", "you must", "calm down", " ", "\n", "\n\n", "é", "😀", "-", ":", "'", "\x85", "\u2028", ".", "\n  "]
    count = 0

    @examples(120)
    @given(dice)
    def law(dice: random.Random) -> None:
        nonlocal count
        pad, text = "    ", "w" + row(dice, atoms)
        if style in "|>":
            written = style + dice.choice(["", "-", "+"]) + "\n" + pad + text.replace("\n", "\n" + pad)
        else:
            quote = "" if style == "plain" else style
            written = quote + text.replace("'", "''" if style == "'" else "'").replace("\n", "\n" + pad) + quote
        source = f"- id: 1\n  body: {written}\n  note: &n done\n"
        try:
            expected = _values(source, pure=True)
        except YAMLError:
            return
        found = list(scalars(compose(source)))
        assert [node.text for node in found] == expected
        for node in found:
            assert_exact(node, source)
        count += 1

    law()
    assert count > 60


@examples(1500)
@given(st.text(st.sampled_from("ab:-?&*!|>'\"%@`#{}[],.~=<0 \t\n\r\x00\x07\x85\u2028\ufeff😀\ud800\\"), max_size=40))
def test_nothing_but_unreadable_is_raised_on_noise(text: str) -> None:
    for node in scalars(_composed(text)):
        assert_exact(node, text)


@examples(1500)
@given(dice)
def test_nothing_but_unreadable_is_raised_on_damaged_yaml(dice: random.Random) -> None:
    text = _Writer(dice).file()
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(["", *_ATOMS, "\x00", "\x07"]) + text[at + dice.randint(0, 3) :]
    for node in scalars(_composed(text)):
        assert_exact(node, text)


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("a: 'x\ny: 1", "a quotation mark that opens here is never closed", 3),
        ('a: b\nc: "d\n', "a quotation mark that opens here is never closed", 8),
        ("a: b: c", "mapping values are not allowed in this context", 4),
        ("a:\n\t- b", "found character that cannot start any token", 3),
        ("é: \x07b", "control characters are not allowed", 3),
        ("😀:\r  - \x00", "control characters are not allowed", 7),
        ("\x85: \x07", "control characters are not allowed", 3),
        ("\ufeffa: \x07", "control characters are not allowed", 4),
        ("\ufeffa: 'b", "a quotation mark that opens here is never closed", 4),
        ("a:\n  - b\n  - *c", "no anchor is called 'c'", 13),
        ("x: &a 1\n---\ny: *a", "no anchor is called 'a'", 15),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(text: str, reason: str, place: int) -> None:
    with pytest.raises(Unreadable) as caught:
        compose(text)
    hint = " (a text with quotes, colons, brackets or braces may need quotation marks around it; the fault may be a line before)"
    assert caught.value.reason.removesuffix(hint) == f"it is not valid YAML: {reason}"
    assert caught.value.offset == place
    assert (caught.value.line, caught.value.column) == Lines(text).position(place)[:2]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_is_refused_in_no_time(opening: str) -> None:
    with pytest.raises(Unreadable, match=f"^it is nested deeper than {MAX_DEPTH} levels$"):
        compose(opening * 20_000)
    assert compose("[" * MAX_DEPTH + "]" * MAX_DEPTH)[0].kind == "sequence"


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("&k key: |2\n    text\n", "  text\n", ["  text"]),
        ("!!str key: |2\n    text\n", "  text\n", ["  text"]),
        ("&m\n&k key: >\n  # no comment\n", "# no comment\n", ["# no comment"]),
        ("key:\n- |2\n   text\n", " text\n", [" text"]),
        ("key: &s\n- |2\n   text\n", " text\n", [" text"]),
        ("- - |1\n    text\n", " text\n", [" text"]),
        ("? |1\n  key\n: b\n", " key\n", [" key"]),
        ("- &b:=>x\n", ":=>x", [":=>x"]),
        ("- &a\n  # comment\n  !!str\n  text\n", "text", ["text"]),
        ("\ufeffé\x85---\n", "é\x85---", ["é\x85---"]),
    ],
)
def test_what_stands_before_a_scalar_does_not_shift_it(text: str, value: str, written: list[str]) -> None:
    node = next(node for node in scalars(compose(text)) if node.text == value)
    assert_exact(node, text)
    copies = {piece.text for piece in node.mapped().pieces if piece.copied}
    assert copies & set(written)


@pytest.mark.parametrize("text", ["- &a\n- b\n", "- !!str # c\n- b\n", "a: !\n...\n", '[&a,"x"]', "a: &a # c\n"])
def test_an_empty_scalar_lies_where_its_anchor_or_tag_ends(text: str) -> None:
    empty = next(node for node in scalars(compose(text)) if not node.text)
    assert empty.mapped() == ("", (), empty.span.end, False)
    assert text[: empty.span.end].rstrip(" ")[-1] in "a!r"
    assert empty.span.start == empty.span.end


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_byte_order_mark_shifts_nothing(mark: str, encoding: str) -> None:
    text = "title: Tête 😀\nbody: 'you must'\n"
    content = (mark + text).encode(encoding) if encoding == "utf-8" else text.encode(encoding)
    source = decode("a.yaml", content)
    body = compose(source.text)[0].get("body")
    assert body
    assert source.text == text
    assert text[slice(*body.mapped().locate(Span(0, 8)))] == "you must"
    assert source.encode() == content


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"\\x41\\u00e9\\U0001F600"', "Aé😀"),
        ('"\\N\\L\\P\\_\\e\\0\\a\\v"', "\x85\u2028\u2029\xa0\x1b\0\a\v"),
        ('"a\\\n   b"', "ab"),
        ('"a\\\n\n\n   b"', "a\n\nb"),
        ('"a \\\n \\ b"', "a  b"),
        ('"a\t\n\t b"', "a b"),
        ("'a\x85b'", "a\x85b"),
        ("a\u2028b", "a\u2028b"),
        (">\n a\n\n\n b\n  c\n d\n", "a\n\nb\n c\nd\n"),
        (">+\n\n a\n b\n\n\n", "\na b\n\n\n"),
        ("|2-\n   a\n  b\n", " a\nb"),
        ("|\n a\r b\r\n c\n", "a\nb\nc\n"),
    ],
)
def test_escapes_folds_and_blocks_say_what_yaml_1_2_says(written: str, said: str) -> None:
    text = f"- {written}"
    node = compose(text)[0].items[0]
    assert node.text == said
    assert_exact(node, text)


@pytest.mark.parametrize(
    "escape", ["\\ud83d", "\\udc00", "\\ud83d\\ude00", "\\U00110000", "\\UFFFFFFFF", "\\q", "\\xZZ"]
)
def test_an_escape_that_is_no_character_is_no_yaml(escape: str) -> None:
    with pytest.raises(Unreadable, match=r"^it is not valid YAML: "):
        compose(f'a: "{escape}"')


def test_an_alias_is_the_node_of_its_anchor() -> None:
    root = compose("a: &x one\nb: *x\nc: &x two\nd: *x\n")[0]
    assert root.get("a") is root.get("b")
    assert root.get("c") is root.get("d")
    assert root.get("c") is not root.get("a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", "2"),
        ("x: &b {a: 1}\ny: {<<: *b}\n", None),
        ("<<: {a: 1}\na: 2\n", "2"),
        ("a: 2\n<<: {a: 1}\n", "2"),
        ("<<: [{a: 1}, {a: 2}]\n", "1"),
        ("<<: {b: 1}\n", None),
    ],
)
def test_a_key_says_what_was_written_last_or_merged_first(text: str, said: str | None) -> None:
    found = compose(text)[0].get("a")
    assert (found.text if found else None) == said


def test_the_peers_file_of_edges_is_exact_everywhere() -> None:
    path = SHARED / "peers" / "setup" / "edge.yaml"
    if not path.is_file():
        pytest.skip("the shared folder is not beside the repository")
    source = decode("edge.yaml", path.read_bytes())
    places = []
    for template in read(source, Claim("yaml", Layout(), sure=True)).templates:
        for part in template.parts:
            assert not part.body.coarse
            for phrase in ("you must", "calm down"):
                at = part.body.text.lower().find(phrase)
                if at >= 0:
                    found = part.body.locate(Span(at, at + len(phrase)))
                    written = " ".join(source.text[slice(*found)].replace("\\\n", "").lower().split())
                    assert written == phrase
                    places.append((template.id, source.lines.position(found.start)[:2]))
    assert len(places) == len(set(places)) == 14
    assert "alias" not in dict(places)  # the anchor's text is read once, where it is written


@examples(300)
@given(dice)
def test_line_ends_do_not_change_what_a_template_says(dice: random.Random) -> None:
    text = _Writer(dice).file().replace("\r\n", "\n").replace("\r", "\n")
    texts = [[node.text for node in scalars(_composed(text.replace("\n", one)))] for one in ("\n", "\r\n", "\r")]
    assert texts[0] == texts[1] == texts[2]


def test_a_claimed_yaml_file_that_fails_says_where() -> None:
    source = Source("macros.yaml", "- title: A\n  body: 'open\n")
    failure = read(source, Claim("yaml", Layout(), sure=True)).failure
    assert failure
    assert failure.reason == "it is not valid YAML: a quotation mark that opens here is never closed"
    assert failure.position == (2, 9, 19)
