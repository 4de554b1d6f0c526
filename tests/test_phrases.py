"""The language of phrases."""

from __future__ import annotations

import itertools
import re

import pytest

from macrolint.phrases import PhraseError, alternatives, pattern

CASES = [
    ("you must", ["you must", "You  MUST", "you\tmust", "(you must)", "“you must”", "you\xa0must"], ["you\nmust", "youmust", "thank you mustard", "you musty"]),
    ("[this|it] caused", ["this caused", "it caused"], ["that caused", "caused", "bit caused"]),
    ("any inconvenience [this|it|] caused", ["any inconvenience caused", "any inconvenience it caused"], ["any inconvenience  that caused"]),
    ("[with|] [kind|best|] regards", ["regards", "with regards", "kind regards", "with best regards", "Regards"], ["withregards", "disregards"]),
    ("regards [from us|]", ["regards", "regards from us"], []),
    ("apologi[s|z]e", ["apologise", "apologize"], ["apologie", "apologi se", "apologised"]),
    ("refund[s|]", ["refund", "refunds"], ["refunded"]),
    ("[un|]happy", ["unhappy", "happy"], ["slaphappy"]),
    ("[a [b|c]|d] e", ["a b e", "a c e", "d e"], ["a e", "b e"]),
    ("[a [very|] big|small] one", ["a big one", "a very big one", "small one"], ["a one"]),
    ("don't", ["don't", "don’t", "donʼt", "DON`T"], ["dont"]),
    ("follow-up", ["follow-up", "follow‐up", "follow‑up"], ["follow up", "followup"]),
    ('so "called"', ['so "called"', "so “called”"], ["so called"]),
    ("well…", ["well…", "well..."], ["well"]),
    ("why did you …?", ["why did you …?", "why did you ...?"], []),
    ("100% (sure)", ["100% (sure)"], ["100% sure"]),
    ("c++", ["c++", "c++11"], ["c+", "ac++"]),
    ("a.b", ["a.b"], ["axb"]),
    ("été", ["été", "Été"], ["étés", "tété"]),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "matches", "misses"), CASES)
def test_a_phrase_matches(phrase, matches, misses):
    expression = re.compile(pattern(phrase), re.I)
    assert [text for text in matches if not expression.search(text)] == []
    assert [text for text in misses if expression.search(text)] == []


@pytest.mark.parametrize(
    "phrase", ["go", "go[ne|]", "[so|,] go", "[so|] [go|g_o]", "[go|so go]", "[été|go]", "g_o", "été", "go!"]
)
def test_a_phrase_starts_and_ends_at_the_edge_of_a_word(phrase):
    expression = re.compile(pattern(phrase), re.I)
    known = {word for word in ("go", "gone", "so go", ", go", "g_o", "été", "go!") if expression.fullmatch(word)}
    assert known
    for word in known:
        for before, after in itertools.product(["", "a", "_", "é", "1", " ", ".", "\n", "'"], repeat=2):
            cut = (word[0].isalnum() and (before == "_" or before.isalnum())) or (
                word[-1].isalnum() and (after == "_" or after.isalnum())
            )
            text = before + word + after
            assert (expression.match(text, len(before)) is None) is cut, text


def test_an_apostrophe_is_any_of_six():
    expression = re.compile(pattern("don't"))
    assert [char for char in map(chr, range(0x3000)) if expression.fullmatch(f"don{char}t")] == [*"'`´ʼ‘’"]


@pytest.mark.parametrize(
    ("phrase", "text", "flagged"),
    [
        ("[with|] [best|] regards", "so, with best regards, Ann", "with best regards"),
        ("regards [from us|]", "regards from us!", "regards from us"),
        ("regards [from us|]", "regards from you", "regards"),
        ("[a|a b] c", "a b c", "a b c"),
    ],
)
def test_as_much_as_possible_is_matched(phrase, text, flagged):
    found = re.search(pattern(phrase), text)
    assert found is not None
    assert found[0] == flagged


@pytest.mark.parametrize(
    ("phrase", "reason", "at"),
    [
        ("", "empty", 0),
        ("  ", "empty", 0),
        ("[a|]", "left out", 0),
        ("[a|] [b|]", "left out", 0),
        ("you [must", "never closed", 4),
        ("you [a|[b]", "never closed", 4),
        ("you must]", "no '['", 8),
        ("a | b", "brackets", 2),
        ("a [] b", "nothing stands", 2),
        ("a [|] b", "nothing stands", 2),
        ("say {thanks}", "the name of a cue set", 4),
        ("a [b [c|]|[d|]] e", "left out", 2),
    ],
)
def test_a_phrase_that_cannot_be_read_says_where(phrase, reason, at):
    with pytest.raises(PhraseError, match=re.escape(reason)) as caught:
        pattern(phrase)
    assert caught.value.at == at


def test_alternatives_match_any_of_the_phrases():
    expression = re.compile(alternatives(("thanks", "many thanks", "[best|kind] regards")), re.I)
    assert [found[0] for found in expression.finditer("Many thanks. Thanks, kind regards")] == [
        "Many thanks",
        "Thanks",
        "kind regards",
    ]
