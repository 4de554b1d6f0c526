"""Dialects: which placeholders a platform fills in, under which names, and what it does where there is nothing to put.

One file a platform in `platforms/dialects`; `_names.yaml` there tells what names mean on any of them.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from macrolint import data
from macrolint.frames import Entry, load, nearest
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

SEEN = ("nothing", "as-written", "-")  # what the reader sees of a name that the platform does not know
_FIELDS = (
    "title",
    "called",
    "marks",
    "shape",
    "fallback",
    "unknown",
    "case",
    "sets",
    "names",
    "means",
    "engine",
    "open",
)
_SET = lazy(r"\{([a-z_]+)\}")
_INDEX = lazy(r"\[[^\]]*\]")
_DEPTH = 4  # of sets in sets: the organization of a requester


class Said(NamedTuple):
    """What the file of a platform says of its placeholders.

    marks: the kinds of `Placeholder.dialect` that it fills in. shape: how one is written, around NAME.
    fallbacks: the ways to give a fallback that it heeds; with_fallback: how to write one, where there is any.
    unknown: one of SEEN. names: those it knows, with `*`; none: it has no finite list.
    means: its name for each meaning, such as reader.first_name. engine: whose grammar it has, if that can be
    checked. open: it also knows names that a team makes, below roots of their own.
    """

    title: str
    called: tuple[str, ...]
    marks: frozenset[str]
    shape: str
    fallbacks: frozenset[str]
    with_fallback: str
    unknown: str
    ignores_case: bool
    names: tuple[str, ...]
    means: tuple[tuple[str, str], ...]
    engine: str = ""
    open: bool = False


class Dialect:
    """The placeholders of a platform."""

    def __init__(self, said: Said) -> None:
        self.said = said

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(name for name in self.said.names if "*" not in name and "<" not in name)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        wild = [re.escape(name) for name in self.said.names if name not in self._plain]
        either = "|".join(
            one.replace(r"\*\*", r".+").replace(r"\*", r"[^.]+").replace(r"<number>", r"\d+") for one in wild
        )
        return lazy(either or r"(?!)", re.I if self.said.ignores_case else 0)

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self._plain)

    def knows(self, name: str) -> bool:
        """Tell whether the platform knows a name; where it has no finite list, it may know any."""
        if not self.said.names or name in self._plain or (self.said.ignores_case and name.lower() in self._folded):
            return True
        if self._expression.fullmatch(_INDEX.sub("[0]", name)):
            return True
        return (
            self.said.open and name.split(".", maxsplit=1)[0] not in self._roots and squeezed(name) not in _meanings()
        )

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(name.split(".")[0] for name in self.said.names if "." in name)

    def meant(self, name: str) -> str:
        """Return the platform's own name that was probably meant, or nothing."""
        meaning = _meanings().get(squeezed(name))
        means = dict(self.said.means)
        if meaning in means:
            return means[meaning]
        alike = {squeezed(one): one for one in sorted(self._plain)}
        if squeezed(name) in alike:
            return alike[squeezed(name)]
        near = nearest(name, self._folded)
        return next((one for one in sorted(self._plain) if near and one.lower() == near[0]), "")

    def written(self, name: str) -> str:
        """Return a placeholder of the platform."""
        return self.said.shape.replace("NAME", name)

    def with_fallback(self, name: str) -> str:
        """Return a placeholder of the platform with a fallback, or nothing where it knows none."""
        return self.said.with_fallback.replace("NAME", name)


class Meanings(NamedTuple):
    """What names mean on any platform: whose they are, whether they print a name, or a whole message."""

    agent: re.Pattern[str]
    reader: re.Pattern[str]
    names: re.Pattern[str]
    long: re.Pattern[str]


def squeezed(name: str) -> str:
    """Return a name without what platforms write differently: case, underscores, blanks and indexes."""
    return re.sub(r"[_\s-]", "", _INDEX.sub("", name)).lower()


def has_meaning(name: str) -> bool:
    """Tell whether a name is what some platform calls the name of the reader, the number of a ticket or the like."""
    return squeezed(name) in _meanings()


def dialect(platform: str | None) -> Dialect | None:
    """Return the placeholders of a platform; None where it is not known."""
    return _dialects().get(_key(platform)) if platform else None


