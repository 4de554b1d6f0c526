"""Where the reports of a run go, and in which formats."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from macrolint.cli.main import say
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.reports import Run, Style

_FOR_TERMINALS = ("full", "concise", "grouped")
_FOR_PROGRAMS = ("json", "jsonl", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "csv")  # written even if empty


class Output(NamedTuple):
    """Where a report goes, and in which format; without a file, to standard output."""

    format_: str
    file: str | None = None


def outputs_of(ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[Output, ...]:
    """Return the reports that the option asks for."""
    from macrolint.configuration import FORMATS

    outputs = []
    for given in value:
        name, said, file = given.partition("=")
        outputs.append(Output(one_of(name, FORMATS, "format", ctx), file if said else None))
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


def one_of(value: str, options: tuple[str, ...], what: str, ctx: click.Context) -> str:
    """Return the value if it is one of the options."""
    if value not in options:
        from macrolint.frames import nearest

        near = nearest(value, options)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"unknown {what} '{value}'.{hint} Known: {', '.join(options)}.", ctx)
    return value


def asked_for(configuration: Configuration, options: dict[str, Any]) -> tuple[Output, ...]:
    """Return the reports to write."""
    outputs: tuple[Output, ...] = options["outputs"] or (Output(configuration.output_format),)
    if not options["output_file"]:
        return outputs
    if len(outputs) > 1 or outputs[0].file:
        raise click.UsageError("'--output-file' is for one report; write -f FORMAT=FILE for each of several")
    return (outputs[0]._replace(file=options["output_file"]),)


def is_for_terminals(outputs: tuple[Output, ...]) -> bool:
    """Tell whether a report for people goes to standard output."""
    return any(one.file is None and one.format_ in _FOR_TERMINALS for one in outputs)


def write_reports(
    outputs: tuple[Output, ...], done: Run, style: Style, configuration: Configuration, options: dict[str, Any],
    *, empty: bool, aside: bool,
) -> None:  # fmt: skip
    """Write the reports; of an empty run those for programs only.

    aside: standard output is taken by the text that was fixed, so that what would go there goes to standard error.
    """
    from macrolint.reports import render

    made = []
    for format_, file in outputs:
        if not empty or format_ in _FOR_PROGRAMS:
            shown = style._replace(colour=style.colour and not file)
            made.append((render(_name(format_, configuration, options, done), done, shown), file))
    for text, file in made:
        if aside and file is None:
            click.echo(text, err=True, nl=False)
        else:
            print_report(text, file)


def _name(format_: str, configuration: Configuration, options: dict[str, Any], done: Run) -> str:
    """Return the name of the report to write: the format asked for, the table, or the digest of a first run."""
    if format_ not in _FOR_TERMINALS:
        return format_
    if options["statistics"]:
        return "table"
    said = ("everything", "quiet", "outputs", "output_file", "select", "ignore", "presets")
    first = configuration.file is None and not any(options[name] for name in said) and "-" not in done.paths
    if not first or not done.violations or not _is_watched():
        return format_
    from macrolint.reports.digest import MANY

    return "digest" if len(done.violations) > MANY else format_


def _is_watched() -> bool:
    """Tell whether a person looks on: a terminal, and neither CI nor pre-commit (which makes one for its hooks)."""
    machine = any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("CI", "PRE_COMMIT"))
    return not machine and sys.stdout.isatty()


def print_report(report: str | bytes, file: str | None) -> None:
    """Print a report, or write it to a file: whole or not at all. Bytes are for a file only."""
    if file is None:
        say(str(report))
        return
    from macrolint.model import MacrolintError

    path = os.path.realpath(file)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")  # to which each step of a job adds
    adds = bool(summary) and path == os.path.realpath(str(summary))
    whole = not adds and (not os.path.exists(path) or os.path.isfile(path))  # a pipe is written to, not replaced
    target = f"{path}.{os.getpid()}.tmp" if whole else path
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        content = report.encode("utf-8", "backslashreplace") if isinstance(report, str) else report
        with open(target, "ab" if adds else "wb") as out:
            out.write(content)
        if whole:
            os.replace(target, path)
    except OSError as error:
        if whole and os.path.exists(target):
            os.unlink(target)
        raise MacrolintError(f"'{file}' cannot be written: {(error.strerror or 'no reason given').lower()}") from None
