"""Tables with a bar in each row, in the report for people: they print, and are read out as numbers."""

from __future__ import annotations

from collections.abc import Iterable

from macrolint.reports.escaping import html

Row = tuple[str, float, str]  # what it is called, how long its bar is, and what else is said of it


def bar_table(caption: str, heads: tuple[str, str], rows: Iterable[Row], most: float) -> str:
    """Return a table. heads: of the names and of the numbers. most: the number of a whole bar."""
    lines = "".join(_line(row, most) for row in rows)
    names = "".join(f'<th scope="col">{head}</th>' for head in heads)
    head = f"<thead hidden><tr>{names}<td></td></tr></thead>"
    return f"<table>\n<caption>{caption}</caption>\n{head}\n<tbody>\n{lines}</tbody>\n</table>\n"


def _line(row: Row, most: float) -> str:
    name, number, said = row
    more = f" <small>{html(said)}</small>" if said else ""
    return (
        f'<tr><th scope="row"><bdi>{html(name)}</bdi>{more}</th><td class="number">{number}</td><td class="bar"'
        f' aria-hidden="true"><span style="width: {100 * number / most if most else 0:.0f}%"></span></td></tr>\n'
    )
