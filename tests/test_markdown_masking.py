"""Markdown as `prose.markup` masks it, held against markdown-it-py."""

from __future__ import annotations

import random
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from macrolint.placeholders import find, mask
from macrolint.prose.markup import blot

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
WORD = re.compile(r"[^\W_]+|[*_~`]")  # what is left of markup counts: it is text
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
LAZY_MARK = re.compile(r"^[^\r\n]*>.*\r?\n(?:.+\n)*?(?: {4,}|\t)[ \t<]*(?:[-*+]|\d+[.)])", re.M)
INDENTED_HEAD = re.compile(r"^(?: {4,}|\t).*\|.*\r?\n[-:| \t]+-", re.M)
BREAKS = re.compile(r"[\r\n]")


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def handle_data(self, data):
        self.shown.append(data)


def rendered(source: str) -> list[str]:
    """Return the visible words as markdown-it-py has them; code, raw tags and addresses are none."""
    out: list[str] = []
    for token in MARKDOWN.parse(source):
        if token.type == "html_block":
            parser = Text()
            parser.feed(COMMENT.sub("", token.content))
            parser.close()
            out.append("".join(parser.shown))
        elif token.type == "inline":
            out.append("".join(inline(token.children)))
    return WORD.findall(" ".join(out))


def inline(tokens):
    address = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            address = token.type == "link_open" and token.info == "auto"
        elif token.type in ("softbreak", "hardbreak", "code_inline"):
            yield " "
        elif token.type == "image":
            yield from inline(token.children)
        elif token.type in ("text", "text_special") and not address:
            yield token.content


def is_left_out(source: str) -> bool:
    return any(corner.search(source) for corner in (LAZY_MARK, INDENTED_HEAD))


def masked(source: str) -> list[str]:
    text = blot(source, "markdown").text
    assert len(text) == len(source)
    assert [found.span() for found in BREAKS.finditer(text)] == [found.span() for found in BREAKS.finditer(source)]
    return WORD.findall(text)


# Left out, each of them harmless, as nothing visible is lost: bare addresses and raw <script> (we mask them,
# markdown-it does not), a definition right before an indented line (markdown-it takes the line for code), `[x]` tasks (GitHub has them, CommonMark does not), and an indented list mark in a
# lazy line of a block quote (markdown-it leaves CommonMark there), and an indented head of a table in a paragraph.
WORDS = [
    "w{}", "w{}", "w{}", "*w{}*", "**w{}**", "_w{}_", "***w{} w* x**", "~~w{}~~", "`w{}`", "``w{} ` x``", "[w{}](/p{})", "[w{}](<u v> 't{}')",
    "[w{}][ref]", "[ref]", "[w{}]", "[w{}][]", "![w{}](i.png)", "<https://a.org/{}>", "<me{}@x.org>", "<b>w{}</b>", "<br>", "<!-- c{} -->",
    "\\*w{}\\*", "\\_w{}", "a_b_{}", "*", "**", "_", "[", "]", "(", ")", "`", "< ", "&amp;", "2 * 3", "**w{}*", "*w{} **x** y*", "__w{}__",
    "!", "w{}.", "w{},", "w{}  ", "[a *b](c) d*", '[w](x "y)', "[[w{}](u)](v)", "*(w{})*", '"w{}"', "#", "+", "~", "~~", "|", "_a_b", "(_a_)",
    "[x](a(b)c)", "[x](a b)", "![a [b](c)](d)", "=", "-", "**“w{}”**", "[w{}](\n/p)", "<span title='w'>w{}</span>", "&copy;", "&nbsp;",
]  # fmt: skip
INSIDE_WORDS = [
    "a**b*c**d*e",
    "a*b**c*d",
    "***a**b*c",
    "a***b**",
    "a*b*c",
    "**a**b",
    "é*é*",
    "*w{}*x",
    "<i>a</i>b",
    "a[b](c)d",
    "a\\_b",
    "w&eacute;",
    "__a__b",
]
LEADS = [
    "# ", "## ", "###### ", "", "", "", "", "", "", "", "> ", "> ", "- ", "* ", "1. ", "2) ", "    ", "  ", "   - ", "  - ", "> - ", "- > ",
    "```", "~~~", "````", "---", "***", "===", "<div>", "</div>", "<!-- x", "-->", "| a | b |", "|---|---|", "--|--", "a | b ",
    "\t", ">", "-", "1.", "10. ", "<p>w</p> ", "<b>", "     ", "   ", "#### x ####", "+ ", "- - ", ">> ", "| a \\| b | c |",
]  # fmt: skip


def document(random_: random.Random, words: list[str], gaps: list[str]) -> str:
    number, lines = 0, []
    for _ in range(random_.randint(1, 8)):
        if random_.random() < 0.2:
            lines.append(random_.choice(["", "", "> ", ">"]))
            continue
        line = random_.choice(LEADS)
        for count in range(random_.randint(0, 5)):
            number += 1
            line += (random_.choice(gaps) if count else "") + random_.choice(words).replace("{}", str(number))
        lines.append(line)
    if random_.random() < 0.5:
        lines += ["", "[REF]: /u 't'"]
    return random_.choice(["\n", "\n", "\n", "\r\n"]).join(lines)


