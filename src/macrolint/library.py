"""The library as a whole: facts of its templates that contradict each other become violations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from macrolint.engine import traceback
from macrolint.model import FileResult, Related, Stated, Violation
from macrolint.rulebook import Rule
from macrolint.settings import UNREADABLE, Settings

if TYPE_CHECKING:
    from macrolint.checks.conflicts import Conflict
    from macrolint.promises.calendars import Calendar

VARIANTS = "variants"
_SHOWN = 3  # so many of the other places are named
_VALUE = re.compile(r"\{(match|against)\}")


def lint_library(facts: Iterable[Stated], settings: Settings) -> Iterator[Violation]:
    """Yield what the facts of a library contradict, rule by rule, in the order of their places."""
    for rule, stated in _by_rule(facts, settings):
        yield from _told(stated, rule, _calendar(settings))


def compared(
    results: list[FileResult], context: Iterable[Stated], settings: Settings, *, whole: bool
) -> list[FileResult]:
    """Return the results of some files with what the library says of them.

    context: facts of the other files, of which nothing is told. whole: these are all there are, so a suppression that
    hides no contradiction is of no use.
    """
    told: defaultdict[str, list[Violation]] = defaultdict(list)
    hidden: defaultdict[str, set[tuple[str, int, int]]] = defaultdict(set)
    used: set[tuple[str, int]] = set()
    crashes: list[str] = []
    calendar = _calendar(settings)
    ours = [fact for result in results for fact in result.facts]
    for rule, stated in _by_rule([*ours, *context] if ours else [], settings):
        try:
            for one in _told(stated, rule, calendar):
                told[one.path].append(one)
            for conflict in _contradicted(stated, rule, calendar) if any(one.suppressed for one in stated) else ():
                fact = stated[conflict.fact]
                used |= {(fact.violation.path, number) for number in fact.suppressed}
                if fact.suppressed and conflict.told:
                    hidden[fact.violation.path].add((rule.id, *_place(fact)))
        except Exception:  # noqa: BLE001 - a bug in one rule must not hide what the others found
            crashes.append(f"the library: rule {rule.id}\n{traceback()}")
    done = [
        _with(result, told[result.path], len(hidden[result.path]), used, whole=whole)
        if result.facts or result.waiting
        else result
        for result in results
    ]
    if crashes:
        done[0] = done[0]._replace(crashes=(*done[0].crashes, *crashes))
    return done


def _calendar(settings: Settings) -> Calendar | None:
    policy = settings.configuration.policy
    return policy.calendar if policy else None


def _with(
    result: FileResult, told: list[Violation], hidden: int, used: set[tuple[str, int]], *, whole: bool
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
        facts=(),  # they have said what they had to say, and a library has many
        waiting=(),
    )


def _by_rule(facts: Iterable[Stated], settings: Settings) -> Iterator[tuple[Rule, list[Stated]]]:
    """Yield the facts of each rule in the order of their places."""
    found: defaultdict[str, list[Stated]] = defaultdict(list)
    for one in sorted(facts, key=lambda one: (one.violation.path, _place(one), one.template)):
        found[one.violation.rule].append(one)
    for name, stated in sorted(found.items()):
        rule = settings.catalog.rules[name]
        yield rule._replace(options=settings.options.get(name, rule.options)), stated


def _place(one: Stated) -> tuple[int, int]:
    return one.violation.start.offset, one.violation.end.offset


def _told(stated: Sequence[Stated], rule: Rule, calendar: Calendar | None) -> Iterator[Violation]:
    """Yield the violations of a rule; of a place that belongs to two templates one."""
    seen: set[tuple[str, tuple[int, int], tuple[str, str] | None]] = set()
    if rule.options.compare != VARIANTS:  # of variants, what is suppressed still says what they have in common
        stated = [one for one in stated if not one.suppressed]
    for conflict in _contradicted(stated, rule, calendar):
        one = stated[conflict.fact]
        key = (one.violation.path, _place(one), conflict.values)
        if conflict.told and not one.suppressed and key not in seen:
            seen.add(key)
            yield _violation(one.violation, [stated[number].violation for number in conflict.against], conflict.values)


def _contradicted(stated: Sequence[Stated], rule: Rule, calendar: Calendar | None) -> Iterator[Conflict]:
    from macrolint.checks.conflicts import conflicts
    from macrolint.checks.drift import drifts

    return drifts(stated) if rule.options.compare == VARIANTS else conflicts(stated, rule, calendar)


def waits(result: FileResult) -> bool:
    """Tell whether other templates may contradict what a file says."""
    return bool(result.waiting or result.facts)


def _violation(one: Violation, others: list[Violation], said: tuple[str, str] | None) -> Violation:
    """Return the violation of a fact that other places contradict."""
    match, against = said or (_said(one), f"{_said(others[0], quoted=True)} in {_where(others)}")
    values = {"match": match, "against": against}
    related = tuple(
        Related(f"says {_said(other, quoted=True)}", other.path, other.start, other.end) for other in others
    )
    message = _VALUE.sub(lambda value: values[value[1]], one.message)
    return one._replace(message=message, related=related[:_SHOWN])


def _said(one: Violation, *, quoted: bool = False) -> str:
    words = " ".join(one.excerpt.split())
    return f"“{words}”" if quoted else words


def _where(others: list[Violation]) -> str:
    if len(others) > 1:
        return f"{len(others)} other templates"
    return f"“{others[0].template_title or others[0].template_id or others[0].path}”"
