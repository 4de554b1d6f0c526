"""Rules that list wrong spellings: what is flagged, what is left alone, and what they cannot say."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import macrolint, write

RULE = "id: team/names\nmessage: “{match}” is written {instead}.\ncheck: spelling\nfix: safe\nspellings:\n"
LISTED = RULE + "  Fernhill: fernhill Fernhil\n  checkout: chekout\n"


def said(folder: Path, text: str, rule: str = LISTED, configuration: str = "") -> list[tuple[str, str]]:
    """Return what is flagged in a text, and the messages."""
    write(folder, {"rules/team/names.yaml": rule, "macros/a.txt": f"---\nlanguage: en\n---\n{text}\n"})
    write(folder, {"macrolint.yaml": f"rulesets: [rules]\nselect: [team]\n{configuration}"})
    done = macrolint("check", "-f", "json", cwd=folder)
    assert done.err == ""
    return [(one["excerpt"], one["message"]) for one in done.json["violations"]]


def test_wrong_spellings_are_flagged_with_the_right_one(tmp_path: Path) -> None:
    assert said(tmp_path, "Ask fernhill at the chekout.") == [
        ("fernhill", "“fernhill” is written “Fernhill”."),
        ("chekout", "“chekout” is written “checkout”."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ask Fernhill at the checkout.",
        "ASK FERNHILL.",
        "Ask Ms Chekout.",
        "See example.org/chekout, chekout@example.org, shop.chekout and {{ chekout }}.",
        "The CHEKOUT key.",
        "A rechekout.",
    ],
)
def test_names_codes_and_right_spellings_are_left_alone(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == []


def test_a_capital_at_the_start_of_a_sentence_stays(tmp_path: Path) -> None:
    said(tmp_path, "Chekout is open. Ask fernhill.")
    offered = [one["fix"] for one in macrolint("check", "-f", "json", cwd=tmp_path).json["violations"]]
    assert [one["edits"][0]["text"] for one in offered] == ["Checkout", "Fernhill"]
    assert {one["safety"] for one in offered} == {"safe"}


def test_a_word_that_the_team_accepts_is_left_alone(tmp_path: Path) -> None:
    assert said(tmp_path, "At the chekout.", configuration="vocabulary: {accept: [chekout]}\n") == []


@pytest.mark.parametrize(
    ("spellings", "message"),
    [
        ("  checkout: checkout\n", "“checkout” is written wrong and right here"),
        ("  checkout: chekout\n  check out: chekout\n", "“chekout” is a wrong spelling of “checkout” already"),
    ],
)
def test_spellings_that_contradict_each_other_are_an_error(tmp_path: Path, spellings: str, message: str) -> None:
    write(tmp_path, {"rules/team/names.yaml": RULE + spellings, "macros/a.txt": "x\n"})
    write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, message in done.err) == (2, True)


def test_spellings_belong_to_rules_about_spelling(tmp_path: Path) -> None:
    rule = "id: team/names\nmessage: m\nphrases: [lamp]\nspellings: {lamp: lmap}\n"
    write(tmp_path, {"rules/team/names.yaml": rule, "macros/a.txt": "x\n", "macrolint.yaml": "rulesets: [rules]\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, "a rule with 'check: phrase' has no 'spellings'" in done.err) == (2, True)


@pytest.mark.parametrize("wrong", ["превет", "café2go", "don'tt", "naivë"])
def test_a_wrong_spelling_is_found_whatever_its_letters(tmp_path: Path, wrong: str) -> None:
    rule = f"{RULE}  right: {wrong}\n"
    assert [one for one, _ in said(tmp_path, f"So {wrong} it is.", rule)] == [wrong]