def test_the_words_are_those_of_markdown_it():
    for seed in range(6000):
        source = document(random.Random(seed), WORDS, [" "])
        assert is_left_out(source) or masked(source) == rendered(source), source


def test_the_letters_are_those_of_markdown_it_where_markup_stands_inside_words():
    for seed in range(6000):
        source = document(random.Random(seed), WORDS + INSIDE_WORDS, [" ", " ", ""])
        assert is_left_out(source) or "".join(masked(source)) == "".join(rendered(source)), source


@settings(deadline=None, max_examples=500)
@given(st.text(alphabet="*_~`[]()<>!\\&#-+>=|:.1a b\n\r\t\"'é\ufffc{%}"))
def test_any_text_keeps_its_length_and_lines(source):
    blotted = blot(source, "markdown")
    masked(source)
    assert all(0 <= start <= len(source) for start in (*blotted.starts, *blotted.hard))
    assert all(0 <= mark.span.start < mark.span.end <= len(source) for mark in blotted.marks)
    masked(mask(source, find(source), "\0"))


def marks(source: str) -> list[tuple[str, str]]:
    return [
        (mark.label, source[slice(*mark.span)]) for mark in sorted(blot(source, "markdown").marks, key=lambda m: m.span)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a `b c` d", [("code", "`b c`")]),
        ("# Title #\ntext", [("heading", "Title")]),
        ("Title\n===\ntext", [("heading", "Title")]),
        ("> said\n> more\n\nx", [("quote", "said"), ("quote", "more")]),
        ("> said\nlazy\n\nx", [("quote", "said"), ("quote", "lazy")]),
        ("- one\n  two\n- three", [("list", "one\n  two"), ("list", "three")]),
        ("- [ ] task", [("list", "task")]),
        ("```sh\nls\n```\nx", [("code", "```sh"), ("code", "ls"), ("code", "```")]),
        ("x\n\n    ls\n\ny", [("code", "ls")]),
        ("x\n    no code", []),
        ("- a\n\n      ls\n", [("list", "a"), ("list", "ls"), ("code", "ls")]),
    ],
)
def test_marks_have_exact_spans(source, expected):
    assert marks(source) == expected


def test_a_placeholder_that_prints_nothing_indents_nothing():
    source = "Hi\n\n{% if vip %}\n{%- if gold -%} You must reply.\n{% endif %}- one\n{% endif %}> two"
    text = blot(mask(source, find(source), "\0"), "markdown")
    assert WORD.findall(text.text) == ["Hi", "You", "must", "reply", "one", "two"]
    assert [(mark.label, source[slice(*mark.span)]) for mark in text.marks] == [("list", "one"), ("quote", "two")]


def test_emphasis_around_a_placeholder_is_masked():
    source = "**{{name}}** and *{% if x %}y{% endif %}*"
    assert "*" not in blot(mask(source, find(source), "\0"), "markdown").text


def test_what_readers_do_not_see_is_masked():
    source = "See [our page](https://a.org/you-must) or <https://b.org>, `you must` and <!-- you must --> &amp; c\\*"
    assert WORD.findall(blot(source, "markdown").text) == ["See", "our", "page", "or", "and", "c", "*"]
    assert "&" in blot(source, "markdown").text


UNITS = [
    "*", "**a ", "_a ", "a_b_", "`", "`a``", "[", "]", "[a](", "[a][", "![", "](", "[a](<", '[a](b "', "<", "<a ", "<a b='", "<!--", "<!-- -->",
    "<?", "~~a", "\\", "&", "&a", "|", "|a|b|\n", "|-", "> ", ">\n", "- ", "- a\n", "1. ", "#", "# a\n", "```\n", "[a]: b\n", "[a]:\n", "=\n",
    "a\n-\n", "    a\n", "a  \n", " ", "\t", "\r", "a@", "www.", "*a_b", "**a*", "<div>\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear_in_the_text(unit):
    for source in (unit * (100_000 // len(unit)), unit + "a" * 100_000, unit + " " * 100_000):
        start = time.process_time()
        blot(source, "markdown")
        assert time.process_time() - start < 1


def test_deep_nesting_before_many_lines_takes_linear_time():
    start = time.process_time()
    blot("- " * 50_000 + "\n" * 50_000 + "> " * 50_000 + "\n>" * 50_000, "markdown")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("blank", ["<insert link>", "<project name>", "<PROJECT NAME>", "<Reporter>"])
def test_a_blank_in_angle_brackets_is_no_tag(blank: str) -> None:
    text = f"A <b>bold</b> {blank} <input disabled> end"
    assert blot(text, "markdown").text == f"A    bold     {blank}                  end"
