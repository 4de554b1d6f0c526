"""Violations that a change adds: those that were not there before.

One that was is known by its rule, its words and its template. Templates are the same by file and id, else title, else
place; then by id or title wherever they lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping

from macrolint.model import FileResult, Violation
from macrolint.rulebook import Rule
from macrolint.values import NamedTuple

_Way = Callable[[str, Violation], Hashable]
_WAYS: tuple[_Way, ...] = (  # from a file and a violation to what its template is called; nothing where that is unknown
    lambda path, one: one.template_id and (path, one.template_id),
    lambda path, one: one.template_title and (path, one.template_title),
    lambda path, one: (path, one.address),
    lambda _path, one: one.template_id,
    lambda _path, one: one.template_title,
)


class Additions(NamedTuple):
    """The results of now with those violations only that a change added. gone: how many are there no more."""

    results: tuple[FileResult, ...]
    gone: int


def additions(
    now: Iterable[FileResult], then: Iterable[FileResult], moved: Mapping[str, str], rules: Mapping[str, Rule]
) -> Additions:
    """Compare what is found in files with what was. moved: new paths of files to their old ones, both as keys."""
    now = tuple(now)
    wordless = {name for name, rule in rules.items() if _is_of_message(rule)}
    left = [(result.key, one) for result in then for one in result.violations]
    fresh = [(moved.get(result.key, result.key), one) for result in now for one in result.violations]
    for way in _WAYS:
        before = Counter(_known(way, *pair, wordless) for pair in left)
        after = Counter(_known(way, *pair, wordless) for pair in fresh)
        both = (before & after) - Counter({None: before[None]})
        left, fresh = _without(left, way, both, wordless), _without(fresh, way, both, wordless)
    added = {id(one) for _, one in fresh}
    kept = (result._replace(violations=tuple(one for one in result.violations if id(one) in added)) for result in now)
    return Additions(tuple(kept), len(left))


def _is_of_message(rule: Rule) -> bool:
    """Tell whether a rule speaks of a message as a whole, so that its words may become others."""
    whole = rule.check in ("count", "length") and rule.options.per == "message"
    return whole or rule.check in ("missing", "order")


def _known(way: _Way, path: str, one: Violation, wordless: Collection[str]) -> Hashable:
    """Return what a violation is known by; None where a way does not lead to its template."""
    words = "" if one.rule in wordless else " ".join(one.excerpt.lower().split())
    return (one.rule, words, name) if (name := way(path, one)) else None


def _without(
    pairs: list[tuple[str, Violation]], way: _Way, both: Counter[Hashable], wordless: Collection[str]
) -> list[tuple[str, Violation]]:
    """Return violations without as many of each as are known on both sides."""
    left, kept = Counter(both), []
    for path, one in pairs:
        name = _known(way, path, one, wordless)
        if left[name] > 0:
            left[name] -= 1
        else:
            kept.append((path, one))
    return kept
