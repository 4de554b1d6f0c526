"""The format `grouped`: a line for each violation under the name of its file."""

from __future__ import annotations

from itertools import groupby

from macrolint.reports import COLOURS, Run, Style, still, summary, visible


def write(run: Run, style: Style) -> str:
    """Return the files with their violations, and the summary."""
    out: list[str] = []
    for path, violations in groupby(run.violations, key=lambda one: one.path):
        out.append(style.paint(still(f"{visible(path)}:"), 1))
        for one in violations:
            severity = style.paint(one.severity, *COLOURS[one.severity])
            out.append(f"  {one.start.line}:{one.start.column}  {severity}[{one.rule}] {visible(one.message)}")
        out.append("")
    if not style.quiet:
        out.append(summary(run))
    return "".join(f"{line}\n" for line in out)
