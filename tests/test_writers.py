from __future__ import annotations

import csv
import io
import json
import random

import pytest
from generated import dice, examples, row
from hypothesis import given

from macrolint.mapping import copied
from macrolint.model import Document, Layer, Layout, Part
from macrolint.readers import Claim, read
from macrolint.sources import Source
from macrolint.spans import Edit, FileSpan, Span, apply
from macrolint.writers import encode, write

_ATOMS = [
    "a", "word", "you must", "calm down", " ", " ", "  ", "\n", "\n", "\n\n", "\n\n\n", "\n ", "'", '"', "\\", ":",
    ": ", " #", "#", "- ", "-", "é", "😀", ",", ";", "{", "]", "&", "*", "true", "12", "\x85", "\u2028", "|", ">", "%",
]  # fmt: skip
_NEW = [
    "", "please", "you can", "a b", "It's", '"quoted"', "a: b", "# no", "x #y", "-", "- x", "true", "12", "null", "~",
    " ", " x", "x ", "\n", "x\ny", "x\n\ny", "\nx", "x\n", "x \ny", "x\n y", "😀", "é", "a,b", "a;b", "a\tb", "\\", "\\n",
    "{{name}}", "[x]", "&amp;", "<b>", "\x07", "\x85", "\u2028", "\ufeff", "\r", "|", ">", "%", "@", "`", "!", "?", ":",
    "'", '"', "''", '""', "---", "x:", "...",
]  # fmt: skip
_YAML = ["plain", "single", "double", "literal", "folded"]


def _yaml_scalar(dice: random.Random, style: str, text: str, pad: str) -> str:
    if style in ("literal", "folded"):
        lines = "".join(f"{pad}{line}\n" if line else "\n" for line in text.split("\n"))
        return ("|" if style == "literal" else ">") + dice.choice(["", "-", "+", "2", "2-"]) + "\n" + lines
    inside = text.replace("\n", "\n" + pad)
    if style == "single":
        return "'" + inside.replace("'", "''") + "'\n"
    if style == "double":
        escaped = json.dumps(text, ensure_ascii=False)
        return (escaped if dice.random() < 0.5 else escaped.replace("\\n", "\n" + pad)) + "\n"
    return "w" + inside + "\n"


def _file(dice: random.Random, style: str) -> tuple[Source, Claim]:
    text = row(dice, _ATOMS)
    if style in _YAML:
        written = _yaml_scalar(dice, style, text, "    ")
        content = f"- title: A\n  body: {written}" + dice.choice(["", "  kind: b\n", "- title: B\n  body: last one\n"])
        if dice.random() < 0.2:
            content = content.replace("\n", "\r\n")
        return Source("a.yaml", content), Claim("yaml", Layout(format="text"), sure=True)
    if style == "json":
        content = json.dumps([{"title": "A", "body": text}], ensure_ascii=dice.random() < 0.5)
        return Source("a.json", content), Claim("json", Layout(format="text"), sure=True)
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if style == "quoted" else csv.QUOTE_MINIMAL
    csv.writer(out, quoting=quoting).writerows([["title", "body", "kind"], ["A", text, "b"], ["B", "last one", ""]])
    return Source("a.csv", out.getvalue()), Claim("csv", Layout(format="text", separator=","), sure=True)


def _texts(document: Document) -> list[str]:
    assert document.failure is None
    return [part.body.text for template in document.templates for part in template.parts]


def _spans(dice: random.Random, text: str) -> Span:
    start = dice.randint(0, len(text))
    return Span(start, dice.choice([start, min(start + 1, len(text)), dice.randint(start, len(text)), len(text)]))


@pytest.mark.parametrize("style", [*_YAML, "json", "quoted", "unquoted"])
def test_what_is_written_reads_back_as_meant(style: str) -> None:
    done = 0

    @examples(700)
    @given(dice)
    def law(dice: random.Random) -> None:
        nonlocal done
        source, how = _file(dice, style)
        document = read(source, how)
        if document.failure or not document.templates or document.templates[0].title != "A":
            return
        before, part = _texts(document), document.templates[0].parts[0]
        for _ in range(5):
            span, new = _spans(dice, part.body.text), dice.choice(_NEW)
            edit = write(part, span, new, source.newline)
            if edit is None:
                continue
            done += 1
            again = source.edited(apply(source.text, [edit]))
            meant = part.body.text[: span.start] + new + part.body.text[span.end :]
            assert _texts(read(again, how)) == [meant, *before[1:]], (source.text, span, new, again.text)

    law()
    assert done > 300


_PLACES = {
    "plain": "- title: A\n  body: Hello, you must wait\n    here (you must)\n",
    "single": "- title: A\n  body: 'It''s late: you must\n    wait here'\n",
    "double": '- title: A\n  body: "Hello \\"you\\"\\nyou must\n    wait \\\n    here"\n',
    "literal": "- title: A\n  body: |\n    Hello:\n\n      you must wait\n    here\n",
    "folded": "- title: A\n  body: >-\n    Hello: a\n    you must\n    wait\n",
    "json": '[{"title": "A", "body": "Hello \\u00e9\\nyou must wait"}]',
    "quoted": 'title,body\nA,"Hello ""you"",\nyou must wait"\n',
    "unquoted": "title;body\nA;Hello, you must wait\n",
}


