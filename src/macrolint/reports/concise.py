"""The format `concise`: a line for each violation, as editors and log readers take it."""

from __future__ import annotations

from macrolint.model import Violation
from macrolint.reports import COLOURS, Run, Style, still, summary, visible


def write(run: Run, style: Style) -> str:
    """Return path:line:column: severity[rule] message."""
    lines = [f"{line(one, style)}\n" for one in run.violations]
    if not style.quiet:
        lines.append(f"{summary(run)}\n")
    return "".join(lines)


def line(one: Violation, style: Style) -> str:
    """Return the line of a violation."""
    place = still(f"{visible(one.path)}:{one.start.line}:{one.start.column}")
    star = f" {style.paint('[*]', 36)}" if one.fix and one.fix.safety == "safe" else ""
    severity = style.paint(one.severity, *COLOURS[one.severity])
    return f"{place}: {severity}[{one.rule}]{star} {visible(one.message)}"
