"""An expression that waits for its phrases finds what it would find if it did not wait."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macrolint.literals import starts_of
from macrolint.phrases import alternatives, pattern
from macrolint.promises.acts import Acts
from macrolint.promises.words import PromiseWords, Told, any_of, ending
from macrolint.rules.catalog import load_catalog

WORDS = load_catalog().promises
LISTS = [
    name
    for name in PromiseWords._fields
    if name not in ("acts", "telling") and not name.startswith("starts_") and getattr(WORDS, name)
]
HERE = Path(__file__).parent / "promises"
SAID = [line for line in (HERE / "sentences.txt").read_text("utf-8").splitlines() if line][::3]


def spans(expression: object, text: str, start: int, end: int) -> list[object]:
    found = [expression.search(text, start, end), expression.match(text, start, end)]  # type: ignore[attr-defined]
    return [one and one.span() for one in (*found, *expression.finditer(text, start, end))]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_phrases_finds_what_one_expression_finds(name: str) -> None:
    phrases = getattr(WORDS, name)
    naive = re.compile(alternatives(phrases), re.I), re.compile(rf"(?:{alternatives(phrases)})[\s*_\\]*\Z", re.I)
    for text in SAID:
        for start, end in ((0, len(text)), (len(text) // 3, len(text)), (0, len(text) * 2 // 3)):
            fresh = Told(alternatives(phrases), phrases), ending.__wrapped__(phrases)
            for one, other in zip(naive, fresh, strict=True):
                assert spans(other, text, start, end) == spans(one, text, start, end), (text, start, end)


def test_nothing_is_compiled_before_a_text_holds_a_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    told, compiled = Told(alternatives(("get back", "[look|looking] into")), ("get back", "[look|looking] into")), []
    known = re.compile
    monkeypatch.setattr(re, "compile", lambda *source: compiled.append(source[0]) or known(*source))
    assert told.search("We get it.") is None
    assert told.search("We get it back, and look into it", 0, 9) is None
    assert compiled == []
    assert told.search("We get it back.") is None
    assert compiled == [r"\bget[^\S\n]+back\b|\b(?:look|looking)[^\S\n]+into\b"]
    assert told.search("GET back")


def test_a_list_without_phrases_finds_nothing() -> None:
    assert any_of(()).search("anything") is None
    assert [*any_of(()).finditer("anything")] == []


def test_the_act_at_a_place_is_the_longest_that_all_expressions_find() -> None:
    acts = Acts(WORDS)
    for name, known in (("does", acts._does), ("done", acts._done)):
        every = [
            (act.id, re.compile(alternatives(getattr(act, name)), re.I)) for act in WORDS.acts if getattr(act, name)
        ]
        for text in SAID:
            for place in (found.start() for found in re.finditer(r"\b\w", text)):
                found = [(one.end(), act) for act, expression in every if (one := expression.match(text, place))]
                longest = max(found, key=lambda one: one[0], default=None)
                told = known.longest(text, place, len(text))
                assert (told and (told.end, told.act)) == longest, text[place:]


def test_each_phrase_of_an_act_has_its_own_starts() -> None:
    for act in WORDS.acts:
        assert act.starts_of_does == tuple(starts_of(pattern(phrase)) for phrase in act.does)
        assert act.starts_of_done == tuple(starts_of(pattern(phrase)) for phrase in act.done)
