"""`macrolint check`: check templates and print what was found."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from macrolint.cli.main import colours, say, widths

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.model import FileResult
    from macrolint.reports import Run
    from macrolint.runner import Work
    from macrolint.settings import Settings
    from macrolint.sources import Source

_FOR_TERMINALS = ("full", "concise", "grouped")
_FOR_PROGRAMS = ("json", "jsonl", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "csv")  # written even if empty


def _names(_ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


class Output(NamedTuple):
    """Where a report goes, and in which format; without a file, to standard output."""

    format_: str
    file: str | None = None


def _severity(ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from macrolint.configuration import LEVELS

    return None if value is None else _one_of(value, LEVELS, "severity", ctx)


def _outputs(ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[Output, ...]:
    from macrolint.configuration import FORMATS

    outputs = []
    for given in value:
        name, said, file = given.partition("=")
        outputs.append(Output(_one_of(name, FORMATS, "format", ctx), file if said else None))
        if said and not file:
            raise click.UsageError(f"'{given}' names no file after '='", ctx)
    if len([one for one in outputs if one.file is None]) > 1:
        name = outputs[-1].format_
        said = f"name a file for all but one, such as -f {name}=report.{name}"
        raise click.UsageError(f"only one report can go to standard output; {said}", ctx)
    files = [os.path.realpath(one.file) for one in outputs if one.file]
    if len(set(files)) < len(files):
        raise click.UsageError("two reports cannot go to the same file", ctx)
    return tuple(outputs)


def _one_of(value: str, options: tuple[str, ...], what: str, ctx: click.Context) -> str:
    if value not in options:
        from macrolint.frames import nearest

        near = nearest(value, options)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"unknown {what} '{value}'.{hint} Known: {', '.join(options)}.", ctx)
    return value


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Run these rules or groups only.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Leave out these rules or groups.")
@click.option("--preset", "presets", multiple=True, callback=_names, metavar="NAME", help="The preset to run.")
@click.option(
    "-f", "--output-format", "outputs", multiple=True, callback=_outputs, metavar="FORMAT[=FILE]",
    help="full (default), concise, grouped, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjson, markdown,"
    " csv or html. May be given again, with a file: -f full -f sarif=out.sarif.",
)  # fmt: skip
@click.option("-o", "--output-file", metavar="FILE", help="Write the report to a file.")
@click.option("--statistics", is_flag=True, help="Show a table of the rules instead of the violations.")
@click.option("--all", "everything", is_flag=True, help="Show every violation, however many a first run finds.")
@click.option(
    "--fail-on",
    callback=_severity,
    metavar="SEVERITY",
    help="Lowest severity that gives exit code 1: error, warning (default), info or never.",
)
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration: the recommended preset only.")
@click.option(
    "--force-exclude", is_flag=True, help="Of the files named here, check those that a run without any would."
)
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
    from macrolint.reports import Style, render
    from macrolint.settings import settings_of

    configuration = configuration_for(
        paths if "-" in paths or not options["force_exclude"] else (),
        options["stdin_filename"],
        options["config_file"],
        isolated=options["isolated"],
    )
    configuration = _with_options(configuration, options)
    outputs = _asked_for(configuration, options)
    settings = settings_of(configuration)
    if options["verbose"]:
        click.echo(f"configuration: {configuration.file or 'none'}; rules: {len(settings.active)}", err=True)
    done = checked(paths, settings, options, for_people=any(one.format_ == "html" for one in outputs))
    if not options["force_exclude"]:
        _say_skipped(paths, done)
    style = Style(colours(options["colour"]), options["quiet"], *widths())
    if options["show_files"] or options["show_kinds"]:
        from macrolint.reports import listing

        print_report(listing.files(done) if options["show_files"] else listing.kinds(done), None)
        return 0
    empty = not done.read and not any(result.crashes for result in done.results)
    if empty and options["error_on_empty"]:
        say_empty(asked_of(paths, configuration), done)
    made = []
    for format_, file in outputs:
        if not empty or format_ in _FOR_PROGRAMS:
            shown = style._replace(colour=style.colour and not file)
            made.append((render(_report(format_, configuration, options, done), done, shown), file))
    for text, file in made:
        print_report(text, file)
    return 2 if empty and options["error_on_empty"] else _exit_code(done, configuration.fail_on, options)


def asked_of(paths: tuple[str, ...], configuration: Configuration) -> list[str]:
    """Return the paths to read: those that were named, or the configuration's own."""
    return list(paths) or [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]


