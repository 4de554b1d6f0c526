"""HTML as `readers.html` reads it, held against `html.parser`."""

from __future__ import annotations

import json
import random
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrolint.mapping import copied
from macrolint.model import Mark
from macrolint.readers.html import looks_like_html, read_html, title_of
from macrolint.scalars import json_string
from macrolint.spans import FileSpan, Span

HIDDEN = ("script", "style", "head", "svg", "select")
BREAKS = (*"p div ul ol li blockquote pre h1 h2 table tr td br hr".split(), *HIDDEN)


class Oracle(HTMLParser):
    """The visible text, with a blank where a block starts or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden = 0
        self.shown: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in HIDDEN
        self.shown.append(" " if tag in BREAKS and tag not in HIDDEN else "")

    def handle_startendtag(self, tag, attrs):
        self.shown.append(" " if tag in BREAKS else "")

    def handle_endtag(self, tag):
        self.hidden -= tag in HIDDEN
        self.shown.append(" " if tag in BREAKS and tag not in HIDDEN else "")

    def handle_data(self, data):
        if not self.hidden:
            self.shown.append(data)


def oracle(source: str) -> list[str]:
    parser = Oracle()
    parser.feed(source)
    parser.close()
    return "".join(parser.shown).split()


PLACEHOLDERS = [
    "{%if a < b%}", '{{ a | default: "<b>" }}', "{{ticket.id}}", "<OTRS_CUSTOMER_Subject>", "#{ticket.title}",
    "{% if x == '</p>' %}", "<%= order > 3 %>", "{{{name}}}",
]  # fmt: skip
TEXTS = [
    "word", "Two words.", "nbsp&nbsp;here", "&amp;", "&lt;3", "a &#39; b", "&#x2019;s", "&copy 2026", "AT&T", "a & b", "&eacute;t&eacute;",
    "&bogus;", "&#128512;", "😀", "é", "<3", "a < b", "1<2", "  many   blanks ", "line\nbreak", "\r\n\t", "\xa0", "it's", '"quoted"', "x > y",
    "&#8203;", "&quot;there&quot;", "a=b", "&notin;", "&ampx", "]]>", "--", "<>", "< p>",
]  # fmt: skip
SINGLE = [
    "<br>", "<br/>", "<BR />", "<hr>", "<img alt='a > b' src=x>", '<img src="a.png" title="<b>x</b>">', "<!-- hidden -->",
    "<!-- <p>hidden</p> > -->", "<!DOCTYPE html>", "<script>if (a < b) { x('</p>') }</script>", "<style>p > a { }</style>", "<?php echo ?>",
    "<select><option>no</option></select>", "<svg><text>no</text></svg>", "<head><title>no</title></head>", "<!---->",
]  # fmt: skip
PAIRED = [
    ("<p>", "</p>"), ('<p class="a > b">', "</p>"), ("<div>", "</div>"), ("<b>", "</b>"), ("<a href='x?a=1&amp;b=2'>", "</a>"),
    ("<span style=color:red>", "</span >"), ("<ul><li>", "</li></ul>"), ("<blockquote>", "</blockquote>"), ("<code>", "</code>"),
    ("<pre>", "</pre>"), ("<h1>", "</h1>"), ("<table><tr><td>", "</td></tr></table>"), ("<EM\n id=x>", "</EM>"), ("<o:p>", "</o:p>"),
    ('<a title="it\'s">', "</a>"), ("<p>", ""), ("<b>", ""), ("", "</p>"), ("", "</i>"), ("<input disabled>", ""),
]  # fmt: skip


def fragment(random_: random.Random, depth: int = 3) -> tuple[str, str]:
    """Return a fragment, and the same with a word in place of each placeholder.

    Left out: tags without their `>`, tags inside tags and bogus comments such as `</ p>`, where
    html.parser has changed its mind between versions and no mail editor writes them.
    """
    out, plain = "", ""
    for _ in range(random_.randint(1, 5)):
        kind = random_.random()
        if kind < 0.4 or not depth:
            one = other = random_.choice(TEXTS)
        elif kind < 0.55:
            one = other = random_.choice(SINGLE)
        elif kind < 0.68:
            number = random_.randrange(len(PLACEHOLDERS))
            one, other = PLACEHOLDERS[number], f"PLACEHOLDER{number}"
        else:
            opening, closing = random_.choice(PAIRED)
            inside, other = fragment(random_, depth - 1)
            one, other = opening + inside + closing, opening + other + closing
        # "<" before a name or "&" before a letter must not come about by chance
        gap = random_.choice([" ", "", "\n"]) if not out.endswith(("<", "&")) and one[:1] in "<{" else " "
        out, plain = out + gap + one, plain + gap + other
    return out, plain


def shown(source: str) -> list[str]:
    text = read_html(copied(source)).body.text
    for number, placeholder in enumerate(PLACEHOLDERS):
        text = text.replace(placeholder, f"PLACEHOLDER{number}")
    return text.split()


def test_the_words_are_those_of_the_standard_parser():
    for seed in range(6000):
        source, plain = fragment(random.Random(seed))
        assert shown(source) == oracle(plain), source


def test_every_character_knows_where_it_came_from():
    for seed in range(2000):
        source, _ = fragment(random.Random(seed))
        body = read_html(copied(source)).body
        at = 0
        for piece in body.pieces:
            assert piece.source.start >= at
            at = piece.source.end
            if piece.copied:
                assert source[piece.source.start : piece.source.end] == piece.text
            elif piece.text.strip():
                entity = source[piece.source.start : piece.source.end]
                assert entity.startswith("&")
                assert oracle(f"x{entity}x") == f"x{piece.text}x".split()
        assert body.end <= len(source)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="<>/!-a b=\"'&;#x1p{}%\n\\é😀"))
def test_any_text_is_read(source):
    page = read_html(copied(source))
    assert all(0 <= mark.span.start < mark.span.end <= len(page.body.text) for mark in page.marks)
    for at in range(len(page.body.text)):
        start, end = page.body.locate(Span(at, at + 1))
        assert 0 <= start < end <= len(source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one<br>two", "one\ntwo"),
        ("one<br><br>two", "one\n\ntwo"),
        ("one<br>\n<br/>two", "one\n\ntwo"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>three", "one\ntwo\n\nthree"),
        ("one <b> two</b>", "one two"),
        ("one<b> two </b> three", "one two three"),
        ("  <p> one </p>  ", "one"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("a&nbsp;b", "a\xa0b"),
        ("<td>a</td><td>b</td>", "a\nb"),
        ("<head><title>x</title><body>y", "y"),
        ("<style>p{}</style>a<script>b</script>c", "ac"),
        ("I <3 you", "I <3 you"),
        ("", ""),
    ],
)
def test_blocks_and_breaks(source, text):
    assert read_html(copied(source)).body.text == text


def test_an_entity_is_located_as_a_whole():
    source = "<p>don&#39;t &amp; won&rsquo;t</p>"
    body = read_html(copied(source)).body
    assert body.text == "don't & won’t"
    assert body.locate(Span(3, 4)) == FileSpan(6, 11)
    assert body.locate(Span(0, 5)) == FileSpan(3, 12)
    assert source[slice(*body.locate(Span(8, 13)))] == "won&rsquo;t"


def test_a_span_across_a_tag_is_located_but_not_to_be_rewritten():
    source = "<p>You <b>must</b> reply</p>"
    body = read_html(copied(source)).body
    assert body.text == "You must reply"
    assert source[slice(*body.locate(Span(0, 8)))] == "You <b>must"
    assert not body.exact(Span(0, 8))
    assert body.exact(Span(4, 8))


def test_html_inside_a_json_string_is_located_in_the_file():
    source = '{"body": "<p class=\\"a\\">Hi \\u00e9t\\u00e9 &amp;\\n<b>you must<\\/b> reply\\ud83d\\ude00</p>"}'
    outer = json_string(source, 9, len(source) - 1)
    assert outer.text == json.loads(source)["body"]
    body = read_html(outer).body
    assert body.text == "Hi été & you must reply😀"
    at = body.text.index("you must")
    assert source[slice(*body.locate(Span(at, at + 8)))] == "you must"
    assert body.exact(Span(at, at + 8))
    assert source[slice(*body.locate(Span(3, 6)))] == "\\u00e9t\\u00e9"
    assert source[slice(*body.locate(Span(7, 8)))] == "&amp;"
    assert source[slice(*body.locate(Span(len(body.text) - 1, len(body.text))))] == "\\ud83d\\ude00"


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ("a <code>b c</code> d", [("code", "b c")]),
        ("<ul><li>one <b>two</b></li><li>three</li></ul>", [("list", "one two"), ("list", "three")]),
        ("x<blockquote><p>said</p><p>more</p></blockquote>y", [("quote", "said\n\nmore")]),
        ("<h2> Title </h2>text", [("heading", "Title")]),
        ("<li>open <li>next", [("list", "open"), ("list", "next")]),
        ("<pre>\nx  y\n</pre>z", [("code", "x  y")]),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", [("list", "a\n\nb"), ("list", "b")]),
        ("<code></code>", []),
    ],
)
def test_marks_have_exact_spans(source, marks):
    page = read_html(copied(source))
    assert [(mark.label, page.body.text[slice(*mark.span)]) for mark in page.marks] == marks
    assert all(isinstance(mark, Mark) for mark in page.marks)


@pytest.mark.parametrize(
    "unit",
    [
        "<a ", "<!--", '<a "', "<a '", '<a b="', "<a b='\"", "<a\"'", "&", "&#", "&a", "&amp;", "<", "</", "<div", "</a", "<!", "<?", "<p>",
        "<script>", "<li>", "<blockquote>", "</li>", "<br>", " a", "\n", "<svg>", "<pre>", "<title>", "<x =", "{{", "{%",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_text(unit):
    for source in (unit * (300_000 // len(unit)), unit + "a" * 300_000, unit + " " * 300_000):
        start = time.process_time()
        read_html(copied(source))
        assert time.process_time() - start < 2


def test_html_is_told_from_text():
    assert looks_like_html("Hi,<br/>you")
    assert looks_like_html('<A HREF="x">y</A>')
    assert not looks_like_html("a < b and <name> and <3")


def test_a_page_has_a_title():
    assert title_of("<head><TITLE>\n A &amp; B </title>") == "A & B"
    assert title_of("<title> </title>") is None
    assert title_of("no page") is None
