"""The checks `missing`, `nearby`, `unless-nearby` and `order`: what a reply should do, and where it does not.

missing: none of the moves is made in a zone; flagged is the first sentence of that zone.
nearby: words that stand with one of the moves around them. unless-nearby: words that stand without any.
order: words that stand before the first of the moves, in a message that makes one of them later.
"""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.checks import Check, Compiled, Known
from macrolint.checks.phrases import Phrases
from macrolint.model import Finding, Template
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span

_FORMAL_WORDS = (
    8  # of a first sentence that only says “thank you for writing to us”: the next ones still open a message
)


def compile_(rule: Rule, known: Known) -> Check | Compiled:
    """Return the check of a rule about moves."""
    if rule.check == "missing":
        return _Missing(rule, known).check
    made = (_Order if rule.check == "order" else _Nearby)(rule, known)
    return Compiled(made.check, made.words)


class _Missing:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.options, self.moves = rule.options, known.moves

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        zone = prose.zone(self.options.zone)
        if zone is None:
            return
        sentence = prose.first_sentence(zone)
        reach = zone
        if self.options.zone == "opening" and len(prose.masked[slice(*sentence)].split()) <= _FORMAL_WORDS:
            reach = Span(zone.start, prose.around(Span(zone.end - 1, zone.end), 0, 1).end)
        if any(reach.overlaps(span) for span in self.moves.found(self.options.moves, prose)):
            return
        yield Finding(sentence, {"match": " ".join(prose.part.body.text[slice(*sentence)].split())})


class _Nearby:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.options, self.moves = rule.options, known.moves
        self.wanted = rule.check == "nearby"
        self.words = Phrases(rule, known.moves)

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        within, side = self.options.within, self.options.side
        findings = list(self.words.check(prose, template))
        made = self.moves.found(self.options.moves, prose) if findings else ()
        for finding in findings:
            near = prose.around(finding.span, 0 if side == "after" else within, 0 if side == "before" else within)
            if any(near.overlaps(span) and not _within(span, finding.span) for span in made) is self.wanted:
                yield finding


def _within(inner: Span, outer: Span) -> bool:
    """Tell whether words are part of those that are flagged: “able to recommend” recommends nothing."""
    return outer.start <= inner.start and inner.end <= outer.end


class _Order:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.options, self.moves = rule.options, known.moves
        self.words = Phrases(rule, known.moves)

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        made = self.moves.found(self.options.moves, prose)
        if not made:
            return
        for finding in self.words.check(prose, template):
            if finding.span.start < prose.sentence_at(made[0]).start:
                yield finding
                return
