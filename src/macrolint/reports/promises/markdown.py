"""The ledger for a pull request or a wiki: short tables in which a template's text is only text.

It can make no link, image, mention or table cell, and the whole stays below what a comment may hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from macrolint.comparison import Pair
from macrolint.promised import Promised
from macrolint.reports import Style, counted
from macrolint.reports.escaping import markdown as escaped
from macrolint.reports.promises import (
    Ledger,
    change_summary,
    differences,
    place,
    summary,
    template,
    until,
    waits,
    what,
    who,
)

MARK = "<!-- macrolint-promises -->"  # by which a bot finds the comment it wrote before
_ROOM = 50_000  # characters; a comment on GitHub holds 65,536


def write(ledger: Ledger, _style: Style) -> str:
    """Return a table of the promises."""
    heads = ["Template", "Promise", "Who", "What", "Until", *(["Owner"] if ledger.kept is not None else [])]
    rows = [_row(one, ledger, owner=ledger.kept is not None) for one in ledger.promised]
    table = _table(heads, rows, "macrolint promises", _ROOM)
    return _page("## Promises", [" ".join(map(escaped, summary(ledger))), *table])


def write_changes(ledger: Ledger, _style: Style) -> str:
    """Return tables of what is new, changed and gone, for the one who reviews the change."""
    made, out, room = ledger.comparison, [escaped(change_summary(ledger))], _ROOM
    heads = ["Template", "Promise", "Who", "What", "Until"]
    both = ["Template", "Before", "After", "What differs"]
    sections: tuple[tuple[str, list[str], list[list[str]]], ...] = (
        ("New", heads, [_row(one, ledger) for one in made.added]),
        ("Changed", both, [_both(pair, ledger) for pair in made.changed]),
        ("Gone", heads, [_row(one, ledger) for one in made.removed]),
        ("In other words, but the same", both[:3], [_both(pair, ledger)[:3] for pair in made.reworded]),
    )
    for title, columns, rows in sections:
        if rows:
            table = _table(columns, rows, f"macrolint promises --since={ledger.since}", room)
            out += [f"### {title} ({len(rows)})", *table]
            room -= sum(map(len, table))
    return _page("## Promises to readers", out)


def _page(title: str, blocks: list[str]) -> str:
    return "\n\n".join([MARK, title, *blocks]) + "\n"


def _table(heads: list[str], rows: Iterable[list[str]], command: str, room: int) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    lines = [_line(heads), _line(["---"] * len(heads))]
    used = 0
    for shown, row in enumerate(rows):
        line = _line(row)
        used += len(line)
        if used > room:
            return ["\n".join(lines), f"… and {counted(len(rows) - shown, 'more promise')}: {_code(command)}"]
        lines.append(line)
    return ["\n".join(lines)]


def _code(command: str) -> str:
    return f"<code>{escaped(command)}</code>"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _where(one: Promised) -> str:
    name = template(one)
    return f"{escaped(name)}<br>{escaped(place(one))}" if name else escaped(place(one))


def _row(one: Promised, ledger: Ledger, *, owner: bool = False) -> list[str]:
    waiting = waits(one)
    time = f"{escaped(until(one))}<br>{escaped(waiting)}" if waiting else escaped(until(one))
    cells = [_where(one), f"“{escaped(one.text)}”", escaped(who(one)), escaped(what(one, ledger.titles)), time]
    entry = ledger.keeper(one)
    return [*cells, escaped((entry and entry.owner) or "nobody yet")] if owner else cells


def _both(pair: Pair, ledger: Ledger) -> list[str]:
    told = [f"{label}: {before} → {after}" for label, (before, after) in differences(pair, ledger).items()]
    return [
        _where(pair.after),
        f"“{escaped(pair.before.text)}”",
        f"“{escaped(pair.after.text)}”",
        "<br>".join(map(escaped, told)),
    ]
