"""Placeholders that no engine can read, and blocks that do not pair up."""

from __future__ import annotations

import time

import pytest

from macrolint.placeholders import find, mask
from macrolint.placeholders.blocks import paired, tags
from macrolint.placeholders.damage import broken, damaged


def seen(text: str) -> list[tuple[str, str]]:
    """Return the damage in a text, as words and reasons."""
    every = find(text)
    told = (*broken(mask(text, every), text, every), *damaged(text, every))
    return [(text[slice(*one.span)], one.reason) for one in told]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi {{first_name},", "{{first_name}"),
        ("Hi {first_name}},", "{first_name}}"),
        ("Hi {{ first_name }, see {{x}}", "{{ first_name }"),
        ("Hi {{first_name, see {{x}}", "{{first_name"),
        ("Hi first_name}}, see {{x}}", "first_name}}"),
        ("Hi {{{name}},", "{{{name}}"),
        ("Hi {{name}}},", "{{name}}}"),
        ("{% if a }x", "{% if"),
        ("Hi {{}},", "{{}}"),
        ("Hi {%  %},", "{%  %}"),
        ("Hi {{ a | default: 'x }},", "{{ a | default: 'x }}"),
        ("Hi {{ a || | b }},", None),
        ("Hi %{name, bye", "%{name"),
        ("Hi ${name", "${name"),
        ("<OTRS_TICKET_Title, bye", "<OTRS_TICKET_Title"),
    ],
)
def test_marks_that_do_not_pair_up_are_told(text: str, words: str | None) -> None:
    assert [one for one, _ in seen(text)] == ([words] if words else [])


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{link(paper, p={{id}})}}, bye",
        'body {"a": {{x}}} and {a: {b}}',
        ":} and 100%} sure",
        "{{{name}}} {{name}} {name} {% if a %}{% endif %} #{a} %{b} ${c}",
        '{{ a | default: "it\'s" }}',
        "#12 and 5% and $5",
    ],
)
def test_whole_ones_are_left_alone(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ticket.<span class='x'>id</span>}}", "an HTML tag"),
        ("#{<b>ticket.title</b>}", "an HTML tag"),
        ("{{\u00a0ticket.id }}", "a no-break space"),
        ("{{ticket.\u200bid}}", "a character of no width"),
        ("{{ a | default: &quot;x&quot; }}", "an escaped quotation mark"),
        ("{{ a | default: ‘x’ }}", "a typographic quotation mark"),
        ("{{ticket.**id**}}", "Markdown"),
    ],
)
def test_what_an_editor_leaves_behind_is_told(text: str, reason: str) -> None:
    assert seen(text) == [(text, reason)]


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("{% if a %}x{% endif %}", []),
        ("{% if a %}x{% elsif b %}y{% else %}z{% endif %}", []),
        ("{% case a %}{% when 1 %}x{% endcase %}{% for x in y %}{% break %}{% endfor %}", []),
        ("{% if a %}x", ["{% if a %}"]),
        ("x{% endif %}", ["{% endif %}"]),
        ("x{% else %}y", ["{% else %}"]),
        ("{% if a %}{% for x in y %}{% endif %}", ["{% for x in y %}"]),
        ("{% if a %}{% endunless %}{% endif %}", ["{% endunless %}"]),
        ("{{#if a}}x{{else}}y{{/if}}{{^b}}z{{/b}}", []),
        ("{{#if a}}x{{/each}}", ["{{#if a}}", "{{/each}}"]),
        ("{if $a}x{else}y{/if}{foreach $a as $b}{/foreach}", []),
        ("{if $a}x", ["{if $a}"]),
        ("*|IF:A|*x*|ELSE:|*y*|END:IF|*", []),
        ("*|IF:A|*x", ["*|IF:A|*"]),
    ],
)
def test_a_block_without_its_partner_is_told(text: str, lone: list[str]) -> None:
    _, found = paired(tuple(tags(text, find(text))))
    assert [text[slice(*tag.span)] for tag in found] == lone


@pytest.mark.parametrize(
    "unit",
    ["{{", "}}", "a}}", "{{a}}}", "{%if%}", "{%if%}{%endfor%}", "{{#a}}", "{{/a}}", "*|A", "<OTRS_A", "a ", "{{ a "],
)
def test_time_is_linear_in_the_text(unit: str) -> None:
    for text in (unit * (30_000 // len(unit)), unit + "a" * 30_000, unit + " " * 30_000):
        every = find(text)
        masked = mask(text, every)
        start = time.process_time()
        list(broken(masked, text, every))
        list(damaged(text, every))
        paired(tuple(tags(text, every)))
        assert time.process_time() - start < 2
