"""Results that wait for the end of a run: they take little memory, and come out as they went in."""

from __future__ import annotations

import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from macrolint.bundles import Holder, Statements
from macrolint.configuration import Configuration
from macrolint.engine import lint
from macrolint.model import FileResult, Layout, Stated
from macrolint.readers import Claim
from macrolint.settings import Settings, settings_of
from macrolint.sources import Source

HOW = Claim("markdown", Layout(format="markdown", split="file"), sure=True)
TEXT = """---
title: Refund {number}
---

Hi {{{{name}}}},

You failed to send us the the receipt. Sorry for any inconvenience this may have caused.

We will process your refund within {number} hours.

Kind regards
"""


@cache
def settings() -> Settings:
    return settings_of(Configuration("."))


def results(count: int) -> list[FileResult]:
    return [lint(Source(f"macros/{n}.md", TEXT.format(number=n + 1)), HOW, settings()) for n in range(count)]


def test_a_held_result_is_the_same_but_for_its_facts() -> None:
    holder = Holder(plain=0)
    for result in results(3):
        held = holder.held(result)
        assert len(result.violations) > 2
        assert any(one.fix for one in result.violations)
        assert tuple(held.violations) == result.violations
        assert held.violations[1] == result.violations[1]
        assert held.violations[-2:] == result.violations[-2:]
        assert held == result._replace(facts=())
        assert holder.held(held) == held


def test_a_violation_of_another_file_keeps_its_path() -> None:
    result = results(1)[0]
    moved = result._replace(violations=(result.violations[0]._replace(path="else/where.md"),))
    assert Holder(plain=0).held(moved).violations[0].path == "else/where.md"


def test_facts_come_by_rule_in_the_order_of_their_places() -> None:
    given: defaultdict[str, list[Stated]] = defaultdict(list)
    for result in reversed(results(70)):  # more than are packed as one
        for fact in result.facts:
            given[fact.violation.rule].append(fact)
    statements = Statements(fact for facts in given.values() for fact in facts)
    assert statements.rules == sorted(given)
    assert "library/conflicting-promises" in given
    for rule, facts in given.items():
        facts.sort(key=lambda one: (one.violation.path, one.violation.start.offset))
        found = statements.of(rule)
        assert [(one.fact, one.template, one.suppressed) for one in found] == [
            (one.fact, one.template, one.suppressed) for one in facts
        ]
        assert [(one.violation.path, one.violation.start, one.violation.excerpt) for one in found] == [
            (one.violation.path, one.violation.start, one.violation.excerpt) for one in facts
        ]
        assert [statements.whole(rule, number) for number in range(len(facts))] == [one.violation for one in facts]


def test_facts_that_were_compared_are_let_go() -> None:
    statements = Statements(fact for result in results(70) for fact in result.facts)
    rules = statements.rules
    statements.forget("library/conflicting-promises")
    assert statements.of("library/conflicting-promises") == []
    assert all(statements.of(rule) for rule in rules if rule != "library/conflicting-promises")


def test_what_waits_takes_less_than_two_thirds_of_the_memory() -> None:
    def taken(make: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            kept = make()
            size, _ = tracemalloc.get_traced_memory()
            assert kept
            return size
        finally:
            tracemalloc.stop()

    def held() -> object:
        holder, statements, kept = Holder(plain=0), Statements(), []
        for result in results(50):
            statements.add(result.facts)
            kept.append(holder.held(result))
        return kept, statements

    results(1)  # rules are compiled
    assert taken(held) * 3 < 2 * taken(lambda: results(50))
