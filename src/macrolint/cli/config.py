"""`macrolint config`: show the settings that hold and where each was set, or what may be set."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from macrolint.cli.main import say


@click.group("config")
def command() -> None:
    """Show the settings that hold here, or what a configuration may say."""


@command.command("show")
@click.argument("path", required=False)
@click.option("--config", "config_file", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Show the settings without any configuration.")
def show(path: str | None, config_file: str | None, isolated: bool) -> int:
    """Print every setting with its value and its origin, for PATH or for this folder.

    The rules are those for the templates of PATH where that is a file, with the overrides that hold for the whole file.
    """
    from macrolint.configuration import configuration_for
    from macrolint.model import Template
    from macrolint.settings import settings_of

    configuration = configuration_for([path] if path else [], file=config_file, isolated=isolated)
    settings = settings_of(configuration)
    origins = dict(configuration.origins)
    from macrolint.reports import visible

    lines = [f"# configuration: {configuration.file or 'none; these are the defaults'}"]
    for name, value in configuration._asdict().items():
        key = name.replace("_", "-")
        if key not in ("root", "file", "only", "origins") and value is not None:
            shown = _written(_relative(key, value, configuration.root))
            lines.append(f"{key}: {shown}  # {origins.get(key, 'default')}")
    whom = ""
    if path and os.path.isfile(path):
        within = os.path.relpath(os.path.realpath(path), os.path.realpath(configuration.root)).replace(os.sep, "/")
        settings, whom = settings.of(Template(None, None, ()), within), f" on {within}"
    lines.append(f"# {len(settings.active)} rules run{whom}:")
    lines += [f"#   {active.severity:8}{active.rule.id}" for active in settings.active]
    say("".join(f"{visible(line)}\n" for line in lines))
    return 0


@command.command("schema")
@click.option("--rule", is_flag=True, help="The schema of a rule file instead.")
@click.option("--platform", is_flag=True, help="The schema of a platform file instead.")
def schema(rule: bool, platform: bool) -> int:
    """Print the JSON Schema of a configuration, for editors that complete and check as you type."""
    import json

    from macrolint import schemas

    made = schemas.rule() if rule else schemas.platform() if platform else schemas.configuration()
    say(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    return 0


def _relative(key: str, value: Any, root: str) -> Any:
    """Return a value as it is written in the configuration."""
    if key in ("paths", "rulesets", "platforms", "lookups"):
        return tuple(path if path.startswith("plugin:") else os.path.relpath(path, root) for path in value)
    if key in ("baseline", "cache-dir"):
        return value and os.path.relpath(value, root)
    return _WRITTEN[key](value) if key in _WRITTEN else value


def _override(value: Any) -> dict[str, Any]:
    said = {name: inner for name, inner in value._asdict().items() if inner not in (None, ())}
    which = {"titles": "title", "tags": "tags", "kinds": "kind", "platforms": "platform"}
    templates = {shown: said.pop(name) for name, shown in which.items() if name in said}
    written = {name: _relative(name, inner, "") for name, inner in said.items()}
    return {**written, "templates": templates} if templates else written


def _layout(value: Any) -> dict[str, Any]:
    said = {name: inner for name, inner in value._asdict().items() if inner not in (None, (), "", False)}
    said["header"] = value.header
    if "words" in said:
        said["words"] = {table: dict(pairs) for table, pairs in value.words}
    return said


def _links(value: Any) -> Any:
    return dict(value).get("") if list(dict(value)) == [""] else dict(value)


def _suppression(one: Any) -> Any:
    return one._replace(rules=tuple(rule.name for rule in one.rules), path="")


_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "overrides": lambda value: tuple(map(_override, value)),
    "layouts": lambda value: tuple(map(_layout, value)),
    "suppress": lambda value: tuple(map(_suppression, value)),
    "rules": lambda value: {rule: dict(options) for rule, options in value},
    "policy": lambda value: value and value.written,
    "vocabulary": lambda value: value.written(),
    "links": _links,
    "severity": dict,
}


def _written(value: Any) -> str:
    """Return a value as YAML on one line."""
    import json

    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _plain(inner) for key, inner in value._asdict().items() if inner not in (None, "", ())}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value
