"""The library as a whole: facts of its templates that contradict each other become violations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from macrolint.bundles import Statements
from macrolint.model import FileResult, Related, Stated, Violation
from macrolint.rulebook import Rule
from macrolint.settings import UNREADABLE, Settings
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.checks.conflicts import Conflict
    from macrolint.promises.calendars import Calendar

VARIANTS = "variants"
_SHOWN = 3  # so many of the other places are named
_VALUE = lazy(r"\{(match|against)\}")


def lint_library(facts: Iterable[Stated], settings: Settings) -> Iterator[Violation]:
    """Yield what the facts of a library contradict, rule by rule, in the order of their places."""
    statements = Statements(facts)
    for name in statements.rules:
        rule, stated = _rule(name, settings), statements.of(name)
        yield from _told(stated, partial(statements.whole, name), rule, _calendar(settings))


class Comparison(NamedTuple):
    """What came of comparing facts, by the paths of the files that are concerned.

    told: violations. hidden: how many are suppressed. used: numbers of the suppressions that were of use.
    crashes: bugs of ours that were met.
    """

    told: dict[str, tuple[Violation, ...]]
    hidden: dict[str, int]
    used: frozenset[tuple[str, int]]
    crashes: tuple[str, ...] = ()


def compare(facts: Statements, settings: Settings) -> Comparison:
    """Return what the facts of a library contradict; they are let go on the way."""
    told: defaultdict[str, list[Violation]] = defaultdict(list)
    hidden: defaultdict[str, set[tuple[str, int, int]]] = defaultdict(set)
    used: set[tuple[str, int]] = set()
    crashes: list[str] = []
    for name in filter(facts.are_many, facts.rules):
        try:
            found, over = _of_rule(facts, _rule(name, settings), _calendar(settings))
        except Exception:  # noqa: BLE001 - a bug in one rule must not hide what the others found
            from macrolint.engine import traceback

            crashes.append(f"the library: rule {name}\n{traceback()}")
            continue
        for one in found:
            told[one.path].append(one)
        for fact, counts in over:
            used |= {(fact.violation.path, number) for number in fact.suppressed}
            if counts:
                hidden[fact.violation.path].add((name, *_place(fact)))
        facts.forget(name)
    return Comparison(
        {path: tuple(violations) for path, violations in told.items()},
        {path: len(places) for path, places in hidden.items()},
        frozenset(used),
        tuple(crashes),
    )


def compared(results: Sequence[FileResult], comparison: Comparison, *, whole: bool) -> Iterator[tuple[int, FileResult]]:
    """Yield the results of files of which the library says something, with that, each after its number.

    whole: these are all files there are, so a suppression that hides no contradiction is of no use.
    """
    told, hidden, used, crashes = comparison
    seen: set[str] = set()
    for number, result in enumerate(results):
        met = crashes if number == 0 else ()
        if met or result.path in told or result.path in hidden or result.waiting:
            violations = told.get(result.path, ()) if result.path not in seen else ()
            done = _with(result, violations, hidden.get(result.path, 0), used, whole=whole)
            yield number, done._replace(crashes=(*done.crashes, *met))
            seen.add(result.path)


def _of_rule(
    facts: Statements, rule: Rule, calendar: Calendar | None
) -> tuple[list[Violation], list[tuple[Stated, bool]]]:
    """Return the violations of a rule, and its facts that others contradict, with whether a suppression hides one."""
    stated = facts.of(rule.id)
    found = list(_told(stated, partial(facts.whole, rule.id), rule, calendar))
    if not any(one.suppressed for one in stated):
        return found, []
    conflicts = [(stated[one.fact], one.told) for one in _contradicted(stated, rule, calendar)]
    return found, [(fact, told and bool(fact.suppressed)) for fact, told in conflicts]


def _calendar(settings: Settings) -> Calendar | None:
    policy = settings.configuration.policy
    return policy.calendar if policy else None


def _with(
    result: FileResult, told: Iterable[Violation], hidden: int, used: Set[tuple[str, int]], *, whole: bool
) -> FileResult:
    """Return a result with the violations that the library adds, and what became of its suppressions."""
    entries, unused = list(result.entries), []
    for one in result.waiting:
        if (result.path, one.number) in used:
            entries += [(*one.entry, True)] if one.entry else []
        elif one.unused and whole:
            unused.append(one.unused)
    violations = [*result.violations, *told, *unused]
    violations.sort(key=lambda one: (one.rule != UNREADABLE, one.start.offset))
    return result._replace(
        violations=tuple(violations),
        suppressed=result.suppressed + hidden,
        entries=tuple(entries),
        waiting=(),
    )


def _rule(name: str, settings: Settings) -> Rule:
    """Return a rule with the options that it has here."""
    rule = settings.catalog.rules[name]
    return rule._replace(options=settings.options.get(name, rule.options))


def _place(one: Stated) -> tuple[int, int]:
    return one.violation.start.offset, one.violation.end.offset


def _told(
    stated: Sequence[Stated], whole: Callable[[int], Violation], rule: Rule, calendar: Calendar | None
) -> Iterator[Violation]:
    """Yield the violations of a rule; of a place that belongs to two templates one. whole: returns that of a fact."""
    seen: set[tuple[str, tuple[int, int], tuple[str, str] | None]] = set()
    numbers: Sequence[int] = range(len(stated))
    if rule.options.compare != VARIANTS:  # of variants, what is suppressed still says what they have in common
        numbers = [number for number in numbers if not stated[number].suppressed]
    ours = [stated[number] for number in numbers]
    for conflict in _contradicted(ours, rule, calendar):
        one = ours[conflict.fact]
        key = (one.violation.path, _place(one), conflict.values)
        if conflict.told and not one.suppressed and key not in seen:
            seen.add(key)
            first = [ours[number].violation for number in conflict.against[:_SHOWN]]
            yield _violation(whole(numbers[conflict.fact]), first, len(conflict.against), conflict.values)


def _contradicted(stated: Sequence[Stated], rule: Rule, calendar: Calendar | None) -> Iterator[Conflict]:
    from macrolint.checks.conflicts import conflicts
    from macrolint.checks.drift import drifts

    return drifts(stated) if rule.options.compare == VARIANTS else conflicts(stated, rule, calendar)


def _violation(one: Violation, others: list[Violation], count: int, said: tuple[str, str] | None) -> Violation:
    """Return the violation of a fact that so many other places contradict, of which the first are given."""
    match, against = said or (_said(one), f"{_said(others[0], quoted=True)} in {_where(others, count)}")
    values = {"match": match, "against": against}
    related = tuple(
        Related(f"says {_said(other, quoted=True)}", other.path, other.start, other.end) for other in others
    )
    message = _VALUE.sub(lambda value: values[value[1]], one.message)
    return one._replace(message=message, related=related)


def _said(one: Violation, *, quoted: bool = False) -> str:
    words = " ".join(one.excerpt.split())
    return f"“{words}”" if quoted else words


def _where(others: list[Violation], count: int) -> str:
    if count > 1:
        return f"{count} other templates"
    return f"“{others[0].template_title or others[0].template_id or others[0].path}”"
