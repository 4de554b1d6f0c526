"""Sentences that were met before tell the same again, and nothing that another sentence said."""

from __future__ import annotations

import random
import re

import pytest
from generated import dice, examples
from hypothesis import given

from macrolint.checks.phrases import Match, Phrases
from macrolint.expressions import expression
from macrolint.literals import is_confined
from macrolint.mapping import copied
from macrolint.model import Part
from macrolint.moves import Moves
from macrolint.phrases import pattern
from macrolint.prose import Prose, study
from macrolint.rulebook import Cue, Rule
from macrolint.rules.catalog import load_catalog

CATALOG = load_catalog()
RULES = [rule for name, rule in sorted(CATALOG.rules.items()) if rule.check in ("phrase", "pattern") and rule.cues]
SENTENCES = sorted(
    {one for rule in RULES for example in rule.examples for one in re.findall(r"[^.!?\n]+", example.text)}
)


ENDS = (". ", "?\n\n", "", "\n")


def prose(text: str) -> Prose:
    return study(Part("message", "text", copied(text)), CATALOG.words("en"))


@pytest.mark.parametrize(
    "source", [r"\bhelp\b", r"(?<!\w)we (?:can|will)(?! not\b)", r"[^.!?\n]{2,}", r"(a)\1", r"\w+?"]
)
def test_an_expression_that_passes_no_stop_is_confined(source: str) -> None:
    assert is_confined(source)


@pytest.mark.parametrize(
    "source",
    [r"help\.", "a.b", r"[^,]", r"\Wx", r"\S+", r"a\sb", "^help", "help$", r"\Ahelp", r"help(?=[.!])", r"(?<![.\w])x"],
)
def test_an_expression_that_asks_for_a_stop_or_an_end_is_not_confined(source: str) -> None:
    assert not is_confined(source)


def test_a_phrase_is_confined_unless_a_stop_stands_in_it() -> None:
    assert is_confined(pattern("you['ll| will] [please|] re-send"))
    assert not is_confined(pattern("whatever. Bye"))
    assert not is_confined(pattern("so… what"))


def test_what_is_confined_finds_the_same_in_each_stretch_alone() -> None:
    found = 0
    for rule in RULES:
        text = "\n".join(f"{one.text} {one.text[:-1]}? x{one.text}" for one in rule.examples)
        for cue in rule.cues:
            if cue.confined:
                looked = expression(cue.text if cue.regular else pattern(cue.text), rule.origin)
                whole = [one.span() for one in looked.finditer(text)]
                places = [place.span() for place in re.finditer(r"[^.!?\n]+", text)]
                apart = [one.span() for place in places for one in looked.finditer(text, *place)]
                alone = [
                    (start + one.start(), start + one.end())
                    for start, end in places
                    for one in looked.finditer(text[start:end])
                ]
                assert whole == apart == alone
                found += len(whole)
    assert found > 1000


@given(dice)
@examples(60)
def test_what_was_remembered_is_what_would_be_found_anew(random: random.Random) -> None:
    rules = random.sample(RULES, 12)
    moves = Moves({})
    known = [Phrases(rule, moves) for rule in rules]
    said = random.sample([one for one in SENTENCES if len(one) < 200], 4) + [
        random.choice(rule.examples).text for rule in rules if rule.examples
    ]
    for _ in range(3):
        texts = ["".join(random.choice(said) + random.choice(ENDS) for _ in range(5)) for _ in "ab"]
        parts = [(number, prose(text)) for number, text in enumerate(texts)]
        asked = [(one, number, part) for one in known for number, part in parts]
        random.shuffle(asked)
        for one, number, part in asked[: random.randint(1, len(asked))]:
            fresh = Phrases(one.rule, Moves({}))
            assert matches(one, part) == matches(fresh, prose(texts[number]))
            assert matches(one, part) == matches(one, part)
            assert not matches(one, part) or one in moves.heard(part)


def matches(phrases: Phrases, part: Prose) -> list[Match]:
    return list(phrases.matches(part))


def test_a_rule_that_is_added_later_finds_something_in_a_sentence_that_was_met_before() -> None:
    moves, text = Moves({}), "Calm down now. Thank you."
    early = Phrases(_rule("thank you"), moves)
    assert [text[slice(*one.span)] for one in early.matches(prose(text))] == ["Thank you"]
    late = Phrases(_rule("calm down"), moves)
    assert [text[slice(*one.span)] for one in late.matches(prose(text))] == ["Calm down"]
    assert [text[slice(*one.span)] for one in early.matches(prose(text))] == ["Thank you"]


def test_as_many_stretches_as_come_again_are_remembered_and_no_long_ones() -> None:
    moves = Moves({})
    early = Phrases(_rule("thank you"), moves)
    for number in range(1000):
        list(early.matches(prose(f"Thank you. This is number {number}. {'And so on, ' * 40}.")))
    assert "Thank you" in moves.stretches._known
    assert " This is number 999" in moves.stretches._known
    assert " This is number 9" not in moves.stretches._known
    assert 200 <= len(moves.stretches._known) <= 250
    assert max(map(len, moves.stretches._known)) < 40


def test_two_that_find_the_same_words_are_told_in_the_order_of_the_rule() -> None:
    moves, text = Moves({}), "Thank you."
    both = (Cue("thank you", literals=((" thank",),)), *_rule("thank you").cues)
    for cues in (both, both[::-1]):
        found = Phrases(_rule("thank you")._replace(cues=cues), moves).matches(prose(text))
        assert [one.cue for one in found] == list(cues)


def _rule(phrase: str) -> Rule:
    words = tuple((f" {word}",) for word in phrase.split())
    cue = Cue(phrase, literals=words, starts=words[0], confined=True)
    return Rule("tone/one", "", "phrase", "", cues=(cue,))
