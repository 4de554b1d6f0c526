"""Paths into a tree: how a layout says where the records of a file and their fields are.

A path is steps joined by dots: a key (`a|b` is one or the other, `'a.b'` holds a dot), a number, `*` for each,
`**` for any depth, `^` for the mapping around. Conditions in brackets keep some of what a step leads to:
`[field=value]`, `[field!=value]`, `[field]` says something, `[!field]` does not, `[=value]` for the value itself;
`*` in a value stands for anything, `a|b` for one or the other. ` | ` between paths: the first that says something.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from macrolint.trees import Node, meaning
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_STEP = lazy(r"(?P<name>'[^']+'|[^.\[\]']*)(?P<conditions>(?:\[[^\[\]]+\])*)(?:\.|\Z)")
_CONDITION = lazy(r"\[(?P<sign>!?)(?P<field>[^=!\[\]]*)(?:(?P<not>!?)=(?P<value>[^\[\]]*))?\]")
_OR = lazy(r"\s+\|\s+(?![^\[]*\])")


class BadPath(ValueError):
    """A path that cannot be read."""


class Record(NamedTuple):
    """A node and how it was reached: its key, its address in the file, and the mapping or list around it."""

    key: Node | None
    node: Node
    address: str
    around: Record | None = None


class _Condition(NamedTuple):
    field: str
    positive: bool
    values: re.Pattern[str] | None


class _Step(NamedTuple):
    names: tuple[str, ...]
    conditions: tuple[_Condition, ...]


@functools.cache
def parse(path: str) -> tuple[tuple[_Step, ...], ...]:
    """Return the alternatives of a path as their steps. Raises BadPath."""
    return tuple(_steps(one) for one in _OR.split(path.strip()))


def _steps(path: str) -> tuple[_Step, ...]:
    steps, at = [], 0
    while at < len(path):
        found = _STEP.match(path, at)
        if not found or found.end() == at:
            raise BadPath(path)
        name = found["name"]
        names = (name[1:-1],) if name.startswith("'") else tuple(name.split("|"))
        conditions = tuple(_condition(one) for one in _CONDITION.finditer(found["conditions"]))
        if found["conditions"].count("[") != len(conditions):
            raise BadPath(path)
        steps.append(_Step(names, conditions))
        at = found.end()
    return tuple(steps)


def _condition(found: re.Match[str]) -> _Condition:
    value = found["value"]
    if value is None:
        return _Condition(found["field"], not found["sign"], None)
    wanted = "|".join(re.escape(one).replace(r"\*", ".*") for one in value.split("|"))
    return _Condition(found["field"], not found["not"], lazy(wanted, re.S))


def root(node: Node) -> Record:
    """Return the record of a whole document."""
    return Record(None, node, "")


def select(record: Record, path: str) -> list[Record]:
    """Return what a path leads to from a record; of alternatives, what the first one that says something does."""
    found: list[Record] = []
    for steps in parse(path):
        found = _follow(record, steps)
        if any(_tells(one.node) for one in found):
            break
    return found


def holds(record: Record, path: str) -> bool:
    """Tell whether a path leads to something that is not null."""
    return any(_is_there(one.node) for one in select(record, path))


def walk(top: Record) -> Iterator[Record]:
    """Yield every mapping of a tree once, in the order of the file."""
    stack, seen = [top], set()
    while stack:
        record = stack.pop()
        if id(record.node) in seen or record.node.kind == "scalar":
            continue
        seen.add(id(record.node))
        if record.node.kind == "mapping":
            yield record
        stack += reversed(list(_children(record)))


def says(node: Node) -> bool:
    """Tell whether a node is a text that says something, or a list of such lines."""
    if node.kind == "sequence":
        return (
            bool(node.items)
            and all(item.is_text for item in node.items)
            and any(item.text.strip() for item in node.items)
        )
    return node.is_text and bool(node.text.strip())


def _tells(node: Node) -> bool:
    return _is_there(node) and (node.kind != "scalar" or bool(node.text.strip()))


def _is_there(node: Node) -> bool:
    return bool(node.entries or node.items) or (node.kind == "scalar" and meaning(node) not in (None, ""))


def _follow(record: Record, steps: tuple[_Step, ...]) -> list[Record]:
    """Follow steps; a node is reached once per step."""
    found = [record]
    for step in steps:
        if step.names == ("**",):
            reached = _below(found)
        elif step.names == ("^",):
            reached = (above for one in found if (above := _mapping_around(one)))
        else:
            reached = _inside(found, step.names) if step.names != ("",) else iter(found)
        found = list(reached)
        for condition in step.conditions:
            found = [one for one in found if _keeps(condition, one)]
    return found


def _keeps(condition: _Condition, record: Record) -> bool:
    reached = _field(record, condition.field)
    if condition.values is None:
        return any(_is_there(one.node) for one in reached) is condition.positive
    wanted = condition.values
    return any(one.node.kind == "scalar" and wanted.fullmatch(one.node.text) for one in reached) is condition.positive


def _field(record: Record, field: str) -> Iterable[Record]:
    if not field:
        return [record]
    if record.node.kind == "mapping" and (value := record.node.get(field)) is not None:
        return [Record(None, value, "")]
    return _follow(record, parse(field)[0])


def _mapping_around(record: Record) -> Record | None:
    above = record.around
    while above is not None and above.node.kind != "mapping":
        above = above.around
    return above


def _children(record: Record) -> Iterator[Record]:
    for key, value in record.node.entries:
        yield Record(key, value, f"{record.address}/{key.text}", record)
    for number, item in enumerate(record.node.items):
        yield Record(None, item, f"{record.address}/{number}", record)


def _below(records: list[Record]) -> Iterator[Record]:
    """Yield some records and all that they hold, each node once."""
    stack, seen = records[::-1], set()
    while stack:
        one = stack.pop()
        if id(one.node) not in seen:
            seen.add(id(one.node))
            yield one
            stack += reversed(list(_children(one)))


def _inside(records: list[Record], names: tuple[str, ...]) -> Iterator[Record]:
    """Yield what the records hold under keys or numbers, or all they hold, each node once."""
    seen: set[int] = set()
    for record in records:
        for child in _children(record) if names == ("*",) else _named(record, names):
            if id(child.node) not in seen:
                seen.add(id(child.node))
                yield child


def _named(record: Record, names: tuple[str, ...]) -> Iterator[Record]:
    for key, value in record.node.entries:
        if key.text in names:
            yield Record(key, value, f"{record.address}/{key.text}", record)
    items = record.node.items
    for name in names if items else ():
        if name.isdecimal() and int(name) < len(items):
            yield Record(None, items[int(name)], f"{record.address}/{int(name)}", record)
