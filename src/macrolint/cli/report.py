"""`macrolint report`: write one page for people about a whole library."""

from __future__ import annotations

import os
from typing import Any

import click

from macrolint.cli.main import say

_FORMATS = {".html": "html", ".htm": "html", ".md": "markdown", ".csv": "csv"}


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "-o", "--output-file", default="report.html", show_default=True, metavar="FILE",
    help="Where the report goes; its ending says what it is: .html, .md or .csv.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="What stands at the top of the page.")
@click.option("--open", "opens", is_flag=True, help="Show it in the browser.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration and no promises.lock: the recommended rules.")
@click.option("-v", "--verbose", is_flag=True, help="Show details of internal errors.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write a report for people who do not program: one page, to read, to print or to mail.

    PATHS are files or folders; without any, what the configuration names, or this folder.
    Exit code: 0 written, 2 the request could not be carried out, 3 a bug in macrolint.
    """
    from macrolint.cli.asked_run import Asked, asked_of, checked
    from macrolint.cli.report_output import print_report
    from macrolint.cli.run_remarks import say_crashes, say_empty
    from macrolint.configuration import configuration_for
    from macrolint.model import MacrolintError
    from macrolint.reports import Style, render, summary, visible
    from macrolint.settings import settings_of

    file = options["output_file"]
    format_ = _FORMATS.get(os.path.splitext(file)[1].lower())
    if format_ is None:
        raise MacrolintError(f"'{file}' is no report: its name must end in {', '.join(_FORMATS)}")
    if "-" in paths:
        raise click.UsageError("'report' reads files and folders, not standard input")
    configuration = configuration_for(paths, None, options["config_file"], isolated=options["isolated"])
    settings = settings_of(configuration)
    done = checked(Asked(paths, for_people=True, scored=True), settings, {**options, "force_exclude": False})
    if say_crashes(done, verbose=options["verbose"]):
        return 3
    if not done.read:
        say_empty(asked_of(paths, configuration), done)
        return 2
    if options["title"] and done.page:
        done = done._replace(page=done.page._replace(title=options["title"]))
    print_report(render(format_, done, Style()), file)
    say(f"{summary(done)}\nWrote {visible(file)}.\n")
    if options["opens"]:
        click.launch(os.path.realpath(file))
    return 0
