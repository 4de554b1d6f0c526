"""The ledger of promises: one module an output format.

Each has `write` (all promises) and `write_changes` (a comparison).

Here is what they share: the values, and the words in which people are told of a promise.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping

from macrolint.comparison import Comparison, Pair
from macrolint.identity import is_timed
from macrolint.lock import Kept
from macrolint.promised import Promised
from macrolint.reports import Style, counted
from macrolint.values import NamedTuple

OTHER = "other"
NOBODY = "nobody is named"
NO_TIME = "no time is said"
VAGUE = "no time to count on"
_WHO = {"i": "I", "we": "we", "named": "a team or person", "nobody": NOBODY, "third-party": "somebody outside"}
_CONDITIONS = {"reader": "the reader's move", "ours": "something has to happen", "third-party": "somebody outside"}
_STRENGTHS = {"hedged": "a hope only", "firm": "guaranteed"}
_UNSAID = {"waits for": "nothing", "how sure": "said plainly", "if not": "not said"}


class Ledger(NamedTuple):
    """What is told: the promises in order, or what came of a change since a revision.

    templates, files: how many were read. titles: how the acts are called. ids: of the promises' entries in the lock.
    kept: the entries by these ids; None where there is no lock.
    """

    promised: tuple[Promised, ...]
    templates: int
    files: int
    titles: Mapping[str, str]
    ids: Mapping[Promised, str]
    kept: Mapping[str, Kept] | None = None
    since: str = ""
    comparison: Comparison = Comparison()

    def keeper(self, one: Promised) -> Kept | None:
        """Return the entry of a promise in the lock."""
        return (self.kept or {}).get(self.ids[one])


def render(format_: str, ledger: Ledger, style: Style) -> str:
    """Return the ledger, or the comparison where there is one, in a format."""
    module = importlib.import_module(f"{__name__}.{f'{format_}_' if format_ in ('json', 'csv') else format_}")
    written: str = (module.write_changes if ledger.since else module.write)(ledger, style)
    return written


def template(one: Promised) -> str:
    """Return what a template is called: its title, else its id, else its place in the file, else nothing."""
    return one.template_title or one.template_id or one.address or ""


def place(one: Promised) -> str:
    """Return where a promise stands, as terminals and editors understand it."""
    return f"{one.path}:{one.start.line}:{one.start.column}"


def facts(one: Promised, ledger: Ledger) -> dict[str, str]:
    """Return what is said of a promise, in plain words by plain labels; a label without words is left out."""
    entry = ledger.keeper(one)
    said = {
        "who": who(one),
        "what": what(one, ledger.titles),
        "until": until(one),
        "waits for": waits(one),
        "how sure": _STRENGTHS.get(one.strength, ""),
        "if not": f"“{one.fallback} …”" if one.fallback else "",
        "owner": (entry and entry.owner) or "",
        "kept by": (entry and entry.kept_by) or "",
    }
    return {label: words for label, words in said.items() if words}


def who(one: Promised) -> str:
    """Return who promises: the words for it where they name somebody."""
    return one.actor if one.who in ("named", "third-party") and one.actor else _WHO[one.who]


def what(one: Promised, titles: Mapping[str, str]) -> str:
    """Return what is promised."""
    return titles.get(one.act, "something else" if one.act == OTHER else "leave it undone")


def until(one: Promised) -> str:
    """Return until when, in the words of the template where they say it."""
    when = one.when
    if when is None or (when.klass == "event" and one.waits_for == when.text):
        return NO_TIME
    if when.klass == "event":
        return f"“{when.text}”"
    return f"{when.text} ({VAGUE})" if when.klass == "vague" else when.text


def waits(one: Promised) -> str:
    """Return what a promise waits for; nothing for one without a condition."""
    return f"{_CONDITIONS[one.condition]}: “{one.waits_for}”" if one.condition else ""


def differences(pair: Pair, ledger: Ledger) -> dict[str, tuple[str, str]]:
    """Return what differs between the two of a pair, by its label."""
    before, after = facts(pair.before, ledger), facts(pair.after, ledger)
    labels = ("who", "what", "until", "waits for", "how sure", "if not")
    return {
        label: (before.get(label, _UNSAID.get(label, "")), after.get(label, _UNSAID.get(label, "")))
        for label in labels
        if before.get(label) != after.get(label)
    }


def summary(ledger: Ledger) -> list[str]:
    """Return the sentences that sum up a ledger."""
    promised = ledger.promised
    where = f"{counted(ledger.templates, 'template')} in {counted(ledger.files, 'file')}"
    if not promised:
        return [f"No promises in {where}."]
    timed = sum(is_timed(one) for one in promised)
    waiting = sum(one.condition == "reader" and not is_timed(one) for one in promised)
    told = {"with a time": timed, ("without" if timed else "without a time"): len(promised) - timed - waiting,
            "waiting for the reader": waiting}  # fmt: skip
    parts = ", ".join(f"{number} {words}" for words, number in told.items() if number)
    out = [f"{counted(len(promised), 'promise')} in {where}: {parts}."]
    unnamed = sum(one.who == "nobody" for one in promised)
    if unnamed:
        out.append(f"{_of(unnamed, promised)} nobody who will do it.")
    if ledger.kept is not None:
        owned = sum(1 for one in promised if (entry := ledger.keeper(one)) and entry.owner)
        out.append(f"{owned} of {counted(len(promised), 'promise')} {'has' if owned == 1 else 'have'} an owner.")
    return out


def _of(number: int, promised: tuple[Promised, ...]) -> str:
    if len(promised) == 1:
        return "It names"
    return f"{number} of them {'names' if number == 1 else 'name'}"


def change_summary(ledger: Ledger) -> str:
    """Return the sentence that sums up a comparison."""
    made = ledger.comparison
    numbers = {"new": made.added, "changed": made.changed, "gone": made.removed, "reworded": made.reworded}
    parts = [f"{len(found)} {name}" for name, found in numbers.items() if found]
    if not parts:
        return f"No promise is new, changed or gone since {ledger.since}."
    return f"Promises since {ledger.since}: {', '.join(parts)}."


def each_template(promises: Iterable[Promised]) -> Iterable[tuple[tuple[str, str], list[Promised]]]:
    """Yield the path and the name of each template with its promises."""
    from itertools import groupby

    for key, group in groupby(promises, key=lambda one: (one.path, template(one))):
        yield key, list(group)
