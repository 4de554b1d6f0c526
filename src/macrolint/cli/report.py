"""`macrolint report`: tell people about a whole library, or about what a change brings to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from macrolint.cli.main import say
from macrolint.cli.run_going import going_options, reads_of, settings_with

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.reports import Run

_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".csv": "csv", ".xlsx": "xlsx"}
_FORMATS = ("html", "xlsx", "markdown", "csv")
_FILES = {"html": "report.html", "xlsx": "report.xlsx"}  # where they go if nothing else is said


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "-o", "--output-file", metavar="FILE",
    help=f"Where the report goes; its ending says what it is: {', '.join(_ENDINGS)} (default: report.html).",
)  # fmt: skip
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), metavar="FORMAT",
    help="html, xlsx, markdown or csv, whatever the ending says; the last two without -o go to standard output.",
)  # fmt: skip
@click.option(
    "--since", metavar="REF",
    help="The comment on a pull request: new violations, and promises new, changed and gone, since a branch, tag or"
    " commit.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="What stands at the top of the page.")
@click.option("--open", "opens", is_flag=True, help="Show it in the browser.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration and no promises.lock: the recommended rules.")
@going_options
@click.option("-v", "--verbose", is_flag=True, help="Show details of internal errors.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write a report for people who do not program: one page, to read, to print or to mail.

    PATHS are files or folders; without any, what the configuration names, or this folder.
    Exit code: 0 written, 2 the request could not be carried out, 3 a bug in macrolint.
    """
    from macrolint.cli.report_output import print_report
    from macrolint.cli.run_remarks import say_crashes, say_empty
    from macrolint.configuration import configuration_for
    from macrolint.reports import Style, render, summary, visible

    format_, file = _asked(paths, options)
    configuration = configuration_for(
        paths, None, options["config_file"], isolated=options["isolated"], reads=reads_of(options)
    )
    done, empty = _done(paths, configuration, options)
    if say_crashes(done, verbose=options["verbose"]):
        return 3
    if empty:
        from macrolint.cli.asked_run import asked_of

        say_empty(asked_of(paths, configuration), done)
        return 2
    if options["title"] and done.page:
        done = done._replace(page=done.page._replace(title=options["title"]))
    if format_ == "xlsx":
        from macrolint.reports.xlsx import workbook

        print_report(workbook(done), file)
    else:
        print_report(render("comment" if options["since"] else format_, done, Style()), file)
    if file:
        found = "" if options["since"] else f"{summary(done)}\n"
        say(f"{found}Wrote {visible(file)}.\n")
    if options["opens"] and file:
        click.launch(os.path.realpath(file))
    return 0


def _asked(paths: tuple[str, ...], options: dict[str, Any]) -> tuple[str, str | None]:
    """Return the format that is asked for and where it goes; refuse options that exclude each other."""
    from macrolint.model import MacrolintError

    file, format_ = options["output_file"], options["format_"]
    if "-" in paths:
        raise click.UsageError("'report' reads files and folders, not standard input")
    if format_ is None and file is not None:
        format_ = _ENDINGS.get(os.path.splitext(file)[1].lower())
        if format_ is None:
            raise MacrolintError(f"'{file}' is no report: its name must end in {', '.join(_ENDINGS)}")
    format_ = format_ or ("markdown" if options["since"] is not None else "html")
    file = file or _FILES.get(format_)
    if options["since"] is not None and format_ != "markdown":
        raise click.UsageError("'--since' writes a comment on a pull request, which is '--format markdown'")
    if options["since"] == "":
        raise click.UsageError("'--since' needs a branch, a tag or a commit, such as --since=main")
    if options["title"] and format_ not in _FILES:
        raise click.UsageError("'--title' is for a page (html) or a workbook (xlsx)")
    if options["opens"] and not file:
        raise click.UsageError("'--open' needs a file: name one with -o")
    if format_ == "xlsx":
        from macrolint.reports.xlsx import check_installed

        check_installed()
    return format_, file


def _done(paths: tuple[str, ...], configuration: Configuration, options: dict[str, Any]) -> tuple[Run, bool]:
    """Return the run that is asked for, and whether it found no template."""
    if options["since"]:
        from macrolint.cli.change_run import change_run
        from macrolint.settings import settings_of

        return change_run(paths, options["since"], settings_of(configuration), isolated=options["isolated"])
    from macrolint.cli.asked_run import Asked, checked

    settings, cache = settings_with(configuration, options)
    asked = Asked(paths, for_people=True, scored=True, with_rules=True)
    done = checked(asked, settings, {**options, "force_exclude": False}, cache)
    return done, not done.read
