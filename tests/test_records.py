from __future__ import annotations

import json
import time

import pytest

from macrolint.model import Layer, Layout, Template
from macrolint.readers import Claim, Given, read
from macrolint.sources import Source
from macrolint.spans import FileSpan, Span
from macrolint.writers import write


def _read(text: str, suffix: str = "yaml", layout: Layout | None = None) -> tuple[Template, ...]:
    how = Claim(suffix, layout or Layout(), sure=True, given=Given(inactive=True))
    document = read(Source(f"a.{suffix}", text), how)
    assert document.failure is None
    return document.templates


def _said(templates: tuple[Template, ...]) -> list[tuple[str | None, list[str]]]:
    return [(one.title or one.id, [part.body.text.strip() for part in one.parts]) for one in templates]


def _written(text: str, templates: tuple[Template, ...]) -> list[str]:
    """Return what stands in the file where each part is said to be."""
    places = [part.body.locate(Span(0, len(part.body.text))) for one in templates for part in one.parts]
    return [text[slice(*place)] for place in places]


@pytest.mark.parametrize("body", ["body", "text", "content", "message", "reply"])
@pytest.mark.parametrize("title", ["title", "name"])
def test_a_mapping_with_a_title_and_a_body_is_a_template(title: str, body: str) -> None:
    text = f"- {title}: Late order\n  {body}: you must wait\n"
    found = _read(text)
    assert _said(found) == [("Late order", ["you must wait"])]
    assert found[0].title == "Late order"
    assert found[0].address == "/0"
    assert _written(text, found) == ["you must wait"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: late\nbody: wait\n", [("late", ["wait"])]),
        ("id: 7\nbody: wait\n", [("7", ["wait"])]),
        ("title: A\nvalue: you must wait here\n", [("A", ["you must wait here"])]),
        ("title: A\nvalue: '#fff'\n", []),
        ("title: A\nvalue: dark mode\n", []),
        ("body: wait\n", []),
        ("title: A\nbody: ''\n", []),
        ("title: A\nbody: 12\n", []),
        ("title: A\nbody: '12'\n", [("A", ["12"])]),
        ("title: A\nbody: true\n", []),
        ("title: A\nbody: null\n", []),
        ("title: A\nbody: {a: b}\n", []),
        ("title: ''\nbody: wait\n", [(None, ["wait"])]),
        ("title: A\nbody: 12\ntext: wait\n", [("A", ["wait"])]),
        ("title: A\nnote: wait\n", []),
        ("title: A\nbody: wait\nnote: ask\n", [("A", ["wait", "ask"])]),
        ("title: A\nbody: wait\nnotes: [ask, again]\n", [("A", ["wait", "ask\nagain"])]),
        ("title: A\nbody: wait\nbody: hold\n", [("A", ["hold"])]),
        ("a: {b: {c: [{title: A, body: wait}]}}\n", [("A", ["wait"])]),
        ("title: A\nbody: one\nmore:\n- title: B\n  body: two\n", [("A", ["one"]), ("B", ["two"])]),
        ("title: A\nbody: one\n---\ntitle: B\nbody: two\n", [("A", ["one"]), ("B", ["two"])]),
        ("just a text\n", []),
        ("", []),
        ("- - - title: A\n      body: wait\n", [("A", ["wait"])]),
    ],
)
def test_templates_are_known_by_the_names_of_their_fields(text: str, said: list[tuple[str, list[str]]]) -> None:
    assert _said(_read(text)) == said


def test_a_subject_is_a_part_and_a_title() -> None:
    text = "subject: 'Your order: late'\nbody: you must wait\n"
    found = _read(text)
    assert found[0].title == "Your order: late"
    assert [(part.role, part.markup, part.layers) for part in found[0].parts] == [
        ("subject", "text", (Layer("single"),)),
        ("message", "markdown", (Layer("plain"),)),
    ]
    assert _written(text, found) == ["Your order: late", "you must wait"]


def test_what_a_record_says_of_itself_is_kept() -> None:
    text = (
        "title: A\nid: a-1\nbody: wait\nkind: refund\nchannel: email\nlocale: de\naudience: internal\n"
        "active: no\ntags: one, two\n"
    )
    assert _read(text)[0]._replace(parts=()) == Template(
        "a-1", "A", (), "", "refund", "email", "de", "internal", False, ("one", "two"), span=FileSpan(0, len(text))
    )
    assert _read("title: A\nbody: b\nlanguage: fr\nlocale: de\ntags: [x, y z]\n")[0].language == "fr"
    assert _read("title: A\nbody: b\ntags: [x, y z]\nactive: true\n")[0].tags == ("x", "y z")


