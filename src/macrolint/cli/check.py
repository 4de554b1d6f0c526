"""`macrolint check`: check templates and print what was found."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from macrolint.cli.check_scope import Command, Scope, scope_of, scope_options
from macrolint.cli.fix_options import exit_code_of_fixes, fix_options, fixing_of, say_diff, say_fixes
from macrolint.cli.main import colours, say, say_bytes, widths

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.mending import Fixing
    from macrolint.model import FileResult
    from macrolint.reports import Run, Style
    from macrolint.settings import Settings


def _names(_ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


def _one_of(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from macrolint.configuration import FORMATS, LEVELS

    options = {"output_format": FORMATS, "fail_on": LEVELS}[str(option.name)]
    if value is not None and value not in options:
        from macrolint.frames import nearest

        what = {"output_format": "format", "fail_on": "severity"}[str(option.name)]
        near = nearest(value, options)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"unknown {what} '{value}'.{hint} Known: {', '.join(options)}.", ctx)
    return value


@click.command("check", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Run these rules or groups only.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Leave out these rules or groups.")
@click.option("--preset", "presets", multiple=True, callback=_names, metavar="NAME", help="The preset to run.")
@fix_options
@click.option("-f", "--output-format", callback=_one_of, metavar="FORMAT", help="full (default), concise or json.")
@click.option("-o", "--output-file", metavar="FILE", help="Write the report to a file.")
@click.option("--statistics", is_flag=True, help="Show a table of the rules instead of the violations.")
@click.option("--all", "everything", is_flag=True, help="Show every violation, however many a first run finds.")
@click.option(
    "--fail-on",
    callback=_one_of,
    metavar="SEVERITY",
    help="Lowest severity that gives exit code 1: error, warning (default), info or never.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="POINTS",
    help="Exit with 1 when the score of the templates is lower (0 to 100).",
)
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration: the recommended preset only.")
@click.option(
    "--force-exclude", is_flag=True, help="Of the files named here, check those that a run without any would."
)
@scope_options
@click.option("--stdin-filename", metavar="PATH", help="The name for what comes on standard input (-).")
@click.option("--show-files", is_flag=True, help="Say which files were read or skipped, and why.")
@click.option("--show-kinds", is_flag=True, help="Say what kind of message each template is taken for, and why.")
@click.option(
    "--error-on-empty/--no-error-on-empty", default=True, help="Whether finding no template is an error (default: yes)."
)
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colours.")
@click.option("-q", "--quiet", is_flag=True, help="Print violations only, no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Name the configuration; show details of internal errors.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Check templates and print what was found.

    PATHS are files, folders, or - for standard input; without any, what the configuration names, or this folder.
    Exit code: 0 nothing to report, 1 violations, 2 the request could not be carried out, 3 a bug in macrolint.
    """
    from macrolint.configuration import configuration_for
    from macrolint.reports import Run, Style
    from macrolint.runner import about_configuration
    from macrolint.settings import settings_of

    configuration = configuration_for(
        paths if "-" in paths or not options["force_exclude"] else (),
        options["stdin_filename"],
        options["config_file"],
        isolated=options["isolated"],
    )
    configuration = _with_options(configuration, options)
    settings = settings_of(configuration)
    if options["verbose"]:
        click.echo(f"configuration: {configuration.file or 'none'}; rules: {len(settings.active)}", err=True)
    wants_score = options["statistics"] or configuration.output_format == "json" or options["fail_under"] is not None
    moves = settings.catalog.scheme.moves if wants_score else None
    asked = list(paths) or [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
    scope = scope_of(asked, configuration, options)
    fixing = fixing_of(options, scope.wanted, in_place="-" not in paths)
    results, content = _results(paths, asked, settings, scope, fixing, options, moves)
    done = Run(results, paths, about_configuration(results, asked, settings, partly=scope.changed is not None))
    done = _scored(done, settings) if wants_score else done
    if not options["force_exclude"]:
        _say_skipped(paths, done)
    style = Style(colours(options["colour"]) and not options["output_file"], options["quiet"], *widths())
    if options["show_files"] or options["show_kinds"]:
        from macrolint.reports import listing

        print_report(listing.files(done) if options["show_files"] else listing.kinds(done), None)
        return 0
    if not _report_empty(done, asked, scope, configuration, style, options):
        return 2
    if fixing and "-" in asked and not options["diff"]:
        say_bytes(next((one.mended.after for one in results if one.mended), content))
    _report_all(done, configuration, style, options, aside=fixing is not None and "-" in asked)
    if not fixing:
        return _exit_code(done, configuration.fail_on, options)
    say_fixes(done, options)
    quiet = options["diff"] or options["fix_only"]
    return _exit_code(done, "never" if quiet else configuration.fail_on, options) or exit_code_of_fixes(done, options)


def _results(
    paths: tuple[str, ...], asked: list[str], settings: Settings, scope: Scope, fixing: Fixing | None,
    options: dict[str, Any], moves: frozenset[str] | None,
) -> tuple[tuple[FileResult, ...], bytes]:  # fmt: skip
    """Return the results of a run, without what the baseline accepts, and what came on standard input."""
    from functools import partial

    from macrolint.engine import lint
    from macrolint.runner import Work, run, run_input

    work: Work = partial(lint, moves=moves)
    if fixing:
        from macrolint.mending import mend

        work = partial(mend, fixing=fixing, moves=moves)
    if "-" in asked:
        name, content = standard_input(asked, options["stdin_filename"], settings)
        return scope.held((run_input(name, content, settings, work),), options), content
    force = options["force_exclude"]
    results = run(asked, settings, home=not paths, force_exclude=force, work=work, changed=scope.changed)
    return scope.held(tuple(results), options), b""


def _report_empty(
    done: Run, asked: list[str], scope: Scope, configuration: Configuration, style: Style, options: dict[str, Any]
) -> bool:
    """Say that there was no template, or none that differs; tell whether that is all right."""
    if not _is_empty(done):
        return True
    if scope.changed and scope.changed.passed:
        if not options["quiet"]:
            click.echo(f"No template differs from '{scope.changed.at.name}'.", err=True)
        return True
    if not options["error_on_empty"]:
        return True
    say_empty(asked, done)
    if configuration.output_format == "json":
        from macrolint.reports import render

        print_report(render("json", done, style), options["output_file"])
    return False


def _is_empty(done: Run) -> bool:
    return not done.read and not any(result.crashes for result in done.results)


def _report_all(done: Run, configuration: Configuration, style: Style, options: dict[str, Any], *, aside: bool) -> None:
    """Print the report, or the diff. aside: standard output is taken by the text that was fixed."""
    if options["diff"]:
        say_diff(done, options)
    elif (not _is_empty(done) or configuration.output_format == "json") and not options["fix_only"]:
        from macrolint.reports import render

        text = render(_report(configuration, options, done), done, style)
        if aside and not options["output_file"]:
            click.echo(text, err=True, nl=False)
        else:
            print_report(text, options["output_file"])


def _scored(done: Run, settings: Settings) -> Run:
    from macrolint.scores import scores

    outlines = [outline for result in done.results for outline in result.outlines]
    return done._replace(scores=scores(outlines, done.violations, settings.catalog.scheme))


def _with_options(configuration: Configuration, options: dict[str, Any]) -> Configuration:
    """Return the configuration with what the command line says over it."""
    said = {key: options[key] for key in ("select", "presets", "fail_on", "output_format") if options[key]}
    if options["presets"] and not options["select"]:
        said["select"] = ()
    said["only"] = options["select"]
    return configuration._replace(ignore=(*configuration.ignore, *options["ignore"]), **said)


def _report(configuration: Configuration, options: dict[str, Any], done: Run) -> str:
    """Return the name of the report to write: the format asked for, the table, or the digest of a first run."""
    from macrolint.reports.digest import MANY

    if configuration.output_format == "json":
        return "json"
    if options["statistics"]:
        return "table"
    said = ("everything", "quiet", "output_format", "output_file", "select", "ignore", "presets")
    first = configuration.file is None and not any(options[name] for name in said) and "-" not in done.paths
    return "digest" if first and len(done.violations) > MANY and _is_watched() else configuration.output_format


def _is_watched() -> bool:
    """Tell whether a person looks on: a terminal, and neither CI nor pre-commit (which makes one for its hooks)."""
    machine = any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("CI", "PRE_COMMIT"))
    return not machine and sys.stdout.isatty()


