"""The habits of a library: what most of its messages do, such as greet, and the few that do not.

A message says by a fact whether it keeps to a habit; `outliers` holds those of a library against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from macrolint.checks import Check, Known
from macrolint.checks.phrases import Phrases
from macrolint.model import Fact, Finding, Stated, Template
from macrolint.placeholders import VALUE
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span

_KEPT, _BROKEN = "kept", "broken"
_FEWEST = 4  # fewer templates make no habit
_SHARE = 60  # percent
_BRIEF = ("chat", "sms", "social", "phone", "phone-script")  # channels where nobody greets twice


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule about a habit: a zone that messages have.

    Messages where the rule's words stand instead count for neither side. `signers`: those words are what signs, a
    placeholder in most messages and a name in few.
    """
    zone, words = rule.options.zone, Phrases(rule, known.moves)
    if rule.options.compare == "signers":
        return _signers(words)

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        body, channel = prose.zone("body"), (template.channel or "").lower()
        if body is None or template.active is False or channel in _BRIEF:
            return
        kept = prose.zone(zone)
        if kept is None and any(True for _ in words.standing(prose)):
            return
        edge = Span(body.end - 1, body.end) if zone in ("sign-off", "signature") else body
        here = prose.sentence_at(edge)
        bare = Span(max(here.start, body.start), min(here.end, body.end))
        fact = Fact((f"channel {channel}", f"language {template.language or ''}"), (_KEPT if kept else _BROKEN,))
        yield Finding(kept or bare, {}, fact=fact)

    return check


def _signers(words: Phrases) -> Check:
    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        if template.active is False:
            return
        for found in words.standing(prose):
            filled = VALUE in prose.masked[slice(*found.span)]
            about = (f"channel {(template.channel or '').lower()}", f"language {template.language or ''}")
            yield Finding(found.span, {}, fact=Fact(about, (_KEPT if filled else _BROKEN,)))

    return check


def outliers(facts: Sequence[Stated], numbers: list[int], rule: Rule) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the facts of templates that do not do what most do, each with the facts of those.

    Where a rule asks for less than most, one template stands for all that do not do it.
    """
    said: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number in numbers:
        said[(facts[number].violation.path, facts[number].template)].append(number)
    kept: list[int] = []
    broken: list[int] = []
    for own in said.values():
        first = next((number for number in own if facts[number].fact.says == (_KEPT,)), None)
        (broken if first is None else kept).append(own[0] if first is None else first)
    share = _SHARE if rule.options.at_least is None else rule.options.at_least
    if len(kept) >= _FEWEST and 100 * len(kept) >= share * len(said):
        for number in broken if len(broken) <= len(kept) else broken[:1]:
            yield number, tuple(kept)
