"""What results depend on besides the file: macrolint itself, and what a project says; as a digest."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Set
from functools import cache
from importlib.machinery import PathFinder
from typing import Any

from macrolint import __version__, data
from macrolint.configuration import Configuration
from macrolint.packs import blake2b
from macrolint.sources import MAX_SIZE
from macrolint.suppressions import today

_ELSEWHERE: dict[str, Any] = {  # settings that no result of a file depends on, and those whose files are read instead
    "root": "", "file": None, "paths": (), "include": (), "exclude": (), "baseline": None, "fail_on": "",
    "max_file_size": 0, "output_format": "", "links": (), "origins": (), "cache_dir": None, "rulesets": (),
    "platforms": (), "lookups": (),
}  # fmt: skip


def digest(configuration: Configuration) -> bytes:
    """Return a digest of all that a result of a file depends on besides the file, and the rules that were left out.

    Files count by their content, so that it is the same wherever the project lies; suppressions as they are today.
    """
    made = blake2b(digest_size=16)
    expiries = [one.expires for one in configuration.suppress]
    day = today() if any(expiries) else ""
    said = (
        itself(),
        plain(configuration._replace(**_ELSEWHERE)),
        [bool(expires and expires < day) for expires in expiries],
    )
    made.update(repr(said).encode("utf-8", "surrogatepass"))
    for name, content in _files(configuration):
        made.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        made.update(content)
    return made.digest()


def plain(value: Any) -> Any:
    """Return a value whose `repr` is the same in every run. Raises TypeError for what is no plain data."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return [(plain(key), plain(one)) for key, one in value.items()]
    if isinstance(value, Set):
        return sorted(map(plain, value), key=repr)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    from datetime import date, time

    if isinstance(value, date | time):
        return value
    raise TypeError(f"{type(value).__name__} is no plain data")


@cache
def itself() -> tuple[Any, ...]:
    """Return what tells this macrolint from every other: its version, its files, and what it can use."""
    python = [sys.implementation.cache_tag, PathFinder.find_spec("liquid") is not None]
    package = os.path.dirname(data.__file__)
    if data.is_checkout():
        where = (package, (".py", ".json")), (data.rulesets(), ("",)), (data.platforms(), ("",))
        return (__version__, *python, *(one for folder, endings in where for one in _stamps(folder, endings)))
    installed = os.path.join(os.path.dirname(package), f"macrolint-{__version__}.dist-info", "RECORD")
    return (__version__, *python, content_of(installed))  # it holds the digest of every file of the package


def _stamps(folder: str, endings: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Yield size and time of the files below a folder of a checkout, where they may change between two runs."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(at, name)
            if name.endswith(endings) and path != data.COMPILED:
                facts = os.stat(path)
                yield os.path.relpath(path, folder), facts.st_mtime_ns, facts.st_size


def _files(configuration: Configuration) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files that a configuration names and results depend on."""
    for ruleset in configuration.rulesets:
        yield from ruleset_files(ruleset)
    for place in (*configuration.platforms, *configuration.lookups):
        names = sorted(os.listdir(place)) if os.path.isdir(place) else [""]
        for name in names:
            path = os.path.join(place, name) if name else place
            yield f"{os.path.basename(place)}/{name}", content_of(path)
    yield data.LOCK, content_of(os.path.join(configuration.root, data.LOCK))


def ruleset_files(ruleset: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files of a ruleset."""
    from macrolint.rules import plugins

    plugin = ruleset.startswith(plugins.PREFIX)
    folder = plugins.folder(ruleset.removeprefix(plugins.PREFIX)) if plugin else ruleset
    name = ruleset if plugin else os.path.basename(ruleset)
    for path in data.yaml_files(folder):
        yield f"{name}/{path}", content_of(os.path.join(folder, path))


def content_of(path: str) -> bytes:
    """Return the content of a file; nothing for what is none, or for one that is too large to be read."""
    try:
        facts = os.stat(path)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > MAX_SIZE:
            return b""
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
