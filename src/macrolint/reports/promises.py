"""The ledger of promises: as text for people, as JSON for other programs (offsets as in the format `json`)."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from macrolint.model import Promised
from macrolint.reports import Run, Style, counted, visible, wrapped
from macrolint.spans import Position

VERSION = 1
OTHER = "other"
_WHO = {
    "i": "I",
    "we": "we",
    "named": "a team or person",
    "nobody": "nobody is named",
    "third-party": "somebody outside",
}
_CONDITIONS = {"reader": "the reader's move", "ours": "something has to happen", "third-party": "somebody outside"}
_STRENGTHS = {"hedged": "a hope only", "firm": "guaranteed"}
_NONE = {"class": "none", "form": None, "text": None, "earliest_hours": None, "latest_hours": None, "calendar": None}


def text(run: Run, style: Style, titles: dict[str, str]) -> str:
    """Return for each template its promises; titles: how the acts are called."""
    out = []
    for (path, name), promises in groupby(_listed(run), key=lambda one: (one.path, _template(one))):
        out.append(style.paint(visible(f"{name} ({path})" if name else path), 1))
        for one in promises:
            out += _block(one, style, titles)
        out.append("")
    return "".join(f"{line}\n" for line in [*out, _summary(run)])


def data(run: Run) -> str:
    """Return the promises as one JSON document."""
    document = {"version": VERSION, "promises": [_promise(one) for one in _listed(run)]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _listed(run: Run) -> list[Promised]:
    return [promise for result in run.results for promise in result.promises]


def _template(one: Promised) -> str:
    return one.template_title or one.template_id or one.address or ""


def _block(one: Promised, style: Style, titles: dict[str, str]) -> list[str]:
    place = style.paint(visible(f"{one.path}:{one.start.line}:{one.start.column}"), 34)
    who = one.actor if one.who in ("named", "third-party") and one.actor else _WHO[one.who]
    facts = {
        "who": who,
        "what": titles.get(one.act, "something else" if one.act == OTHER else "leave it undone"),
        "until": _until(one),
        "condition": f"{_CONDITIONS[one.condition]}: “{one.waits_for}”" if one.condition else "",
        "how sure": _STRENGTHS.get(one.strength, ""),
        "if not": f"it says what to do: “{one.fallback} …”" if one.fallback else "",
    }
    out = [f"  {place}", *wrapped(f"“{one.text}”", style.width, "    ")]
    width = max(map(len, facts))
    for label, said in facts.items():
        if said:
            first, *more = wrapped(said, style.width, " " * (width + 8))
            out += [f"      {label:{width}}  {first.lstrip()}", *more]
    return out


def _until(one: Promised) -> str:
    when = one.when
    if when is None or (when.klass == "event" and one.waits_for == when.text):
        return "no time is said"
    if when.klass == "event":
        return f"“{when.text}”"
    return f"{when.text} (no time to count on)" if when.klass == "vague" else when.text


def _summary(run: Run) -> str:
    promises = _listed(run)
    where = f"{counted(run.templates, 'template')} in {counted(len(run.read), 'file')}"
    if not promises:
        return f"No promises in {where}."
    timed = sum(one.when is not None and one.when.klass in ("exact", "window") for one in promises)
    waiting = sum(one.condition == "reader" for one in promises)
    return f"{counted(len(promises), 'promise')} in {where}: {timed} with a time, {waiting} waiting for the reader."


def _promise(one: Promised) -> dict[str, Any]:
    when = one.when
    return {
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
        "kept_by": None,
    }  # fmt: skip


def _position(place: Position) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "offset": place.offset}
