"""Scores from 0 to 100: of a template by its violations, its kind and its moves, and of a library by its templates.

They measure the words of a template. They say nothing of the people who write or send it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from macrolint.model import Violation
from macrolint.outlines import Outline
from macrolint.rulebook import Scheme
from macrolint.values import NamedTuple

_COSTLIEST = 3
_TENTH = 10


class Cost(NamedTuple):
    """A violation, and how many points of the score of its template it takes."""

    violation: Violation
    points: float


class Score(NamedTuple):
    """The score of a template, of its pillars and of their parts, each from 0 to 100.

    ready: whether nothing stands in it that must not be sent. missing: the pillars none of whose moves is made.
    costs: the violations that cost most, the dearest first.
    """

    overall: int
    band: str
    pillars: Mapping[str, int]
    parts: Mapping[str, int]
    ready: bool
    missing: tuple[str, ...]
    costs: tuple[Cost, ...]


class Scored(NamedTuple):
    """A template with its score, or with the reason why it has none."""

    outline: Outline
    score: Score | None
    why: str = ""


class Library(NamedTuple):
    """The scores of a library: the means over its scored templates, each from 0 to 100 with one decimal.

    worst: the mean of the lowest tenth. unready: templates that are not ready to send.
    unscored: how many have no score, by the reason.
    """

    overall: float
    band: str
    pillars: Mapping[str, float]
    worst: float
    scored: int
    unready: int
    unscored: Mapping[str, int]


class Scores(NamedTuple):
    """The scores of a run: of its templates in their order, and of them all; None where none has a score."""

    templates: tuple[Scored, ...]
    library: Library | None


def scores(outlines: Iterable[Outline], violations: Iterable[Violation], scheme: Scheme) -> Scores:
    """Return the scores of templates and of the library that they make."""
    held: defaultdict[tuple[str | None, ...], list[Violation]] = defaultdict(list)
    for one in violations:
        if one.part:
            held[one.path, one.address, one.template_id, one.template_title].append(one)
    templates = []
    for outline in outlines:
        key = (outline.path, outline.address, outline.id, outline.title)
        why = _unscored(outline, scheme)
        templates.append(Scored(outline, None if why else score(outline, held[key], scheme), why))
    return Scores(tuple(templates), _library(templates, scheme))


def score(outline: Outline, violations: Sequence[Violation], scheme: Scheme) -> Score:
    """Return the score of a template with these violations."""
    weights = scheme.weights.get(outline.kind, scheme.weights["default"])
    taken, costs = _taken(violations, weights, scheme)
    pillars, missing = {}, []
    for name, pillar in scheme.pillars.items():
        needed = pillar.moves.get(outline.kind, ())
        lost = bool(needed) and outline.made.isdisjoint(needed)
        missing += [name] if lost else []
        base = max(0.0, 100 - sum(points for group, points in taken.items() if group[0] == name))
        pillars[name] = min(base, _ceiling(outline, scheme)) if lost else base
    parts = {
        part: max(0.0, 100 - sum(points for (_, group), points in taken.items() if group in groups))
        for pillar in scheme.pillars.values()
        for part, groups in pillar.parts.items()
    }
    overall = sum(weights[name] * points for name, points in pillars.items()) / 100
    severity, groups = scheme.gate
    ready = not any(
        one.severity == severity and one.rule.startswith(tuple(f"{g}/" for g in groups)) for one in violations
    )
    shown = _rounded(overall if ready else min(overall, scheme.not_ready))
    return Score(
        shown,
        _band(shown, scheme),
        {name: _rounded(points) for name, points in pillars.items()},
        {name: _rounded(points) for name, points in parts.items()},
        ready,
        tuple(missing),
        tuple(sorted(costs, key=lambda cost: -cost.points)[:_COSTLIEST]),
    )


def _ceiling(outline: Outline, scheme: Scheme) -> float:
    """Return the most that a pillar has without its moves; where the kind is a guess, half of the loss."""
    return scheme.uncovered if outline.sure else (100 + scheme.uncovered) / 2


def _taken(
    violations: Iterable[Violation], weights: Mapping[str, float], scheme: Scheme
) -> tuple[dict[tuple[str, str], float], list[Cost]]:
    """Return the points that violations take, by pillar and group, and what each takes of the whole."""
    taken: defaultdict[tuple[str, str], float] = defaultdict(float)
    costs, seen = [], Counter[str]()
    for one in violations:
        pillar = scheme.pillar(one.rule)
        seen[one.rule] += 1
        if pillar is None or seen[one.rule] > scheme.counted:
            continue
        share = 1 if seen[one.rule] == 1 else scheme.again
        points = scheme.penalties[one.severity] * scheme.confidence[one.confidence] * share
        taken[pillar, one.rule.split("/", 1)[0]] += points
        costs.append(Cost(one, round(points * weights[pillar] / 100, 1)))
    return taken, costs


def _unscored(outline: Outline, scheme: Scheme) -> str:
    if outline.kind in scheme.unscored:
        return outline.kind
    if outline.words < scheme.shortest:
        return f"fewer than {scheme.shortest:g} words"
    return "" if outline.known else "another language"


def _library(templates: Iterable[Scored], scheme: Scheme) -> Library | None:
    templates = list(templates)
    found = [one.score for one in templates if one.score]
    if not found:
        return None
    lowest = sorted(one.overall for one in found)[: max(1, len(found) // _TENTH)]
    overall = round(fmean(one.overall for one in found), 1)
    return Library(
        overall,
        _band(overall, scheme),
        {name: round(fmean(one.pillars[name] for one in found), 1) for name in scheme.pillars},
        round(fmean(lowest), 1),
        len(found),
        sum(not one.ready for one in found),
        Counter(one.why for one in templates if one.why),
    )


def _band(points: float, scheme: Scheme) -> str:
    return next(name for name, least in scheme.bands if points >= least)


def _rounded(points: float) -> int:
    return int(points + 0.5)
