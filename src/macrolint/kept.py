"""What configurations and a team's rulesets say, kept from run to run by the content of their files.

What depends on more than files is read anew each time: plugins may be installed, and days off are known by a package.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from macrolint import notation
from macrolint.digests import content_of, itself, ruleset_files
from macrolint.packs import Folder, Pack, blake2b
from macrolint.rules import plugins
from macrolint.sources import heard

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.rules.catalog import Catalog


def configuration(path: str, read: Callable[[str], Configuration], folder: Folder) -> Configuration:
    """Return what `read` says of a configuration file; what is known of it already needs no YAML."""
    pack, (place, key) = _pack(folder, "configuration"), _key(os.path.abspath(path), os.getcwd())
    line = pack.find(place, key)
    found = _still(line) if line is not None else None
    if found is None:
        with heard() as files:
            found = read(path)
        said = _said(found, files)
        if said is not None and folder.begin():
            pack.add(place, key, said)
    pack.close()
    return found


def _said(made: Configuration, files: Mapping[str, bytes]) -> bytes | None:
    """Return a configuration as it is kept, with what it depends on; None where that is more than files."""
    days_off = made.policy is not None and bool(made.policy.calendar.closed)
    if days_off or made.cache_dir or any(one.startswith(plugins.PREFIX) for one in made.rulesets):
        return None
    try:
        said = notation.written(made)
    except notation.NotPlainError:
        return None
    there = [*made.rulesets, *made.platforms, *made.lookups]
    return json.dumps([{name: _digest(content) for name, content in files.items()}, there, said]).encode()


def _still(line: bytes) -> Configuration | None:
    """Return the configuration that was kept, if all that it depends on is still the same."""
    with suppress(ValueError, TypeError, AttributeError, RecursionError, OSError):
        files, there, said = json.loads(line)
        same = (os.path.isfile(name) and _digest(content_of(name)) == known for name, known in files.items())
        if all(same) and all(map(os.path.exists, there)):
            found: Configuration = notation.read(said)
            return found
    return None


def catalog(folders: Iterable[tuple[str, str]], folder: Folder) -> Catalog:
    """Return what `catalog.load_catalog` returns, without reading the YAML of rulesets that are known already."""
    from macrolint.rules.catalog import load_catalog

    pairs, made = tuple(folders), load_catalog()
    if not pairs:
        return made
    from macrolint.rules import packing

    contents = [(name, _digest(content)) for path, _ in pairs for name, content in ruleset_files(path)]
    pack, (place, key) = _pack(folder, "rulesets"), _key(repr(pairs), repr((os.getcwd(), contents)))
    line = pack.find(place, key)
    try:
        packing.add_own(made, line or b"")
    except ValueError:
        built_in, made = made, load_catalog(pairs)
        if folder.begin():
            pack.add(place, key, packing.packed_own(made, built_in))
    pack.close()
    return made


def _pack(folder: Folder, what: str) -> Pack:
    return Pack(folder, _digest(repr((what, itself())).encode()))


def _key(where: str, what: str) -> tuple[bytes, bytes]:
    """Return the place and the key of an entry."""
    said = _digest(where.encode("utf-8", "surrogatepass"))
    return said[:16].encode(), _digest(f"{said}{what}".encode("utf-8", "surrogatepass")).encode()


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
