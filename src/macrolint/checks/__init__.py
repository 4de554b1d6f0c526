"""Checks: functions from the prose of a part to findings, one module a family.

A module of this package holds `compile_`, which turns a rule into a check. `KINDS` tells which module
serves which value of a rule's `check:`; what readers report themselves has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from macrolint.model import Finding
from macrolint.moves import Moves
from macrolint.prose import Prose
from macrolint.rulebook import Rule

Check = Callable[[Prose], Iterator[Finding]]

KINDS = {
    "phrase": "phrases",
    "pattern": "phrases",
    "vocabulary": "vocabulary",
    "missing": "moves",
    "unless-nearby": "moves",
    "order": "moves",
    "count": "amounts",
    "length": "amounts",
    "reader": None,
}


def compile_rule(rule: Rule, moves: Moves) -> Check | None:
    """Return the check of a rule; None for the rules that readers report themselves."""
    module = KINDS[rule.check]
    if module is None:
        return None
    import importlib

    compiled: Check = importlib.import_module(f"macrolint.checks.{module}").compile_(rule, moves)
    return compiled
