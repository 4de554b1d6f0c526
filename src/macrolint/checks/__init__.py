"""Checks: functions from the prose of a part, and its template, to findings; one module a family.

A module of this package holds `compile_`, which turns a rule into a check, or into one with its words. `KINDS` tells
which module serves which value of a rule's `check:`; what readers report themselves has none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING

from macrolint.model import Finding, Template
from macrolint.moves import Moves
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.lock import Lock
    from macrolint.promises.extraction import Promises
    from macrolint.promises.policy import Policy

Check = Callable[[Prose, Template], Iterator[Finding]]


class Known(NamedTuple):
    """What checks may ask. promises: returns what finds promises, made when it is first asked for.

    policy: what the team has decided to promise. lock: returns its `promises.lock`, read when it is first asked for.
    """

    moves: Moves
    promises: Callable[[], Promises]
    policy: Policy | None = None
    lock: Callable[[], Lock | None] = lambda: None


class Compiled(NamedTuple):
    """A check, and by what the sieve of the moves knows its words: where it tells none of them, nothing is to be said.

    words: None for a check that looks for more than words.
    """

    check: Check
    words: Hashable | None = None


KINDS = {
    "phrase": "phrases",
    "pattern": "phrases",
    "vocabulary": "vocabulary",
    "spelling": "spelling",
    "missing": "moves",
    "nearby": "moves",
    "unless-nearby": "moves",
    "order": "moves",
    "count": "amounts",
    "length": "amounts",
    "promise": "promises",
    "time": "promises",
    "placeholder": "placeholders",
    "library": "library",
    "action": "actions",
    "known": "known",
    "glossary": "glossary",
    "reader": None,
}


# What a rule about placeholders looks for.
FINDS = (
    *("blank", "unfinished", "broken", "damaged", "unclosed", "wrong-party", "free-text"),
    *("unknown-name", "other-dialect", "ignored-fallback", "no-fallback"),
)


def compile_rule(rule: Rule, known: Known) -> Compiled | None:
    """Return the check of a rule, with its words if it needs some; None for what readers report themselves."""
    module = KINDS[rule.check]
    if module is None:
        return None
    import importlib

    made: Check | Compiled = importlib.import_module(f"macrolint.checks.{module}").compile_(rule, known)
    return made if isinstance(made, Compiled) else Compiled(made)
