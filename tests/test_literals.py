"""A phrase is never missed because its words were looked for first."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from macrolint.literals import literals_of, starts_of, stops_of
from macrolint.phrases import PhraseError, literals, pattern, reach
from macrolint.rules.catalog import load_catalog
from macrolint.sieve import Sieve, fold, may_hold

WORDS = st.sampled_from(["is", "kiss", "I", "sk", "can't", "e-mail", "Straße", "ß", "größe", "3.5", "so…", "İ", "a"])
TRICKS = {"s": "sSſ", "k": "kKK", "i": "iIİı", "'": "'’", "-": "-\u2011", "ß": "ßẞ"}


@st.composite
def phrases(draw: st.DrawFn, depth: int = 2) -> tuple[str, str]:
    """Return a phrase and a text that it stands for."""
    written, said = [], []
    for _ in range(draw(st.integers(1, 4))):
        word = draw(WORDS)
        if depth and draw(st.booleans()):
            options = draw(st.lists(phrases(depth=depth - 1), min_size=1, max_size=3))
            empty = draw(st.booleans())
            chosen = draw(st.sampled_from([*(text for _, text in options), *([""] if empty else [])]))
            group = f"[{'|'.join(phrase for phrase, _ in options)}{'|' if empty else ''}]"
            glued = draw(st.booleans())
            written.append(f"{word}{group}" if glued else group)
            said.append(f"{word}{chosen}" if glued else chosen)
        else:
            written.append(word)
            said.append(word)
    return " ".join(written), " ".join(filter(None, said))


@settings(max_examples=3000, deadline=None)
@given(phrases(), st.randoms(use_true_random=False))
def test_one_of_each_set_of_literals_is_in_every_text_that_a_phrase_matches(
    pair: tuple[str, str], random: object
) -> None:
    phrase, said = pair
    text = "".join(random.choice(TRICKS.get(char.lower(), char)) for char in said)  # type: ignore[attr-defined]
    try:
        words = literals(phrase)
    except PhraseError:
        return
    for candidate in (said, text, f"x {text.upper()} y", text.lower(), text.swapcase()):
        if re.search(pattern(phrase), candidate, re.IGNORECASE):
            assert may_hold(words, fold(candidate))


def test_most_phrases_have_literals() -> None:
    assert literals("any inconvenience [this|it] caused") == (
        (" inconvenience",),
        (" caused",),
        (" any",),
        (" it", " this"),
    )
    assert literals("[can't|cannot] be [done|changed]") == ((" changed", " done"), (" can", " cannot"), (" be",))
    assert literals("apologi[s|z]e") == (("apologi",),)
    assert literals("[please|] relax") == ((" relax",),)
    assert literals("?!") == ()


def test_an_edge_inside_brackets_is_the_edge_of_a_word_only_where_there_is_a_word() -> None:
    either = re.compile(pattern("[,|and] mate"), re.IGNORECASE)
    assert either.search("Thanks, mate")
    assert either.search("you and mate")
    assert not either.search("sand mate")


@settings(max_examples=500, deadline=None)
@given(phrases(), st.randoms(use_true_random=False))
def test_a_phrase_is_found_by_its_first_words_where_it_is_found_without(pair: tuple[str, str], random: object) -> None:
    phrase, said = pair
    text = "".join(random.choice(TRICKS.get(char.lower(), char)) for char in said)  # type: ignore[attr-defined]
    try:
        source = pattern(phrase)
    except PhraseError:
        return
    expression, starts, most = re.compile(source, re.IGNORECASE), starts_of(source), reach(phrase)
    for candidate in (said, f"x {text.upper()} y", f"is {said} {said}", f"{said}.{text}\n{said}"):
        naive = [found.span() for found in expression.finditer(candidate)]
        assert [found.span() for found in fold(candidate).finditer(expression, starts, candidate)] == naive
        if naive:
            assert fold(candidate).stand_together(literals(phrase), starts, most)


PATTERNS = [
    r"\b(?:can|will)(?:not|n['’]t)\s+(?:be|help)\b",
    r"(?<!\w)refund(?:s|ed)?(?!\w)(?=[^.]*policy)",
    r"(?:^|[.!?][^\S\n]+)(?P<match>(?:please )?hurry(?: up)?)",
    r"\bnot (?!only\b)(?:un|im)possible\b|never (?:mind|ever){1,3}",
    r"(?<=\bother )then\b",
    r"[a-c]x+ (?:\w+ )?end\b",
    r"\[(?:NAME|DATE)\]|<name>",
    r"(?i:yes) (?>no|nope)++ (?P<q>['\"])ok(?P=q)",
    r"it['’]s (?:a|an|the)? ?[^\W\d]+ly\b",
    r"\Astraße [kK]\d?st\Z",
]
RULES = load_catalog().rules
BUILT_IN = sorted({cue.text for rule in RULES.values() for cue in rule.cues if cue.regular})


@pytest.mark.parametrize("source", [*PATTERNS, *BUILT_IN[::4]])
def test_one_of_each_set_of_literals_is_in_every_text_that_an_expression_matches(source: str) -> None:
    expression, words, starts = re.compile(source, re.I | re.M), literals_of(source), starts_of(source)
    stops = stops_of(source)

    @settings(max_examples=15 if source in PATTERNS else 3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(expression))
    def check(text: str) -> None:
        for candidate in (text, text.upper(), text.swapcase(), f"So: {text}, we.\n{text}; yes"):
            naive = [found.span() for found in expression.finditer(candidate)]
            assert not naive or may_hold(words, fold(candidate))
            assert not naive or fold(candidate).stand_together(words, starts, 0, stops)
            assert not any(stop in candidate[start:end] for start, end in naive for stop in stops)
            assert [found.span() for found in fold(candidate).finditer(expression, starts, candidate)] == naive

    with suppress(Unsatisfiable):  # what looks around itself is not met by chance
        check()


def test_patterns_have_the_literals_and_starts_that_one_sees_in_them() -> None:
    assert literals_of(r"\b(?:can|will) help\b") == ((" help",), (" can", " will"))
    assert literals_of(r"colou?r(?:ed|s)? in \w+") == (
        ("color", "colored", "colors", "colour", "coloured", "colours"),
        (" in",),
    )
    assert literals_of(r"\[(?:X|Y)+\]") == (("[",), ("]",))
    assert literals_of(r"\w+|foo") == ()
    assert starts_of(r"\b(?:can|will) help\b") == (" can", " will")
    assert starts_of(r"(?<!\w)apolog\w+") == ("apolog",)
    assert starts_of(r"(?:^|[.!?] )hurry") == ("<", "<\n", "=!", "=.", "=?")


def test_the_stops_of_a_pattern_are_those_that_it_never_meets() -> None:
    assert stops_of(r"\byour (?:[\w-]+ ){0,3}work (?!,)is\b") == "\n.!?;:,"
    assert stops_of(r"(?<=[.!?] )hurry(?=,| up)[^;\n]{0,9}no\d") == "\n;"
    assert stops_of(r"so\W+(?>[^\S\n]++|it['’]s)") == ""
    assert stops_of(r"so\s+(?P<a>[!-/])(?P=a)$") == "?;:"
    assert stops_of(r"so .+") == ""


def test_words_on_both_sides_of_a_stop_do_not_stand_together() -> None:
    text = fold("Your order is here. We like the work, and it shows: no trouble")
    assert text.stand_together([(" work",), (" your",)], (" your",), 0, "\n;")
    assert not text.stand_together([(" work",), (" your",)], (" your",), 0, "\n.")
    assert text.stand_together([(" work",), (" we",)], (" we",), 0, "\n.,")
    assert not text.stand_together([(" shows",), (" trouble",)], (), 0, "\n:.")
    assert not text.stand_together([], (" mine",), 0, "\n")


def test_a_sieve_holds_what_each_phrase_alone_would() -> None:
    said = ["any inconvenience", "[please|] relax", "apologi[s|z]e", "?!", "[can't|cannot] be done"]
    sieve = Sieve()
    for phrase in said:
        sieve.add(phrase, [literals(phrase), ((" never",),)])
    for text in ("We apologise for any inconvenience.", "It can't be done, so relax!", "", "never any", "APOLOGIZE?!"):
        known = fold(text)
        alone = {
            phrase: [number for number, sets in enumerate([literals(phrase), ((" never",),)]) if may_hold(sets, known)]
            for phrase in said
        }
        assert sieve.held(known) == {phrase: numbers for phrase, numbers in alone.items() if numbers}


SETS = st.one_of(
    st.lists(st.sampled_from([" a", " can", "an", "n", "elp", " help"]), min_size=1),
    st.lists(st.sampled_from(["?", "["]), min_size=1),
)
SAID = st.lists(st.sampled_from(["a", "can", "cannot", "help", "helpful", "an", "banana", "?", "x"]))


@given(st.lists(st.lists(SETS, max_size=3)), SAID)
def test_a_sieve_holds_no_more_and_no_less_than_the_words_tell(phrases: list[list[list[str]]], said: list[str]) -> None:
    known = [tuple(tuple(sorted(words)) for words in sets) for sets in phrases]
    sieve, text = Sieve(), fold(" ".join(said))
    sieve.add("ours", known)
    assert sieve.held(text).get("ours", []) == [number for number, sets in enumerate(known) if may_hold(sets, text)]


def test_a_sieve_tells_of_phrases_that_were_added_after_it_was_asked_of_a_text() -> None:
    sieve, known = Sieve(), fold("We can help.")
    assert sieve.held(known) == {}
    sieve.add("first", [((" help",),)])
    assert sieve.held(known) == {"first": [0]}
    sieve.add("second", [((" never",),), ((" can",), ("elp",))])
    assert sieve.held(known) == {"first": [0], "second": [1]}


def test_an_expression_starts_at_the_marks_and_lines_that_one_sees_in_it() -> None:
    assert starts_of(r"^ *note") == ("<", "<\n")
    assert starts_of(r"\A\s*note") == ("<",)
    assert starts_of(r"(?<=[.!])\s*so\b") == ("<!", "<.")
    assert starts_of(r"(?<![\"\w])\"{3,}|[$€] ?\d") == ('="', "=$", "=€")
    assert starts_of(r"\b\d+ h\b|['’]ll") == ("='", "=0", "=’")
    assert starts_of("[\u2600-\u2604\U0001f600]+") == ("=\U0001f600",)
    assert starts_of(r"\s+$") == starts_of(r"\w+!") == starts_of(r"x?") == ()
    text = "3 h. So… 😀 we'll\nnote $5"
    for source in (r"^ *note", r"(?<=[.!])\s*so\b", r"\b\d+ h\b|['’]ll", r"[$€] ?\d", "[\u2600-\u2604\U0001f600]+"):
        expression = re.compile(source, re.I | re.M)
        found = [one.span() for one in fold(text).finditer(expression, starts_of(source), text)]
        assert found == [one.span() for one in expression.finditer(text)] != []


def test_only_a_stretch_is_looked_through() -> None:
    text = "we will, you will, they will"
    expression, starts = re.compile(r"\bwill\b", re.I), starts_of(r"\bwill\b")
    for start in range(len(text)):
        for end in (start, start + 8, len(text)):
            found = [one.span() for one in fold(text).finditer(expression, starts, text, start, end)]
            assert found == [one.span() for one in expression.finditer(text, start, end)]