def test_aliases_that_go_round_in_a_circle_are_read_once() -> None:
    text = "- &a\n  title: A\n  body: wait\n  again: *a\n  list: &l [*l, *a]\n"
    assert _said(_read(text)) == [("A", ["wait"])]
    assert _said(_read(text, layout=Layout(records="**", title="title", body=("body",)))) == [("A", ["wait"])]


@pytest.mark.parametrize("records", ["**", "*", "*.*.*.*.*.*.*.*.*.*", "**.**.**", "**.*.**"])
def test_a_billion_laughs_are_read_in_linear_time(records: str) -> None:
    lines = ["a0: &a0 {title: A, body: you must wait}"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    started = time.monotonic()
    assert len(_read("\n".join(lines))) == 1
    _read("\n".join(lines), layout=Layout(records=records, body=("body",)))
    assert time.monotonic() - started < 5


def test_a_billion_merges_are_read_in_linear_time() -> None:
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 30)]
    started = time.monotonic()
    assert _read("\n".join([*lines, "last: {<<: *a29, body: wait}"])) == ()
    assert time.monotonic() - started < 5


def test_merged_fields_count_as_the_record_s_own() -> None:
    text = (
        "base: &base {kind: refund, language: de}\nmore: &more {<<: *base, channel: chat}\n"
        "one: {<<: *more, title: A, body: wait, language: fr}\ntwo: {<<: [*more, {kind: x}], title: B, body: hold}\n"
    )
    one, two = _read(text)
    assert (one.title, one.kind, one.channel, one.language) == ("A", "refund", "chat", "fr")
    assert (two.title, two.kind, two.channel, two.language) == ("B", "refund", "chat", "de")


def test_a_merged_body_is_read_where_it_is_written_once() -> None:
    text = "a: &a {title: A, body: you must wait}\nb: {<<: *a, title: B}\n"
    found = _read(text)
    assert _said(found) == [("A", ["you must wait"])]
    assert _written(text, found) == ["you must wait"]


def test_a_body_may_be_a_list_of_lines() -> None:
    text = '{"title": "A", "body": ["Hello,", "you must", "", "wait"]}'
    found = _read(text, "json")
    body = found[0].parts[0].body
    assert body.text == "Hello,\nyou must\n\nwait"
    assert text[slice(*body.locate(Span(7, 15)))] == "you must"
    assert body.exact(Span(7, 15))
    assert not body.exact(Span(4, 9))
    assert not body.exact(Span(6, 7))
    edit = write(found[0].parts[0], Span(7, 15), "you can")
    assert edit
    assert edit.text == "you can"


def test_lines_that_hold_their_breaks_or_blanks_are_joined_as_they_are() -> None:
    assert _read('{"title": "A", "body": ["Hello,\\n", "wait "]}', "json")[0].parts[0].body.text == "Hello,\nwait "
    assert _read('{"title": "A", "body": ["Hello, ", "wait"]}', "json")[0].parts[0].body.text == "Hello, wait"


def test_lines_written_in_several_ways_are_placed_but_not_rewritten() -> None:
    text = "title: A\nbody:\n- 'Hello: a'\n- you must\n- |\n  wait\n"
    part = _read(text)[0].parts[0]
    assert part.body.text == "Hello: a\nyou must\nwait\n"
    assert text[slice(*part.body.locate(Span(9, 17)))] == "you must"
    assert write(part, Span(9, 17), "you can") is None


def test_lines_that_repeat_one_by_an_alias_are_placed_coarsely() -> None:
    text = "title: A\nbody: [&x one, two, *x]\n"
    body = _read(text)[0].parts[0].body
    assert body.text == "one\ntwo\none"
    assert body.coarse
    assert text[slice(*body.locate(Span(4, 7)))] == "[&x one, two, *x]"


