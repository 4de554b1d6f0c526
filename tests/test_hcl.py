"""Terraform: what a string or heredoc says, and where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrolint.model import Unreadable
from macrolint.paths import root, select
from macrolint.readers import Claim, claim, read
from macrolint.readers.hcl import read_hcl
from macrolint.sources import Source
from macrolint.spans import Span, apply
from macrolint.trees import Node, meaning
from macrolint.writers import write


def _value(text: str, path: str = "a") -> Node:
    return select(root(read_hcl(Source("a.tf", text))), path)[0].node


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"plain"', "plain"),
        (r'"a \"b\" \\ \n \t \u00e9 \U0001F600"', 'a "b" \\ \n \t é \U0001f600'),
        ('"costs $${x} and %%{y}"', "costs ${x} and %{y}"),
        ('"hi ${var.name} there"', "hi ${var.name} there"),
        ('"hi ${lookup("x", "}")} there"', 'hi ${lookup("x", "}")} there'),
        ('"{{ticket.id}}"', "{{ticket.id}}"),
        ("<<EOT\n  one\n    two\nEOT\n", "  one\n    two\n"),
        ("<<-EOT\n  one\n    two\n\n  three\n  EOT\n", "one\n  two\n\nthree\n"),
        ("<<-EOT\n  one \\n $${x}\n  EOT\n", "one \\n ${x}\n"),
        ("<<-EOT\r\n  one\r\n  two\r\n  EOT\r\n", "one\r\ntwo\r\n"),
        ("<<EOT\nEOT\n", ""),
        ("<<-A-B\n\tone\n\tA-B\n", "one\n"),
    ],
)
def test_a_string_says_what_terraform_reads(written: str, said: str) -> None:
    node = _value(f"a = {written}\n")
    mapped = node.mapped()
    assert (node.text, mapped.text, mapped.coarse) == (said, said, False)


def test_each_word_of_a_heredoc_has_its_place() -> None:
    text = "a = <<-EOT\n    you\n      must $${wait}\n  EOT\n"
    mapped = _value(text).mapped()
    for word in ("you", "must", "wait"):
        at = mapped.text.index(word)
        assert text[slice(*mapped.locate(Span(at, at + len(word))))] == word


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ('b "x" "y" { a = 1 }', "b.x.y.a", 1),
        ("b { a = true }", "b.0.a", True),
        ("b { a = 1 }\nb { a = 2 }", "b.*.a", 1),
        ("l = [\n  1, # one\n  2,\n]", "l.1", 2),
        ('o = { a = "x", b : "y" }', "o.b", "y"),
        ('o = { "a b" = "x" }', "o.'a b'", "x"),
        ('a = jsonencode(["x", "y"])', "a.1", "y"),
        ('a = jsonencode({ k : "y" })', "a.k", "y"),
        ("a = var.x[0].y\nb = 1", "b", 1),
        ('a = "x" == "y" ? 1 : 2\nb = 1', "b", 1),
        ('a = [for x in y : "z"]\nb = 1', "b", 1),
        ("a = { for k, v in y : k => v }\nb = 1", "b", 1),
        ('a = merge({\n  x = 1\n}, "y")\nb = 1', "b", 1),
        ("// c\n/* a = 2\n*/ a = 1 # b", "a", 1),
        ("a = null", "a", None),
        ("a = -1.5", "a", -1.5),
    ],
)
def test_values_are_found_by_their_path(text: str, path: str, said: object) -> None:
    assert meaning(_value(text, path)) == said


def test_an_expression_is_no_text() -> None:
    assert [_value(text).is_text for text in ('a = "x" == y', 'a = upper("x")', "a = var.x", "a = 12")] == [False] * 4


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ('a = "x\n', "a quotation mark that opens here is never closed", (1, 5)),
        ("b {\n  a = 1\n", "a brace that opens is never closed", (1, 1)),
        ("a = [1,\n", "a bracket that opens is never closed", (1, 5)),
        ("a = <<EOT\nx\n", "the text that starts with <<EOT has no line that ends it", (1, 5)),
        ("a = \n", "expecting a value", (2, 1)),
        ("= 1\n", "expecting a name", (1, 1)),
        ('a = "' + '${"' * 200, "it is nested deeper than 100 levels", (1, 309)),
        ("a = " + "[" * 200, "it is nested deeper than 100 levels", (1, 105)),
    ],
)
def test_what_is_not_terraform_is_told_with_its_place(text: str, reason: str, place: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as error:
        read_hcl(Source("a.tf", text))
    assert (error.value.reason.removeprefix("it is not valid Terraform: "), (error.value.line, error.value.column)) == (
        reason,
        place,
    )


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t"\\$%{}é'), max_size=60)


def _quoted(text: str) -> str:
    """Write a text as Terraform's own formatter does."""
    for char, escape in (
        ("\\", "\\\\"),
        ('"', '\\"'),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\t", "\\t"),
        ("${", "$${"),
        ("%{", "%%{"),
    ):
        text = text.replace(char, escape)
    return f'"{text}"'


@given(_TEXTS.filter(lambda text: not any(mark in text for mark in ("$${", "%%{", "$$", "%%"))))
@settings(max_examples=400)
def test_what_is_written_as_a_string_is_read_back(text: str) -> None:
    node = _value(f"a = {_quoted(text)}\nb = 1\n")
    mapped = node.mapped()
    assert (node.text, mapped.coarse) == (text, False)
    source = f"a = {_quoted(text)}\nb = 1\n"
    for at, char in enumerate(text):
        written = source[slice(*mapped.locate(Span(at, at + 1)))]
        assert char in written or written.startswith("\\")


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="$%\u2028\u2029\x85"), max_size=20),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 4),
)
@settings(max_examples=300)
def test_a_heredoc_is_read_back_without_its_indentation(lines: list[str], indent: int) -> None:
    lines = [f"x{line}" if number == 0 else line for number, line in enumerate(lines)]
    lines = [line if line.strip() else "" for line in lines]
    written = "".join(f"{' ' * indent if line else ''}{line}\n" for line in lines)
    if any(line.strip() == "EOT" for line in lines):
        return
    mapped = _value(f"a = <<-EOT\n{written}  EOT\n").mapped()
    assert mapped.text == "".join(f"{line}\n" for line in lines)
    assert not mapped.coarse


@pytest.mark.parametrize("body", ['"you must wait"', "<<-EOT\n      you must wait\n    EOT\n"])
def test_a_fix_is_written_as_terraform_has_it(body: str) -> None:
    text = f'resource "zendesk_macro" "a" {{\n  title = "A"\n  actions = [{{ field = "comment_value", value = {body} }}]\n}}\n'
    source = Source("a.tf", text)
    how = claim("a.tf", None, "named")
    assert isinstance(how, Claim)
    part = read(source, how).templates[0].parts[0]
    at = part.body.text.index("must")
    for new in ('"can"', "costs 5 $", "a\\b"):
        edit = write(part, Span(at, at + 4), new)
        assert edit is not None
        again = read(source.edited(apply(text, [edit])), how).templates[0].parts[0]
        assert again.body.text == part.body.text.replace("must", new)
    assert write(part, Span(at, at + 4), "${x}") is None
