"""The table of `--statistics`: what came of each rule, the most frequent first."""

from __future__ import annotations

from macrolint.model import SEVERITIES, Violation
from macrolint.reports import COLOURS, Run, Style, counted, summary, visible
from macrolint.reports.score import lines as of_scores
from macrolint.values import NamedTuple

_HEADS = ("number", "severity", "rule", "templates", "fix", "title")
_ENOUGH = 12  # columns below which a title is left out


class Row(NamedTuple):
    """What came of a rule: its violations, the templates that hold them, and how many have a fix.

    severity: the loudest, where it differs from template to template.
    share: of the templates that were read, from 0 to 1; None for a rule about files.
    """

    rule: str
    title: str
    severity: str
    violations: int
    templates: int
    share: float | None
    fixable: int


def rows(run: Run) -> list[Row]:
    """Return a row for each rule that found something, by number, then by severity and name."""
    by_rule: dict[str, list[Violation]] = {}
    for one in run.violations:
        by_rule.setdefault(one.rule, []).append(one)
    found = [_row(rule, violations, run.templates) for rule, violations in by_rule.items()]
    return sorted(found, key=lambda row: (-row.violations, SEVERITIES.index(row.severity), row.rule))


def template_of(one: Violation) -> tuple[str | None, ...] | None:
    """Return what tells a violation's template from all others, or None for a violation of a file."""
    return (one.path, one.address, one.template_id, one.template_title) if one.part else None


def write(run: Run, style: Style) -> str:
    """Return the table and the summary; quiet: only the rows of the rules."""
    found = rows(run)
    lines = _lines(found, run, style) if found else []
    if style.quiet:
        lines = lines[1:-1]
    else:
        lines += ["", summary(run)] if lines else [summary(run)]
        lines += of_scores(run, style)
    return "".join(f"{line}\n" for line in lines)


def _row(rule: str, violations: list[Violation], read: int) -> Row:
    templates = _templates(violations)
    return Row(
        rule=rule,
        title=violations[0].title,
        severity=min((one.severity for one in violations), key=SEVERITIES.index),
        violations=len(violations),
        templates=templates,
        share=templates / read if templates and read else None,
        fixable=sum(one.fix is not None for one in violations),
    )


def _templates(violations: list[Violation]) -> int:
    return len({template_of(one) for one in violations} - {None})


def _lines(found: list[Row], run: Run, style: Style) -> list[str]:
    violations = list(run.violations)
    total = _row(counted(len(found), "rule"), violations, run.templates)
    cells = [_HEADS, *map(_cells, found), _cells(total._replace(severity="", title=""))]
    wide = [max(len(row[column]) for row in cells) for column in range(5)]
    room = style.columns - sum(wide) - 2 * len(wide)
    return [_line(row, wide, room, style) for row in cells]


def _cells(row: Row) -> tuple[str, ...]:
    fix = "no" if not row.fixable else "yes" if row.fixable == row.violations else "some"
    return (str(row.violations), row.severity, row.rule, _percent(row.share), fix, visible(row.title))


def _percent(share: float | None) -> str:
    """Return a share in whole per cent; never 0 % of something, never 100 % of less than all."""
    if share is None:
        return "-"
    if share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{int(share * 100 + 0.5)} %"


def _line(row: tuple[str, ...], wide: list[int], room: int, style: Style) -> str:
    number, severity, rule, share, fix, title = row
    shown = style.paint(severity, *COLOURS[severity]) if severity in COLOURS else severity
    cells = [
        number.rjust(wide[0]),
        shown + " " * (wide[1] - len(severity)),
        rule.ljust(wide[2]),
        share.rjust(wide[3]),
        fix.ljust(wide[4]),
    ]
    if room >= _ENOUGH:
        cells.append(title if len(title) <= room else title[: room - 1] + "…")
    line = "  ".join(cells).rstrip()
    return line if severity in COLOURS else style.paint(line, 1)
