"""`macrolint check-table`: check a table of texts, such as an archive of sent replies, into a table of violations."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from macrolint.cli.main import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macrolint.batch.course import Stretch
    from macrolint.model import FileResult

_FORMATS = ("text", "markdown", "html")
_LEVELS = ("error", "warning", "info", "never")


def _names(_ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for given in value for name in given.split(",") if name.strip())


def _renamed(ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in value]
    for ours, _, theirs in pairs:
        if not ours or not theirs:
            raise click.UsageError(
                "'--column' takes what macrolint calls it and what the table does, such as --column text=body", ctx
            )
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


@click.command("check-table")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output-file", metavar="FILE", help="Write the violations to this table.")
@click.option("--promises", "promises_file", metavar="FILE", help="Write the promises to this table.")
@click.option(
    "--column", "columns", multiple=True, callback=_renamed, metavar="OURS=THEIRS",
    help="How the table calls a column, such as text=body.",
)  # fmt: skip
@click.option(
    "--text-format", type=click.Choice(_FORMATS), default="text", metavar="FORMAT",
    help="How the texts are written where no column says it: text (default), markdown or html.",
)  # fmt: skip
@click.option("--skip-null-text", is_flag=True, help="Leave out rows whose text is null.")
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Run these rules or groups only.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="Leave out these rules or groups.")
@click.option("--preset", "presets", multiple=True, callback=_names, metavar="NAME", help="The preset to run.")
@click.option("--workers", type=click.IntRange(1), default=1, metavar="N", help="Work with N processes (default: 1).")
@click.option(
    "--fail-on", type=click.Choice(_LEVELS), metavar="SEVERITY",
    help="Lowest severity that gives exit code 1: error, warning (default), info or never.",
)  # fmt: skip
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration: the recommended preset only.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Show details of internal errors.")
def command(file: str, **options: Any) -> int:
    """Check a table of texts: a column of ids, a column of texts.

    FILE ends in .parquet, .jsonl or .csv, and so do the tables that are written. However large it is, only a stretch of
    it is in memory. Exit code: 0 nothing to report, 1 violations, 2 the request could not be carried out, 3 a bug in
    macrolint.
    """
    from macrolint.batch import linter_of, with_choices
    from macrolint.batch.course import Asked, course
    from macrolint.batch.files import format_of, read
    from macrolint.configuration import configuration_for

    format_of(file)
    configuration = configuration_for((file,), None, options["config_file"], isolated=options["isolated"])
    configuration = with_choices(configuration, options["presets"], options["select"], options["ignore"])
    linter = linter_of(
        configuration, options["columns"], options["text_format"], skip_null_text=options["skip_null_text"]
    )
    outputs = _agreed(file, options)
    asked = Asked(bool(options["output_file"]) or not options["promises_file"], bool(options["promises_file"]))
    batches = read(file, dict(linter.names))
    done = _written(file, course(batches, linter, asked, options["workers"]), outputs)
    if not options["quiet"]:
        say(_summary(done, outputs, asked.violations))
    return _exit_code(done, file, options["fail_on"] or configuration.fail_on, options)


def _agreed(file: str, options: dict[str, Any]) -> dict[str, str]:
    """Return the files to write, by what they hold. Raises UsageError where one would be written over another."""
    asked = {"violations": options["output_file"], "promises": options["promises_file"]}
    outputs = {what: path for what, path in asked.items() if path}
    places = [os.path.realpath(path) for path in (file, *outputs.values())]
    if len(set(places)) < len(places):
        raise click.UsageError("the table and what is written of it need files of their own")
    return outputs


def _written(file: str, stretches: Iterable[Stretch], outputs: dict[str, str]) -> Stretch:
    """Write what came of a table to its files; return the sums. Raises TableError for a table without rows."""
    from macrolint.batch import TableError, columns
    from macrolint.batch.files import write

    shapes = {"violations": columns.VIOLATIONS, "promises": columns.PROMISES}
    sums = [0, 0, 0, 0]
    counts: Counter[tuple[str, str]] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    stopped: dict[str, str] = {}
    crashes: list[str] = []
    whole = False
    with ExitStack() as stack:
        files = {}
        for what, path in outputs.items():
            files[what] = write(path, columns.schema(shapes[what]))
            stack.callback(lambda one: one.close(whole), files[what])
        for one in stretches:
            for what, output in files.items():
                output.add(one.violations if what == "violations" else one.promises)
            sums = [a + b for a, b in zip(sums, one[:4], strict=True)]
            counts.update(one.counts)
            texts.update(one.texts)
            stopped.update(one.stopped)
            crashes += one.crashes
        if not sums[0]:
            raise TableError(f"'{file}' has no rows")
        whole = True
    from macrolint.batch.course import Stretch

    rows, left_out, flawed, promised = sums
    return Stretch(rows, left_out, flawed, promised, counts, texts, None, None, tuple(stopped.items()), tuple(crashes))


def _summary(done: Stretch, outputs: dict[str, str], checked: bool) -> str:
    from macrolint.model import SEVERITIES

    lines = []
    if done.counts:
        ranked = sorted(done.counts, key=lambda one: (-done.counts[one], one[1]))
        width = max(len("violations"), len(f"{done.counts[ranked[0]]:,}"))
        lines = [f"{'violations':>{width}}  {'texts':>{width}}  severity  rule"]
        lines += [f"{done.counts[one]:>{width},}  {done.texts[one]:>{width},}  {one[0]:8}  {one[1]}" for one in ranked]
        lines.append("")
    texts = _many(done.rows - done.left_out, "text")
    if checked:
        by = Counter(dict.fromkeys(SEVERITIES, 0))
        for (level, _), count in done.counts.items():
            by[level] += count
        levels = ", ".join(_many(by[one], one) if one != "info" else f"{by[one]:,} info" for one in by if by[one])
        found = f"Found {_many(by.total(), 'violation')} in {done.flawed:,} of {texts}: {levels}."
        lines.append(found if levels else f"No violations in {texts}.")
    if "promises" in outputs:
        lines.append(f"Found {_many(done.promised, 'promise')} in {texts}.")
    if done.left_out:
        lines.append(f"Left out {_many(done.left_out, 'row')} without a text.")
    if outputs:
        lines.append(f"Wrote {' and '.join(outputs.values())}.")
    return "\n".join(lines) + "\n"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _exit_code(done: Stretch, file: str, fail_on: str, options: dict[str, Any]) -> int:
    from macrolint.cli.run_remarks import say_crashes
    from macrolint.model import SEVERITIES, FileResult
    from macrolint.reports import Run

    for _, reason in done.stopped:
        click.echo(f"error: {reason}", err=True)
        click.echo("help: it can be read in too many ways; write it without repeats in repeats", err=True)
    results: tuple[FileResult, ...] = (FileResult(file, crashes=done.crashes),)
    if say_crashes(Run(results, (file,)), verbose=options["verbose"]):
        return 3
    if done.stopped:
        return 2
    loud = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    failed = any(level in loud for level, _ in done.counts)
    return 1 if failed and not options["exit_zero"] else 0