def platforms() -> list[str]:
    """Return the names of the platforms whose placeholders are known."""
    return sorted(_dialects())


@functools.cache
def meanings() -> Meanings:
    """Return what names mean on any platform."""
    return Meanings(*(_either(names) for names in _written()["names"]))


def _either(names: Iterable[str]) -> re.Pattern[str]:
    return lazy("|".join(re.escape(name).replace(r"\*", ".*") for name in names))


@functools.cache
def _dialects() -> dict[str, Dialect]:
    found: dict[str, Dialect] = {}
    for file, values in _written()["dialects"].items():
        said = Said(*(_value(name, value) for name, value in zip(Said._fields, values, strict=True)))
        made = Dialect(said)
        found |= {_key(name): made for name in (file, said.title, *said.called)}
    return found


def _value(name: str, value: Any) -> Any:
    """Return a field of `Said` as it is, from JSON or from its file."""
    if name in ("marks", "fallbacks"):
        return frozenset(value)
    if name == "means":
        return tuple(map(tuple, value))
    return tuple(value) if isinstance(value, list) else value


@functools.cache
def _written() -> dict[str, Any]:
    """Return what the files say: compiled in a wheel, from the files in a checkout."""
    if os.path.isfile(data.COMPILED_DIALECTS):
        with open(data.COMPILED_DIALECTS, encoding="utf-8") as file:
            return dict(json.load(file))
    return read_dialects(data.dialects())


def read_dialects(folder: str) -> dict[str, Any]:
    """Read the files of a folder: values for JSON, of which `Said` and `Meanings` are made."""
    names = _load(os.path.join(folder, "_names.yaml")).fields(Meanings._fields, "field")
    files = [path for path in data.yaml_files(folder) if not path.startswith("_")]
    said = {path.rsplit(".", 1)[0]: read_dialect(_load(os.path.join(folder, path))) for path in files}
    return {
        "names": [list(names[name].strings()) for name in Meanings._fields],
        "dialects": {
            name: [sorted(value) if isinstance(value, frozenset) else value for value in one]
            for name, one in said.items()
        },
    }


@functools.cache
def _meanings() -> dict[str, str]:
    said: dict[str, set[str]] = {}
    for one in _dialects().values():
        for meaning, name in one.said.means:
            said.setdefault(squeezed(name), set()).add(meaning)
    return {name: min(means) for name, means in said.items() if len(means) == 1}  # user.name is anybody's


def _key(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def _load(path: str) -> Entry:
    with open(path, encoding="utf-8") as file:
        return load(os.path.basename(path), file.read(), "file about placeholders")


def read_dialect(entry: Entry) -> Said:
    """Read the file of a platform. Raises MacrolintError with a code frame."""
    fields = entry.fields(_FIELDS, "field")
    for needed in ("title", "marks", "shape", "fallback", "unknown"):
        if needed not in fields:
            entry.fail(f"the field '{needed}' is missing")
    fallback = fields["fallback"].fields(("kinds", "write"), "field of 'fallback'")
    sets = {name: one.strings() for name, one in fields["sets"].items()} if "sets" in fields else {}
    listed = [name for one in fields["names"].each() for name in one.strings()] if "names" in fields else []
    means = fields["means"].items() if "means" in fields else ()
    return Said(
        fields["title"].string(),
        fields["called"].strings() if "called" in fields else (),
        frozenset(fields["marks"].strings()),
        fields["shape"].string(),
        frozenset(fallback["kinds"].strings()) if "kinds" in fallback else frozenset(),
        fallback["write"].string() if "write" in fallback else "",
        fields["unknown"].choice(SEEN),
        "case" in fields,
        tuple(one for name in listed for one in _spread(name, sets, _DEPTH)),
        tuple((meaning, name.string()) for meaning, name in means),
        fields["engine"].string() if "engine" in fields else "",
        "open" in fields and fields["open"].flag(),
    )


def _spread(name: str, sets: dict[str, tuple[str, ...]], depth: int) -> list[str]:
    found = _SET.search(name)
    if not found or not depth:
        return [] if found else [name]
    spread = (name[: found.start()] + one + name[found.end() :] for one in sets[found[1]])
    return [one for whole in spread for one in _spread(whole, sets, depth - 1)]
