"""The scores of a run: lines for people, values for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from macrolint.reports import Run, Style, counted, visible

if TYPE_CHECKING:
    from macrolint.scores import Cost, Score, Scored

LOWEST = 10


def lines(run: Run, style: Style) -> Iterator[str]:
    """Yield how many templates have no score, and those with the lowest, where scores were asked for."""
    library = run.scores.library if run.scores else None
    if run.scores is None or library is None:
        return
    if library.unscored:
        why = ", ".join(f"{count} {reason}" for reason, count in sorted(library.unscored.items()))
        yield f"Not scored: {counted(sum(library.unscored.values()), 'template')} ({why})."
    if library.unready:
        yield f"Not ready to send: {counted(library.unready, 'template')}."
    found = [(one, one.score) for one in run.scores.templates if one.score and one.score.overall < 100]
    lowest = sorted(found, key=lambda pair: pair[1].overall)[:LOWEST]
    if lowest:
        yield ""
        yield style.paint("score  template and what costs most", 1)
    for one, score in lowest:
        yield f"{score.overall:5}  {_name(one)}: {_why(score)}"


def _name(one: Scored) -> str:
    outline = one.outline
    title = outline.title or outline.id or outline.address
    return visible(f"{outline.path} ({title})" if title else outline.path)


def _why(score: Score) -> str:
    reasons = [] if score.ready else ["not ready to send"]
    reasons += [f"nothing shows {name}" for name in score.missing]
    reasons += [f"{cost.violation.rule} -{cost.points:g} (line {cost.violation.start.line})" for cost in score.costs]
    return ", ".join(reasons)


def of_library(run: Run) -> dict[str, Any] | None:
    """Return the score of the library for JSON; null where no template has one."""
    library = run.scores.library if run.scores else None
    if library is None:
        return None
    return {
        "overall": library.overall,
        "band": library.band,
        "pillars": dict(library.pillars),
        "lowest_tenth": library.worst,
        "templates": library.scored,
        "not_ready": library.unready,
        "unscored": dict(sorted(library.unscored.items())),
    }


def of_templates(run: Run) -> list[dict[str, Any]]:
    """Return every template with its score for JSON; null with the reason where it has none."""
    return [_template(one) for one in run.scores.templates] if run.scores else []


def _template(one: Scored) -> dict[str, Any]:
    outline = one.outline
    return {
        "path": outline.path,
        "id": outline.id,
        "title": outline.title,
        "kind": outline.kind,
        "address": outline.address,
        "score": _score(one.score) if one.score else None,
        "unscored": one.why or None,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "overall": score.overall,
        "band": score.band,
        "pillars": dict(score.pillars),
        "parts": dict(score.parts),
        "ready": score.ready,
        "missing": list(score.missing),
        "costs": [_cost(cost) for cost in score.costs],
    }


def _cost(cost: Cost) -> dict[str, Any]:
    one = cost.violation
    return {"rule": one.rule, "points": cost.points, "line": one.start.line, "fingerprint": one.fingerprint}