def standard_input(paths: list[str], name: str | None, settings: Settings) -> tuple[str, bytes]:
    """Return the name of what comes on standard input, and what came."""
    if paths != ["-"]:
        raise click.UsageError("'-' stands alone: standard input is one file")
    content = sys.stdin.buffer.read(settings.configuration.max_file_size + 1) if sys.stdin else b""
    return name or "stdin.md", content


def _exit_code(done: Run, fail_on: str, options: dict[str, Any]) -> int:
    from macrolint.model import SEVERITIES

    stopped = say_stopped(done)
    if say_crashes(done, verbose=options["verbose"]):
        return 3
    if stopped:
        return 2
    low = options["fail_under"] is not None and _is_under(done, options["fail_under"])
    loud = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    failed = any(violation.severity in loud for violation in done.violations)
    return 1 if (failed or low) and not options["exit_zero"] else 0


def say_stopped(done: Run) -> bool:
    """Say which rules of the team took too long; tell whether any did."""
    stopped = {rule: reason for result in done.results for rule, reason in result.stopped}
    for reason in stopped.values():
        click.echo(f"error: {reason}", err=True)
        click.echo(
            "help: it can be read in too many ways; write it without repeats in repeats,"
            " and a phrase without many alternatives that begin alike",
            err=True,
        )
    return bool(stopped)


