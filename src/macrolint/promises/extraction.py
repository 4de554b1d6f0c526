"""Promises: what a message says that our side will do, who, by when, on what condition.

`Promises.found` reads a message once: clauses with a future (`clauses`, of `actors` and `acts`), then what they
wait for (`conditions`), then until when (`times`). Words come from `rulesets/promises/`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from macrolint.promises.clauses import MORE, TIME, Clause, Clauses
from macrolint.promises.conditions import READER, Condition, Conditions, Fallbacks
from macrolint.promises.times import Times, When
from macrolint.promises.words import PromiseWords, any_of
from macrolint.prose import Prose
from macrolint.sieve import Folded
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_NOT_OURS = ("quote", "code")  # zones
_THEN = lazy(r"\bthen\b", re.I)
_STOPS = " \n,;:.–—-"
_TIMED = ("exact", "window")
_FALLBACK_REACH = 2  # sentences after the promise
_WISH_REACH = 3  # the same, of an offer


class Promise(NamedTuple):
    """Something that our side says it will do, at `span` of the text.

    who: i, we, named, nobody or third-party; actor: the words for it. act: of acts.yaml, `refrain` or `other`.
    when: None where no time is said. condition: reader, ours, third-party; waits_for: its words.
    strength: hedged, plain or firm. fallback: where it says what to do when the promise is not kept.
    """

    span: Span
    who: str
    actor: Span | None
    act: str
    object: Span
    when: When | None
    condition: str | None
    strength: str
    fallback: Span | None
    waits_for: Span | None = None


class Promises:
    """Finds the promises of messages."""

    def __init__(self, words: PromiseWords, times: Times) -> None:
        self.words, self.times = words, times

    @cached_property
    def _clauses(self) -> Clauses:
        return Clauses(self.words)

    @cached_property
    def _conditions(self) -> Conditions:
        return Conditions(self.words)

    def _tells(self, text: Folded, span: Span) -> bool:
        """Tell whether a promise may stand there: one of the words does."""
        if not self.words.telling or not text.aligned:
            return True
        places = text.places(self.words.telling)
        first = bisect_left(places, span.start)
        return first < len(places) and places[first] < span.end

    def found(self, prose: Prose) -> tuple[Promise, ...]:
        """Return the promises of a message, from left to right."""
        found: list[Promise] = []
        text, opened = prose.masked, None
        if not self._tells(prose.folded, Span(0, len(text))):
            return ()
        for number, sentence in enumerate(prose.sentences):
            telling = self._tells(prose.folded, sentence)
            item = opened if opened and prose.in_zone(sentence, ("list",)) else None
            clauses: list[Clause] = self._clauses.listed(text, sentence, item.who) if item else []
            if not clauses and telling:
                clauses = self._clauses.found(text, sentence, prose.folded)
            if item is None:
                opened = self._clauses.opens_list(text, sentence, prose.folded) if telling else None
            said = [one for one in clauses if not prose.in_zone(Span(one.span.start, one.act_end), _NOT_OURS)]
            if said:
                found += self._promised(prose, number, said)
        return tuple(found)

    def _promised(self, prose: Prose, number: int, clauses: list[Clause]) -> Iterator[Promise]:
        """Yield the promises of a sentence, with their conditions and times."""
        text, sentence = prose.masked, clauses[0].sentence
        times = self.times.found(prose, sentence)
        fixed = [time.span for time in times if time.klass != "event"]
        conditions = [
            one for one in self._conditions.found(text, sentence) if not any(one.span.overlaps(time) for time in fixed)
        ]
        nearest = _shared(clauses, times)
        fallbacks = Fallbacks(self._conditions, text)
        asking = text[sentence.start : sentence.end].rstrip("*_ )").endswith("?")
        for clause, when in zip(clauses, nearest, strict=True):
            waits = (
                _of(clause, conditions, clauses)
                or self._conditions.request(text, sentence, clause.span.start)
                or self._asked_before(prose, number, clause)
            )
            if clause.needs_reader and (waits is None or waits.whose != READER):
                waits = self._wished_after(prose, number, clause) or (clause.offer and Condition(clause.offer, READER))
            if (asking or clause.needs_reader) and (waits is None or waits.whose != READER):
                continue
            when = when or self._carried(prose, number)  # noqa: PLW2901
            timed = (when is not None and when.klass in _TIMED) or (waits is not None and waits.milestone)
            more = when is not None or waits is not None
            if not {TIME: timed, MORE: more}.get(clause.needs, True):
                continue
            if when is None and waits is not None:
                when = When(waits.span, "event", "event", None, None, None)  # noqa: PLW2901
            last = prose.sentences[min(number + _FALLBACK_REACH, len(prose.sentences) - 1)].end
            yield Promise(
                clause.span, clause.who, clause.actor, clause.act, _object(text, clause, when, waits), when,
                waits.whose if waits else None, clause.strength,
                fallbacks.after(clause.span.end, last), waits.span if waits else None,
            )  # fmt: skip

    def _asked_before(self, prose: Prose, number: int, clause: Clause) -> Condition | None:
        """Return what the sentence before asks for: “Please send us a photo. We'll then look into it.”"""
        if number == 0:
            return None
        before = prose.sentences[number - 1]
        if _THEN.search(prose.masked, clause.sentence.start, clause.span.end):
            return self._conditions.asked(prose.masked, before)
        first = not prose.masked[clause.sentence.start : clause.span.start].strip(" *_")
        if not first or "\n\n" in prose.masked[before.end : clause.sentence.start]:
            return None
        return self._conditions.asked_for(prose.masked, before)

    def _wished_after(self, prose: Prose, number: int, clause: Clause) -> Condition | None:
        """Return what takes up an offer: “We can add you; just reply.” “We can add you. If you'd like that, reply.”"""
        rest = prose.masked[clause.span.end : clause.sentence.end]
        start = clause.span.end + len(rest) - len(rest.lstrip(_STOPS))
        places = [Span(start, clause.sentence.end), *prose.sentences[number + 1 : number + 1 + _WISH_REACH]]
        return next((found for one in places if (found := self._conditions.wish(prose.masked, one))), None)

    def _carried(self, prose: Prose, number: int) -> When | None:
        """Return the time that the next sentence brings: “I'll write to you. Expect it by noon.”"""
        if number + 1 >= len(prose.sentences):
            return None
        following = prose.sentences[number + 1]
        if "\n\n" in prose.masked[prose.sentences[number].end : following.start]:
            return None
        if not any_of(self.words.carries).match(prose.masked, following.start, following.end):
            return None
        return next((time for time in self.times.found(prose, following) if time.klass in _TIMED), None)