def test_bodies_with_tags_are_html_and_others_markdown() -> None:
    assert [
        part.markup
        for one in _read("- {title: A, body: a <b>c</b>}\n- {title: B, body: a < b}\n")
        for part in one.parts
    ] == [
        "html",
        "markdown",
    ]


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (Layout(records="*", title="$key", body=("de", "en")), [("late", ["warten", "wait"]), ("lost", ["hold"])]),
        (Layout(records="macros.*", title="$key", body=("en",)), []),
        (Layout(records="late", id="en", body=("de",)), [("wait", ["warten"])]),
        (Layout(records="**", title="$key", body=("en",)), [("late", ["wait"]), ("lost", ["hold"])]),
        (
            Layout(records="*.*", title="$key", body=("$value",)),
            [("de", ["warten"]), ("en", ["wait"]), ("en", ["hold"])],
        ),
        (Layout(body=("late.en", "lost.en"), title="late.de"), [("warten", ["wait", "hold"])]),
        (Layout(body=("*.en",)), [(None, ["wait", "hold"])]),
        (Layout(body=("**.en",)), [(None, ["wait", "hold"])]),
    ],
)
def test_a_layout_says_where_records_and_fields_are(layout: Layout, said: list[tuple[str, list[str]]]) -> None:
    text = "late: {de: warten, en: wait}\nlost: {en: hold}\n"
    found = _read(text, layout=layout)
    assert _said(found) == said
    assert _written(text, found) == [body for _, bodies in said for body in bodies]


def test_a_layout_reads_subject_note_language_and_kind() -> None:
    text = json.dumps(
        {"items": [{"n": "A", "s": "Late", "b": "wait", "c": ["ask"], "l": "de", "k": "refund", "a.b": "x"}]}
    )
    layout = Layout(
        records="items.*", id="n", title="a.b", body=("b",), subject="s", note=("c", "d"), language="l", kind="k"
    )
    found = _read(text, "json", layout)
    assert found[0]._replace(parts=()) == Template(
        "A", "x", (), "/items/0", "refund", language="de", span=FileSpan(11, len(text) - 2)
    )
    assert [(part.role, part.body.text) for part in found[0].parts] == [
        ("subject", "Late"),
        ("message", "wait"),
        ("note", "ask"),
    ]
    assert _written(text, found) == ["Late", "wait", "ask"]


@pytest.mark.parametrize(
    ("said", "field", "markup"),
    [
        ("html", "", "html"),
        ("text", "", "text"),
        ("markdown", "", "markdown"),
        ("type", "HTML", "html"),
        ("type", "text", "text"),
        ("type", "text/html", "html"),
        ("type", "", "html"),
        (None, "", "html"),
    ],
)
def test_the_format_is_a_constant_or_a_field(said: str | None, field: str, markup: str) -> None:
    text = json.dumps([{"title": "A", "body": "a <b>c</b>", "type": field}])
    part = _read(text, "json", Layout(records="*", title="title", body=("body",), format=said))[0].parts[0]
    assert part.markup == markup
    assert part.body.text == ("a c" if markup == "html" else "a <b>c</b>")
    assert part.layers == ((Layer("html"), Layer("json")) if markup == "html" else (Layer("json"),))


def test_csv_columns_are_named_by_the_header() -> None:
    text = "Key;Antwort;Notiz\nlate;you must wait;ask\nlost;hold;\n"
    layout = Layout(id="Key", title="Key", body=("Antwort",), note=("Notiz",), separator=";")
    found = _read(text, "csv", layout)
    assert _said(found) == [("late", ["you must wait", "ask"]), ("lost", ["hold"])]
    assert [one.id for one in found] == ["late", "lost"]
    assert _written(text, found) == ["you must wait", "ask", "hold"]


def test_csv_columns_are_numbered_without_a_header() -> None:
    text = "late,you must wait,ask\nlost,hold\n"
    found = _read(text, "csv", Layout(title="1", body=("2",), note=("3",), header=False))
    assert _said(found) == [("late", ["you must wait", "ask"]), ("lost", ["hold"])]


def test_a_record_where_the_layout_finds_no_body_is_none() -> None:
    document = read(Source("a.yaml", "a: {b: c}\n"), Claim("yaml", Layout(records="*", body=("body",)), sure=True))
    assert document.templates == ()
    assert document.skipped == "no record where its layout looks"


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_every_part_stands_where_it_says(breaks: str) -> None:
    text = breaks.join(
        [
            "- title: 'It''s late'", "  subject: \"Caf\\u00e9\"", "  body: |", "    Hello,", "", "      you must", "    wait",
            "  note: >-", "    calm", "    down", "",
        ]
    )  # fmt: skip
    subject, message, note = _read(text)[0].parts
    assert (subject.body.text, message.body.text, note.body.text) == (
        "Café",
        "Hello,\n\n  you must\nwait\n",
        "calm down",
    )
    assert text[slice(*subject.body.locate(Span(0, 4)))] == "Caf\\u00e9"
    assert text[slice(*message.body.locate(Span(10, 18)))] == "you must"
    assert text[slice(*message.body.locate(Span(14, 23)))] == f"must{breaks}    wait"
    assert text[slice(*note.body.locate(Span(0, 9)))] == f"calm{breaks}    down"
