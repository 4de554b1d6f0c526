"""The words of the promise grammar, as `rulesets/promises/` hands them in. All are phrases."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterator

from macrolint.phrases import alternatives, literals
from macrolint.sieve import Folded, fold, may_hold
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple


class Act(NamedTuple):
    """A class of things that are promised. does: as after “we will”; done: as after “it will be”.

    goods: what the reader gets by it.
    starts_of_does, starts_of_done: what each of these phrases starts with (`literals.starts_of`).
    """

    id: str
    title: str
    does: tuple[str, ...]
    done: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    starts_of_does: tuple[tuple[str, ...], ...] = ()
    starts_of_done: tuple[tuple[str, ...], ...] = ()


class PromiseWords(NamedTuple):
    """Every list of the files by its name there; what each is for is told in the files."""

    acts: tuple[Act, ...] = ()
    # actors.yaml
    i: tuple[str, ...] = ()
    we: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    of_ours: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    someone: tuple[str, ...] = ()
    outsiders: tuple[str, ...] = ()
    outside_names: tuple[str, ...] = ()
    # futures.yaml
    plain: tuple[str, ...] = ()
    hedged: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    striven: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    foretold: tuple[str, ...] = ()
    able: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    quiet_adverbs: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    pledges: tuple[str, ...] = ()
    list_openers: tuple[str, ...] = ()
    # receiving.yaml
    receives: tuple[str, ...] = ()
    receives_timed: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    done_deeds: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    arrives: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    slated: tuple[str, ...] = ()
    habits: tuple[str, ...] = ()
    done_habits: tuple[str, ...] = ()
    no_delivery: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    # conditions.yaml
    starts: tuple[str, ...] = ()
    no_condition: tuple[str, ...] = ()
    asked_after: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    not_readers: tuple[str, ...] = ()
    asked_for: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    no_requests: tuple[str, ...] = ()
    requests_first: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    next_ones: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    # lookalikes.yaml
    asked_or_told: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    absences: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    takings: tuple[str, ...] = ()
    refrains: tuple[str, ...] = ()
    taken_away: tuple[str, ...] = ()
    this_one: tuple[str, ...] = ()
    rarely: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    done_to_reader: tuple[str, ...] = ()
    handing: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    general_help: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()  # words of which one is in every sentence that promises
    # of those above, what they start with (`literals.starts_of`); nothing if it is not known
    starts_of_futures: tuple[str, ...] = ()
    starts_of_views: tuple[str, ...] = ()
    starts_of_done_habits: tuple[str, ...] = ()
    starts_of_habits: tuple[str, ...] = ()


VIEWS = ("expects", "allows", "takes", "slated")
FUTURES = (
    "negated",
    "offered",
    "ready",
    "able",
    "firm",
    "striven",
    "due",
    "hedged",
    "plain",
)  # lists; the first that fits counts

TELLING = (*FUTURES, "foretold", "expects", "allows", "slated", "habits", "done_habits", "list_openers")


class Told:
    """An expression of which each match holds one of some phrases: it is compiled when a text may hold one of them."""

    def __init__(self, source: str, phrases: tuple[str, ...]) -> None:
        self._source, self._phrases = source, phrases
        self._compiled: re.Pattern[str] | None = None

    def _in(self, text: str, start: int, end: int) -> re.Pattern[str]:
        """Return the expression; one that matches nothing, where a stretch of a text holds no phrase."""
        if self._compiled is None:
            words = _words(text, start, end)
            if not any(may_hold(literals(phrase), words) for phrase in self._phrases):
                return _NOTHING
            self._compiled = re.compile(self._source, re.I)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int = sys.maxsize, /) -> re.Match[str] | None:
        """Return the first place where it is found."""
        return self._in(text, start, end).search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize, /) -> re.Match[str] | None:
        """Return it where it starts the stretch."""
        return self._in(text, start, end).match(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize, /) -> Iterator[re.Match[str]]:
        """Yield every place where it is found."""
        return self._in(text, start, end).finditer(text, start, end)


_NOTHING = lazy(r"(?!)")


@functools.lru_cache(maxsize=64)  # of one sentence much is asked
def _words(text: str, start: int, end: int) -> Folded:
    return fold(text[start:end])


@functools.cache
def any_of(phrases: tuple[str, ...]) -> Told:
    """Return the expression for one of the phrases; nothing matches where there are none."""
    return Told(alternatives(phrases), phrases)


@functools.cache
def ending(phrases: tuple[str, ...]) -> Told:
    """Return the expression for a text that ends with one of the phrases, up to blanks and markup."""
    return Told(rf"(?:{alternatives(phrases)})[\s*_\\]*\Z", phrases)
