"""Prose: lines, paragraphs, sentences, words and zones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrolint.mapping import copied
from macrolint.model import Part
from macrolint.prose import Prose, study
from macrolint.readers.html import read_html
from macrolint.rules.catalog import load_catalog
from macrolint.spans import Span

WORDS = load_catalog().words("en")


def prose(text: str, markup: str = "text") -> Prose:
    if markup == "html":
        page = read_html(copied(text))
        return study(Part("message", "html", page.body, marks=page.marks), WORDS)
    return study(Part("message", markup, copied(text)), WORDS)


def shown(found: Prose, spans: tuple[Span, ...]) -> list[str]:
    return [found.part.body.text[slice(*span)] for span in spans]


def sentences(text: str, markup: str = "text") -> list[str]:
    found = prose(text, markup)
    return shown(found, found.sentences)


def paragraphs(text: str, markup: str = "text") -> list[str]:
    found = prose(text, markup)
    return shown(found, found.paragraphs)


def zones(text: str, label: str, markup: str = "text") -> list[str]:
    found = prose(text, markup)
    return [found.part.body.text[slice(*zone.span)] for zone in found.zones if zone.label == label]


@pytest.mark.parametrize(
    "expected",
    [
        ["You must wait.", "We are sorry."],
        ["Use a browser, e.g. Firefox, or an app, i.e. ours.", "Then wait."],
        ["Ask Dr. Smith or Mr. J. R. Brown vs. Acme Inc. today.", "Thanks."],
        ["It costs 3.50 or 1,000.00 dollars.", "Version 2.0.1 is out."],
        ["See https://a.org/b.html?x=1.", "Then reply."],
        ["Write to help@a.org.", "Or call."],
        ["Wait ... we are looking.", "Good."],
        ["Hmm… let us see.", "Good…", "Now."],
        ["What?!", "Really!!", "Yes."],
        ["Did you try? Yes"[:12], "Yes"],
        ["Done! 😊"],
        ["Hi {{name}}.", "{{product}} is back.", "Ask {{agent}}.", "Thanks."],
        ["He said “wait.”", "She left."],
        ["(It is late.)", "We know."],
        ['"Why?"', "We ask."],
        ["We are open from 9 a.m. to 5 p.m. on weekdays.", "Call us."],
        ["Your ticket is no. {{id}}.", "Keep it."],
        ["So do I.", "You know."],
        ["It came on Jan. 5.", "It left."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected):
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Ann,\nYour order is late.\nWe are sorry", ["Hi Ann,", "Your order is late.", "We are sorry"]),
        ("We will look at it\nand tell you.\nBye", ["We will look at it\nand tell you.", "Bye"]),
        ("We will look at it\r\nand tell you.\r\nBye", ["We will look at it\r\nand tell you.", "Bye"]),
        ("Acme Ltd\n12 High Street\nLondon", ["Acme Ltd", "12 High Street", "London"]),
        ("Send us:\nemail: a\norder number: b", ["Send us:", "email: a", "order number: b"]),
        (
            "Thank you for writing to us about the parcel that\nAnn was waiting for. It is with the carrier, and\nGermany takes longer.",
            ["Thank you for writing to us about the parcel that\nAnn was waiting for.", "It is with the carrier, and\nGermany takes longer."],
        ),
        ("One.\n\n\ntwo", ["One.", "two"]),
        ("", []),
        (" \n\t", []),
    ],
)  # fmt: skip
def test_a_line_break_ends_a_sentence_unless_it_only_wraps(text, expected):
    assert sentences(text) == expected


def test_a_hard_break_of_markdown_ends_a_line():
    assert sentences("Best regards  \nann", "markdown") == ["Best regards", "ann"]
    assert sentences("Best regards\\\nann", "markdown") == ["Best regards", "ann"]
    assert sentences("Best regards\nann", "markdown") == ["Best regards\nann"]


@pytest.mark.parametrize(
    ("text", "markup", "expected"),
    [
        ("One.\nTwo.\n\nThree.\n \t\nFour.", "text", ["One.\nTwo.", "Three.", "Four."]),
        ("One.\r\n\r\nTwo.", "text", ["One.", "Two."]),
        ("Do this:\n- one\n  goes on\n- two\n\nBye", "text", ["Do this:", "one\n  goes on", "two", "Bye"]),
        ("1. one\n2) two\n(3) three\na) four\n• five", "text", ["one", "two", "three", "four", "five"]),
        ("# Title\nText\n\nMore\n====\nrest", "markdown", ["Title", "Text", "More", "rest"]),
        ("| a | b |\n|---|---|\n| c d | e |", "markdown", ["a", "b", "c d", "e"]),
        ("* one\n\n  two\n* three", "markdown", ["one", "two", "three"]),
        ("> said\n\ntext", "markdown", ["said", "text"]),
        ("text\n***\nmore", "markdown", ["text", "more"]),
        ("<p>One.<br>Two.</p><ul><li>a</li><li>b</li></ul>", "html", ["One.\nTwo.", "a\nb"]),
    ],
)
def test_paragraphs(text, markup, expected):
    assert paragraphs(text, markup) == expected


MESSAGE = """Hi {{name}},

Thank you for your message. Your parcel is late. We called the carrier.

- Look at “your orders”.
- Then wait
  a little.

> I want it now.

