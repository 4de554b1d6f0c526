"""Parts of patterns: what a rule file gives a name stands wherever its patterns have that name in braces."""

from __future__ import annotations

import pytest

from macrolint.model import MacrolintError
from macrolint.rules.load import load_rule

RULE = """id: shop/lamp
message: “{match}” is old.
parts:
  colour: [red, green, 'gr[ae]y']
  lamp: ['{colour} lamps?', lantern]
"""


def patterns(rest: str) -> list[str]:
    return [cue.text for cue in load_rule("x.yaml", f"{RULE}{rest}\n", "shop/lamp", "shop").cues]


def test_a_part_is_any_of_its_pieces_and_may_name_those_before_it() -> None:
    assert patterns(r"patterns: ['\bour {lamp}{1,2} is {colour}']") == [
        r"\bour (?:(?:red|green|gr[ae]y) lamps?|lantern){1,2} is (?:red|green|gr[ae]y)"
    ]


def test_a_brace_behind_a_backslash_names_nothing() -> None:
    assert patterns(r"patterns: ['a \{colour\}']") == [r"a \{colour\}"]


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("patterns: ['a {color}']", "there is no part 'color'"),
        ("phrases: [a lamp]", "only patterns have parts"),
    ],
)
def test_a_part_that_cannot_be_is_shown_with_its_place(rest: str, message: str) -> None:
    with pytest.raises(MacrolintError, match=message) as raised:
        patterns(rest)
    assert raised.value.frame


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("{Colour: [red]}", "'Colour' is no name for a part"),
        ("{colour: []}", "the part 'colour' is empty"),
        ("{lamp: ['{colour} lamp'], colour: [red]}", "there is no part 'colour'"),
    ],
)
def test_parts_that_cannot_be_read_are_named(parts: str, message: str) -> None:
    text = f"id: shop/lamp\nmessage: It is old.\nparts: {parts}\npatterns: ['a lamp']\n"
    with pytest.raises(MacrolintError, match=message):
        load_rule("x.yaml", text, "shop/lamp", "shop")
