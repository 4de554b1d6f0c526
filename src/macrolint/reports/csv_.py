"""The format `csv`: a row a violation, for a spreadsheet."""

from __future__ import annotations

from macrolint.model import Violation
from macrolint.reports import Run, Style
from macrolint.reports.escaping import csv_table

COLUMNS = (
    "File", "Line", "Column", "Template", "Kind", "Severity", "Group", "Rule", "Title", "Message", "Words",
    "Suggestion", "Why", "URL", "Fingerprint",
)  # fmt: skip


def write(run: Run, _style: Style) -> str:
    """Return a row for each violation."""
    return csv_table(COLUMNS, map(row, run.violations))


def row(one: Violation) -> list[str | int]:
    """Return the cells of a violation."""
    return [
        one.path, one.start.line, one.start.column, one.template_title or one.template_id or "",
        one.template_kind or "", one.severity, one.rule.split("/")[0], one.rule, one.title, one.message,
        " ".join(one.excerpt.split()), one.fix.title if one.fix else "", one.why, one.url or "", one.fingerprint,
    ]  # fmt: skip
