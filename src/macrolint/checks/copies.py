"""Templates that say nearly the same: the facts of `compare: copies`, and how they are held against each other.

Two messages are as much the same as their runs of three words are: shared ones by all there are (Jaccard).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from macrolint.model import Fact, Stated, Violation
from macrolint.placeholders import VALUE
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_WORD = lazy(rf"\w+|{VALUE}")
_VALUES = lazy(f"{VALUE}+")
_FEWEST_WORDS = 12
_RUN = 3
_SHARE = 90  # percent


def whole(prose: Prose) -> Iterator[tuple[Span, Fact]]:
    """Yield the words of a message as one fact, at its first sentence; a short message is like many others."""
    body = prose.zone("body")
    if body is not None and len(prose.words) >= _FEWEST_WORDS:
        yield prose.first_sentence(body), Fact((), (" ".join(_WORD.findall(_VALUES.sub(VALUE, prose.masked.lower()))),))


def copies(
    facts: Sequence[Stated], numbers: list[int], rule: Rule
) -> Iterator[tuple[int, tuple[int, ...], tuple[str, str]]]:
    """Yield the facts of templates that are nearly an earlier one, with that one and how much is the same."""
    least = (rule.options.at_least or _SHARE) / 100
    runs = {number: _runs(str(facts[number].fact.says[0])) for number in numbers}
    often = Counter(run for own in runs.values() for run in own)
    holds: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in numbers:
        own = runs[number]
        # Who shares enough with this one shares one of so many of its rarest runs.
        rarest = sorted(own, key=lambda run: (often[run], run))[: len(own) - math.ceil(least * len(own)) + 1]
        near = sorted({other for run in rarest for other in holds[run]})
        same = {other: len(own & runs[other]) / len(own | runs[other]) for other in near if other != number}
        best = max(same, key=lambda other: (same[other], -other), default=number)
        if best != number and same[best] >= least:
            words = " ".join(facts[number].violation.excerpt.split())
            yield number, (best,), (words, f"{_called(facts[best].violation)} ({math.floor(100 * same[best])} %)")
        for run in rarest:
            holds[run].append(number)


def _called(one: Violation) -> str:
    return f"“{one.template_title or one.template_id or one.path}”"


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = text.split()
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
