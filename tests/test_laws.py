"""The six laws catch what they are there for: a whole rule, broken in one way after another."""

from __future__ import annotations

import pytest

from macrolint.rules.catalog import Catalog, load_catalog
from macrolint.rules.load import load_rule
from macrolint.testing import broken, containers

WHOLE = """\
id: tone/example
title: An example
check: phrase
message: "“{match}” is an example."
why: Because.
when_fine: Never.
fix: safe
phrases:
  - {text: "quite frankly", replace: ""}
  - "[at|in] the end of the day"
examples:
  - bad: "⟦Quite frankly⟧, it's late."
    fixed: "It's late."
  - bad: "We know, ⟦quite frankly⟧ and sadly, that it’s late 😀."
  - bad: "It is, ⟦at the end of the day⟧, late."
  - {good: "We answer at the end of the working day.", note: "A time."}
  - good: "It is late."
  - good: "Your letter was frank."
evidence: [{source: "A book"}]
since: "0.1"
"""


def laws(text: str) -> list[int]:
    """Return the laws that a rule file breaks."""
    rule = load_rule("rulesets/tone/example.yaml", text, "tone/example", "built-in")
    catalog = load_catalog()
    return [one.law for one in broken(rule, Catalog({**catalog.rules, rule.id: rule}, *catalog[1:]))]


def test_a_whole_rule_breaks_none() -> None:
    assert laws(WHOLE) == []


@pytest.mark.parametrize(
    ("old", "new", "law"),
    [
        ("⟦at the end of the day⟧, late", "at the end of the ⟦day⟧, late", 1),
        ("⟦at the end of the day⟧, late", "at the end of ⟦the day, late⟧", 1),
        ("⟦Quite frankly⟧, it's late.", "⟦Quite frankly⟧, it's ⟦late⟧.", 1),
        ("good: \"It is late.\"", "good: \"It is, in the end of the day, late.\"", 2),
        ("fixed: \"It's late.\"", "fixed: \"it's late.\"", 3),
        ("    fixed: \"It's late.\"\n", "", 3),
        ("fixed: \"It's late.\"", "fixed: \"Quite frankly, it's late.\"", 3),
        ("good: \"It is late.\"", "good: \"Please calm down.\"", 5),
        ("why: Because.\n", "", 6),
        ("is an example.\"", "is an example. Really.\"", 6),
        ("is an example.\"", "is an example\"", 6),
        (", note: \"A time.\"", "", 6),
        ("evidence: [{source: \"A book\"}]\n", "", 6),
        ("  - good: \"Your letter was frank.\"\n", "", 6),
        ("good: \"Your letter was frank.\"", "good: \"It is late.\"", 6),
        ("  - \"[at|in] the end", "  - never said\n  - \"[at|in] the end", 6),
    ],
)  # fmt: skip
def test_each_law_catches_what_breaks_it(old: str, new: str, law: int) -> None:
    assert WHOLE.count(old) == 1
    assert law in laws(WHOLE.replace(old, new))


def test_law_4_reads_the_examples_in_every_container(monkeypatch: pytest.MonkeyPatch) -> None:
    from macrolint import trees
    from macrolint.mapping import Mapped, Piece
    from macrolint.scalars import yaml_flow
    from macrolint.spans import FileSpan

    def shifted(source: str, start: int, end: int) -> Mapped:
        """Map every character one to the right of where it stands."""
        right = yaml_flow(source, start, end)
        moved = [one._replace(source=FileSpan(one.source.start + 1, one.source.end + 1)) for one in right.pieces]
        return right._replace(pieces=tuple(Piece(*one) for one in moved))

    monkeypatch.setattr(trees, "yaml_flow", shifted)
    assert set(laws(WHOLE)) == {4}


def test_the_containers_hold_the_text_itself() -> None:
    from macrolint.readers import read

    text = 'It\'s “so”: 100 % late, {{name}}!\n\nSay "yes" <now> & go # 1'
    found = {name: read(source, how).templates[0].parts[-1].body for name, source, how, _ in containers(text)}
    assert len(found) == 7
    assert {name: body.text.rstrip("\n") for name, body in found.items()} == dict.fromkeys(found, text)
    assert not any(body.coarse for body in found.values())
