"""What stands around words is found phrase by phrase as one expression for all phrases would find it."""

from __future__ import annotations

import re
from itertools import chain

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macrolint.expressions import BUILT_IN
from macrolint.guards import stands
from macrolint.mapping import copied
from macrolint.model import Part
from macrolint.phrases import alternatives
from macrolint.prose import Prose, study
from macrolint.rulebook import Guard, Rule
from macrolint.rules.catalog import load_catalog
from macrolint.spans import Span

CATALOG = load_catalog()
BESIDE = r"[^\S\n]*[,;:(“\"]?[^\S\n]*"
REACH = 80


def prose(text: str) -> Prose:
    return study(Part("message", "text", copied(text)), CATALOG.words("en"))


def guards(rule: Rule) -> list[Guard]:
    every = chain((rule.unless, rule.only), *((cue.unless, cue.only) for cue in rule.cues))
    return list(dict.fromkeys(guard for guard in every if any(guard[:4])))


def sources(guard: Guard) -> tuple[str, ...]:
    return tuple(alternatives(phrases) for phrases in guard[:4])


def holds(guard: Guard, text: Prose, span: Span) -> bool:
    """Tell whether phrases of a guard stand where they must, by one expression for each of its lists."""
    before, after, sentence, nearby = (re.compile(f"(?:{one})", re.I | re.M) for one in sources(guard))
    said, found = text.masked, []
    if guard.before:
        at_end = re.compile(rf"(?:{before.pattern}){BESIDE}\Z", re.I | re.M)
        found.append(at_end.search(said, max(0, span.start - REACH), span.start))
    if guard.after:
        found.append(re.compile(rf"{BESIDE}(?:{after.pattern})", re.I | re.M).match(said, span.end))
    if guard.sentence:
        found.append(sentence.search(said, *text.sentence_at(span)))
    if guard.nearby:
        found.append(nearby.search(said, *text.around(span, 0, 1)))
    return any(found)


def test_the_guards_of_every_rule_hold_in_its_examples_where_one_expression_finds_them() -> None:
    held = 0
    for rule in CATALOG.rules.values():
        for guard in guards(rule):
            words = guard._replace(zone=(), at=())
            for example in rule.examples:
                text = prose(example.text)
                for span in text.words[1::4]:
                    expected = holds(words, text, span)
                    assert stands(text, span, span, words, Guard(), BUILT_IN) is not expected, (rule.id, example.text)
                    held += expected
    assert held > 500


EVERY = [guard for rule in CATALOG.rules.values() for guard in guards(rule)]
SAID = [
    "we",
    "can't",
    "please",
    "if",
    "you",
    "Sorry",
    "today",
    "in",
    "order",
    "to",
    ",",
    ".",
    "\n",
    "(",
    "not",
    "the",
    "İt",
]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(EVERY), st.lists(st.sampled_from(SAID), max_size=8), st.data())
def test_a_guard_holds_in_a_text_of_its_words_where_one_expression_finds_it(
    guard: Guard, around: list[str], data: st.DataObject
) -> None:
    phrase = data.draw(st.sampled_from([*chain(*guard[:4])]))
    plain = re.sub(r"\[([^|\[\]]*)[^\[\]]*\]", r"\1", phrase)
    words = [*around, data.draw(st.sampled_from([phrase.strip("[]"), plain, plain.upper()])), *around]
    text = prose(" ".join(data.draw(st.permutations(words))))
    guard = guard._replace(zone=(), at=())
    for span in text.words:
        assert stands(text, span, span, guard, Guard(), BUILT_IN) is not holds(guard, text, span)


def test_a_guard_of_a_cue_set_holds_its_phrases_one_by_one() -> None:
    said = CATALOG.rules["empathy/apology-without-repair"].unless.sentence
    assert said[: len(CATALOG.moves["refusal"].cues)] == tuple(cue.text for cue in CATALOG.moves["refusal"].cues)
