"""Moves: found by their cues, not by what only looks like them, and never in a sign-off."""

from __future__ import annotations

import pytest

from macrolint import data
from macrolint.mapping import copied
from macrolint.model import MacrolintError, Part
from macrolint.moves import Moves
from macrolint.phrases import literals
from macrolint.prose import Prose, study
from macrolint.rulebook import Cue, Move
from macrolint.rules.catalog import load_catalog
from macrolint.rules.moves import cue_sets, read_moves
from macrolint.rules.reading import read_catalog
from macrolint.spans import Span

CATALOG = read_catalog(data.rulesets())
MOVES = Moves(CATALOG.moves)


def prose(text: str) -> Prose:
    return study(Part("message", "text", copied(text)), CATALOG.words("en"))


def found(name: str, text: str) -> list[str]:
    return [text[start:end] for start, end in MOVES.found([name], prose(text))]


@pytest.mark.parametrize("name", sorted(CATALOG.moves))
def test_the_examples_of_a_move_are_its_tests(name: str) -> None:
    move = CATALOG.moves[name]
    assert [text for text in move.is_ if not found(name, text)] == []
    assert [text for text in move.is_not if found(name, text)] == []
    if name not in ("grant", "deed"):  # sets of words, no moves
        assert move.is_
        assert move.is_not


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thanks for the photos.", ["Thanks for"]),
        ("Thanks for your message.", []),
        ("Thanks for your message about the lamp.", ["Thanks for your message about"]),
        ("Hi Ana,\nThe lamp is here.\nThanks for everything,\nJo", []),
        ("“Thanks for the photos”, it said.", []),
        ("Hello,\nThanks for the photos.", ["Thanks for"]),
        ("Thanks for telling us about it. We know how annoying it is.", ["Thanks for"]),
    ],
)
def test_thanks_count_when_they_are_for_something(text: str, said: list[str]) -> None:
    assert found("thanks", text) == said


def test_of_a_cue_and_what_looks_like_it_the_longer_one_holds() -> None:
    def cue(text: str) -> Cue:
        return Cue(text, literals=literals(text))

    cues = (cue("sorry"), cue("sorry if it seems like I"))
    moves = Moves({"sorry": Move("sorry", "Sorry", cues, fakes=(cue("sorry if"),))})
    for text, said in (("sorry, Ana", 1), ("sorry if you mind", 0), ("sorry if it seems like I repeat myself", 1)):
        assert len(moves.found(["sorry"], prose(text))) == said


def test_a_move_includes_others_and_takes_its_own_fakes_from_them() -> None:
    def file(text: str) -> tuple[str, str]:
        return "rulesets/moves/x.yaml", text

    files = {
        "all": file("title: A\nincludes: [thanks]\nnot: [many thanks for nothing]\nphrases: ['{thanks} again']\n"),
        "thanks": file("title: T\nphrases: [thanks, many thanks]\n"),
    }
    moves = read_moves(files, {}, {})
    assert cue_sets(moves)["all"] == ("[thanks|many thanks] again", "thanks", "many thanks")
    known = Moves(moves)
    assert known.found(["all"], prose("many thanks for nothing")) == ()
    assert len(known.found(["all"], prose("many thanks for it"))) == 2


def test_a_move_may_name_one_whose_file_comes_later() -> None:
    files = {
        "a": ("rulesets/moves/a.yaml", "title: A\nphrases: ['we {b}']\nnot: ['until we {c}']\n"),
        "b": ("rulesets/moves/b.yaml", "title: B\nphrases: [mended]\n"),
        "c": ("rulesets/moves/c.yaml", "title: C\nphrases: [mended, knew]\n"),
    }
    known = Moves(read_moves(files, {}, {}))
    assert known.found(["a"], prose("we mended it until we knew")) == (Span(0, 9),)
    assert known.found(["a"], prose("wait until we mended it")) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: A\nincludes: [b]\n", "the move 'a' includes itself"),
        ("title: A\nphrases: ['so {a}']\n", "the move 'a' includes itself"),
        ("title: A\nincludes: [nothing]\n", "must be one of"),
        ("title: A\nphrases: ['[x']\n", "never closed"),
        ("title: A\nphrases: ['{rason}']\n", "there is no cue set 'rason' (did you mean 'reason')"),
        ("title: A\nphrase: [x]\n", "unknown field of a move 'phrase'"),
    ],
)
def test_a_mistake_in_a_move_file_is_shown(text: str, said: str) -> None:
    files = {"a": ("moves/a.yaml", text), "b": ("moves/b.yaml", "title: B\nincludes: [a]\n")}
    with pytest.raises(MacrolintError) as caught:
        read_moves(files, {}, {"reason": ("because",)})
    assert said in caught.value.message
    assert "moves/a.yaml" in caught.value.message or "moves/b.yaml" in caught.value.message


def test_the_compiled_catalogue_holds_the_moves() -> None:
    assert load_catalog().moves == CATALOG.moves
