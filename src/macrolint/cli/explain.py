"""`macrolint explain`: tell what a rule is about, or which rules a group has."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from macrolint.cli.main import say, say_json, style

if TYPE_CHECKING:
    from macrolint.configuration import Configuration


@click.command("explain")
@click.argument("rule")
@click.option(
    "-f", "--output-format", type=click.Choice(["full", "json"]), default="full", help="full (default) or json."
)
@click.option("--all", "whole", is_flag=True, help="Show all examples of the rule.")
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration: the built-in rules only.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colours.")
def command(rule: str, output_format: str, whole: bool, config_file: str | None, isolated: bool, colour: str) -> int:
    """Explain a rule: what it flags, why, when that is fine, and how to change it.

    RULE is an id (tone/nothing-we-can-do), its last half (nothing-we-can-do), or a group (tone).
    """
    from macrolint.configuration import configuration_for
    from macrolint.explanation import explain, listed, table
    from macrolint.model import MacrolintError
    from macrolint.rules import telling
    from macrolint.settings import settings_of

    settings = settings_of(configuration_for([], file=config_file, isolated=isolated))
    name = rule.strip().strip("/")
    try:
        found = telling.find(name, settings.catalog)
    except MacrolintError as error:
        hint = None if isolated else _not_read(name, settings.configuration, error.hint or "")
        raise MacrolintError(error.message, hint=hint or error.hint) from None
    rows = listed(settings)
    if isinstance(found, str):
        chosen = [row for row in rows if row.rule.group == found]
        data = {"version": 1, "group": found, "title": telling.groups(settings.catalog)[found]}
        data["rules"] = [telling.as_data(row.rule) for row in chosen]
        text = table(chosen, settings.catalog, style(colour))
    else:
        row = next(row for row in rows if row.rule.id == found.id)
        data = {
            "version": 1,
            "rule": {**telling.as_data(found), "here": {"state": row.state, "severity": row.severity}},
        }
        text = explain(row, settings.catalog, style(colour), whole=whole)
    if output_format == "full":
        say(text)
    else:
        say_json(data)
    return 0


def _not_read(name: str, configuration: Configuration, hint: str) -> str | None:
    """Return the help where the folder `rules` has rule files, and the configuration does not name it."""
    from macrolint import data
    from macrolint.rules.draft import known_by

    folder = os.path.join(configuration.root, "rules")
    if any(one == folder or one.startswith(f"{folder}{os.sep}") for one in configuration.rulesets):
        return None
    ids = [rule for path in data.yaml_files(folder) if (rule := _id(os.path.join(folder, path)))]
    if not ids:
        return None
    where, line = known_by(configuration.file, bool(configuration.rulesets))
    add = f"add `{line}` to {where.removeprefix('a file ')}"
    if any(name in (rule, *rule.split("/", 1)) for rule in ids):
        return f"it stands in the folder rules/, which is not read yet: {add}"
    return f"{hint}. The rules in rules/ are not read yet: {add}"


def _id(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(r"^id: *['\"]?([\w/-]+)", file.read(100_000), re.M)
    except (OSError, ValueError):
        return ""
    return found[1] if found else ""