Kind regards,
Ann
Support"""


@pytest.mark.parametrize("markup", ["text", "markdown"])
@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("greeting", ["Hi {{name}},"]),
        ("opening", ["Thank you for your message. Your parcel is late."]),
        ("body", [MESSAGE[14 : MESSAGE.index("\n\nKind")]]),
        ("sign-off", ["Kind regards,"]),
        ("signature", ["Ann\nSupport"]),
        ("list", ["Look at “your orders”.", "Then wait\n  a little."]),
        ("quote", ["“your orders”", "I want it now."]),
    ],
)
def test_zones_have_exact_spans(label, expected, markup):
    assert zones(MESSAGE, label, markup) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear customer:\nText.", ["Dear customer:"]),
        ("Hello! Text.", ["Hello!"]),
        ("Hey @ann\nText.", ["Hey @ann"]),
        ("Good morning Ann and Bob - text.", ["Good morning Ann and Bob -"]),
        ("Dear Mr. Smith,\nText.", ["Dear Mr. Smith,"]),
        ("Hi Ann.", ["Hi Ann."]),
        ("Hi I can help you with that.", ["Hi"]),
        ("Good morning Ann, text.", ["Good morning Ann,"]),
        ("Hi", ["Hi"]),
        ("History repeats.", []),
        ("Text. Hi", []),
        ("**Hi Ann**,\n\nText.", ["Hi Ann**,"]),
    ],
)
def test_greetings(text, expected):
    assert zones(text, "greeting", "markdown") == expected


@pytest.mark.parametrize(
    ("text", "sign_off", "signature"),
    [
        ("Text.\n\nBest,\nAnn", ["Best,"], ["Ann"]),
        ("Text. Thanks!", ["Thanks!"], []),
        ("Text.\n\nThank you for reading all of this very long sentence to its very end.", [], []),
        ("Thanks.", [], []),
        ("Hi,\n\nThanks for writing.\n\nWe will look into this for you before the end of the day.", [], []),
        (
            "Text.\n\nKind regards,\nAnn\n\nThis message was sent to you by a person, and not by a machine.",
            ["Kind regards,"],
            ["Ann\n\nThis message was sent to you by a person, and not by a machine."],
        ),
        ("Text.\n\n{{agent.name}}", [], []),
        ("Hi,\n\nThanks for that. Text.\n\nHave a great day!\n{{agent}}", ["Have a great day!"], ["{{agent}}"]),
    ],
)
def test_sign_offs(text, sign_off, signature):
    assert zones(text, "sign-off") == sign_off
    assert zones(text, "signature") == signature


def test_code_and_headings_are_zones():
    text = "# Title\n\nRun `ls -l`:\n\n```\nrm x\n```\n"
    assert zones(text, "heading", "markdown") == ["Title"]
    assert zones(text, "code", "markdown") == ["`ls -l`", "```", "rm x", "```"]
    assert zones("<h1>T</h1><p>a <code>b c</code></p><blockquote>q</blockquote>", "code", "html") == ["b c"]
    assert zones("<h1>T</h1><p>a <code>b c</code></p><blockquote>q</blockquote>", "quote", "html") == ["q"]


def test_words_are_counted_as_readers_count_them():
    found = prose("Don’t wait, Ann: it's {{order}} no. 5 at https://a.org")
    assert shown(found, found.words) == ["Don’t", "wait", "Ann", "it's", "no", "5", "at"]


def test_the_sentence_at_a_place_is_found():
    found = prose("One two. Three four.\n\nFive.")
    text = found.part.body.text
    assert shown(found, (found.sentence_at(Span(11, 12)),)) == ["Three four."]
    assert shown(found, (found.sentence_at(Span(0, 3)),)) == ["One two."]
    assert found.sentence_at(Span(len(text), len(text))) == Span(len(text), len(text))


SNIPPETS = ["Hi ", "{{name}}", "\n", "\r\n", "\r", "- ", "> ", "```\n", "# ", "*", "_", "`", "[a](b)", "<p>", "<br>", "</p>", ". ", "?! ", "e.g. ",
            "Thanks,", "Best", "|", "|---|\n", "{% if %}", "http://x.y", "\t", "    ", "“", "”", '"', "a", "É", "😀", "\u2028", "\x85", "\0", "\xa0"]  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(SNIPPETS)).map("".join) | st.text(max_size=80))
def test_any_text_keeps_its_length_and_every_span_lies_inside(text):
    for markup in ("text", "markdown", "html"):
        found = prose(text, markup)
        length = len(found.part.body.text)
        assert len(found.masked) == length
        at = 0
        for sentence in found.sentences:
            assert at <= sentence.start < sentence.end <= length
            at = sentence.end
        for span in (*found.paragraphs, *found.words, *(zone.span for zone in found.zones)):
            assert 0 <= span.start < span.end <= length


@pytest.mark.parametrize(
    "unit", ["a\n", "- a\n", "> a\n", "\n\n", "a. ", "e.g. ", "J. ", "? ", "Thanks\n", '"a ', "“a", "a@", "a.", "Hi, "]
)
@pytest.mark.parametrize("markup", ["text", "markdown"])
def test_time_is_linear_in_the_text(unit, markup):
    start = time.process_time()
    found = prose(unit * (60_000 // len(unit)), markup)
    assert found.zones is not None
    assert found.words is not None
    assert time.process_time() - start < 2