def checked(paths: tuple[str, ...], settings: Settings, options: dict[str, Any], *, for_people: bool) -> Run:
    """Check what was named. for_people: with the texts and promises that the report for people shows."""
    from macrolint.reports import Page, Run
    from macrolint.runner import about_configuration, run, run_input

    work = _work(for_people=for_people)
    given: tuple[Source, ...] = ()
    asked = asked_of(paths, settings.configuration)
    if "-" in asked:
        name, content = standard_input(asked, options["stdin_filename"], settings)
        results: tuple[FileResult, ...] = (run_input(name, content, settings, work),)
        given = _source(name, content)
    else:
        results = tuple(run(asked, settings, home=not paths, force_exclude=options["force_exclude"], work=work))
    page = None
    if for_people:
        from macrolint.cli.promises import ledger_of
        from macrolint.rules import telling

        ledger = ledger_of(results, settings, with_lock=not options["isolated"])
        page = Page(ledger, telling.groups(settings.catalog), dict(settings.configuration.links), date=_today())
    rules = tuple((active.rule, active.severity) for active in settings.active)
    about = about_configuration(results, asked, settings)
    return Run(results, paths, about, given, rules, page)


def _work(*, for_people: bool) -> Work:
    """Return what to do with each file."""
    if for_people:
        from macrolint.showing import showing

        return showing
    from macrolint.engine import lint

    return lint


def _source(name: str, content: bytes) -> tuple[Source, ...]:
    from macrolint.model import Unreadable
    from macrolint.sources import decode

    try:
        return (decode(name, content),)
    except Unreadable:
        return ()


def _today() -> str:
    """Return the day; that of SOURCE_DATE_EPOCH where it is set, for builds that have to be the same again."""
    from datetime import UTC, date, datetime

    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return str(datetime.fromtimestamp(int(said), UTC).date() if said else date.today())
    except (ValueError, OverflowError, OSError):
        return str(date.today())


def _asked_for(configuration: Configuration, options: dict[str, Any]) -> tuple[Output, ...]:
    """Return the reports to write."""
    outputs: tuple[Output, ...] = options["outputs"] or (Output(configuration.output_format),)
    if not options["output_file"]:
        return outputs
    if len(outputs) > 1 or outputs[0].file:
        raise click.UsageError("'--output-file' is for one report; write -f FORMAT=FILE for each of several")
    return (outputs[0]._replace(file=options["output_file"]),)


def _with_options(configuration: Configuration, options: dict[str, Any]) -> Configuration:
    """Return the configuration with what the command line says over it."""
    said = {key: options[key] for key in ("select", "presets", "fail_on") if options[key]}
    if options["presets"] and not options["select"]:
        said["select"] = ()
    said["only"] = options["select"]
    return configuration._replace(ignore=(*configuration.ignore, *options["ignore"]), **said)


def _report(format_: str, configuration: Configuration, options: dict[str, Any], done: Run) -> str:
    """Return the name of the report to write: the format asked for, the table, or the digest of a first run."""
    from macrolint.reports.digest import MANY

    if format_ not in _FOR_TERMINALS:
        return format_
    if options["statistics"]:
        return "table"
    said = ("everything", "quiet", "outputs", "output_file", "select", "ignore", "presets")
    first = configuration.file is None and not any(options[name] for name in said) and "-" not in done.paths
    return "digest" if first and len(done.violations) > MANY and _is_watched() else format_


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

    stopped = {rule: reason for result in done.results for rule, reason in result.stopped}
    for reason in stopped.values():
        click.echo(f"error: {reason}", err=True)
        click.echo(
            "help: it can be read in too many ways; write it without repeats in repeats,"
            " and a phrase without many alternatives that begin alike",
            err=True,
        )
    if say_crashes(done, verbose=options["verbose"]):
        return 3
    if stopped:
        return 2
    loud = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    failed = any(violation.severity in loud for violation in done.violations)
    return 1 if failed and not options["exit_zero"] else 0


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
    summary = os.environ.get("GITHUB_STEP_SUMMARY")  # to which each step of a job adds
    adds = bool(summary) and path == os.path.realpath(str(summary))
    whole = not adds and (not os.path.exists(path) or os.path.isfile(path))  # a pipe is written to, not replaced
    target = f"{path}.{os.getpid()}.tmp" if whole else path
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(target, "a" if adds else "w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            out.write(text)
        if whole:
            os.replace(target, path)
    except OSError as error:
        if whole and os.path.exists(target):
            os.unlink(target)
        raise MacrolintError(f"'{file}' cannot be written: {(error.strerror or 'no reason given').lower()}") from None
