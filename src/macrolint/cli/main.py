"""The `macrolint` command: finds its commands by their place and imports the one that is asked for."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from macrolint import REPOSITORY, __version__

if TYPE_CHECKING:
    from macrolint.reports import Style

ISSUES = f"{REPOSITORY}/issues"
_TWO_WORDS = ("check-table",)  # all other modules of two words serve the commands
_SELDOM = 100_000  # objects between two looks for garbage: most of what a run makes lives to its end
_AT_ONCE = 1 << 16  # characters of a report
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class ReaderGoneError(Exception):
    """Whoever read our output has closed the pipe. Click would make exit code 1 of it."""


def say(text: str) -> None:
    """Print a report."""
    try:
        for start in range(0, len(text), _AT_ONCE):  # a long one would be in memory once more
            sys.stdout.write(text[start : start + _AT_ONCE])
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise click.ClickException(f"the report cannot be printed: {(error.strerror or str(error)).lower()}") from None


def say_bytes(content: bytes) -> None:
    """Print what is to reach the reader byte by byte, line ends included."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise click.ClickException(f"the report cannot be printed: {(error.strerror or str(error)).lower()}") from None


def say_json(value: Any) -> None:
    """Print a value as JSON in which nothing can act on a terminal: JSON writes such characters as we do."""
    import json

    from macrolint.reports import visible

    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    say("".join(f"{visible(line)}\n" for line in lines))


def complain(*lines: str) -> None:
    """Say on standard error what is wrong; what stands in a file or its name cannot act on the terminal."""
    from macrolint.reports import visible

    for line in lines:
        click.echo(visible(line), err=True)


def style(when: str) -> Style:
    """Return how to show things on standard output; `when` is the value of `--color`."""
    from macrolint.reports import Style

    return Style(colours(when), False, *widths())


def widths() -> tuple[int, int]:
    """Return how wide text may be, between 40 and 100, and how wide a table: COLUMNS, else the terminal, else 100."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit():
        width = int(said)
    else:
        try:
            width = os.get_terminal_size(sys.stdout.fileno()).columns
        except (OSError, ValueError):  # no terminal
            width = 100
    return min(100, max(40, width)), max(40, width)


def colours(when: str) -> bool:
    """Decide on colours: the option, NO_COLOR, FORCE_COLOR, TERM, and whether this is a terminal."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE")
    if forced:
        return forced != "0"
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


class _Commands(click.Group):
    """The modules beside this one are the commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = sorted(name.removesuffix(".py") for name in os.listdir(os.path.dirname(__file__)))
        return sorted([*_TWO_WORDS, *(name for name in names if name.isalpha() and name != "main")])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        import importlib

        command: click.Command = importlib.import_module(f"macrolint.cli.{cmd_name.replace('-', '_')}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(self._unknown(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: click.Context, name: str) -> str:
        from macrolint.frames import nearest

        said = f"no such command '{name}'."
        if os.path.exists(name):
            return f"{said} Did you mean 'macrolint check {name}'?"
        near = nearest(name, self.list_commands(ctx))
        return (
            f"{said} Did you mean '{near[0]}'?" if near else f"{said} Commands: {', '.join(self.list_commands(ctx))}."
        )


@click.group(cls=_Commands, context_settings=_SETTINGS, invoke_without_command=True)
@click.version_option(__version__, "-V", "--version", prog_name="macrolint", message="%(prog)s %(version)s")
@click.pass_context
def macrolint(ctx: click.Context) -> None:
    """Check support macros and canned responses for tone, acknowledgement and promises.

    \b
    Start here:  macrolint init     make a configuration for this folder
                 macrolint check    check everything
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run() -> None:
    """Run the command line and exit: 0 clean, 1 violations, 2 cannot do what was asked, 3 a bug of ours."""
    gc.set_threshold(_SELDOM)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _guarded()
    except ReaderGoneError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    sys.exit(code)


def _guarded() -> int:
    from macrolint.model import MacrolintError

    try:
        return int(macrolint.main(standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        complain(*error.format_message().split("\n"))
        return 2
    except click.UsageError as error:
        message = error.format_message()
        where = error.ctx.command_path if error.ctx else "macrolint"
        complain(*f"error: {message[:1].lower()}{message[1:]}".split("\n"), f"help: {where} --help")
        return 2
    except click.ClickException as error:
        complain(*f"error: {error.format_message()}".split("\n"))
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except MacrolintError as error:
        complain(f"error: {error.message}")
        if error.frame:
            complain(*error.frame.split("\n"))
        if error.hint:
            complain(f"help: {error.hint}")
        return 2
    except FileNotFoundError as error:
        if error.filename is not None or os.path.exists(os.curdir):
            return bug(error)
        complain("error: the working folder is not there any more")
        return 2
    except SystemExit:  # Click's own way to say that the reader of its help is gone
        raise ReaderGoneError from None
    except ReaderGoneError:
        raise
    except Exception as error:  # noqa: BLE001 - our own bug: said in one line, never as a traceback
        return bug(error)


def bug(error: Exception) -> int:
    """Say that macrolint itself has failed, and where to report it."""
    import platform
    import traceback

    complain(f"internal error: {type(error).__name__}: {error}")
    if "-v" in sys.argv or "--verbose" in sys.argv:
        traceback.print_exception(error)
    about = f"macrolint {__version__}, Python {platform.python_version()}, {platform.system()}"
    complain(f"help: this is a bug in macrolint. Please report it: {ISSUES} ({about}). Details: run again with -v")
    return 3
