"""Glossaries: every word of every one is found, and explained it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import macrolint, write

from macrolint import data
from macrolint.rulebook import Cue
from macrolint.rules.catalog import load_catalog
from macrolint.rules.glossaries import read_glossary

RULE = "clarity/unexplained-jargon"
WORDS = [cue for cue in load_catalog().rules[RULE].cues if cue.glossary]


def said(cue: Cue) -> str:
    """Return the first wording of a phrase."""
    text = cue.text
    while "[" in text:
        text = re.sub(r"\[([^][|]*)[^][]*\]", r"\1", text)
    return text


def reported(folder: Path, texts: list[str], configuration: str = "") -> list[list[str]]:
    """Return for each message the words that are reported."""
    write(folder, {"macrolint.yaml": f"select: [{RULE}]\n{configuration}"})
    write(folder, {f"macros/{number:03}.md": f"{text}\n" for number, text in enumerate(texts)})
    done = macrolint("check", "-f", "json", "--exit-zero", cwd=folder)
    assert done.err == ""
    found: list[list[str]] = [[] for _ in texts]
    for one in done.json["violations"]:
        found[int(Path(one["path"]).stem)].append(one["excerpt"])
    return found


def test_every_word_of_every_glossary_is_found_and_is_none_where_it_is_explained(tmp_path: Path) -> None:
    shown = [said(cue) for cue in WORDS]
    bare = reported(tmp_path, [f"Here we speak of {word}, as ever." for word in shown])
    assert [word for word, found in zip(shown, bare, strict=True) if not found] == []
    explained = reported(tmp_path, [f"Here we speak of {word} (that is how it is called)." for word in shown])
    assert [word for word, found in zip(shown, explained, strict=True) if found] == []


def test_each_file_is_a_glossary_with_words_and_plain_ones() -> None:
    names = {Path(path).stem for path in data.yaml_files(data.rulesets()) if path.startswith("glossaries/")}
    assert names == {cue.glossary for cue in WORDS} == set(load_catalog().rules[RULE].options.glossaries)
    assert all(cue.suggestions for cue in WORDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The RMA is open, and the RMA is yours.", ["RMA"]),
        ("The return number (RMA) is open, and the RMA is yours.", []),
        ("Write the RMA on the box. An RMA is a number for what comes back.", []),
        ("Write the RMA, your return number, on the box.", []),
        ("The “RMA” is on the screen.", []),
        ("Corn on the cob by EOD.", ["EOD"]),
        ("Corn on the cob by the eod.", []),
    ],
)
def test_a_word_is_reported_once_and_only_where_nothing_explains_it(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    assert reported(tmp_path, [text]) == [found]


def test_a_configuration_names_the_glossaries_and_accepts_words(tmp_path: Path) -> None:
    text = ["Your RMA needs KYC first."]
    assert reported(tmp_path, text) == [["RMA", "KYC"]]
    assert reported(tmp_path, text, f"rules: {{{RULE}: {{glossaries: [shop]}}}}\n") == [["RMA"]]
    assert reported(tmp_path, text, "vocabulary: {accept: [RMA]}\n") == [["KYC"]]
    write(tmp_path, {"macrolint.yaml": f"rules: {{{RULE}: {{glossaries: [shops]}}}}\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert "unknown glossary 'shops' in the options of clarity/unexplained-jargon" in done.err
    assert "did you mean 'shop'?" in done.err


def test_a_ruleset_of_a_team_has_no_glossaries(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "rulesets: [rules]\n", "rules/glossaries/zoo.yaml": "words: []\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert "rules/glossaries/zoo.yaml: glossaries come with macrolint" in done.err


def test_a_word_has_its_own_guards() -> None:
    text = "title: Zoo\nwords:\n  - {word: '[roo|joey]', plain: [young one], unless: {after: [court]}}\n"
    (cue,) = read_glossary("glossaries/zoo.yaml", text)
    assert (cue.text, cue.suggestions, cue.glossary, cue.unless.after) == (
        "[roo|joey]",
        ("young one",),
        "zoo",
        ("court",),
    )
