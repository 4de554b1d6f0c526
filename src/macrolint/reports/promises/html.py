"""The ledger as a page of its own: it fetches nothing, prints, is light or dark, and reads out as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macrolint.comparison import Pair
from macrolint.promised import Promised
from macrolint.reports import Style
from macrolint.reports.escaping import html as _text
from macrolint.reports.promises import (
    NO_TIME,
    NOBODY,
    VAGUE,
    Ledger,
    change_summary,
    differences,
    each_template,
    facts,
    place,
    summary,
    template,
    until,
    what,
    who,
)

_STYLE = """\
:root { color-scheme: light dark; --line: #d0d4da; --quiet: #59616b; --lack: #8a4b00; --band: #f1f3f6; }
@media (prefers-color-scheme: dark) {
  :root { --line: #444b54; --quiet: #a8b0ba; --lack: #f0b45c; --band: #24292f; }
}
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
.scroll { overflow-x: auto; margin-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; font-size: 1.2rem; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--line); white-space: nowrap; }
tbody th { background: var(--band); }
td { overflow-wrap: break-word; min-width: 4.5rem; }
td.line { min-width: 0; }
td.said { min-width: 15rem; }
small { color: var(--quiet); font-weight: 400; }
.lack { color: var(--lack); }
@media print {
  :root { color-scheme: light; --line: #999; --quiet: #444; --lack: #000; --band: #eee; }
  body { margin: 0; max-width: none; font-size: 9pt; }
  .scroll { overflow: visible; }
  td, td.said { min-width: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  tbody tr:first-child { break-after: avoid; }
}
"""
_LACKS = (NOBODY, NO_TIME, VAGUE)


def write(ledger: Ledger, _style: Style) -> str:
    """Return a page with a table of the promises, template by template."""
    tables = [table("Promises, template by template", ledger.promised, ledger)] if ledger.promised else []
    return _page("Promises to readers", " ".join(summary(ledger)), tables)


def write_changes(ledger: Ledger, _style: Style) -> str:
    """Return a page with a table of what is new, of what changed, and of what is gone."""
    made = ledger.comparison
    tables = [table("New", made.added, ledger)] if made.added else []
    tables += [_pairs("Changed", made.changed, ledger)] if made.changed else []
    tables += [table("Gone", made.removed, ledger)] if made.removed else []
    tables += [_pairs("In other words, but the same", made.reworded)] if made.reworded else []
    return _page(f"Promises to readers since {ledger.since}", change_summary(ledger), tables)


def _page(title: str, told: str, tables: list[str]) -> str:
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>
{_STYLE}</style>
</head>
<body>
<main>
<h1>{_text(title)}</h1>
<p>{_text(told)}</p>
{"".join(tables)}</main>
</body>
</html>
"""


def _lacking(text: str) -> str:
    said = _text(text)
    return f'<span class="lack">{said}</span>' if any(lack in text for lack in _LACKS) else said


def _quote(text: str) -> str:
    return f'<td class="said" dir="auto">“{_text(text)}”</td>'


def _around(caption: str, heads: Iterable[str], body: Iterable[str]) -> str:
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    head = f"<caption>{_text(caption)}</caption>\n<thead><tr>{columns}</tr></thead>"
    label = f'tabindex="0" role="region" aria-label="{_text(caption)}"'
    return f'<div class="scroll" {label}>\n<table>\n{head}\n{"".join(body)}</table>\n</div>\n'


def table(caption: str, promises: Iterable[Promised], ledger: Ledger) -> str:
    """Return a table of promises, template by template."""
    heads = ["Line", "Promise", "Who", "What", "Until", "Also"]
    heads += ["Owner", "Kept by"] if ledger.kept is not None else []

    def groups() -> Iterator[str]:
        for (path, name), promised in each_template(promises):
            called = f"{_text(name)} <small>{_text(path)}</small>" if name else _text(path)
            yield f'<tbody>\n<tr><th scope="rowgroup" colspan="{len(heads)}">{called}</th></tr>\n'
            yield from (_row(one, ledger) for one in promised)
            yield "</tbody>\n"

    return _around(caption, heads, groups())


def _row(one: Promised, ledger: Ledger) -> str:
    said = facts(one, ledger)
    more = [f"{label}: {said[label]}" for label in ("waits for", "how sure", "if not") if label in said]
    cells = [
        f'<td class="line">{one.start.line}</td>',
        _quote(one.text),
        f"<td>{_lacking(who(one))}</td>",
        f"<td>{_text(what(one, ledger.titles))}</td>",
        f"<td>{_lacking(until(one))}</td>",
        f"<td>{'<br>'.join(map(_text, more))}</td>",
    ]
    if ledger.kept is not None:
        owner = said.get("owner")
        cells.append(f"<td>{_text(owner)}</td>" if owner else '<td><span class="lack">nobody yet</span></td>')
        cells.append(f"<td>{_text(said.get('kept by', ''))}</td>")
    return f"<tr>{''.join(cells)}</tr>\n"


def _pairs(caption: str, pairs: Iterable[Pair], ledger: Ledger | None = None) -> str:
    def rows() -> Iterator[str]:
        yield "<tbody>\n"
        for pair in pairs:
            name, where = template(pair.after), _text(place(pair.after))
            called = f"{_text(name)}<br><small>{where}</small>" if name else where
            yield f'<tr><th scope="row">{called}</th>{_quote(pair.before.text)}{_quote(pair.after.text)}'
            if ledger:
                found = differences(pair, ledger).items()
                told = [f"{label}: {before} → {after}" for label, (before, after) in found]
                yield f"<td>{'<br>'.join(map(_text, told))}</td>"
            yield "</tr>\n"
        yield "</tbody>\n"

    heads = ["Template", "Before", "After", *(["What differs"] if ledger else [])]
    return _around(caption, heads, rows())
