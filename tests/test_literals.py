"""A phrase is never missed because its words were looked for first."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from macrolint.phrases import PhraseError, literals, pattern
from macrolint.sieve import fold, may_hold

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
