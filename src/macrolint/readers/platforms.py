"""Platforms: which help desk a file comes from, and what its ids stand for.

Every YAML file in `platforms/` is a platform; a team brings its own. They are read when the first file that may be
an export is met: by its name first, then by words that stand in it, then by its records.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterable, Iterator

from macrolint import data, frames
from macrolint.layouts import Platform, from_json, known_status, platform_of, unknown_platform, word
from macrolint.model import Layout, MacrolintError, Tables, Template, Unreadable
from macrolint.paths import BadPath, root, select
from macrolint.patterns import Matcher
from macrolint.readers import Given
from macrolint.sources import Source, read_source
from macrolint.trees import Node
from macrolint.values import NamedTuple

HANDWRITTEN = "handwritten"  # what status words mean where no platform is named


class Known(NamedTuple):
    """A platform that a file comes from, and those of its layouts that find something there."""

    platform: Platform
    layouts: tuple[Layout, ...]


@functools.cache
def platforms(own: tuple[str, ...] = ()) -> dict[str, Platform]:
    """Return the platforms by name, a team's own first; one of its own may stand for a built-in one."""
    found: dict[str, Platform] = {}
    for path in (file for one in own for file in _files(one)):
        name = os.path.splitext(os.path.basename(path))[0]
        if name in found:
            raise MacrolintError(f"two platforms are called '{name}'", hint="rename one of the files")
        found[name] = _load(path, name)
    return {**found, **{name: one for name, one in _built_in().items() if name not in found}}


@functools.cache
def _built_in() -> dict[str, Platform]:
    """Return the built-in platforms: compiled in a wheel, from their files in a checkout."""
    if os.path.isfile(data.COMPILED_PLATFORMS):
        with open(data.COMPILED_PLATFORMS, encoding="utf-8") as file:
            return {one.name: one for one in map(from_json, json.load(file))}
    return read_platforms(data.platforms())


def read_platforms(folder: str) -> dict[str, Platform]:
    """Read the platform files that lie directly in a folder."""
    names = {path: os.path.splitext(os.path.basename(path))[0] for path in _files(folder)}
    return {name: _load(path, name) for path, name in names.items()}


def _files(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith((".yaml", ".yml"))]


def _load(path: str, name: str) -> Platform:
    shown = os.path.relpath(path).replace(os.sep, "/")
    try:
        source = read_source(path, shown)
    except Unreadable as error:
        raise MacrolintError(f"the platform file {shown} cannot be read: {error.reason}") from None
    return platform_of(frames.load(shown, source.text, "platform file"), name)


def named(name: str, own: tuple[str, ...] = ()) -> Platform:
    """Return a platform by its name. Raises MacrolintError for an unknown one."""
    known = platforms(own)
    if name not in known:
        message, hint = unknown_platform(name, [*known])
        raise MacrolintError(message, hint=hint)
    return known[name]


def check_platforms(names: Iterable[str], own: tuple[str, ...], lookups: tuple[str, ...]) -> None:
    """Raise for a platform that nobody knows or whose file is broken; reads them only where they are spoken of."""
    for name in names:
        named(name, own)
    if own or lookups:
        for platform in platforms(own).values():
            tables(platform, lookups)


def recognised(source: Source, roots: list[Node], given: Given, *, sure: bool) -> Known | None:
    """Return the platform that a structured file comes from: the one asked for, or the first that knows it.

    A file that the one asked for does not know may still be one of the team's own for it.

    sure: the file is known to hold templates; formats that say nothing of themselves are read only then.
    """
    every = sorted(platforms(given.platforms).values(), key=_says_little)
    for platform in [named(given.platform, given.platforms)] if given.platform else every:
        found = tuple(
            layout
            for layout in platform.layouts
            if layout.records is not None
            and (sure or given.platform or not layout.asked)
            and _may_be(layout, source)
            and any(_has_records(node, layout) for node in roots)
        )
        if found:
            return Known(platform, found)
    return None


