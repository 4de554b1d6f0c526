"""gettext PO: entries, what their texts say, and where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrolint.model import Template
from macrolint.readers import Claim, claim, read
from macrolint.sources import Source
from macrolint.spans import Span, apply
from macrolint.writers import write

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: pt_BR\\n"\n\n'


def _read(text: str, name: str = "a.po") -> tuple[Template, ...]:
    how = claim(name, None, "named")
    assert isinstance(how, Claim)
    return read(Source(name, text), how).templates


def _said(text: str, name: str = "a.po") -> list[tuple[str | None, str | None, str]]:
    return [(one.title, one.language, one.parts[0].body.text) for one in _read(text, name)]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ('msgid "late"\nmsgstr "you must wait"\n', [("late", "pt_BR", "you must wait")]),
        ('msgctxt "mail"\nmsgid "late"\nmsgstr "wait"\n', [("mail", "pt_BR", "wait")]),
        ('msgid "late"\nmsgstr ""\n"one "\n"two\\n"\n"three"\n', [("late", "pt_BR", "one two\nthree")]),
        ('msgid "late"\nmsgstr "\\"a\\" \\\\ \\t \\x41 \\101"\n', [("late", "pt_BR", '"a" \\ \t A A')]),
        (
            'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "one"\nmsgstr[1] "more"\n',
            [("a", "pt_BR", "one"), ("a", "pt_BR", "more")],
        ),
        ('msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr "two"\n', [("b", "pt_BR", "two")]),
        ('#, fuzzy\nmsgid "a"\nmsgstr "one"\n\n#: x.c:1\nmsgid "b"\nmsgstr "two"\n', [("b", "pt_BR", "two")]),
        ('msgid "a"\nmsgstr "one"\nmsgid "b"\nmsgstr "two"\n', [("a", "pt_BR", "one"), ("b", "pt_BR", "two")]),
        ('#~ msgid "old"\n#~ msgstr "gone"\n\nmsgid "b"\nmsgstr "two"\n', [("b", "pt_BR", "two")]),
        ('msgid "a"\r\nmsgstr "one"\r\n', [("a", "pt_BR", "one")]),
    ],
)
def test_an_entry_is_a_template_in_the_language_of_the_file(entries: str, said: list[tuple[str, str, str]]) -> None:
    assert _said(HEADER + entries) == said


def test_a_source_without_translations_says_its_own_words() -> None:
    assert _said('msgid "You must wait."\nmsgstr ""\n\nmsgid "ok"\nmsgstr ""\n', "a.pot") == [
        ("You must wait.", None, "You must wait.")
    ]


def test_an_entry_that_cannot_be_read_is_told_and_the_others_are_read() -> None:
    text = HEADER + 'msgid "a"\nmsgstr "one"\n\nmsgid "b"\nmsgstr "say "hi" now"\n\nmsgid "c"\nmsgstr "three"\n'
    how = claim("a.po", None, "named")
    assert isinstance(how, Claim)
    document = read(Source("a.po", text), how)
    assert [one.title for one in document.templates] == ["a", "c"]
    assert document.failure is not None
    assert document.failure.reason == (
        "it is not valid PO: something follows a quotation mark; one inside a text needs a backslash before it"
    )
    assert document.failure.position[:2] == (10, 14)


def test_each_word_has_its_place_across_the_lines_of_a_text() -> None:
    text = HEADER + 'msgid "a"\nmsgstr ""\n"you \\"must\\" "\n"wa"\n"it here"\n'
    body = _read(text)[0].parts[0].body
    assert body.text == 'you "must" wait here'
    for word, written in (("must", "must"), ("here", "here"), ("wait", 'wa"\n"it')):
        at = body.text.index(word)
        assert text[slice(*body.locate(Span(at, at + len(word))))] == written


def _line(text: str) -> str:
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, escape)
    return f'"{text}"\n'


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t"\\'), max_size=30),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=400)
def test_what_is_written_in_lines_is_read_back(lines: list[str]) -> None:
    said = "".join(lines)
    if not said.strip():
        return
    text = HEADER + 'msgid "a"\nmsgstr ""\n' + "".join(map(_line, lines))
    (template,) = _read(text)
    body = template.parts[0].body
    assert not body.coarse
    if template.parts[0].markup != "html":
        assert body.text == said


def test_a_fix_is_written_with_its_escapes() -> None:
    text = HEADER + 'msgid "a"\nmsgstr ""\n"you must "\n"wait"\n'
    part = _read(text)[0].parts[0]
    edit = write(part, Span(4, 8), 'can "now"\n')
    assert edit is not None
    assert _read(apply(text, [edit]))[0].parts[0].body.text == 'you can "now"\n wait'
    assert write(part, Span(4, 13), "x") is None
