"""How the templates stand, in the report for people: the score of the library, of its folders, and of a template.

It is a measure of words. Nothing here speaks of a person.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from statistics import fmean

from macrolint import REPOSITORY
from macrolint.model import Violation
from macrolint.reports import Run, counted
from macrolint.reports.bars import bar_table
from macrolint.reports.escaping import html
from macrolint.scores import Cost, Score, Scored

_FOLDERS = 8  # that are shown, the lowest
_ABOUT = f"{REPOSITORY}/blob/main/docs/score.md"

Tile = tuple[str, str, str]  # its colour, its number and its words


def tiles(run: Run) -> list[Tile]:
    """Return the tiles that tell the score of the library; none where no template has one."""
    library = run.scores.library if run.scores else None
    if library is None:
        return []
    out = [("score", f"{library.overall:g}", f"score ({library.band})")]
    return [*out, ("error", str(library.unready), "not ready to send")] if library.unready else out


def section(run: Run) -> str:
    """Return the bars by pillar and by folder; nothing where no template has a score."""
    library = run.scores.library if run.scores else None
    if run.scores is None or library is None:
        return ""
    pillars = [(name.capitalize(), points, "") for name, points in library.pillars.items()]
    by_folder: dict[str, list[int]] = {}
    for one in run.scores.templates:
        if one.score:
            by_folder.setdefault(folder_of(one.outline.path), []).append(one.score.overall)
    folders = [(name, round(fmean(points), 1), counted(len(points), "template")) for name, points in by_folder.items()]
    folders.sort(key=lambda row: row[1])
    left = len(folders) - _FOLDERS
    tables = bar_table("By pillar, from 0 to 100", ("Pillar", "Score"), pillars, 100)
    tables += bar_table(
        f"By folder, the lowest {_FOLDERS} of {len(folders)}" if left > 0 else "By folder, the lowest first",
        ("Folder", "Score"), folders[:_FOLDERS], 100,
    )  # fmt: skip
    return f'<h2>How they stand</h2>\n<p>{_told(run)}</p>\n<div class="bars">\n{tables}</div>\n'


def _told(run: Run) -> str:
    assert run.scores is not None
    library = run.scores.library
    assert library is not None
    out = [f"{library.overall:g} of 100 is the mean of {counted(library.scored, 'template')}"]
    out[0] += f"; the lowest tenth has {library.worst:g}."
    if library.unscored:
        why = "; ".join(f"{reason}: {count}" for reason, count in sorted(library.unscored.items()))
        out.append(f"Without a score: {counted(sum(library.unscored.values()), 'template')} ({html(why)}).")
    out.append(f'It measures words, and no person. <a href="{_ABOUT}">How it is counted</a>.')
    return " ".join(out)


def folder_of(path: str) -> str:
    """Return the folder of a file, as people are told."""
    return os.path.dirname(path).replace(os.sep, "/") or "this folder"


def by_place(run: Run) -> Mapping[tuple[str, int], Scored]:
    """Return the scores of templates by the path of the file and the number of the template in it."""
    found: dict[tuple[str, int], Scored] = {}
    seen: dict[str, int] = {}
    for one in run.scores.templates if run.scores else ():
        path = one.outline.path
        found[path, seen.get(path, 0)] = one
        seen[path] = seen.get(path, 0) + 1
    return found


def line(one: Scored | None, violations: tuple[tuple[int, Violation], ...]) -> str:
    """Return how a template stands, and which of its violations cost most; they lead to what is said of them."""
    if one is None or one.score is None:
        return ""
    score = one.score
    pillars = ", ".join(f"{name} {points}" for name, points in score.pillars.items())
    return (
        f'<p class="stands"><b class="band-{score.band}">{score.overall}</b> of 100 ({score.band})'
        f" · {pillars}{_costs(score, violations)}</p>\n"
    )


def _costs(score: Score, violations: tuple[tuple[int, Violation], ...]) -> str:
    first = violations[0][0] if violations else 0
    numbers = {id(one): number for number, one in violations}
    reasons = [] if score.ready else ["not ready to send"]
    reasons += [f"nothing shows {name}" for name in score.missing]
    reasons += [
        _cost(cost, numbers[id(cost.violation)], first) for cost in score.costs if id(cost.violation) in numbers
    ]
    return f" · costs most: {', '.join(reasons)}" if reasons else ""


def _cost(cost: Cost, number: int, first: int) -> str:
    said = html(cost.violation.title or cost.violation.rule)
    return f'<a href="#v{number}">{number - first + 1}</a> {said} −{cost.points:g}'
