"""`macrolint baseline`: accept the violations of today, so that only new ones are told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from macrolint.cli.main import complain, say

if TYPE_CHECKING:
    from macrolint.baseline import Baseline, Held
    from macrolint.configuration import Configuration

F = TypeVar("F", bound=Callable[..., Any])
_PATHS = click.argument("paths", nargs=-1, metavar="[PATHS]...")
_FILE = click.option("--file", metavar="FILE", help="The baseline, if it is not .macrolint-baseline.json.")
_CONFIG = click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
_REASON = click.option("--reason", default="", metavar="TEXT", help="Why these violations stay, for those to come.")


@click.group("baseline")
def command() -> None:
    """Accept the violations of today, so that only new ones are told.

    They are known by their words and not by their lines: `check` leaves them out wherever they move in their template.
    """


@command.command("create")
@_PATHS
@_REASON
@_FILE
@_CONFIG
def create(paths: tuple[str, ...], reason: str, file: str | None, config_file: str | None) -> int:
    """Write a baseline with every violation of today."""
    from macrolint.files import repository
    from macrolint.model import MacrolintError

    configuration, path, shown = _place(paths, file, config_file)
    if os.path.lexists(path):
        raise MacrolintError(f"there is '{shown}' already", hint="bring it up to date: macrolint baseline update")
    if configuration.file is None and repository(os.path.abspath(configuration.root)) is None:
        raise MacrolintError(
            "there is neither a configuration nor a git repository here, so nothing says what the files are called",
            hint="write a configuration first: macrolint init",
        )
    run, code = _held(paths, configuration, {})
    if code:
        return code
    if not run.fresh:
        say("Nothing to accept: there are no violations, so no baseline was written.\n")
        return 0
    _write(path, {}, run, reason, adds=True)
    files = len({one.path for one in run.fresh})
    say(
        f"Accepted {_counted(len(run.fresh), 'violation')} in {_counted(files, 'file')}: {shown} was written.\n"
        "Commit it. From now on `macrolint check` tells only of new violations; --no-baseline tells of all.\n"
    )
    return 0


@command.command("update")
@_PATHS
@_REASON
@_FILE
@_CONFIG
def update(paths: tuple[str, ...], reason: str, file: str | None, config_file: str | None) -> int:
    """Accept what is new as well, and take out what is not there any more."""
    return _renew(paths, file, config_file, reason, adds=True)


@command.command("prune")
@_PATHS
@_FILE
@_CONFIG
def prune(paths: tuple[str, ...], file: str | None, config_file: str | None) -> int:
    """Take out what is not there any more; accept nothing new."""
    return _renew(paths, file, config_file, "", adds=False)


@command.command("show")
@click.option("--by", type=click.Choice(["rule", "path"]), default="rule", help="Count by rule (default) or by path.")
@_FILE
@_CONFIG
def show(by: str, file: str | None, config_file: str | None) -> int:
    """Say how many violations the baseline accepts."""
    _, path, shown = _place((), file, config_file)
    entries = _read(path, shown).values()
    counts = Counter(getattr(one, by) for one in entries)
    width = max((len(str(count)) for count in counts.values()), default=1)
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        say(f"{count:>{width}}  {name}\n")
    files = len({one.path for one in entries})
    say(f"{_counted(len(entries), 'violation')} accepted in {_counted(files, 'file')} ({shown}).\n")
    return 0


def _renew(paths: tuple[str, ...], file: str | None, config_file: str | None, reason: str, *, adds: bool) -> int:
    configuration, path, shown = _place(paths, file, config_file)
    baseline = _read(path, shown)
    run, code = _held(paths, configuration, baseline)
    if code:
        return code
    added = len(run.fresh) if adds else 0
    parts = [f"{added} accepted"] if adds else []
    parts += [f"{len(run.stale)} taken out", f"{len(run.moved)} moved with a file"]
    if not added and not run.stale and not run.moved:
        say(f"{shown} is up to date: {_counted(len(baseline), 'violation')} accepted.\n")
        return 0
    kept = _write(path, baseline, run, reason, adds=adds)
    say(f"{shown} was written: {', '.join(parts)}; now {_counted(kept, 'violation')} accepted.\n")
    return 0


def _place(paths: tuple[str, ...], file: str | None, config_file: str | None) -> tuple[Configuration, str, str]:
    """Return the configuration, where the baseline lies, and how that is shown."""
    from macrolint.cli.check_scope import baseline_path
    from macrolint.configuration import configuration_for

    if "-" in paths:
        raise click.UsageError("a baseline is of files and folders, not of standard input")
    configuration = configuration_for(paths, file=config_file)
    path = baseline_path(configuration, file)
    return configuration, path, os.path.relpath(path).replace(os.sep, "/")


def _read(path: str, shown: str) -> Baseline:
    from macrolint.baseline import read
    from macrolint.model import MacrolintError

    if not os.path.lexists(path):
        raise MacrolintError(f"there is no baseline '{shown}'", hint="write it with: macrolint baseline create")
    return read(path, shown)


def _held(paths: tuple[str, ...], configuration: Configuration, baseline: Baseline) -> tuple[Held, int]:
    """Return a run held against a baseline, and the exit code where it cannot be trusted."""
    from macrolint.baseline import held
    from macrolint.cli.run_remarks import say_crashes, say_empty, say_stopped
    from macrolint.reports import Run
    from macrolint.runner import run
    from macrolint.settings import settings_of

    asked = list(paths) or [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
    results = tuple(run(asked, settings_of(configuration), home=not paths))
    done = Run(results, paths)
    held_ = held(results, baseline)
    if say_crashes(done, verbose=False):
        return held_, 3
    if say_stopped(done):
        return held_, 2
    if not done.read:
        say_empty(asked, done)
        return held_, 2
    for result in results:
        if result.failure:
            complain(f"warning: {result.path} cannot be read, so nothing of it was accepted")
    return held_, 0


def _write(path: str, baseline: Baseline, run: Held, reason: str, *, adds: bool) -> int:
    """Write the entries that stay; return how many they are."""
    from macrolint.baseline import renewed, write
    from macrolint.cli.report_output import print_report

    entries = renewed(baseline, run, adds=adds, reason=reason)
    print_report(write(entries), path)
    return len(entries)


def _counted(number: int, noun: str) -> str:
    from macrolint.reports import counted

    return counted(number, noun)
