"""`macrolint explain`: tell what a rule is about, or which rules a group has."""

from __future__ import annotations

import json

import click

from macrolint.cli.main import say, style


@click.command("explain")
@click.argument("rule")
@click.option(
    "-f", "--output-format", type=click.Choice(["full", "json"]), default="full", help="full (default) or json."
)
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Use no configuration: the built-in rules only.")
@click.option("--color", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colours.")
def command(rule: str, output_format: str, config_file: str | None, isolated: bool, colour: str) -> int:
    """Explain a rule: what it flags, why, when that is fine, and how to change it.

    RULE is an id (tone/nothing-we-can-do), its last half (nothing-we-can-do), or a group (tone).
    """
    from macrolint.configuration import configuration_for
    from macrolint.explanation import explain, listed, table
    from macrolint.rules import telling
    from macrolint.settings import settings_of

    settings = settings_of(configuration_for([], file=config_file, isolated=isolated))
    found = telling.find(rule.strip().strip("/"), settings.catalog)
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
        text = explain(row, style(colour))
    say(text if output_format == "full" else json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    return 0
