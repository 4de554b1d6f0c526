"""Markdown files: one template, or a library whose headings are titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from macrolint.model import Document, Layout
from macrolint.readers.markdown import read_markdown
from macrolint.sources import Source, decode
from macrolint.spans import Span

SHARED = Path(__file__).resolve().parents[2] / "shared"
LIBRARY = Layout(format="markdown", split="headings")


def library(text: str, split: str = "headings") -> Document:
    return read_markdown(Source("SAVED_REPLIES.md", text), Layout(format="markdown", split=split))


def said(document: Document) -> list[tuple[str | None, list[tuple[str, str]]]]:
    return [(one.title, [(part.role, part.body.text) for part in one.parts]) for one in document.templates]


def placed(text: str, document: Document, words: str) -> str:
    """Return what stands in the file where the words of a template come from; they must come from one place."""
    found = [
        text[slice(*part.body.locate(Span(at, at + len(words))))]
        for one in document.templates
        for part in one.parts
        if (at := part.body.text.find(words)) >= 0
    ]
    (only,) = found
    return only


def test_a_file_is_one_template_with_front_matter():
    text = "---\ntitle: Late order\nid: late\ntags: [a, b]\nactive: false\nlocale: en-GB\n---\n# Hi\n\nYou must wait.\n"
    document = read_markdown(Source("late.md", text), Layout(format="markdown", split="file"))
    (one,) = document.templates
    assert (one.title, one.id, one.tags, one.active, one.language) == ("Late order", "late", ("a", "b"), False, "en-GB")
    assert said(document) == [("Late order", [("message", "# Hi\n\nYou must wait.\n")])]
    assert placed(text, document, "You must") == "You must"
    assert one.parts[0].body.exact(Span(6, 14))


def test_a_subject_line_and_a_note_are_parts_of_their_own():
    text = "Subject: Your order\r\n\r\nHi,\r\nit is late.\r\n\r\n<!-- note -->\r\nAsk Ann first.\r\n"
    document = read_markdown(Source("a.md", text), Layout(format="markdown"))
    assert said(document) == [
        ("Your order", [
            ("subject", "Your order"), ("message", "Hi,\r\nit is late.\r\n\r\n"), ("note", "Ask Ann first.\r\n"),
        ])
    ]  # fmt: skip
    assert placed(text, document, "Ask Ann") == "Ask Ann"
    assert placed(text, document, "Your order") == "Your order"


def test_front_matter_that_is_no_yaml_is_a_failure_and_the_text_counts():
    document = read_markdown(Source("a.md", "---\ntitle: [a\n---\nHi\n"), Layout(format="markdown"))
    assert said(document) == [(None, [("message", "Hi\n")])]
    assert document.failure is not None
    assert document.failure.position.line in (2, 3)


def test_a_line_of_dashes_that_is_never_closed_is_text():
    document = read_markdown(Source("a.md", "---\nHi\n"), Layout(format="markdown"))
    assert said(document) == [(None, [("message", "---\nHi\n")])]
    assert document.failure is None


def test_fences_under_headings_are_bodies():
    text = "# Replies\n\nCopy them.\n\n## Late\n\n```\nIt is late.\n\n# no heading\n```\n\n## Lost\n\n~~~markdown\nIt is `lost`.\n~~~\n"
    document = library(text)
    assert said(document) == [
        ("Late", [("message", "It is late.\n\n# no heading")]),
        ("Lost", [("message", "It is `lost`.")]),
    ]
    assert [one.address for one in document.templates] == ["Replies/Late", "Replies/Lost"]
    assert placed(text, document, "It is late") == "It is late"
    assert all(part.markup == "markdown" and part.marks == () for one in document.templates for part in one.parts)


def test_several_fences_under_a_heading_are_several_templates():
    text = "## Late\n\nShort:\n\n```\nOne.\n```\n\nLong:\n\n````\nTwo.\n```\nls\n```\n````\n"
    document = library(text)
    assert [(one.title, one.parts[0].body.text) for one in document.templates] == [
        ("Late (1)", "One."),
        ("Late (2)", "Two.\n```\nls\n```"),
    ]
    assert [part.body.text.strip() for part in document.templates[0].parts if part.role == "note"] == [
        "Short:",
        "Long:",
    ]


def test_the_indentation_of_a_fence_is_taken_off():
    text = "# A\n\n  ```\n  one\n    two\n three\n  ```\n"
    document = library(text)
    assert said(document) == [("A", [("message", "one\n  two\nthree")])]
    assert placed(text, document, "e\n  two") == "e\n    two"
    assert placed(text, document, "three") == "three"


def test_a_fence_that_is_never_closed_goes_on_to_the_end():
    text = "# A\n\n```\none\ntwo\n"
    document = library(text)
    assert said(document) == [("A", [("message", "one\ntwo")])]
    assert said(library("# A\n\n```\none\n~~~")) == [("A", [("message", "one\n~~~")])]


def test_an_empty_fence_is_no_template():
    assert said(library("# A\n\n```\n```\n\n# B\n\n```\nb\n```\n")) == [("B", [("message", "b")])]


def test_quotes_under_headings_are_bodies():
    text = "# Replies\n\nHow to use them.\n\n## Late\n\n> Hi,\n>\n> You must\n>wait.\n\n## Lost\n\n> It is lost.\n"
    document = library(text)
    assert said(document) == [("Late", [("message", "Hi,\n\nYou must\nwait.")]), ("Lost", [("message", "It is lost.")])]
    assert placed(text, document, "Hi,\n\nYou must") == "Hi,\n>\n> You must"
    assert placed(text, document, "must\nwait") == "must\n>wait"


def test_paragraphs_under_headings_are_bodies():
    text = "Introduction.\n\n## Late\n\nHi,\n\nit is *late*.\n\n### Why\n\nThe carrier.\n\n## Lost\n\nIt is lost.\n"
    document = library(text)
    assert said(document) == [
        ("Late", [("message", "Hi,\n\nit is *late*.\n\n### Why\n\nThe carrier.")]),
        ("Lost", [("message", "It is lost.")]),
    ]
    assert placed(text, document, "it is *late*") == "it is *late*"


def test_higher_headings_are_categories():
    text = "# Orders\n\n## Late\n\nA.\n\n## Lost\n\nB.\n\n# Accounts\n\n## Locked\n\nC.\n"
    assert [one.address for one in library(text).templates] == ["Orders/Late", "Orders/Lost", "Accounts/Locked"]


def test_setext_headings_are_titles_too():
    text = "Replies\n=======\n\nLate\n----\n\nA.\n\nLost\n----\n\nB.\n"
    document = library(text)
    assert said(document) == [("Late", [("message", "A.")]), ("Lost", [("message", "B.")])]
    assert [one.address for one in document.templates] == ["Replies/Late", "Replies/Lost"]


def test_windows_line_breaks_make_no_difference():
    text = "# Replies\n\n## Late ##\n\n```\none\ntwo\n```\n\n## Lost\n\n```\nthree\n```\n"
    document = library(text.replace("\n", "\r\n"))
    assert said(document) == said(library(text))
    assert placed(text.replace("\n", "\r\n"), document, "one\ntwo") == "one\r\ntwo"


def test_what_the_layout_says_of_the_cut_holds():
    text = "# A\n\n> quoted\n\n```\nfenced\n```\n"
    assert [
        part.body.text for one in library(text, "quotes").templates for part in one.parts if part.role == "message"
    ] == ["quoted"]
    assert [
        part.body.text for one in library(text, "fences").templates for part in one.parts if part.role == "message"
    ] == ["fenced"]
    assert [part.body.text for one in library(text, "paragraphs").templates for part in one.parts] == [text[5:-1]]


def test_a_file_without_headings_holds_no_template_and_says_so():
    document = library("Just words.\n")
    assert document.templates == ()
    assert document.skipped == "no heading with a reply under it"


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("18f-bug-bounty-responses/canned-responses.md", 2),
        ("airflow-security-canned-responses/canned-responses.md", 6),
        ("angular-style-saved-replies/SAVED_REPLIES.md", 9),
        ("prometheus-saved-replies/saved_replies.md", 6),
    ],
)
def test_a_real_library_is_read(path, count):
    file = SHARED / "corpus" / "native" / path
    if not file.exists():
        pytest.skip("the corpus of real libraries is not beside this checkout")
    source = decode(path, file.read_bytes())
    document = read_markdown(source, LIBRARY)
    assert len(document.templates) == count
    for one in document.templates:
        assert one.title
        body = next(part.body for part in one.parts if part.role == "message")
        assert body.text.strip()
        for line in body.text.split("\n"):
            assert line in source.text
