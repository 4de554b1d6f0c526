"""The format `junit`, as Jenkins reads it: a suite a file, clean ones included, and a failed case a violation."""

from __future__ import annotations

from collections.abc import Iterable

from macrolint.model import Violation
from macrolint.reports import Run, Style
from macrolint.reports.escaping import xml


def write(run: Run, _style: Style) -> str:
    """Return one XML document."""
    found = {result.path: list(result.violations) for result in run.read}
    for one in run.configuration:
        found.setdefault(one.path, []).append(one)
    tests = sum(max(1, len(violations)) for violations in found.values())
    failures = sum(map(len, found.values()))
    out = ['<?xml version="1.0" encoding="UTF-8"?>']
    out.append(f'<testsuites name="macrolint" tests="{tests}" failures="{failures}" errors="0">')
    for path, violations in found.items():
        out += _suite(path, violations)
    return "".join(f"{line}\n" for line in [*out, "</testsuites>"])


def _suite(path: str, violations: list[Violation]) -> Iterable[str]:
    name, number = xml(path), len(violations)
    yield f'  <testsuite name="{name}" tests="{max(1, number)}" failures="{number}" errors="0" skipped="0">'
    if not violations:
        yield f'    <testcase name="no violations" classname="{name}"/>'
    for one in violations:
        where, message = f"{one.start.line}:{one.start.column}", xml(one.message)
        yield f'    <testcase name="{xml(one.rule)} ({where})" classname="{name}">'
        said = f"{name}:{where}: {xml(one.rule)} {message}"
        yield f'      <failure type="{one.severity}" message="{message}">{said}</failure>'
        yield "    </testcase>"
    yield "  </testsuite>"
