"""The checks `promise` and `time`: what is promised, and the times that a message names.

Which of them a rule means is told by its options; of a promise or a time that fits, `problem` says what has to be
wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from macrolint.checks import Check, Known
from macrolint.checks.phrases import Match, Phrases
from macrolint.guards import stands
from macrolint.model import Finding, Mention, Related, Template
from macrolint.promises.extraction import Promise
from macrolint.promises.times import When
from macrolint.prose import Prose
from macrolint.rulebook import Guard, Rule
from macrolint.spans import Span

NONE = "none"  # in an option: where a promise has nothing of the kind


class _Case(NamedTuple):
    """What is looked at: a promise, or a time alone; in which message; and what else that promises."""

    promise: Promise | None
    when: When | None
    prose: Prose
    template: Template
    promises: tuple[Promise, ...]


class _Wrong(NamedTuple):
    """What is wrong with a case. against: what it is held against, in words, for the message."""

    against: str = ""
    related: tuple[Mention | Related, ...] = ()


def _no_zone(case: _Case, known: Known) -> _Wrong | None:
    return _Wrong() if case.when and case.when.form == "clock" and not case.when.zone else None


PROBLEMS: dict[str, Callable[[_Case, Known], _Wrong | None]] = {"no-zone": _no_zone}


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule about promises or times."""
    return (_Promised if rule.check == "promise" else _Timed)(rule, known).check


class _Promised:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.rule, self.known = rule, known
        self.words = Phrases(rule._replace(unless=Guard(), only=Guard()), known.moves) if rule.cues else None

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        promises = promised(prose, self.known)
        words = list(self.words.standing(prose)) if promises and self.words else []
        for promise in promises:
            inside = next((one for one in words if promise.span.overlaps(one.span)), None)
            if (inside or not self.words) and _fits(promise, self.rule):
                case = _Case(promise, promise.when, prose, template, promises)
                flagged = _flagged(promise, inside, self.rule.options.flag)
                yield from _told(case, promise.span, flagged, self.rule, self.known)


class _Timed:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.rule, self.known = rule, known

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        times, options = self.known.promises().times, self.rule.options
        for sentence in prose.sentences:
            for when in times.found(prose, sentence):
                if _is(when.form, options.form) and _is(when.klass, options.when):
                    case = _Case(None, when, prose, template, ())
                    yield from _told(case, when.span, when.span, self.rule, self.known)


def promised(prose: Prose, known: Known) -> tuple[Promise, ...]:
    """Return the promises of a message; they are looked for once."""
    if "promises" not in prose.found:
        prose.found["promises"] = known.promises().found(prose)
    return prose.found["promises"]


def _fits(promise: Promise, rule: Rule) -> bool:
    """Tell whether a promise is one of those that a rule means."""
    options, when = rule.options, promise.when
    return (
        _is(promise.who, options.who)
        and _is(promise.act, options.act)
        and _is(when.klass if when else NONE, options.when)
        and _is(when.form if when else NONE, options.form)
        and _is(promise.condition or NONE, options.condition)
        and _is(promise.strength, options.strength)
        and _is("said" if promise.fallback else NONE, options.fallback)
    )


def _is(value: str, meant: tuple[str, ...]) -> bool:
    return not meant or value in meant


def _flagged(promise: Promise, inside: Match | None, flag: str) -> Span:
    """Return the words of a promise that a rule points at; the whole promise where it has none of the kind."""
    when = promise.when.span if promise.when else None
    spans = {"time": when, "condition": promise.waits_for, "actor": promise.actor, "words": inside and inside.span}
    return spans.get(flag) or promise.span


def _told(case: _Case, whole: Span, flagged: Span, rule: Rule, known: Known) -> Iterator[Finding]:
    """Yield what is wrong with a case, unless a guard rules it out; `whole`: what the guards look around."""
    problem = rule.options.problem
    wrong = PROBLEMS[problem](case, known) if problem else _Wrong()
    if wrong is None or not stands(case.prose, whole, whole, rule.unless, rule.only, rule.origin):
        return
    text = case.prose.part.body.text

    def said(place: Span | None) -> str:
        return " ".join(text[slice(*place)].split()) if place else ""

    values = {"match": said(flagged), "time": said(case.when and case.when.span), "against": wrong.against}
    yield Finding(flagged, values, related=wrong.related)
