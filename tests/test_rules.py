"""Every rule file keeps the six laws; its examples are its tests."""

from __future__ import annotations

import pytest

from macrolint import data
from macrolint.rules.catalog import Catalog, from_json, read_catalog, to_json
from macrolint.testing import broken

CATALOG: Catalog = read_catalog(data.rulesets())
RULES = sorted(CATALOG.rules)


@pytest.mark.parametrize("name", RULES)
def test_the_rule_keeps_the_six_laws(name: str) -> None:
    assert list(broken(CATALOG.rules[name], CATALOG)) == []


def test_the_compiled_catalogue_says_what_the_yaml_says() -> None:
    import json

    assert from_json(json.loads(json.dumps(to_json(CATALOG)))) == CATALOG


def test_the_ten_rules_to_live_with_are_recommended() -> None:
    on = {name for name, rule in CATALOG.rules.items() if rule.default == "on"}
    assert {
        "tone/repeated-punctuation",
        "tone/passive-aggressive-reference",
        "tone/nothing-we-can-do",
        "respect/calm-down",
        "respect/minimising",
        "respect/you-are-wrong",
        "acknowledgement/hollow-inconvenience",
        "acknowledgement/non-apology",
        "questions/accusing-why",
        "warmth/pet-name",
    } <= on
