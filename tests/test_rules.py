"""Every rule file keeps the six laws; its examples are its tests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from macrolint import data
from macrolint.model import MacrolintError
from macrolint.rules.catalog import Catalog, from_json, load_catalog
from macrolint.rules.reading import read_catalog, to_json
from macrolint.testing import broken

CATALOG: Catalog = read_catalog(data.rulesets())
RULES = sorted(CATALOG.rules)


@pytest.mark.parametrize("name", RULES)
def test_the_rule_keeps_the_six_laws(name: str) -> None:
    assert list(broken(CATALOG.rules[name], CATALOG)) == []


def test_the_compiled_catalogue_says_what_the_yaml_says() -> None:
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


def test_a_changed_rule_file_is_compiled_anew_and_an_unchanged_one_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, compiled = tmp_path / "rulesets", tmp_path / "catalog.json"
    shutil.copytree(data.rulesets(), folder)
    monkeypatch.setattr(data, "rulesets", lambda: str(folder))
    monkeypatch.setattr(data, "COMPILED", str(compiled))
    assert load_catalog() == CATALOG
    first = compiled.stat()
    assert load_catalog() == CATALOG
    assert compiled.stat().st_mtime_ns == first.st_mtime_ns
    rule = folder / "tone" / "repeated-punctuation.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("severity: warning", "severity: error"), encoding="utf-8")
    assert load_catalog().rules["tone/repeated-punctuation"].severity == "error"
    compiled.write_text("{", encoding="utf-8")
    assert load_catalog().rules["tone/repeated-punctuation"].severity == "error"
    rule.write_text("id: tone/repeated-punctuation\nmesage: x\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(MacrolintError, match="unknown field 'mesage'"):
            load_catalog()