def _shared(clauses: list[Clause], times: Iterable[When]) -> list[When | None]:
    """Return the time of each clause: each belongs to the nearest; a chain of acts shares what only one of them has."""
    held: list[list[When]] = [[] for _ in clauses]
    for time in times:
        apart = [_apart(clause.span, time.span) for clause in clauses]
        held[apart.index(min(apart))].append(time)
    best = [min(mine, key=lambda time: (_rank(time), time.span)) if mine else None for mine in held]
    for number, clause in enumerate(clauses):
        if best[number] is None:
            others = (best[n] for n, one in enumerate(clauses) if one.chain == clause.chain)
            best[number] = next((time for time in others if time), None)
    return best


def _rank(time: When) -> int:
    """Return how much a time says: of “shortly within 24 hours” the hours count."""
    return ("exact", "window", "event", "vague").index(time.klass)


def _apart(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _of(clause: Clause, conditions: list[Condition], clauses: list[Clause]) -> Condition | None:
    """Return the condition of a clause: in it, or before it with no other promise between."""
    inside = [one for one in conditions if clause.span.overlaps(one.span)]
    earlier = max((one.span.end for one in clauses if one.chain < clause.chain), default=clause.sentence.start)
    before = [one for one in conditions if earlier <= one.span.start < clause.span.start]
    after = [one for one in conditions if one.span.start >= clause.span.end]
    known = inside or before or (after if clause is clauses[-1] else [])
    by_reader = (one for one in (*inside, *before, *known) if one.whose == READER)
    return next(by_reader, known[0] if known else None)


def _object(text: str, clause: Clause, when: When | None, waits: Condition | None) -> Span:
    """Return what stands between the act and the time or condition."""
    stops = [
        place.start for place in (when and when.span, waits and waits.span) if place and place.start >= clause.act_end
    ]
    end = min([clause.span.end, *stops])
    said = text[clause.act_end : max(end, clause.act_end)]
    start = clause.act_end + len(said) - len(said.lstrip())
    return Span(start, max(start, clause.act_end + len(said.rstrip(" ,;(-–—"))))
