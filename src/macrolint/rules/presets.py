"""Presets: named choices of rules, how loud they are, and their options, under the keys of a configuration."""

from __future__ import annotations

import os
from typing import Any

from macrolint.frames import Entry, load
from macrolint.model import SEVERITIES
from macrolint.rulebook import Options, Rules
from macrolint.values import NamedTuple


class Preset(NamedTuple):
    """A named choice of rules, and what it says of them.

    select, ignore: rules, groups, or names for all of a kind, such as `default`. severity: pairs of such a name and a
    severity or `off`. rules: options by rule. path: the file, as shown in messages.
    """

    id: str
    title: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    rules: Rules = ()
    path: str = ""


def load_preset(path: str, text: str) -> Preset:
    """Read a preset file; its name is the preset's. Raises MacrolintError with a code frame for what is wrong."""
    fields = load(path, text, "preset file").fields(("title", "why", "select", "ignore", "severity", "rules"), "field")
    name = os.path.basename(path).rsplit(".", 1)[0]
    return Preset(
        name,
        fields["title"].string() if "title" in fields else name,
        **{key: fields[key].strings() for key in ("select", "ignore") if key in fields},
        severity=severities_of(fields["severity"]) if "severity" in fields else (),
        rules=rules_of(fields["rules"]) if "rules" in fields else (),
        path=path,
    )


def severities_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Read severities by the name of a rule, a group or a kind of rules."""
    return tuple((name, one.choice((*SEVERITIES, "off"))) for name, one in entry.items())


def rules_of(entry: Entry) -> Rules:
    """Read options by the name of the rule."""
    from macrolint.rules.load import option_of

    def options(name: str, one: Entry) -> tuple[tuple[str, Any], ...]:
        if one.node.kind != "mapping":
            one.fail(f"'{name}' must be a mapping of options", "the severity of a rule stands under 'severity'")
        fields = one.fields(Options._fields, f"option of {name}")
        return tuple((option, option_of(option, value)) for option, value in fields.items())

    return tuple((name, options(name, one)) for name, one in entry.items())


def merged(base: Rules, own: Rules) -> Rules:
    """Return options of rules with others over them, option by option."""
    options = {name: dict(values) for name, values in base}
    for name, values in own:
        options[name] = {**options.get(name, {}), **dict(values)}
    return tuple((name, tuple(values.items())) for name, values in options.items())
