"""The options of `macrolint check` that make fixes, and what is said of the fixes that were made."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from macrolint.cli.main import complain, say, say_bytes, style

if TYPE_CHECKING:
    from macrolint.mending import Fixing, Wanted
    from macrolint.model import Mended
    from macrolint.reports import Run

F = TypeVar("F", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--fix", is_flag=True, help="Make the safe fixes: change the files."),
    click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that may change the meaning."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing; exit 1 if anything."),
    click.option("--fix-only", is_flag=True, help="Make the safe fixes and report nothing of what is left."),
    click.option("--show-fixes", is_flag=True, help="With --fix or --diff: list the fixes."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="With --fix: exit with 1 if a file was changed."),
)


def fix_options(command: F) -> F:
    """Give a command the options that make fixes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def fixing_of(options: dict[str, Any], wanted: Wanted | None, *, in_place: bool) -> Fixing | None:
    """Return how fixes are made, if they are asked for. in_place: there are files to write them to."""
    if not (options["fix"] or options["fix_only"] or options["diff"]):
        for name in ("unsafe_fixes", "show_fixes", "exit_non_zero_on_fix"):
            if options[name]:
                raise click.UsageError(f"'--{name.replace('_', '-')}' needs --fix or --diff")
        return None
    if options["show_files"] or options["show_kinds"]:
        raise click.UsageError("'--show-files' and '--show-kinds' only look: leave out --fix and --diff")
    from macrolint.mending import Fixing, everything

    return Fixing(options["unsafe_fixes"], in_place and not options["diff"], wanted or everything)


def say_diff(done: Run, options: dict[str, Any]) -> None:
    """Print what fixes would change."""
    from macrolint.reports import diff

    how = style("never" if options["output_file"] else options["colour"])
    text = diff.write(done, how)
    if options["output_file"]:
        from macrolint.cli.report_output import print_report

        print_report(text, options["output_file"])
    elif sys.stdout.isatty() or how.colour:
        say(diff.painted(text, how))
    else:
        say_bytes(text.encode("utf-8", "backslashreplace"))


def say_fixes(done: Run, options: dict[str, Any]) -> None:
    """Say what was fixed, what was left out and why, and what was not written."""
    found = _mended(done)
    for path, one in found:
        if one.refused:
            complain(f"error: {path} was not changed: {one.refused}")
    if options["quiet"]:
        return
    if options["show_fixes"]:
        for path, one in found:
            for rule, count in sorted(Counter(violation.rule for violation in one.made).items()):
                complain(f"{path}: {count} × {rule}")
    complain(*_summary(done, found, options).split("\n"))


def _summary(done: Run, found: list[tuple[str, Mended]], options: dict[str, Any]) -> str:
    from macrolint.reports import counted

    made = sum(len(one.made) for _, one in found)
    files = sum(one.before != one.after for _, one in found)
    verb = "Would fix" if options["diff"] else "Fixed"
    said = f"{verb} {counted(made, 'violation')} in {counted(files, 'file')}" if made else f"{verb} nothing"
    more = [one for one in done.violations if one.fix and one.fix.safety == "unsafe"]
    if more and not options["unsafe_fixes"]:
        said += f" ({len(more)} more with --unsafe-fixes)"
    left = [violation for _, one in found for violation in one.left_out]
    if left:
        names = ", ".join(sorted({one.rule for one in left}))
        said += (
            f".\n{counted(len(left), 'fix')[: None if len(left) == 1 else -1]}"
            f"{'' if len(left) == 1 else 'es'} left out ({names}): making"
            f" {'it' if len(left) == 1 else 'them'} would change a promise or bring a violation that is as severe"
        )
    return f"{said}."


def exit_code_of_fixes(done: Run, options: dict[str, Any]) -> int:
    """Return 2 where a file could not be written, 1 where one was changed and that was to be told, else 0."""
    found = _mended(done)
    if any(one.refused for _, one in found):
        return 2
    told = options["diff"] or options["exit_non_zero_on_fix"]
    return 1 if told and not options["exit_zero"] and any(one.before != one.after for _, one in found) else 0


def _mended(done: Run) -> list[tuple[str, Mended]]:
    return [(result.path, result.mended) for result in done.results if result.mended]