def _is_under(done: Run, least: float) -> bool:
    """Say how the score stands to the least that is asked for; tell whether it is lower."""
    library = done.scores.library if done.scores else None
    if library is None:
        click.echo("warning: --fail-under was not looked at: no template has a score", err=True)
        return False
    low = library.overall < least
    if low:
        click.echo(f"error: the score of the templates is {library.overall}, under {least:g}", err=True)
        click.echo("help: see what costs most with: macrolint check --statistics", err=True)
    return low


def say_crashes(done: Run, *, verbose: bool) -> bool:
    """Say which bugs of ours a run met; tell whether there were any."""
    crashes = [crash for result in done.results for crash in result.crashes]
    if not crashes:
        return False
    from macrolint.cli.main import ISSUES

    for crash in crashes:
        where, *told = crash.splitlines()
        said = "\n".join(told) if verbose else told[-1]
        click.echo(f"internal error in {where}: {said}", err=True)
    click.echo(f"help: this is a bug in macrolint. Please report it: {ISSUES}. Details: run again with -v", err=True)
    return True


def _say_skipped(paths: tuple[str, ...], done: Run) -> None:
    """Say of each file that was named and yet not read why it was not."""
    from macrolint.files import shown

    named = {shown(path) for path in paths if not os.path.isdir(path)}
    for result in done.results:
        if result.skipped and result.path in named and len(done.read):
            click.echo(f"warning: {result.path} was not checked: {result.skipped}", err=True)


def say_empty(asked: list[str], done: Run) -> None:
    """Say that no template was found, and why the files that were looked at are none."""
    from collections import Counter

    from macrolint.files import shown

    named = [shown(path) for path in asked[:3]]
    click.echo(f"error: no templates found in {', '.join(map(repr, named))}", err=True)
    reasons = Counter(result.skipped for result in done.results if result.skipped)
    said = "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common(3))
    skipped = f"skipped: {said}. " if reasons else ""
    click.echo(f"help: {skipped}Look with: macrolint check --show-files {' '.join(named)}", err=True)


def print_report(text: str, file: str | None) -> None:
    """Print a report, or write it to a file: whole or not at all."""
    if file is None:
        say(text)
        return
    from macrolint.model import MacrolintError

    path = os.path.realpath(file)
    whole = not os.path.exists(path) or os.path.isfile(path)  # a pipe or a device is written to, not replaced
    target = f"{path}.{os.getpid()}.tmp" if whole else path
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(target, "w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            out.write(text)
        if whole:
            os.replace(target, path)
    except OSError as error:
        if whole and os.path.exists(target):
            os.unlink(target)
        raise MacrolintError(f"'{file}' cannot be written: {(error.strerror or 'no reason given').lower()}") from None
