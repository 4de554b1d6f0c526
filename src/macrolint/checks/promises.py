"""The checks `promise` and `time`: what is promised, and the times that a message names.

Which of them a rule means is told by its options; of a promise or a time that fits, `problem` says what has to be
wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from macrolint.actions import told
from macrolint.checks import Check, Known
from macrolint.checks.phrases import Phrases
from macrolint.guards import stands
from macrolint.lock import Lock, missing
from macrolint.model import Finding, Mention, Related, Template
from macrolint.promises.extraction import Promise
from macrolint.promises.plain import plain
from macrolint.promises.policy import (
    FASTER,
    FASTER_THAN_OBSERVED,
    SLOWER,
    Place,
    Row,
    differ,
    is_calendar_unclear,
    is_ours,
    is_too_wide,
    judged,
    may_promise,
    outside_row,
    rows_of,
)
from macrolint.promises.times import When
from macrolint.prose import Prose
from macrolint.rulebook import Guard, Rule
from macrolint.spans import Span
from macrolint.values import NamedTuple

_WEEKEND = 48  # hours
NONE = "none"  # in an option: where a promise has nothing of the kind


class _Case(NamedTuple):
    """What is looked at: a promise, or a time alone; in which message; and the promises there that the rule means."""

    promise: Promise | None
    when: When | None
    prose: Prose
    template: Template
    promises: tuple[Promise, ...]


class _Wrong(NamedTuple):
    """What is wrong with a case. against: what it is held against, in words, for the message."""

    against: str = ""
    related: tuple[Mention | Related, ...] = ()


Problem = Callable[[_Case, Known], _Wrong | None]


def _no_zone(case: _Case, known: Known) -> _Wrong | None:
    said = known.policy is not None and known.policy.timezone is not None
    return _Wrong() if case.when and case.when.form == "clock" and not case.when.zone and not said else None


def _unclear_calendar(case: _Case, known: Known) -> _Wrong | None:
    return _Wrong() if case.when and is_calendar_unclear(case.when, known.policy) else None


def _wide_range(case: _Case, known: Known) -> _Wrong | None:
    return _Wrong() if case.when and is_too_wide(case.when) else None


def _two_times(case: _Case, known: Known) -> _Wrong | None:
    """Find an earlier promise of the same, with another time, in the same branch of the message."""
    promise, when = case.promise, case.when
    for other in case.promises:
        if promise is None or when is None or other.span.start >= promise.span.start:
            return None
        same = (other.act, other.condition) == (promise.act, promise.condition)
        apart = (one for one in case.prose.placeholders if not one.prints)
        branched = any(other.span.end <= one.span.start < promise.span.start for one in apart)
        if same and not branched and other.when and differ(other.when, when, known.policy):
            return _Wrong(_said(case, other.when.span), (Mention("the other time", other.when.span),))
    return None


def _not_ours(case: _Case, known: Known) -> _Wrong | None:
    if known.policy is None or case.promise is None:
        return _Wrong()
    if is_ours(case.promise, case.prose, known.policy):
        return None
    row = outside_row(case.promise, case.prose, known.policy)
    return _Wrong(f" (the policy says: “{row.say}”)", _written(row.place)) if row and row.say else _Wrong()


def _not_theirs(case: _Case, known: Known) -> _Wrong | None:
    row = _row(case, known)
    if row is None or case.promise is None or may_promise(case.promise, case.prose, row):
        return None
    return _Wrong(f"{row.name}: {' or '.join(row.who)}", _written(row.place))


def _unlike_policy(*kinds: str) -> Problem:
    """Return the problem of a promise that is slower, or faster, than the policy says."""

    def problem(case: _Case, known: Known) -> _Wrong | None:
        if known.policy is None or case.promise is None:
            return None
        found = judged(case.promise, case.prose, case.template, known.policy)
        if found is None or found.kind not in kinds:
            return None
        return _Wrong(f"{found.allowed} for {found.act}", _written(found.place))

    return problem


def _never_promised(case: _Case, known: Known) -> _Wrong | None:
    row = _row(case, known)
    return _Wrong(row.name, _written(row.place)) if row and row.never else None


def _row(case: _Case, known: Known) -> Row | None:
    """Return the row of the policy that holds for a promise of ours."""
    policy, promise = known.policy, case.promise
    if policy is None or promise is None or not is_ours(promise, case.prose, policy):
        return None
    return policy.row(one.name for one in rows_of(promise, case.prose, policy, case.template.kind))


def _written(place: Place) -> tuple[Related, ...]:
    """Return where a figure of the policy is written, if its file tells."""
    if place.start is None or place.end is None:
        return ()
    return (Related(f"the policy: {place.text}", place.path, place.start, place.end),)


def _unlogged(case: _Case, known: Known) -> _Wrong | None:
    """Find a promise that `promises.lock` does not have, or has without an owner."""
    lock = known.lock()
    if case.promise is None:
        return None
    found = missing([plain(case.promise, case.prose.part, case.template)], lock or Lock({}))
    return _Wrong(f"{'has no owner in' if found[0].entry else 'is not in'} promises.lock") if found else None


def _wakes_too_late(case: _Case, known: Known) -> _Wrong | None:
    """Tell whether the ticket comes back after the time that is promised; a weekend may make business days longer."""
    wakes, when = case.template.outcome.wakes_at, case.when
    if wakes is None or when is None or when.latest_hours is None:
        return None
    latest = when.latest_hours * 7 / 5 + _WEEKEND if when.calendar == "business" else when.latest_hours
    if wakes <= latest:
        return None
    at = [one for one in case.template.actions if one.verb == "wake" and one.span.end]
    return _Wrong(f"{wakes:g} hours", tuple(Mention(f"the template {told(one)}", one.span) for one in at))


PROBLEMS: dict[str, Problem] = {
    "no-zone": _no_zone,
    "unclear-calendar": _unclear_calendar,
    "wide-range": _wide_range,
    "two-times": _two_times,
    "not-ours": _not_ours,
    "slower-than-policy": _unlike_policy(SLOWER),
    "faster-than-policy": _unlike_policy(FASTER, FASTER_THAN_OBSERVED),
    "never-promised": _never_promised,
    "not-theirs": _not_theirs,
    "unlogged": _unlogged,
    "wakes-too-late": _wakes_too_late,
}


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule about promises or times."""
    return (_Promised if rule.check == "promise" else _Timed)(rule, known).check


