"""The format `markdown`: for the summary of a job, or a comment on a pull request.

What matters most comes first; the whole stays below what a comment may hold.
"""

from __future__ import annotations

import os
from collections import Counter

from macrolint.model import SEVERITIES, Violation
from macrolint.reports import Run, Style, counted, summary
from macrolint.reports.digest import foremost
from macrolint.reports.escaping import markdown

MARK = "<!-- macrolint-report -->"  # by which a bot finds the comment it wrote before
_ROOM = 50_000  # characters; a comment on GitHub holds 65,536
_FIRST = 20
_HEADS = ["Where", "What", "Suggestion"]
SIGNS = {"error": "🔴 error", "warning": "🟡 warning", "info": "🔵 info"}


def write(run: Run, _style: Style) -> str:
    """Return a table of what matters most, and the rest folder by folder, as much as there is room for."""
    found = list(run.violations)
    first = foremost(found, _FIRST)
    out = [MARK, "## macrolint", markdown(summary(run))]
    if first:
        counts = Counter(one.severity for one in run.violations)
        out.append(
            _table([*SEVERITIES, "suppressed"], [[*(str(counts[name]) for name in SEVERITIES), str(run.suppressed)]])
        )
        out.append(_table(_HEADS, list(map(_row, first))))
    chosen = set(map(id, first))
    rest = [one for one in found if id(one) not in chosen]
    room, shown = _ROOM - sum(map(len, out)), 0
    for folder, there in _folders(rest).items():
        rows = [row for row in map(_row, there) if (room := room - sum(map(len, row)) - 20) > 0]
        if not rows:
            break
        table = _table(_HEADS, rows)
        out.append(f"<details>\n<summary>{markdown(folder)}: {len(there)} more</summary>\n\n{table}\n\n</details>")
        shown += len(rows)
    if shown < len(rest):
        out.append(f"… and {counted(len(rest) - shown, 'more violation')}: <code>macrolint check</code>")
    return "\n\n".join(out) + "\n"


def _folders(violations: list[Violation]) -> dict[str, list[Violation]]:
    """Return violations by their folders, those with the most first."""
    found: dict[str, list[Violation]] = {}
    for one in violations:
        found.setdefault(os.path.dirname(one.path).replace(os.sep, "/") or ".", []).append(one)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _row(one: Violation) -> list[str]:
    where = markdown(f"{one.path}:{one.start.line}")
    name = one.template_title or one.template_id
    rule = f"[{markdown(one.rule)}]({one.url})" if one.url else markdown(one.rule)
    suggested = markdown(one.fix.title) if one.fix else "–"
    return [
        f"{where}<br>{markdown(name)}" if name else where,
        f"{SIGNS[one.severity]} {rule} {markdown(one.message)}",
        suggested,
    ]


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
