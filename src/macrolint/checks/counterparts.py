"""What a library says and nowhere answers: times that are promised, and no template for one that was missed.

Each message says by a fact that it asks for a counterpart, or that it is one; `unanswered` looks at the whole library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from macrolint.checks import Check, Known
from macrolint.checks.phrases import Phrases
from macrolint.checks.promises import promised
from macrolint.model import Fact, Finding, Stated, Template
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span

_ASKS, _ANSWERS = "asks", "answers"


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule whose moves answer its phrases; without phrases, promises of its acts with a time."""
    words, options = Phrases(rule, known.moves), rule.options

    def asking(prose: Prose) -> Iterator[Span]:
        if rule.cues:
            yield from (found.span for found in words.standing(prose))
            return
        for promise in promised(prose, known):
            if promise.act in options.act and promise.when and promise.when.latest_hours:
                yield promise.when.span

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        if template.active is False:
            return
        about = (f"language {(template.language or '').lower()[:2].removeprefix('en')}",)
        answered = known.moves.found(options.moves, prose)
        if answered:
            yield Finding(answered[0], {}, fact=Fact(about, (_ANSWERS,)))
        elif span := next(asking(prose), None):
            yield Finding(span, {}, fact=Fact(about, (_ASKS,)))

    return check


def unanswered(
    facts: Sequence[Stated], numbers: list[int], rule: Rule
) -> Iterator[tuple[int, tuple[int, ...], tuple[str, str]]]:
    """Yield the first fact that asks, the others, and what is told of them, where nothing in the library answers."""
    if any(facts[number].fact.says == (_ANSWERS,) for number in numbers):
        return
    first, *others = numbers
    if len(numbers) >= (rule.options.at_least or 1):
        said = " ".join(facts[first].violation.excerpt.split())
        yield first, tuple(others), (said, f"in {len(numbers)} template{'s' if others else ''}")