class _Promised:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.rule, self.known = rule, known
        self.words = Phrases(rule._replace(unless=Guard(), only=Guard()), known.moves) if rule.cues else None

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        meant = [
            one for one in promised(prose, self.known) if _fits(one, self.rule) and _stands(prose, one.span, self.rule)
        ]
        words = list(self.words.standing(prose)) if meant and self.words else []
        for promise in meant:
            inside = next((one.span for one in words if promise.span.overlaps(one.span)), None)
            if inside or not self.words:
                case = _Case(promise, promise.when, prose, template, tuple(meant))
                yield from _told(case, _flagged(promise, inside, self.rule.options.flag), self.rule, self.known)


class _Timed:
    def __init__(self, rule: Rule, known: Known) -> None:
        self.rule, self.known = rule, known

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        times, options = self.known.promises().times, self.rule.options
        for sentence in prose.sentences:
            for when in times.found(prose, sentence):
                fits = _is(when.form, options.form) and _is(when.klass, options.when)
                if fits and _stands(prose, when.span, self.rule):
                    yield from _told(_Case(None, when, prose, template, ()), when.span, self.rule, self.known)


def _stands(prose: Prose, span: Span, rule: Rule) -> bool:
    return stands(prose, span, span, rule.unless, rule.only, rule.origin)


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


def _flagged(promise: Promise, words: Span | None, flag: str) -> Span:
    """Return the words of a promise that a rule points at; the whole promise where it has none of the kind."""
    when = promise.when.span if promise.when else None
    spans = {"time": when, "condition": promise.waits_for, "actor": promise.actor, "words": words}
    return spans.get(flag) or promise.span


def _told(case: _Case, flagged: Span, rule: Rule, known: Known) -> Iterator[Finding]:
    """Yield what is wrong with a case."""
    problem = rule.options.problem
    wrong = PROBLEMS[problem](case, known) if problem else _Wrong()
    if wrong is None:
        return
    time = _said(case, case.when.span) if case.when else ""
    values = {"match": _said(case, flagged), "time": time, "against": wrong.against}
    yield Finding(flagged, values, related=wrong.related)


def _said(case: _Case, span: Span) -> str:
    return " ".join(case.prose.part.body.text[slice(*span)].split())
