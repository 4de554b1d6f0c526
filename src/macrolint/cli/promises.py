"""`macrolint promises`: list what the templates promise."""

from __future__ import annotations

import os

import click

from macrolint.cli.main import say, style


@click.command("promises")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "-f", "--output-format", type=click.Choice(["text", "json"]), default="text", help="text (default) or json."
)
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
@click.option(
    "--error-on-empty/--no-error-on-empty", default=True, help="Whether finding no template is an error (default: yes)."
)
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colours.")
@click.option("-v", "--verbose", is_flag=True, help="Show details of internal errors.")
def command(
    paths: tuple[str, ...],
    output_format: str,
    config_file: str | None,
    isolated: bool,
    error_on_empty: bool,
    colour: str,
    verbose: bool,
) -> int:
    """List what the templates promise: who will do what, until when, and on what condition.

    PATHS are files or folders; without any, what the configuration names, or this folder.
    Exit code: 0 listed, 1 a file could not be read, 2 the request could not be carried out, 3 a bug in macrolint.
    """
    from macrolint.cli.check import say_crashes, say_empty
    from macrolint.configuration import configuration_for
    from macrolint.reports import Run, promises
    from macrolint.runner import list_promises
    from macrolint.settings import settings_of

    if "-" in paths:
        raise click.UsageError("'promises' reads files and folders, not standard input")
    configuration = configuration_for(paths, file=config_file, isolated=isolated)
    settings = settings_of(configuration)
    asked = list(paths) or [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
    done = Run(tuple(list_promises(asked, settings, home=not paths)), paths)
    empty = not done.read and not any(result.crashes for result in done.results)
    if empty and error_on_empty:
        say_empty(asked, done)
    if output_format == "json":
        say(promises.data(done))
    elif not empty:
        titles = {act.id: act.title for act in settings.catalog.promises.acts}
        say(promises.text(done, style(colour), titles))
    failures = [(result.path, result.failure) for result in done.results if result.failure]
    for path, failure in failures:
        click.echo(f"error: {path}:{failure.position.line} cannot be read: {failure.reason}", err=True)
    if say_crashes(done, verbose=verbose):
        return 3
    return 2 if empty and error_on_empty else 1 if failures else 0
