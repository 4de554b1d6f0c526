"""What prose needs to know of a language: its abbreviations, greetings and sign-offs, as data hands it in."""

from __future__ import annotations

import functools
import re

from macrolint.phrases import alternatives
from macrolint.values import NamedTuple


class Words(NamedTuple):
    """The words of a language that shape a message. Phrases are in the language of `phrases`.

    common: words that every text in the language is full of.
    """

    abbreviations: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    greetings: tuple[str, ...] = ()
    sign_offs: tuple[str, ...] = ()


@functools.cache
def starting(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return the expression for a stretch that starts with one of the phrases."""
    return re.compile(rf"\s*(?:{alternatives(phrases)})" if phrases else r"(?!)", re.I)
