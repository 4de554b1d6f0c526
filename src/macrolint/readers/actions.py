"""What a record does besides speaking: its actions by their place, each by the word that holds on every platform."""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.layouts import OWNERS, STATUSES, shown, word
from macrolint.model import Action, ActionAt, Layout, Outcome, Tables
from macrolint.paths import Record, select
from macrolint.spans import FileSpan
from macrolint.trees import Node
from macrolint.uncompiled import lazy

_DURATION = lazy(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]*)")
_HOURS = {"m": 1 / 60, "min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0, "mo": 720.0, "y": 8760.0, "s": 1 / 3600}
_UNITS = (
    ("minute", "m"), ("min", "m"), ("hour", "h"), ("day", "d"), ("week", "w"), ("month", "mo"), ("year", "y"),
    ("second", "s"), ("mo", "mo"), ("m", "m"), ("h", "h"), ("d", "d"), ("w", "w"), ("s", "s"), ("y", "y"),
)  # fmt: skip
_STATUSES, _OWNERS = frozenset(STATUSES), frozenset(OWNERS)


def actions_of(record: Record, layout: Layout, tables: Tables) -> tuple[Action, ...]:
    """Return the actions of a record, in the order of the file. tables: of the layout and of lookup files."""
    found = [one for action in layout.actions for one in _actions(record, action, tables)]
    return tuple(sorted(found, key=lambda one: one.span))


def outcome_of(actions: tuple[Action, ...], layout: Layout) -> Outcome:
    """Return how a ticket is left: by the last action that says it; where the record tells all, the rest stays."""
    said = {one.verb: one.value for one in actions}
    nothing = ("unchanged", "same") if layout.complete else ("unknown", "unknown")
    owner = said.get("owner")
    if owner in (None, "nobody", "same") and said.get("team") not in (None, "nobody"):
        owner = "unknown" if said["team"] == "unknown" else "team"
    wakes = said.get("wake")
    return Outcome(
        said.get("status", nothing[0]), owner or nothing[1], float(wakes) if wakes and wakes != "unknown" else None
    )


def _actions(record: Record, action: ActionAt, tables: Tables) -> Iterator[Action]:
    for found in select(record, action.at):
        for node in _values(found.node, action):
            for value in _each(_value(node, found, action, tables), action):
                yield Action(action.verb, value, _span(node))


def _each(value: str, action: ActionAt) -> list[str]:
    """Return the tags that one text lists, between commas or else between blanks."""
    if action.verb not in ("tag", "untag", "tags"):
        return [value]
    return [tag.strip() for tag in value.split("," if "," in value else None) if tag.strip()]


def _values(node: Node, action: ActionAt) -> list[Node]:
    """Return what an action is told by: the node, or each of a list of tags."""
    if node.kind == "sequence" and shown(action.verb):
        return [item for item in node.items if item.kind == "scalar"]
    return [node]


def _span(node: Node) -> FileSpan:
    quoted = node.layer.style in ("json", "single", "double", "hcl", "po") and node.span.end - node.span.start > 2
    return FileSpan(node.span.start + 1, node.span.end - 1) if quoted else node.span


def _value(node: Node, record: Record, action: ActionAt, tables: Tables) -> str:
    if action.value is not None:
        return action.value
    written = " ".join(node.text.split()) if node.kind == "scalar" else ""
    said = word(tables, action.words or action.verb, written)
    if action.verb == "status":
        if said is not None and said not in _STATUSES:
            said = word(tables, "status", said)  # a lookup file tells the platform's own word
        return said or action.otherwise or "unknown"
    if action.verb in ("wake", "due"):
        return said or hours(node, record)
    if action.verb in ("owner", "team"):
        return said or action.otherwise or ("unknown" if action.verb == "team" else "user")
    if shown(action.verb):
        return said or action.otherwise or written
    return said or action.otherwise or ""  # ids, addresses and tokens stay in the file


def hours(node: Node, record: Record | None = None) -> str:
    """Return a duration in hours: `2d`, `3 days`, or a number beside its unit in `range` or `unit`."""
    found = _DURATION.fullmatch(node.text.strip()) if node.kind == "scalar" else None
    if not found:
        return "unknown"
    unit = found["unit"].lower() or _unit_beside(record)
    short = next((to for name, to in _UNITS if unit.rstrip("s") == name or unit == name), None)
    return f"{float(found['number']) * _HOURS[short]:g}" if short else "unknown"


def _unit_beside(record: Record | None) -> str:
    around = record.around.node if record is not None and record.around is not None else None
    for name in ("range", "unit"):
        beside = around.get(name) if around is not None and around.kind == "mapping" else None
        if beside is not None and beside.kind == "scalar":
            return beside.text.strip().lower()
    items = [item.text for item in around.items] if around is not None else []
    return "d" if items[:1] == ["days_from_now"] else ""
