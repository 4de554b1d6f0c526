"""Presets: what they choose, how loud it is, with which options; the later one wins, and the configuration over all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint.rules.catalog import from_json, load_catalog
from macrolint.rules.presets import load_preset
from macrolint.rules.reading import to_json

TEXT = "Please calm down!! Thanks, hun. Ping.\n"
HOUSE = {
    "house/shop/ping.yaml": 'id: shop/ping\nmessage: "x"\nphrases: [ping]\nseverity: info\n',
    "house/shop/taste.yaml": 'id: shop/taste\nmessage: "x"\nphrases: [thanks]\ndefault: opt-in\n',
    "house/shop/many.yaml": 'id: shop/many\nmessage: "{count} of {limit}"\ncheck: count\nphrases: ["[please|thanks|ping]"]\nat_most: 50\n',
}


def found(folder: Path, configuration: str, *options: str) -> dict[str, str]:
    """Return the severities of what is found, by rule."""
    write(folder, {**HOUSE, "macros/a.md": TEXT, "macrolint.yaml": f"rulesets: [house]\n{configuration}"})
    done = macrolint("check", "-f", "json", *options, cwd=folder)
    assert done.err == ""
    return {one["rule"]: one["severity"] for one in done.json["violations"]}


RECOMMENDED = {
    "respect/calm-down": "error",
    "tone/repeated-punctuation": "warning",
    "warmth/pet-name": "warning",
    "shop/ping": "info",
}


def test_recommended_is_what_is_on_by_default(tmp_path: Path) -> None:
    assert found(tmp_path, "") == RECOMMENDED
    assert found(tmp_path, "presets: [recommended]\n") == RECOMMENDED


def test_strict_adds_what_is_a_matter_of_taste_and_raises_what_is_quiet(tmp_path: Path) -> None:
    strict = {**RECOMMENDED, "shop/ping": "warning", "shop/taste": "warning"}
    assert found(tmp_path, "presets: [strict]\n") == strict
    assert found(tmp_path, "", "--preset", "strict") == strict


def test_chat_takes_two_marks_lightly(tmp_path: Path) -> None:
    assert found(tmp_path, "presets: [chat]\n") == {**RECOMMENDED, "tone/repeated-punctuation": "info"}


PROMISES = "We'll get back to you soon. Your returns are guaranteed.\n\nThx for the photo."
VAGUE, CLAIM, THX = "promises/vague-deadline", "privacy/regulated-claims", "mechanics/text-speak"


@pytest.mark.parametrize(
    ("preset", "severities"),
    [
        ("recommended", {VAGUE: "warning", THX: "warning"}),
        ("chat", {VAGUE: "warning", THX: "info"}),
        ("open-source", {THX: "warning"}),
        ("regulated", {VAGUE: "error", CLAIM: "error", THX: "warning"}),
    ],
)
def test_a_preset_says_what_matters_in_a_trade(tmp_path: Path, preset: str, severities: dict[str, str]) -> None:
    write(tmp_path, {"macros/a.md": PROMISES, "macrolint.yaml": f"presets: [{preset}]\n"})
    said = macrolint("check", "-f", "json", cwd=tmp_path).json["violations"]
    assert {one["rule"]: one["severity"] for one in said if one["rule"] in (VAGUE, CLAIM, THX)} == severities


@pytest.mark.parametrize(
    ("preset", "kind", "text", "severities"),
    [
        ("chat", "fragment", "One moment please.", {"acknowledgement/hold-in-silence": "error"}),
        ("recommended", "fragment", "One moment please.", {"acknowledgement/hold-in-silence": "warning"}),
        ("email", "fragment", "One moment please.", {}),
        ("chat", "followup", "I'm checking the attached file.", {}),
        ("recommended", "followup", "I'm checking the attached file.", {"tone/one-line-reply": "warning"}),
        ("email", "other", "The lamp is too old…", {"tone/trailing-ellipsis": "info"}),
        ("it-support", "request-info", "Thanks for the call. Please send the log file.", {"questions/no-how-to-find": "warning"}),
        ("recommended", "complaint", "Thanks for the letter. We do not uphold your complaint because the bill was right.", {}),
        ("regulated", "complaint", "Thanks for the letter. We do not uphold your complaint because the bill was right.", {"transparency/final-without-appeal": "error"}),
        ("regulated", "other", "Thanks for the photo of the lamp!", {"warmth/exclamation-overload": "info"}),
        ("regulated", "reject", "Thanks for the photo. That's our policy.", {}),
        ("strict", "reject", "Thanks for the photo. That's our policy.", {"transparency/policy-shield": "error"}),
    ],
)  # fmt: skip
def test_a_preset_is_loud_where_its_trade_is(
    tmp_path: Path, preset: str, kind: str, text: str, severities: dict[str, str]
) -> None:
    names = {
        "acknowledgement/hold-in-silence", "tone/one-line-reply", "tone/trailing-ellipsis", "questions/no-how-to-find",
        "transparency/final-without-appeal", "warmth/exclamation-overload", "transparency/policy-shield",
    }  # fmt: skip
    write(tmp_path, {"macros/a.md": f"---\nkind: {kind}\n---\n{text}\n"})
    said = macrolint("check", "-f", "json", "--preset", preset, cwd=tmp_path).json["violations"]
    assert {one["rule"]: one["severity"] for one in said if one["rule"] in names} == severities


def test_built_in_presets_name_only_what_differs() -> None:
    catalog = load_catalog()
    for name, preset in catalog.presets.items():
        if name == "strict":
            continue
        for rule, severity in preset.severity:
            assert catalog.rules[rule].severity != severity, (name, rule)
            assert catalog.rules[rule].default != "opt-in" or rule in preset.select, (name, rule)
        assert all(catalog.rules[rule].default != "opt-in" for rule in preset.ignore), name
        assert all(catalog.rules[rule].default == "opt-in" for rule in preset.select if rule != "default"), name


@pytest.mark.parametrize(("order", "severity"), [("[loud, quiet]", "info"), ("[quiet, loud]", "error")])
def test_the_later_preset_wins(tmp_path: Path, order: str, severity: str) -> None:
    quiet = "select: [default]\nseverity: {shop/ping: info, respect/calm-down: off}\n"
    loud = "select: [default]\nseverity: {info: error}\n"
    write(tmp_path, {"house/presets/quiet.yaml": quiet, "house/presets/loud.yaml": loud})
    said = found(tmp_path, f"presets: {order}\n")
    assert said["shop/ping"] == severity
    assert "respect/calm-down" not in said


@pytest.mark.parametrize(("order", "taste"), [("[with, without]", False), ("[without, with]", True)])
def test_what_a_later_preset_leaves_out_is_out(tmp_path: Path, order: str, taste: bool) -> None:
    presets = {"with": "select: [shop]\n", "without": "select: [tone]\nignore: [shop/taste]\n"}
    write(tmp_path, {f"house/presets/{name}.yaml": text for name, text in presets.items()})
    said = found(tmp_path, f"presets: {order}\n")
    assert ("shop/taste" in said, "tone/repeated-punctuation" in said) == (taste, True)


def test_the_configuration_goes_over_every_preset(tmp_path: Path) -> None:
    own = "presets: [strict, chat]\nseverity: {tone: error, shop/ping: info}\nignore: [shop/taste]\n"
    said = found(tmp_path, own)
    assert (said["tone/repeated-punctuation"], said["shop/ping"]) == ("error", "info")
    assert "shop/taste" not in said


def test_a_preset_sets_options_and_the_later_one_wins(tmp_path: Path) -> None:
    few = "select: [default]\nrules: {shop/many: {at_most: 1}}\n"
    many = "select: [default]\nrules: {shop/many: {at_most: 2}}\n"
    write(tmp_path, {"house/presets/few.yaml": few, "house/presets/more.yaml": many})

    def message(configuration: str) -> list[str]:
        found(tmp_path, configuration)
        report = macrolint("check", "-f", "json", cwd=tmp_path).json
        return [one["message"] for one in report["violations"] if one["rule"] == "shop/many"]

    assert message("") == []
    assert message("presets: [few]\n") == ["3 of 1"]
    assert message("presets: [few, more]\n") == ["3 of 2"]
    assert message("presets: [more, few]\n") == ["3 of 1"]
    assert message("presets: [more, few]\nrules: {shop/many: {at_most: 0}}\n") == ["3 of 0"]


def test_the_severities_of_presets_hold_for_rules_that_are_selected(tmp_path: Path) -> None:
    said = found(tmp_path, "presets: [strict]\n", "--select", "shop/ping")
    assert said == {"shop/ping": "warning"}


@pytest.mark.parametrize(
    ("names", "rules"),
    [("error", {"respect/calm-down"}), ("info", {"shop/ping"}), ("opt-in", {"shop/taste"})],
)
def test_a_kind_of_rules_can_be_named_wherever_a_rule_can(tmp_path: Path, names: str, rules: set[str]) -> None:
    assert set(found(tmp_path, f"select: [{names}]\n")) == rules


def test_a_rule_goes_before_its_group_and_a_group_before_a_kind(tmp_path: Path) -> None:
    said = found(tmp_path, "severity: {shop/ping: info, shop: error, info: warning, opt-in: warning}\nselect: [shop]\n")
    assert said == {"shop/ping": "info", "shop/taste": "error"}


MISTAKES = [
    ("selct: [tone]\n", "unknown field 'selct' (house/presets/own.yaml, line 1)", "did you mean 'select'?"),
    ("select: [tune]\n", "unknown rule 'tune' in house/presets/own.yaml", "did you mean 'tone'"),
    ("select: [tone]\nseverity: {tone: loud}\n", "'severity.tone' must be one of error, warning, info, off", ""),
    ("select: [tone]\nseverity: {tune: error}\n", "unknown rule 'tune' in house/presets/own.yaml", ""),
    ("select: [tone]\nrules: {tune/x: {at_most: 1}}\n", "unknown rule 'tune/x' in house/presets/own.yaml", ""),
    ("select: [tone]\nrules: {shop/ping: {at_most: 1}}\n", "the rule 'shop/ping' has no option 'at_most'", ""),
    ("select: [tone]\nrules: {shop/many: {at_mst: 1}}\n", "unknown option of shop/many 'at_mst'", "'at_most'"),
    ("- tone\n", "this file must be a mapping", ""),
]


@pytest.mark.parametrize(("text", "message", "hint"), MISTAKES, ids=[case[1][:40] for case in MISTAKES])
def test_a_mistake_in_a_preset_is_shown_with_its_file(tmp_path: Path, text: str, message: str, hint: str) -> None:
    write(tmp_path, {**HOUSE, "macros/a.md": TEXT, "house/presets/own.yaml": text})
    write(tmp_path, {"macrolint.yaml": "rulesets: [house]\npresets: [own]\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err
    assert "Traceback" not in done.err


def test_two_presets_of_one_name_are_named(tmp_path: Path) -> None:
    write(tmp_path, {**HOUSE, "macros/a.md": TEXT, "house/presets/strict.yml": "select: [tone]\n"})
    write(tmp_path, {"macrolint.yaml": "rulesets: [house]\n"})
    done = macrolint("check", cwd=tmp_path)
    said = "error: two presets are called 'strict': rulesets/presets/strict.yaml and house/presets/strict.yml\n"
    assert (done.code, done.err) == (2, f"{said}help: rename one of them\n")


def test_a_preset_is_compiled_as_it_is_read() -> None:
    catalog = load_catalog()
    text = "select: [default]\nseverity: {tone: info}\nrules: {tone/x: {moves: [thanks], at_most: 3}}\n"
    catalog.presets["own"] = load_preset("rulesets/presets/own.yaml", text)
    assert from_json(json.loads(json.dumps(to_json(catalog)))) == catalog


def test_the_guide_names_every_preset() -> None:
    guide = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^- `([a-z-]+)`: ", guide, re.M)) == set(load_catalog().presets)


def test_the_preset_in_the_guide_can_be_used(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(title: .*?)```", guide, re.S)
    assert example
    files = {
        "house/shop/long-reply.yaml": 'id: shop/long-reply\nmessage: "{count}"\ncheck: length\nat_most: 9\n',
        "house/presets/night.yaml": example[1],
    }
    write(tmp_path, files)
    said = found(tmp_path, "presets: [night]\n")
    assert said == {
        "respect/calm-down": "error",
        "tone/repeated-punctuation": "info",
        "shop/ping": "warning",
        "shop/taste": "warning",
    }
