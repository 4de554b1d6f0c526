"""The workbook for those who sort and filter: the violations, the templates with their scores, the promises, the rules.

A text of a template is only text in it: no cell is a formula or a link, nor becomes one when somebody edits it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from macrolint.model import SEVERITIES, MacrolintError
from macrolint.reports import Run
from macrolint.reports.cards import WORDS
from macrolint.reports.csv_ import COLUMNS as OF_VIOLATIONS
from macrolint.reports.csv_ import row as of_violation
from macrolint.reports.escaping import is_formula, one_line
from macrolint.reports.promises.csv_ import COLUMNS as OF_PROMISES
from macrolint.reports.promises.csv_ import row as of_promise
from macrolint.reports.table import rows as counts_of_rules
from macrolint.reports.table import template_of
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.scores import Score

_LONGEST = 32_767  # characters of a cell, as Excel has it
_MOST = 1_048_575  # rows of a sheet below its head
_WIDE = {
    "Message": 60, "Why": 60, "Promise": 60, "Words": 40, "Suggestion": 40, "Costs most": 60, "Template": 30,
    "File": 30, "Title": 30, "Rule": 34, "URL": 30, "Waits for": 30,
}  # fmt: skip
_OF_TEMPLATES = (
    "File", "Template", "ID", "Kind", "Score", "Band", "Empathy", "Tone", "Acknowledgement", "Trust", "Ready to send",
    "Errors", "Warnings", "Suggestions", "Promises", "Costs most", "Not scored",
)  # fmt: skip
_OF_RULES = (
    "Rule", "Title", "Group", "Severity", "Violations", "Templates", "Share of templates", "With a fix", "Why", "URL",
)  # fmt: skip

_Cell = str | int | float | None


class _Sheet(NamedTuple):
    name: str
    heads: Sequence[str]
    rows: list[Sequence[_Cell]]


def check_installed() -> None:
    """Raise MacrolintError, with what to install, where the package that writes workbooks is missing."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError:
        raise MacrolintError(
            "a report in .xlsx needs the package XlsxWriter, which is not installed",
            hint="install it: pip install 'macrolint[xlsx]'; or write .csv, which needs nothing",
        ) from None


def workbook(run: Run) -> bytes:
    """Return the workbook of a run with scores and a page; the same run gives the same bytes."""
    import io

    import xlsxwriter

    page = run.page
    assert page is not None, "the workbook needs the page of the report"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": one_line(page.title)[:255], "created": _midnight(page.date)})
    looks = _looks(book)
    ledger = page.ledger
    for sheet in (
        _Sheet("Violations", OF_VIOLATIONS, [of_violation(one) for one in run.violations]),
        _Sheet("Templates", _OF_TEMPLATES, list(_templates(run))),
        _Sheet("Promises", OF_PROMISES, [of_promise(one, ledger) for one in ledger.promised]),
        _Sheet("Rules", _OF_RULES, list(_rules(run))),
    ):
        _write(book.add_worksheet(sheet.name), sheet, looks)
    book.close()
    return out.getvalue()


def _midnight(day: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(day) if day else datetime(1980, 1, 1)


def _looks(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "valign": "top"}),
        "text": book.add_format(cell),
        "formula": book.add_format({**cell, "quote_prefix": True}),  # stays text when it is edited
        "share": book.add_format({**cell, "num_format": "0 %"}),
    }


def _write(out: Any, sheet: _Sheet, looks: dict[str, Any]) -> None:
    rows, last = sheet.rows[:_MOST], len(sheet.heads) - 1
    for column, head in enumerate(sheet.heads):
        out.set_column(column, column, _WIDE.get(head, max(10, len(head) + 4)))
        out.write_string(0, column, head, looks["head"])
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str) and value:
                said = one_line(WORDS.get(value, value) if sheet.heads[column] == "Severity" else value)[:_LONGEST]
                out.write_string(number, column, said, looks["formula" if is_formula(said) else "text"])
            elif isinstance(value, int | float):
                is_share = sheet.heads[column].startswith("Share")
                out.write_number(number, column, value, looks["share" if is_share else "text"])
    out.freeze_panes(1, 0)
    out.autofilter(0, 0, max(1, len(rows)), last)
    out.set_landscape()
    out.fit_to_pages(1, 0)
    out.repeat_rows(0)
    if "Score" in sheet.heads and rows:
        at = sheet.heads.index("Score")
        bars = {"type": "data_bar", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
        out.conditional_format(1, at, len(rows), at, {**bars, "bar_color": "#9CC2E5"})


def _templates(run: Run) -> Iterator[Sequence[_Cell]]:
    """Yield a row for each template, in the order of the files."""
    assert run.page is not None
    found = Counter((template_of(one), one.severity) for one in run.violations)
    promised = Counter(
        (one.path, one.address or None, one.template_id, one.template_title) for one in run.page.ledger.promised
    )
    for outline, score, why in run.scores.templates if run.scores else ():
        key = (outline.path, outline.address, outline.id, outline.title)
        yield [
            outline.path, outline.title or outline.address or "", outline.id or "", outline.kind, *_score(score),
            *(found[key, severity] for severity in SEVERITIES), promised[key], _costs(score), why,
        ]  # fmt: skip


def _score(score: Score | None) -> Iterable[_Cell]:
    if score is None:
        return [None] * 7
    pillars = (score.pillars.get(name.lower()) for name in _OF_TEMPLATES[6:10])
    return [score.overall, score.band, *pillars, "yes" if score.ready else "no"]


def _costs(score: Score | None) -> str:
    if score is None:
        return ""
    lacks = [f"nothing shows {name}" for name in score.missing]
    costs = [f"{cost.violation.rule} −{cost.points:g} (line {cost.violation.start.line})" for cost in score.costs]
    return "; ".join([*lacks, *costs])


def _rules(run: Run) -> Iterator[Sequence[_Cell]]:
    """Yield a row for each rule that ran or found something, the most frequent first."""
    rows = counts_of_rules(run)
    said = {one.rule: (one.why, one.url or "") for one in run.violations}
    for row in rows:
        why, url = said[row.rule]
        yield [row.rule, row.title, row.rule.split("/")[0], row.severity, row.violations, row.templates,
               row.share, row.fixable, why, url]  # fmt: skip
    for rule, severity in sorted(run.rules, key=lambda pair: pair[0].id):
        if rule.id not in said:
            yield [rule.id, rule.title, rule.id.split("/")[0], severity, 0, 0, 0.0, 0, rule.why, rule.url or ""]