@pytest.mark.parametrize("style", _PLACES)
@pytest.mark.parametrize("new", ["you can", "please", "could you", "we don't", "you’ll"])
def test_ordinary_words_are_written_in_every_style(style: str, new: str) -> None:
    suffix = {"json": "json", "quoted": "csv", "unquoted": "csv"}.get(style, "yaml")
    source, how = Source(f"a.{suffix}", _PLACES[style]), Claim(suffix, Layout(format="text"), sure=True)
    part = read(source, how).templates[0].parts[0]
    at = part.body.text.index("you must")
    edit = write(part, Span(at, at + 8), new)
    assert edit
    assert source.text[slice(*edit.span)] == "you must"
    assert edit.text == (new.replace("'", "''") if style == "single" else new)
    again = read(source.edited(apply(source.text, [edit])), how)
    assert _texts(again) == [part.body.text.replace("you must", new, 1)]


@pytest.mark.parametrize("style", ["plain", "single", "double", "literal", "folded"])
def test_words_across_a_line_of_yaml_are_written_on_one(style: str) -> None:
    opening, closing = {"plain": ("", ""), "single": ("'", "'"), "double": ('"', '"')}.get(style, ("", ""))
    head = {"literal": "|\n    ", "folded": ">\n    "}.get(style, "")
    source = Source("a.yaml", f"- title: A\n  body: {head}{opening}Now you\n    must wait{closing}\n")
    how = Claim("yaml", Layout(format="text"), sure=True)
    part = read(source, how).templates[0].parts[0]
    edit = write(part, Span(4, 12), "you can")
    assert edit
    assert _texts(read(source.edited(apply(source.text, [edit])), how)) == [
        f"{part.body.text[:4]}you can{part.body.text[12:]}"
    ]


@pytest.mark.parametrize(
    ("layer", "text", "written"),
    [
        (Layer("text"), "a\nb", "a\nb"),
        (Layer("text", "> "), "a\nb", "a\n> b"),
        (Layer("html"), "a < b & c", "a &lt; b &amp; c"),
        (Layer("html"), "a\nb", None),
        (Layer("json"), 'a "b"\n\\', 'a \\"b\\"\\n\\\\'),
        (Layer("json"), "é😀", "é😀"),
        (Layer("double"), "a\x7f\x85\u2028\ufeff", "a\\u007f\\u0085\\u2028\\ufeff"),
        (Layer("single"), "it's", "it''s"),
        (Layer("single"), "a\nb", None),
        (Layer("csv"), 'a "b"', 'a ""b""'),
        (Layer("csv", special=';"\r\n'), "a, b", "a, b"),
        (Layer("csv", special=';"\r\n'), "a; b", None),
        (Layer("plain"), "a b", "a b"),
        (Layer("plain"), "a: b", None),
        (Layer("plain"), "- a", None),
        (Layer("plain"), "", ""),
        (Layer("literal", "  "), "a\nb", "a\n  b"),
        (Layer("literal", "  "), "a\n\nb", "a\n\n  b"),
        (Layer("folded", "  "), "a\nb", "a\n\n  b"),
        (Layer("folded", "  "), "a\n\nb", "a\n\n\n  b"),
        (Layer("mixed"), "a", None),
    ],
)
def test_each_style_writes_as_it_is_read(layer: Layer, text: str, written: str | None) -> None:
    assert encode(text, layer) == written


def test_line_breaks_are_those_of_the_file() -> None:
    assert encode("a\nb", Layer("literal", "  "), "\r\n") == "a\r\n  b"
    assert encode("a\nb", Layer("folded", "  "), "\r\n") == "a\r\n\r\n  b"
    assert encode("a\nb", Layer("csv"), "\r\n") == "a\nb"
    assert encode("a\nb", Layer("text"), "\r\n") == "a\r\nb"
    assert encode("a\nb", Layer("json"), "\r\n") == "a\\nb"


def test_html_in_json_is_written_through_both() -> None:
    source = Source("a.json", '[{"title": "A", "body": "<p class=\\"x\\">you must wait</p>"}]')
    how = Claim("json", Layout(), sure=True)
    part = read(source, how).templates[0].parts[0]
    edit = write(part, Span(0, 8), '"R & D" can')
    assert edit == Edit(FileSpan(40, 48), '\\"R &amp; D\\" can')
    assert _texts(read(source.edited(apply(source.text, [edit])), how)) == ['"R & D" can wait']


@pytest.mark.parametrize("new", ["", " must", "must ", "a  b", "a\tb", "a\nb"])
def test_html_that_would_lose_a_blank_is_not_written(new: str) -> None:
    source = Source("a.json", '[{"title": "A", "body": "<p>you must wait</p>"}]')
    part = read(source, Claim("json", Layout(), sure=True)).templates[0].parts[0]
    assert write(part, Span(4, 8), new) is None


def test_a_coarse_text_is_not_written() -> None:
    part = Part("message", "text", copied("you must", 3)._replace(coarse=True))
    assert write(part, Span(0, 3), "we") is None
    assert write(part._replace(body=copied("you must", 3)), Span(0, 3), "we") == Edit(FileSpan(3, 6), "we")