def _says_little(platform: Platform) -> bool:
    """Tell whether the files of a platform say nothing of themselves, so that every other one comes first."""
    return any(layout.asked for layout in platform.layouts)


def is_named(source: Source, given: Given) -> bool:
    """Tell whether some platform looks for files of this name, with such words in them."""
    every = (one for platform in platforms(given.platforms).values() for one in platform.layouts)
    return any(one.files and _may_be(one, source) for one in every)


def of_prose(source: Source, given: Given) -> Layout | None:
    """Return the layout of the platform that a text file comes from: the one asked for, or the first that knows it."""
    if given.platform:
        platform = named(given.platform, given.platforms)
        found = next((one for one in platform.layouts if one.records is None and _may_be(one, source)), None)
        return found or Layout(platform=platform.name, dialect=platform.dialect)
    every = (one for platform in platforms(given.platforms).values() for one in platform.layouts)
    return next((one for one in every if one.records is None and _may_be(one, source)), None)


def _may_be(layout: Layout, source: Source) -> bool:
    return (not layout.files or _matcher(layout.files)(source.key)) and all(one in source.text for one in layout.holds)


@functools.cache
def _matcher(patterns: tuple[str, ...]) -> Matcher:
    return Matcher(patterns)


def _has_records(node: Node, layout: Layout) -> bool:
    top = root(node)
    return bool(select(top, layout.records)) if layout.records else node.kind == "mapping"


@functools.cache
def tables(platform: Platform, lookups: tuple[str, ...]) -> Tables:
    """Return what lookup files say of a platform's ids. Raises MacrolintError for a file that cannot be read."""
    if not platform.lookups:
        return ()
    said: dict[str, list[tuple[str, str]]] = {}
    for path in lookups:
        for file in sorted(_within(path)):
            for node in _tree(file):
                for of, key, value in _pairs(node, platform):
                    said.setdefault(of, []).append((key, value))
    return tuple((of, tuple(pairs)) for of, pairs in said.items())


def _within(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in os.listdir(path) if name.endswith((".json", ".yaml", ".yml"))]


def _tree(path: str) -> list[Node]:
    from macrolint.readers.json_ import read_json
    from macrolint.trees import compose

    shown = os.path.relpath(path).replace(os.sep, "/")
    try:
        source = read_source(path, shown)
        return read_json(source) if path.endswith(".json") else compose(source.text)
    except Unreadable as error:
        raise MacrolintError(f"the lookup file {shown} cannot be read: {error.reason}") from None


def _pairs(node: Node, platform: Platform) -> Iterator[tuple[str, str, str]]:
    for lookup in platform.lookups:
        try:
            records = select(root(node), lookup.records)
        except BadPath:
            continue
        for record in records:
            key, value = (select(record, path) for path in (lookup.key, lookup.value))
            if key and value and value[0].node.kind == "scalar":
                written = "".join(key[0].node.text.split()) if lookup.of == "text" else key[0].node.text.strip()
                yield lookup.of, written.lower(), value[0].node.text


def ownership(template: Template, own: tuple[str, ...] = ()) -> str | None:
    """Return whose a ticket is on the platform of a template that assigns nobody; None where that is not said."""
    if template.outcome.owner_after != "same" or template.platform is None:
        return None
    known = platforms(own).get(template.platform)
    return known.ownership if known else None


def settled(template: Template, given: Given) -> Template:
    """Return a template whose status, as people write it, has its normal form: by its platform's words."""
    said = template.outcome.status_after
    name = template.platform if template.platform in platforms(given.platforms) else HANDWRITTEN
    found = known_status(said)
    for one in (name, HANDWRITTEN):
        found = found or word(named(one, given.platforms).words, "status", said)
    outcome = template.outcome._replace(status_after=found or "unknown")
    actions = (one._replace(value=outcome.status_after) if one.verb == "status" else one for one in template.actions)
    return template._replace(actions=tuple(actions), outcome=outcome)
