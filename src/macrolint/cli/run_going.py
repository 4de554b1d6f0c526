"""The options of a run that change how it goes about it and never what it finds: the cache, processes, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from macrolint.cache import Cache
    from macrolint.configuration import Configuration
    from macrolint.packs import Folder
    from macrolint.runner import Going
    from macrolint.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
_QUICK = 1.0  # seconds that pass in silence
_OFTEN = 0.1  # seconds between two lines of progress


def _jobs(ctx: click.Context, _option: click.Parameter, value: str) -> int:
    if value == "auto":
        from macrolint.crew import AUTO

        return AUTO
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 256:
        raise click.UsageError(f"'{value}' is no number of processes: write auto, or a number from 1 to 256", ctx)
    return int(value)


_OPTIONS = (
    click.option(
        "-j", "--jobs", default="auto", envvar="MACROLINT_JOBS", callback=_jobs, metavar="N",
        help="Processes to use; auto (default): several for what takes long.",
    ),
    click.option(
        "-n", "--no-cache", is_flag=True, envvar="MACROLINT_NO_CACHE", help="Check every file anew and keep nothing."
    ),
    click.option(
        "--cache-dir", envvar="MACROLINT_CACHE_DIR", metavar="DIR",
        help="Keep results here (default: .macrolint_cache beside the configuration).",
    ),
    click.option(
        "--progress/--no-progress", default=None, help="Show how far a long run is (default: on a terminal)."
    ),
)  # fmt: skip


def going_options(command: F) -> F:
    """Give a command the options of how a run goes about it."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def cache_of(configuration: Configuration, options: dict[str, Any]) -> Cache | None:
    """Return the cache: in the folder of the options, of the configuration, or the usual one; None for none.

    Raises MacrolintError for a folder of the options that holds something else.
    """
    folder = None if options.get("no_cache") else _folder(options, cache_path(configuration))
    if folder is None:
        return None
    from macrolint.cache import Cache

    return Cache(folder)


def _folder(options: dict[str, Any], usual: str) -> Folder | None:
    """Return the folder of the options or the usual one, if it can be used."""
    from macrolint.packs import Folder

    named = options.get("cache_dir")
    folder = Folder(os.path.realpath(named) if named else usual)
    if named and not folder.is_free:
        from macrolint.model import MacrolintError

        raise MacrolintError(f"'{named}' cannot hold the cache: something else is there", hint="name a new folder")
    return folder if folder.is_free else None


def reads_of(options: dict[str, Any]) -> Callable[[str], Configuration]:
    """Return what reads a configuration file: with what is known of it from other runs, unless that is not wanted."""
    from macrolint.configuration import read

    def reads(path: str) -> Configuration:
        from macrolint import kept
        from macrolint.packs import NAME

        folder = _folder(options, os.path.join(os.path.dirname(os.path.abspath(path)), NAME))
        return kept.configuration(path, read, folder) if folder else read(path)

    return read if options.get("no_cache") else reads


def settings_with(configuration: Configuration, options: dict[str, Any]) -> tuple[Settings, Cache | None]:
    """Return the settings of a configuration, and the cache. Raises MacrolintError for what is wrong in it.

    Where results are known for the settings, they were resolved before, and are so again only if a file asks for it.
    """
    from macrolint.settings import Settings

    cache = cache_of(configuration, options)
    if cache and configuration.rulesets:
        from macrolint.kept import catalog

        settings = Settings(configuration, load=partial(catalog, folder=cache.folder))
    else:
        settings = Settings(configuration)
    if not cache or not cache.knows(settings):
        settings.resolve()
    return settings, cache


def cache_path(configuration: Configuration) -> str:
    """Return where results are kept unless the command line says otherwise."""
    from macrolint.packs import NAME

    return configuration.cache_dir or os.path.join(configuration.root, NAME)


def going_of(cache: Cache | None, options: dict[str, Any], *, alone: bool = False) -> Going:
    """Return how a run goes about it. alone: it has to stay in one process."""
    from macrolint.runner import Going

    jobs = 1 if alone else options.get("jobs", 1)
    if not _is_shown(options):
        return Going(cache, jobs)
    progress = Progress()
    click.get_current_context().call_on_close(progress.erase)
    return Going(cache, jobs, progress)


def _is_shown(options: dict[str, Any]) -> bool:
    """Tell whether progress is to be shown: as asked for, else where a person looks on."""
    if not sys.stderr or not sys.stderr.isatty():
        return False
    asked: bool | None = options.get("progress")
    machine = any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("CI", "PRE_COMMIT"))
    if asked is None:
        return not machine and not options.get("quiet") and os.environ.get("TERM") != "dumb"
    return asked


class Progress:
    """One line on a terminal that says how far a long run is, and goes when it is done."""

    def __init__(self) -> None:
        self.next = monotonic() + _QUICK
        self.width = 0

    def __call__(self, done: int, of: int) -> None:
        """Say that so many files of so many are done, if it is time to."""
        now = monotonic()
        if done == of:
            self.erase()
        elif now >= self.next:
            self.next = now + _OFTEN
            said = f"checked {done:,} of {of:,} files"
            sys.stderr.write(f"\r{said:<{self.width}}")
            sys.stderr.flush()
            self.width = len(said)

    def erase(self) -> None:
        """Take the line away."""
        if self.width:
            sys.stderr.write(f"\r{'':{self.width}}\r")
            sys.stderr.flush()
            self.width = 0
