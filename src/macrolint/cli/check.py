"""`macrolint check`: check templates and print what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from macrolint.cli.asked_run import Asked, asked_of, checked, standard_input
from macrolint.cli.check_scope import Command, scope_of, scope_options
from macrolint.cli.fix_options import exit_code_of_fixes, fix_options, fixing_of, say_diff, say_fixes
from macrolint.cli.main import colours, complain, say_bytes, widths
from macrolint.cli.report_output import asked_for, is_for_terminals, one_of, outputs_of, print_report, write_reports
from macrolint.cli.run_going import going_options, reads_of, settings_with
from macrolint.cli.run_remarks import is_under, say_crashes, say_empty, say_passes, say_skipped, say_stopped

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.reports import Run
    from macrolint.settings import Settings

_SCORED = ("json", "html")  # formats that show the scores


def _names(_ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


def _severity(ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from macrolint.configuration import LEVELS

    return None if value is None else one_of(value, LEVELS, "severity", ctx)


@click.command("check", cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Run these rules or groups only.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Leave out these rules or groups.")
@click.option("--preset", "presets", multiple=True, callback=_names, metavar="NAME", help="The preset to run.")
@fix_options
@click.option(
    "-f", "--output-format", "outputs", multiple=True, callback=outputs_of, metavar="FORMAT[=FILE]",
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
@going_options
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
    from macrolint.reports import Style

    configuration = configuration_for(
        paths if "-" in paths or not options["force_exclude"] else (),
        options["stdin_filename"],
        options["config_file"],
        isolated=options["isolated"],
        reads=reads_of(options),
    )
    configuration = _with_options(configuration, options)
    outputs = asked_for(configuration, options)
    settings, cache = settings_with(configuration, options)
    if options["verbose"]:
        complain(f"configuration: {configuration.file or 'none'}; rules: {len(settings.names)}")
    asked = _asked(paths, settings, {one.format_ for one in outputs}, options)
    done = checked(asked, settings, options, cache)
    if not options["force_exclude"]:
        say_skipped(paths, done)
    if options["show_files"] or options["show_kinds"]:
        from macrolint.reports import listing

        print_report(listing.files(done) if options["show_files"] else listing.kinds(done), None)
        return 0
    empty = _is_empty(done)
    passes = not empty or _may_be_empty(asked, done, configuration, options)
    aside = asked.given is not None and asked.fixing is not None
    if asked.given and aside and passes and not options["diff"]:
        say_bytes(next((one.mended.after for one in done.results if one.mended), asked.given[1]))
    if options["diff"] and passes:
        say_diff(done, options)
    elif not options["fix_only"] or not passes:
        style = Style(colours(options["colour"]), options["quiet"], *widths())
        write_reports(outputs, done, style, configuration, options, empty=empty, aside=aside)
    says = is_for_terminals(outputs) and not options["quiet"]
    return _exit_code(asked, done, configuration.fail_on, options, says=says) if passes else 2


def _asked(paths: tuple[str, ...], settings: Settings, formats: set[str], options: dict[str, Any]) -> Asked:
    """Return what the options ask of the run."""
    given = standard_input(paths, options["stdin_filename"], settings)
    scope = scope_of(asked_of(paths, settings.configuration), settings.configuration, options)
    return Asked(
        paths,
        given,
        scope,
        fixing_of(options, scope.wanted, in_place=given is None),
        for_people="html" in formats,
        scored=options["statistics"] or options["fail_under"] is not None or not formats.isdisjoint(_SCORED),
        with_rules="sarif" in formats,
    )


def _is_empty(done: Run) -> bool:
    return not done.read and not any(result.crashes for result in done.results)


def _may_be_empty(asked: Asked, done: Run, configuration: Configuration, options: dict[str, Any]) -> bool:
    """Say that there was no template, or none that differs; tell whether that is all right."""
    changed = asked.scope.changed if asked.scope else None
    if changed and changed.passed:
        if not options["quiet"]:
            complain(f"No template differs from '{changed.at.name}'.")
        return True
    if options["error_on_empty"]:
        say_empty(asked_of(asked.paths, configuration), done)
    return not options["error_on_empty"]


def _with_options(configuration: Configuration, options: dict[str, Any]) -> Configuration:
    """Return the configuration with what the command line says over it."""
    said = {key: options[key] for key in ("select", "presets", "fail_on") if options[key]}
    if options["presets"] and not options["select"]:
        said["select"] = ()
    said["only"] = options["select"]
    return configuration._replace(ignore=(*configuration.ignore, *options["ignore"]), **said)


def _exit_code(asked: Asked, done: Run, fail_on: str, options: dict[str, Any], *, says: bool) -> int:
    """Return the exit code. says: why a run with violations passes is said."""
    if not asked.fixing:
        return _exit_code_of_run(done, fail_on, options, says=says)
    say_fixes(done, options)
    if options["diff"] or options["fix_only"]:
        fail_on, says = "never", False
    return _exit_code_of_run(done, fail_on, options, says=says) or exit_code_of_fixes(done, options)


def _exit_code_of_run(done: Run, fail_on: str, options: dict[str, Any], *, says: bool) -> int:
    from macrolint.model import SEVERITIES

    stopped = say_stopped(done)
    if say_crashes(done, verbose=options["verbose"]):
        return 3
    if stopped:
        return 2
    low = options["fail_under"] is not None and is_under(done, options["fail_under"])
    loud = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    failed = any(violation.severity in loud for violation in done.violations)
    if says and loud and done.violations and not (failed or low or options["exit_zero"]):
        say_passes(loud)
    return 1 if (failed or low) and not options["exit_zero"] else 0
