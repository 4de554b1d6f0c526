"""The configuration of a project: what it may say, and which file says it.

`macrolint.yaml`, `.macrolint.yaml` or `[tool.macrolint]` of `pyproject.toml`, the nearest upwards.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from macrolint.model import SEVERITIES, Layout, MacrolintError
from macrolint.rulebook import Rules
from macrolint.sources import MAX_SIZE
from macrolint.suppressions import Suppression
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple
from macrolint.vocabulary import Vocabulary

if TYPE_CHECKING:
    from macrolint.promises.policy import Policy

NAMES = ("macrolint.yaml", ".macrolint.yaml", "pyproject.toml")
FORMATS = (
    "full", "concise", "grouped", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson",
    "markdown", "csv", "html",
)  # fmt: skip
LEVELS = (*SEVERITIES, "never")
KEYS = (
    "extends", "paths", "include", "exclude", "language", "presets", "select", "ignore", "severity", "rules",
    "overrides", "rulesets", "layouts", "platform", "platforms", "lookups", "inactive", "ownership", "vocabulary",
    "policy", "suppress", "baseline", "fail-on", "max-file-size", "output-format", "links",
    "cache-dir",
)  # fmt: skip
TEMPLATE_FIELDS = ("title", "tags", "kind", "platform")
OVERRIDE_FIELDS = (
    "files", "templates", "kind", "language", "platform", "status_after", "actions", "select", "ignore",
    "severity", "rules",
)  # fmt: skip
INACTIVE = ("skip", "check")
LANGUAGE = lazy(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*")


class Override(NamedTuple):
    """What holds for some templates only: those that match every condition that is given.

    files: patterns as in .gitignore. titles: patterns with `*`. tags, kinds, platforms: one of them is enough.
    kind, language: what these templates are. platform: how these files are read. status_after: how these templates
    leave a ticket. actions: all that they do. The rest as in the configuration, over it.
    """

    files: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    kind: str | None = None
    language: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    rules: Rules = ()
    platform: str | None = None
    status_after: str | None = None
    actions: tuple[str, ...] | None = None


class Configuration(NamedTuple):
    """The settings of a project. Patterns and paths are relative to `root`; `origins` tells where a key was set."""

    root: str
    file: str | None = None
    paths: tuple[str, ...] = (".",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    language: str = "en"
    presets: tuple[str, ...] = ("recommended",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    rules: Rules = ()
    overrides: tuple[Override, ...] = ()
    rulesets: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()
    platform: str | None = None
    platforms: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()
    inactive: str = "skip"
    ownership: str | None = None
    vocabulary: Vocabulary = Vocabulary()
    policy: Policy | None = None
    suppress: tuple[Suppression, ...] = ()
    baseline: str | None = None
    fail_on: str = "warning"
    max_file_size: int = MAX_SIZE
    output_format: str = "full"
    links: tuple[tuple[str, str], ...] = ()
    cache_dir: str | None = None
    only: tuple[str, ...] = ()  # rules named on the command line: nothing else runs, whatever an override says
    origins: tuple[tuple[str, str], ...] = ()


def configuration_for(
    paths: Iterable[str],
    stdin_filename: str | None = None,
    file: str | None = None,
    *,
    isolated: bool = False,
    reads: Callable[[str], Configuration] | None = None,
) -> Configuration:
    """Return the configuration for paths: the file named, or the nearest above all of them, or the defaults.

    reads: reads the file as `read` does.
    """
    if file and isolated:
        raise MacrolintError("--config and --isolated exclude each other")
    if file and not os.path.isfile(file):
        raise MacrolintError(f"there is no configuration file '{file}'")
    if not file and not isolated:
        file = find(_around(stdin_filename if path == "-" else path for path in paths))
    return (reads or read)(file) if file else Configuration(os.getcwd())


def _around(paths: Iterable[str | None]) -> str:
    """Return the folder that holds all paths; the working folder if there are none."""
    named = [os.path.abspath(path) for path in paths if path]
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in named]
    try:
        return os.path.commonpath(folders) if folders else os.getcwd()
    except ValueError:  # on two drives
        return os.getcwd()


def find(start: str) -> str | None:
    """Return the nearest configuration file from a folder upwards, no further than its git repository.

    The home folder counts only for what lies directly in it.
    """
    folder, home = os.path.abspath(start), os.path.expanduser("~")
    first = folder
    while True:
        if folder != home or folder == first:
            found = [path for name in NAMES if _counts(path := os.path.join(folder, name))]
            if len(found) > 1:
                names = " and ".join(os.path.basename(path) for path in found)
                raise MacrolintError(f"two configurations in one folder: {names}", hint="keep one of them")
            if found:
                return found[0]
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def _counts(path: str) -> bool:
    if not os.path.isfile(path):
        return False
    if not path.endswith(".toml"):
        return True
    try:
        with open(path, "rb") as file:
            return re.search(rb"^\s*\[\s*tool\s*\.\s*[\"']?macrolint\b", file.read(), re.M) is not None
    except OSError:
        return False


def read(path: str, shown: str | None = None) -> Configuration:
    """Read a configuration file and what it extends. Raises MacrolintError at the first thing that is wrong."""
    from macrolint.configuring import read

    return read(path, shown)
