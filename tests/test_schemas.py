"""The JSON Schemas say what the loaders say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from running import ROOT

from macrolint import data, frames, schemas
from macrolint.configuration import KEYS, read
from macrolint.layouts import platform_of
from macrolint.model import MacrolintError
from macrolint.rules.draft import draft
from macrolint.rules.load import FIELDS, load_rule
from macrolint.rules.reading import read_catalog

RULE = Draft202012Validator(schemas.rule())
PLATFORM = Draft202012Validator(schemas.platform())
CONFIGURATION = Draft202012Validator(schemas.configuration())
MINIMAL = "id: shop/x\nmessage: y\nphrases: [a]\n"


def loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def test_they_are_schemas() -> None:
    for schema in (schemas.rule(), schemas.configuration(), schemas.platform()):
        Draft202012Validator.check_schema(schema)


def test_every_rule_and_the_example_are_valid() -> None:
    for rule in read_catalog(data.rulesets()).rules.values():
        text = Path(data.rulesets(), f"{rule.id}.yaml").read_text(encoding="utf-8")
        assert [error.message for error in RULE.iter_errors(loaded(text))] == [], rule.id
    assert list(RULE.iter_errors(loaded(draft("shop/x")))) == []
    example = (ROOT / "examples/macrolint.yaml").read_text(encoding="utf-8")
    assert list(CONFIGURATION.iter_errors(loaded(example))) == []


def test_every_platform_is_valid() -> None:
    for name in sorted(Path(data.platforms()).glob("*.yaml")):
        text = name.read_text(encoding="utf-8")
        assert [error.message for error in PLATFORM.iter_errors(loaded(text))] == [], name


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("layouts: []\n", True),
        ("layouts: [{records: a, body: b, actions: [{verb: status, at: c, value: solved}]}]\n", True),
        ("layouts: []\nwords: {status: {a: solved}, team: {b: c}}\n", True),
        ("layouts: []\nlookups: [{records: a, key: b, value: c, of: text}]\n", True),
        ("title: A\n", False),
        ("layouts: [{platform: a, body: b}]\n", False),
        ("layouts: [{records: a, body: b, actions: [{verb: fly, at: c}]}]\n", False),
        ("layouts: []\nwords: {status: {a: done}}\n", False),
        ("layouts: []\nlookups: [{records: a, key: b}]\n", False),
    ],
)
def test_a_platform_is_valid_where_it_can_be_loaded(text: str, valid: bool) -> None:
    assert PLATFORM.is_valid(loaded(text)) is valid
    if valid:
        platform_of(frames.load("x.yaml", text, "platform file"), "x")
    else:
        with pytest.raises(MacrolintError):
            platform_of(frames.load("x.yaml", text, "platform file"), "x")


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (MINIMAL, True),
        (MINIMAL + "since: 0.1\n", True),
        (MINIMAL + "applies: {languages: en}\n", True),
        (MINIMAL + "unless:\n  zone: quote\n  before: [the, a]\n", True),
        (MINIMAL + "examples:\n", True),
        (MINIMAL + "examples: [{bad: ⟦a⟧, fixed: b, allow: [tone/x]}]\n", True),
        (MINIMAL + "check: count\nat_most: 2\nper: sentence\nyields_to: tone/x\n", True),
        (MINIMAL + "applies: {not_kinds: [internal]}\n", True),
        (MINIMAL + "check: count\nat_most: few\n", False),
        (MINIMAL + "check: count\nat_most: 2\nper: page\n", False),
        (MINIMAL + "phrase: [b]\n", False),
        (MINIMAL + "severity: loud\n", False),
        (MINIMAL + "unless: {zones: [quote]}\n", False),
        (MINIMAL + "unless: {zone: [quotes]}\n", False),
        (MINIMAL + "applies: {roles: [messages]}\n", False),
        (MINIMAL + "examples: [{bad: a}]\n", False),
        (MINIMAL + "examples: [{bad: ⟦a⟧, good: b}]\n", False),
        (MINIMAL + "evidence: [{says: b}]\n", False),
        ("id: shop/x\nmessage: y\nphrases: [{replace: b}]\nfix: safe\n", False),
        ("id: Shop\nmessage: y\nphrases: [a]\n", False),
        ("id: shop/x\nphrases: [a]\n", False),
    ],
)
def test_a_rule_is_valid_where_it_can_be_loaded(text: str, valid: bool) -> None:
    assert RULE.is_valid(loaded(text)) is valid
    if valid:
        load_rule("x.yaml", text, "shop/x", "team")
    else:
        with pytest.raises(MacrolintError):
            load_rule("x.yaml", text, "shop/x", "team")


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("ignore: tone\nselect: [respect]\n", True),
        ("ignore:\n", True),
        ("severity: {tone: 'off'}\nfail-on: never\nmax-file-size: 3 mib\n", True),
        ("max-file-size: 4096\n", True),
        ("layouts: [{files: ['*.csv'], body: [a, b], header: false, separator: tab}]\n", True),
        ("rules: {tone/x: {at_most: 2, zone: opening}}\n", True),
        ("overrides: [{files: [a/], ignore: tone}, {templates: {tags: [vip]}, severity: {tone: error}}]\n", True),
        ("policy:\n", True),
        ("policy: {calendar: 24x7, timezone: Asia/Tokyo, guarantees: [a]}\n", True),
        ("policy: {calendar: {days: [mon, wed-fri], hours: '9:00-12:00'}, parties: {own: bank}}\n", True),
        ("policy: {acts: {reply.first: {max: 1 day}, refund.bank: {say: x}, fix: {who: [we]}}}\n", True),
        ("policy: {acts: {fix: {promise: never}}}\n", True),
        ("policy: {acts: {fix: {promise: always}}}\n", False),
        ("policy: {acts: {replay: {max: 1 day}}}\n", False),
        ("policy: {calendar: 24/7}\n", False),
        ("policy: {calendar: {day: mon}}\n", False),
        ("policy: [reply]\n", False),
        ("rules: {tone/x: {atmost: 2}}\n", False),
        ("overrides: [{ignore: [tone]}]\n", False),
        ("overrides: [{files: x, templates: {tag: vip}}]\n", False),
        ("overrides: [{files: x, severity: {tone: loud}}]\n", False),
        ("selct: [tone]\n", False),
        ("fail-on: warn\n", False),
        ("severity: {tone: loud}\n", False),
        ("max-file-size: big\n", False),
        ("layouts: [{files: x, header: perhaps}]\n", False),
        ("layouts: [{files: x, splt: file}]\n", False),
        ("layouts: [{body: x}]\n", False),
        ("select: {a: b}\n", False),
    ],
)
def test_a_configuration_is_valid_where_it_can_be_read(tmp_path: Path, text: str, valid: bool) -> None:
    assert CONFIGURATION.is_valid(loaded(text)) is valid
    path = tmp_path / "macrolint.yaml"
    path.write_text(text, encoding="utf-8")
    if valid:
        read(str(path))
    else:
        with pytest.raises(MacrolintError):
            read(str(path))


def test_every_field_and_setting_is_described() -> None:
    assert [name for name in FIELDS if name not in schemas.RULE_MEANINGS] == []
    assert [name for name in KEYS if name not in schemas.SETTING_MEANINGS] == []
    assert set(schemas.rule()["properties"]) == set(FIELDS)
    assert set(schemas.configuration()["properties"]) == set(KEYS)
