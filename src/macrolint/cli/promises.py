"""`macrolint promises`: list what the templates promise, what a change promises, and who keeps it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from macrolint.cli.main import complain, say, style

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.model import FileResult
    from macrolint.promised import Promised
    from macrolint.reports.promises import Ledger
    from macrolint.settings import Settings
    from macrolint.since import Since

_LOCK = "promises.lock"
_FORMATS = ("text", "json", "csv", "markdown", "html")


@click.command("promises")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "-f", "--output-format", type=click.Choice(_FORMATS), default="text", metavar="FORMAT",
    help=f"{_FORMATS[0]} (default), {', '.join(_FORMATS[1:-1])} or {_FORMATS[-1]}.",
)  # fmt: skip
@click.option("-o", "--output-file", metavar="FILE", help="Write the list to a file.")
@click.option("--since", metavar="REF", help="List what changed since a branch, tag or commit of the git repository.")
@click.option("--lock", "locks", is_flag=True, help="Write promises.lock, where each promise gets an owner.")
@click.option("--locked", is_flag=True, help="Exit with 1 if a promise is not in promises.lock or has no owner.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration and no promises.lock.")
@click.option("--stdin-filename", metavar="PATH", help="The name for what comes on standard input (-).")
@click.option(
    "--error-on-empty/--no-error-on-empty", default=True, help="Whether finding no template is an error (default: yes)."
)
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colours.")
@click.option("-v", "--verbose", is_flag=True, help="Show details of internal errors.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """List what the templates promise: who will do what, until when, and on what condition.

    PATHS are files, folders, or - for standard input; without any, what the configuration names, or this folder.
    Exit code: 0 listed, 1 a file could not be read or --locked found something, 2 the request could not be carried out,
    3 a bug in macrolint.
    """
    from macrolint.cli.run_remarks import say_crashes, say_empty
    from macrolint.configuration import configuration_for
    from macrolint.reports import Run
    from macrolint.settings import settings_of

    _agree(paths, options)
    configuration = configuration_for(
        paths, options["stdin_filename"], options["config_file"], isolated=options["isolated"]
    )
    settings = settings_of(configuration)
    asked = list(paths) or [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
    since = since_of(paths, asked, options["since"], settings) if options["since"] else None
    now = since.now if since else _results(paths, asked, options["stdin_filename"], settings)
    done = Run((*now, *(since.then if since else ())), paths)
    failures = [(result.path, result.failure) for result in now if result.failure]
    for path, failure in failures:
        complain(f"error: {path}:{failure.position.line} cannot be read: {failure.reason}")
    if say_crashes(done, verbose=options["verbose"]):
        return 3
    if not done.read and options["error_on_empty"]:
        say_empty(asked, done)
    empty = not done.read
    if (options["locks"] or options["locked"]) and not empty:
        if failures:
            complain(f"help: {_LOCK} was left alone; mend the files above first")
            return 1
        work = _write_lock if options["locks"] else _held_to_lock
        return work(now, asked, settings, options["colour"])
    if not empty or options["output_format"] != "text":
        _report(now, since, options, settings)
    return 2 if empty and options["error_on_empty"] else 1 if failures else 0


def _agree(paths: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse options that exclude each other."""
    called = {"since": "--since", "locks": "--lock", "locked": "--locked"}
    chosen = [option for name, option in called.items() if options[name] not in (None, False)]
    if options["since"] == "":
        raise click.UsageError("'--since' needs a branch, a tag or a commit, such as --since=main")
    if len(chosen) > 1:
        raise click.UsageError(f"'{chosen[0]}' and '{chosen[1]}' exclude each other")
    if chosen and "-" in paths:
        raise click.UsageError(f"'{chosen[0]}' reads files and folders, not standard input")
    if options["locks"] or options["locked"]:
        if options["output_file"] or options["output_format"] != "text":
            raise click.UsageError(f"'{chosen[0]}' has no output format and no output file")
        if options["isolated"]:
            raise click.UsageError(f"'{chosen[0]}' and '--isolated' exclude each other")


def _results(paths: tuple[str, ...], asked: list[str], name: str | None, settings: Settings) -> tuple[FileResult, ...]:
    from macrolint.cli.asked_run import standard_input
    from macrolint.runner import list_promises, run_input

    given = standard_input(paths, name, settings)
    if not given:
        return tuple(list_promises(asked, settings, home=not paths))
    from macrolint.ledger import promised

    return (run_input(*given, settings, promised),)


