"""The ledger for a spreadsheet: a row a promise, with the byte order mark and line ends that Excel wants.

A cell that a spreadsheet would take for a formula starts with an apostrophe.
"""

from __future__ import annotations

from macrolint.promised import Promised
from macrolint.reports import Style
from macrolint.reports.escaping import csv_table as table
from macrolint.reports.promises import Ledger, template, until, waits, what, who
from macrolint.reports.promises import facts as facts_of

COLUMNS = (
    "File", "Line", "Column", "Template", "Promise", "Who", "What", "Until", "At most (hours)", "Hours of",
    "Waits for", "How sure", "If not kept", "Owner", "Kept by", "ID",
)  # fmt: skip
_CHANGES = ("Change", "Promise before", "Until before")


def write(ledger: Ledger, _style: Style) -> str:
    """Return a row for each promise."""
    return table(COLUMNS, (row(one, ledger) for one in ledger.promised))


def write_changes(ledger: Ledger, _style: Style) -> str:
    """Return a row for each promise that is new, changed, gone or reworded."""
    made = ledger.comparison
    rows = [["new", "", "", *row(one, ledger)] for one in made.added]
    for name, pairs in (("changed", made.changed), ("reworded", made.reworded)):
        rows += [[name, pair.before.text, until(pair.before), *row(pair.after, ledger)] for pair in pairs]
    rows += [["gone", "", "", *row(one, ledger)] for one in made.removed]
    return table((*_CHANGES, *COLUMNS), rows)


def row(one: Promised, ledger: Ledger) -> list[str | int | float]:
    """Return the cells of a promise."""
    when, facts = one.when, facts_of(one, ledger)
    hours = when.latest_hours if when else None
    return [
        one.path, one.start.line, one.start.column, template(one), one.text, who(one), what(one, ledger.titles),
        until(one), "" if hours is None else int(hours) if hours == int(hours) else hours,
        f"{when.calendar} days" if when and hours is not None and when.calendar else "", waits(one),
        facts.get("how sure", ""), facts.get("if not", ""), facts.get("owner", ""), facts.get("kept by", ""),
        ledger.ids[one],
    ]  # fmt: skip
