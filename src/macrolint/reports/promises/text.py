"""The ledger for a terminal: template by template, the words first, then what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macrolint.comparison import Pair
from macrolint.promised import Promised
from macrolint.reports import Style, still, visible, wrapped
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
)

_BETWEEN = " · "
_BOLD, _YELLOW, _CYAN = 1, 33, 36


def write(ledger: Ledger, style: Style) -> str:
    """Return the promises of each template, and the summary."""
    return _text([*_listed(ledger.promised, ledger, style), *summary(ledger)])


def write_changes(ledger: Ledger, style: Style) -> str:
    """Return what is new, changed, gone and only reworded, and the summary."""
    made, out = ledger.comparison, []
    for title, promises in (("New", made.added), ("Gone", made.removed)):
        block = list(_listed(promises, ledger, style, "  "))
        out.append([style.paint(f"{title}:", _BOLD), *block] if block else [])
    for title, pairs, told in (("Changed", made.changed, True), ("In other words, but the same", made.reworded, False)):
        block = [line for pair in pairs for line in _changed(pair, ledger, style, told=told)]
        out.append([style.paint(f"{title}:", _BOLD), *block] if block else [])
    new, gone, changed, reworded = out
    return _text([*new, *changed, *gone, *reworded, change_summary(ledger)])


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _listed(promises: Iterable[Promised], ledger: Ledger, style: Style, lead: str = "") -> Iterator[str]:
    for (path, name), group in each_template(promises):
        yield lead + style.paint(still(visible(f"{name} ({path})" if name else path)), _BOLD)
        for one in group:
            yield f"{lead}  {style.paint(still(visible(place(one))), _CYAN)}"
            yield from wrapped(f"“{one.text}”", style.width, f"{lead}    ")
            yield from _facts(facts(one, ledger), style, f"{lead}      ")
        yield ""


def _changed(pair: Pair, ledger: Ledger, style: Style, *, told: bool) -> Iterator[str]:
    name = template(pair.after)
    yield "  " + style.paint(still(visible(f"{name} ({pair.after.path})" if name else pair.after.path)), _BOLD)
    yield f"    {style.paint(still(visible(place(pair.after))), _CYAN)}"
    yield from wrapped(f"“{pair.before.text}”", style.width, "      was  ")
    yield from wrapped(f"“{pair.after.text}”", style.width, "      now  ")
    found = {label: f"{before} → {after}" for label, (before, after) in differences(pair, ledger).items() if told}
    yield from _facts(found, style, "        ")
    yield ""


def _facts(said: dict[str, str], style: Style, lead: str) -> Iterator[str]:
    """Yield the facts side by side, as many as fit a line; what is missing is painted."""
    line, used = "", len(lead)
    for label, words in said.items():
        shown = visible(f"{label}: {words}")
        if line and used + len(_BETWEEN) + len(shown) > style.width:
            yield lead + line
            line, used = "", len(lead)
        if used + len(shown) > style.width:
            first, *rest = wrapped(f"{label}: {words}", style.width, lead)
            yield first
            yield from (f"  {more}" for more in rest)
            continue
        used += len(shown) + (len(_BETWEEN) if line else 0)
        lacks = any(gap in words for gap in (NOBODY, NO_TIME, VAGUE))
        painted = style.paint(shown, _YELLOW) if lacks else shown
        line = f"{line}{_BETWEEN}{painted}" if line else painted
    if line:
        yield lead + line