def since_of(paths: tuple[str, ...], asked: list[str], name: str, settings: Settings) -> Since:
    """Return what is promised otherwise than at a revision; say what could not be compared."""
    from macrolint.since import promises_since

    since = promises_since(name, asked, settings, home=not paths)
    if since.note:
        complain(f"warning: {since.note}")
    for result in since.then:
        if result.failure:
            told = f"line {result.failure.position.line}: {result.failure.reason}"
            complain(f"warning: {result.path} could not be read as it was at '{name}' ({told})")
    return since


def _report(now: tuple[FileResult, ...], since: Since | None, options: dict[str, Any], settings: Settings) -> None:
    from macrolint.cli.report_output import print_report
    from macrolint.reports.promises import render

    ledger = ledger_of(now, settings, since, options["since"] or "", with_lock=not options["isolated"])
    file = options["output_file"]
    print_report(render(options["output_format"], ledger, style("never" if file else options["colour"])), file)


def ledger_of(
    now: tuple[FileResult, ...], settings: Settings, since: Since | None = None, name: str = "", *, with_lock: bool
) -> Ledger:
    """Return the ledger of some results; with what came of a change since a revision of that name."""
    from macrolint.comparison import Comparison
    from macrolint.identity import identity
    from macrolint.lockfile import read
    from macrolint.reports import Run
    from macrolint.reports.promises import Ledger

    run, then = Run(now), since.then if since else ()
    root = settings.configuration.root
    ids = {one: identity(placed).id for results in (now, then) for one, placed in _placed(results, root)}
    lock = read(*_lock_paths(settings.configuration)) if with_lock else None
    return Ledger(
        tuple(one for result in now for one in result.promises),
        run.templates,
        len(run.read),
        _titles(settings),
        ids,
        lock.entries if lock else None,
        name,
        since.comparison if since else Comparison(),
    )


def _write_lock(now: tuple[FileResult, ...], asked: list[str], settings: Settings, _colour: str) -> int:
    from macrolint.cli.report_output import print_report
    from macrolint.lock import renewed
    from macrolint.lockfile import read, write
    from macrolint.reports.promises.locking import written

    path, shown = _lock_paths(settings.configuration)
    placed = [one for _, one in _placed(now, settings.configuration.root)]
    renewal = renewed(read(path, shown), placed, _titles(settings), _covers(asked, settings.configuration))
    print_report(write(renewal.lock), path)
    say(written(renewal, shown))
    return 0


def _held_to_lock(now: tuple[FileResult, ...], asked: list[str], settings: Settings, colour: str) -> int:
    from macrolint.identity import identity
    from macrolint.lock import WRITE, Unlogged, gone, missing
    from macrolint.lockfile import read
    from macrolint.model import MacrolintError
    from macrolint.reports.promises.locking import Lacks, lacking

    path, shown = _lock_paths(settings.configuration)
    lock = read(path, shown)
    if lock is None:
        raise MacrolintError(f"there is no {shown} yet", hint=f"write it with: {WRITE}")
    pairs = list(_placed(now, settings.configuration.root))
    placed = [one for _, one in pairs]
    unlogged = [Unlogged(one, lock.entries.get(identity(there).id)) for one, there in pairs if missing([there], lock)]
    lacks = Lacks(shown, unlogged, gone(placed, lock, _covers(asked, settings.configuration)), _titles(settings))
    say(lacking(lacks, style(colour)))
    return 1 if unlogged or lacks.gone else 0


def _titles(settings: Settings) -> dict[str, str]:
    return {act.id: act.title for act in settings.catalog.promises.acts}


def _lock_paths(configuration: Configuration) -> tuple[str, str]:
    """Return where the lock lies, and how that is shown."""
    path = os.path.join(configuration.root, _LOCK)
    return path, os.path.relpath(path).replace(os.sep, "/")


def _placed(results: tuple[FileResult, ...], root: str) -> Iterator[tuple[Promised, Promised]]:
    """Yield each promise, and the same with its path from the folder of the lock."""
    for result in results:
        path = os.path.relpath(os.path.abspath(result.path), root).replace(os.sep, "/")
        for one in result.promises:
            yield one, one._replace(path=path)


def _covers(asked: list[str], configuration: Configuration) -> Callable[[str], bool]:
    """Return what tells whether a path in the lock lies in the files and folders that were read."""
    from macrolint.files import inside

    tops = [os.path.abspath(path) for path in asked]

    def covers(path: str) -> bool:
        full = os.path.normpath(os.path.join(os.path.abspath(configuration.root), path))
        return any(inside(full, top) for top in tops)

    return covers
