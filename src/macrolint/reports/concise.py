"""The format `concise`: a line for each violation, as editors and log readers take it."""

from __future__ import annotations

from macrolint.reports import COLOURS, Run, Style, summary, visible


def write(run: Run, style: Style) -> str:
    """Return path:line:column: severity[rule] message."""
    lines = []
    for one in run.violations:
        place = f"{visible(one.path)}:{one.start.line}:{one.start.column}"
        star = f" {style.paint('[*]', 36)}" if one.fix and one.fix.safety == "safe" else ""
        severity = style.paint(one.severity, *COLOURS[one.severity])
        lines.append(f"{place}: {severity}[{one.rule}]{star} {visible(one.message)}")
    if not style.quiet:
        lines.append(summary(run))
    return "".join(f"{line}\n" for line in lines)
