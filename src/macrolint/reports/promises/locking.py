"""What `--lock` and `--locked` say: what was written to the lock of promises, and what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macrolint.lock import WRITE, Kept, Renewal, Unlogged
from macrolint.reports import Style, counted, visible, wrapped
from macrolint.reports.promises import place, until, what
from macrolint.values import NamedTuple

_BOLD = 1


class Lacks(NamedTuple):
    """What a lock file lacks. shown: its path. titles: how the acts are called."""

    shown: str
    unlogged: list[Unlogged]
    gone: list[Kept]
    titles: Mapping[str, str]


def written(renewal: Renewal, shown: str) -> str:
    """Return what to say of a lock that was written."""
    entries = renewal.lock.entries
    parts = [f"{len(found)} {name}" for name, found in (("new", renewal.new), ("taken out", renewal.gone)) if found]
    told = f" ({', '.join(parts)})" if parts else ""
    lines = [f"Wrote {visible(shown)}: {_entries(len(entries))}{told}."]
    if renewal.carried:
        names = ", ".join(renewal.carried)
        lines.append(f"Changed promises that took over their owner, to be looked at: {names}.")
    open_ = sum(not one.owner for one in entries.values())
    if open_:
        lines.append(f"{_entries(open_)} without an owner: fill in 'owner' and 'kept-by'.")
    return "".join(f"{line}\n" for line in lines)


def lacking(lacks: Lacks, style: Style) -> str:
    """Return each promise that is not in the lock or has no owner, each entry that is gone, and what to do."""
    absent = [one for one in lacks.unlogged if one.entry is None]
    unowned = sorted({one.entry for one in lacks.unlogged if one.entry}, key=lambda one: one.line)
    out = []
    if absent:
        out += [style.paint(f"Not in {visible(lacks.shown)}:", _BOLD)]
        out += [line for one in absent for line in _promise(one, lacks, style)]
    for title, entries in (("Without an owner:", unowned), ("No longer promised:", lacks.gone)):
        if entries:
            out += [style.paint(title, _BOLD), *_listed(entries, lacks.shown, style)]
    numbers = {
        f"{counted(len(absent), 'promise')} not in it": absent,
        f"{_entries(len(unowned))} without an owner": unowned,
        f"{_entries(len(lacks.gone))} that nobody promises any more": lacks.gone,
    }
    told = ", ".join(words for words, found in numbers.items() if found)
    out.append(
        f"{visible(lacks.shown)} is not up to date: {told}." if told else f"{visible(lacks.shown)} is up to date."
    )
    if absent or lacks.gone:
        out.append(f"help: {WRITE} brings it up to date and keeps what was filled in")
    if absent or unowned:
        then = "then " if absent or lacks.gone else ""
        out.append(f"help: {then}name an 'owner' for each entry in {visible(lacks.shown)}")
    return "".join(f"{line}\n" for line in out)


def _entries(number: int) -> str:
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def _promise(one: Unlogged, lacks: Lacks, style: Style) -> Iterator[str]:
    promise = one.promise
    yield f"  {style.paint(visible(place(promise)), 36)}"
    yield from wrapped(f"“{promise.text}”", style.width, "    ")
    yield from wrapped(f"what: {what(promise, lacks.titles)} · until: {until(promise)}", style.width, "      ")
    yield ""


def _listed(entries: Iterable[Kept], shown: str, style: Style) -> Iterator[str]:
    for one in entries:
        yield f"  {style.paint(visible(f'{shown}:{one.line}'), 36)} {one.id}"
        yield from wrapped(f"“{one.says}” ({one.promise})", style.width, "    ")
        yield ""
