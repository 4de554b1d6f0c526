"""`macrolint rules`: list the rules, test a team's own, start a new one, write their pages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from macrolint.cli.main import complain, say, say_json, style

if TYPE_CHECKING:
    from macrolint.configuration import Configuration

_CONFIG = click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
_COLOUR = click.option(
    "--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colours."
)


@click.group("rules")
def command() -> None:
    """List the rules, test your own, start a new one, write their pages."""


@command.command("list")
@click.option("--group", metavar="GROUP", help="Only the rules of this group.")
@click.option(
    "-f", "--output-format", type=click.Choice(["full", "json"]), default="full", help="full (default) or json."
)
@_CONFIG
@click.option("--isolated", is_flag=True, help="Use no configuration: the built-in rules only.")
@_COLOUR
def list_(group: str | None, output_format: str, config_file: str | None, isolated: bool, colour: str) -> int:
    """List the rules, and say which of them run here."""
    from macrolint.configuration import configuration_for
    from macrolint.explanation import listed, table
    from macrolint.frames import did_you_mean
    from macrolint.model import MacrolintError
    from macrolint.rules.telling import groups
    from macrolint.settings import settings_of

    settings = settings_of(configuration_for([], file=config_file, isolated=isolated))
    known = groups(settings.catalog)
    if group is not None and group not in known:
        hint = did_you_mean(group, known) or f"known: {', '.join(known)}"
        raise MacrolintError(f"there is no group '{group}'", hint=hint)
    rows = [row for row in listed(settings) if group in (None, row.rule.group)]
    if output_format == "full":
        say(table(rows, settings.catalog, style(colour)))
        return 0
    about = ("id", "group", "title", "confidence", "default", "origin", "path", "url")
    data = [
        {**{name: getattr(row.rule, name) for name in about}, "state": row.state, "severity": row.severity}
        for row in rows
    ]
    say_json({"version": 1, "rules": data})
    return 0


@command.command("test")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--built-in", is_flag=True, help="Test the rules that macrolint brings.")
@_CONFIG
@_COLOUR
def test(paths: tuple[str, ...], built_in: bool, config_file: str | None, colour: str) -> int:
    """Test rules, and the moves of their folders, by their own examples.

    PATHS are rule files, or folders of them; without any, the rulesets of the configuration.
    Exit code: 0 every example holds, 1 one does not, 2 a rule file cannot be read, or there is none.
    """
    from macrolint.configuration import configuration_for
    from macrolint.model import MacrolintError
    from macrolint.rules.plugins import PREFIX
    from macrolint.trials import move_trial, rules_at, told, trial

    if built_in and paths:
        raise click.UsageError("--built-in and paths exclude each other")
    configuration = None if built_in else configuration_for(paths, file=config_file)
    rulesets = [(folder, os.path.relpath(folder)) for folder in configuration.rulesets] if configuration else []
    asked = list(paths) or [shown for folder, shown in rulesets if not folder.startswith(PREFIX)]
    if not asked and not built_in:
        names = "only plugins under" if rulesets else "no"
        raise MacrolintError(
            f"there are no rules of your own to test: the configuration names {names} 'rulesets'",
            hint="name a rule file or a folder, or start a rule: macrolint rules new GROUP/NAME",
        )
    rules, moves, catalog = rules_at(None if built_in else asked, rulesets)
    if not rules and not moves:
        raise MacrolintError(f"no rule file found in {', '.join(map(repr, asked))}")
    tried = [trial(rule, catalog) for rule in rules]
    tried_moves = [move_trial(move, path, catalog) for path, move in moves.items()]
    say(told(tried, tried_moves, style(colour)))
    return 1 if any(one.broken for one in tried) or any(one.broken for one in tried_moves) else 0


@command.command("new")
@click.argument("name", metavar="GROUP/NAME")
@_CONFIG
def new(name: str, config_file: str | None) -> int:
    """Start a rule of your own: write a file that works, and say what comes next."""
    from macrolint.configuration import configuration_for
    from macrolint.model import MacrolintError
    from macrolint.rules.draft import draft
    from macrolint.rules.load import ID
    from macrolint.rules.plugins import PREFIX
    from macrolint.rules.reading import OTHER_FOLDERS
    from macrolint.settings import settings_of

    if not ID.fullmatch(name):
        hint = "write group/name in lower-case letters and hyphens, such as shop/old-name"
        raise MacrolintError(f"'{name}' is not a name for a rule", hint=hint)
    group = name.split("/", maxsplit=1)[0]
    if group in OTHER_FOLDERS:
        raise MacrolintError(f"a group cannot be called '{group}'", hint="choose another name")
    configuration = configuration_for([], file=config_file)
    known = settings_of(configuration).catalog.rules.get(name)
    if known:
        hint = f"choose another name, or look at it: macrolint explain {name}"
        raise MacrolintError(f"there is already a rule '{name}': {known.path}", hint=hint)
    folders = [one for one in configuration.rulesets if not one.startswith(PREFIX)]
    folder = folders[0] if folders else os.path.join(configuration.root, "rules")
    path = os.path.relpath(os.path.join(folder, f"{name}.yaml"))
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(draft(name))
    except FileExistsError:
        raise MacrolintError(f"'{path}' already exists; it was not changed", hint="choose another name") from None
    except OSError as error:
        raise MacrolintError(f"'{path}' cannot be written: {(error.strerror or 'no reason given').lower()}") from None
    say(_next(path, configuration, bool(folders)))
    return 0


def _next(path: str, configuration: Configuration, known: bool) -> str:
    from macrolint.rules.draft import known_by

    shown = f'"{path}"' if " " in path else path
    out = [f"Wrote {path}: it works as it is. Put your own words in it.", "", "Then:"]
    out.append(f"  1. macrolint rules test {shown}")
    if not known:
        where, line = known_by(configuration.file, bool(configuration.rulesets))
        this = "this" if configuration.rulesets else "this line"
        out += [f"  2. Add {this} to {where}, so that macrolint knows the rule:", f"     {line}"]
    out.append(f"  {2 if known else 3}. macrolint check")
    return "".join(f"{line}\n" for line in out)


@command.command("pages")
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    default=os.path.join("docs", "rules"),
    show_default=True,
    help="The folder.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a page is missing or stale.")
@_CONFIG
@click.option("--isolated", is_flag=True, help="Use no configuration: the built-in rules only.")
def write_pages(folder: str, check: bool, config_file: str | None, isolated: bool) -> int:
    """Write a page about each rule, and an index of them, in Markdown."""
    from macrolint import pages
    from macrolint.configuration import configuration_for
    from macrolint.reports import counted
    from macrolint.settings import settings_of

    made = pages.pages(settings_of(configuration_for([], file=config_file, isolated=isolated)).catalog)
    if not check:
        written, deleted = pages.write(made, folder)
        gone = f", {deleted} deleted" if deleted else ""
        say(f"{counted(len(made), 'page')} in {folder}: {written} written{gone}.\n")
        return 0
    stale = pages.differing(made, folder)
    for path in stale:
        there = os.path.exists(os.path.join(folder, path))
        state = "is of a rule that is gone" if path not in made else "is stale" if there else "is missing"
        say(f"{os.path.join(folder, path)} {state}\n")
    if stale:
        at = "" if folder == os.path.join("docs", "rules") else f" -o {folder}"
        complain(f"help: macrolint rules pages{at}")
    return 1 if stale else 0
