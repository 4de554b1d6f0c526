"""The ledger for other programs: offsets count code points from 0, lines and columns from 1."""

from __future__ import annotations

from typing import Any

from macrolint.comparison import Pair
from macrolint.promised import Promised
from macrolint.reports import Style
from macrolint.reports.escaping import json_document
from macrolint.reports.promises import Ledger
from macrolint.spans import Position

VERSION = 1
_NONE = {"class": "none", "form": None, "text": None, "earliest_hours": None, "latest_hours": None, "calendar": None}


def write(ledger: Ledger, _style: Style) -> str:
    """Return the promises as one JSON document."""
    return json_document({"version": VERSION, "promises": [_promise(one, ledger) for one in ledger.promised]})


def write_changes(ledger: Ledger, _style: Style) -> str:
    """Return the comparison as one JSON document."""
    made = ledger.comparison

    def pairs(found: tuple[Pair, ...]) -> list[dict[str, Any]]:
        return [{"before": _promise(pair.before, ledger), "after": _promise(pair.after, ledger)} for pair in found]

    return json_document(
        {
            "version": VERSION,
            "since": ledger.since,
            "added": [_promise(one, ledger) for one in made.added],
            "removed": [_promise(one, ledger) for one in made.removed],
            "changed": pairs(made.changed),
            "reworded": pairs(made.reworded),
        }
    )


def _promise(one: Promised, ledger: Ledger) -> dict[str, Any]:
    when, entry = one.when, ledger.keeper(one)
    return {
        "id": ledger.ids[one],
        "path": one.path,
        "template": {
            "id": one.template_id, "title": one.template_title, "kind": one.template_kind, "address": one.address,
        },
        "start": _position(one.start),
        "end": _position(one.end),
        "text": one.text,
        "who": one.who,
        "act": one.act,
        "when": dict(zip(_NONE, when, strict=True)) if when else _NONE,
        "condition": one.condition,
        "strength": one.strength,
        "fallback": one.fallback,
        "owner": entry.owner if entry else None,
        "kept_by": entry.kept_by if entry else None,
    }  # fmt: skip


def _position(place: Position) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "offset": place.offset}
