"""Rulesets that come in Python packages. Only their data is read: no code of a package is run.

A package names the folder of its rule files by an entry point of the group `macrolint.rulesets`:
`acme-tone = "acme_tone.rules"` is the folder `rules` of the package `acme_tone`.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

from macrolint.model import MacrolintError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "macrolint.rulesets"
PREFIX = "plugin:"


@functools.cache
def folder(name: str) -> str:
    """Return the folder with the rule files of an installed plugin. Raises MacrolintError if there is none."""
    installed = _installed()
    if name not in installed:
        from macrolint.frames import did_you_mean

        known = f"installed: {', '.join(sorted(installed))}" if installed else "no ruleset is installed as a plugin"
        raise MacrolintError(f"there is no plugin '{name}'", hint=did_you_mean(name, installed) or known)
    first, *others = installed[name]
    if others:
        names = " and ".join(_package(one) for one in installed[name])
        raise MacrolintError(f"two packages bring a plugin '{name}': {names}", hint="uninstall one of them")
    found = _folder(first)
    if found is None:
        raise MacrolintError(
            f"the plugin '{name}' of the package {_package(first)} has no folder '{first.value}'",
            hint="this is a mistake in the package; tell its authors",
        )
    return found


def _installed() -> dict[str, list[EntryPoint]]:
    """Return the entry points of plugins by their name."""
    from importlib import metadata

    found: dict[str, list[EntryPoint]] = {}
    for one in metadata.entry_points(group=GROUP):
        found.setdefault(one.name, []).append(one)
    return found


def _package(entry_point: EntryPoint) -> str:
    return entry_point.dist.name if entry_point.dist else entry_point.value


def _folder(entry_point: EntryPoint) -> str | None:
    """Return the folder that an entry point names, or None if there is no such folder on disk."""
    from importlib.util import find_spec

    steps = entry_point.value.split(":")[0].strip().split(".")
    if not all(step.isidentifier() for step in steps):
        return None
    candidates = [str(entry_point.dist.locate_file("/".join(steps)))] if entry_point.dist else []
    try:  # finding a package at the top does not import it; this is for packages installed as editable
        spec = find_spec(steps[0])
    except (ImportError, ValueError):
        spec = None
    places = spec.submodule_search_locations if spec else None
    candidates += [os.path.join(place, *steps[1:]) for place in places or ()]
    return next((os.path.abspath(path) for path in candidates if os.path.isdir(path)), None)
