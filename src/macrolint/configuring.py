"""Configuration files as teams write them: read, extended, every key and value checked."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

from macrolint.actions import action_in
from macrolint.configuration import (
    FORMATS,
    INACTIVE,
    KEYS,
    LANGUAGE,
    LEVELS,
    OVERRIDE_FIELDS,
    TEMPLATE_FIELDS,
    Configuration,
    Override,
)
from macrolint.frames import Entry, Text, load
from macrolint.layouts import OWNERSHIPS, STATUSES, layout_of
from macrolint.model import MacrolintError, Unreadable
from macrolint.patterns import patterns_of
from macrolint.rules import plugins
from macrolint.rules.presets import merged, rules_of, severities_of
from macrolint.sources import read_source
from macrolint.spans import FileSpan, Lines
from macrolint.suppressions import suppression
from macrolint.trees import Node
from macrolint.uncompiled import lazy
from macrolint.vocabulary import read_vocabulary

SIZE = lazy(r"(\d+)\s*(|B|KB|KiB|MB|MiB|GB|GiB)", re.I)
_UNITS = {"": 1, "b": 1, "kb": 1000, "kib": 1 << 10, "mb": 10**6, "mib": 1 << 20, "gb": 10**9, "gib": 1 << 30}


def read(path: str, shown: str | None = None) -> Configuration:
    """Read a configuration file and what it extends. Raises MacrolintError at the first thing that is wrong."""
    return _read(os.path.abspath(path), shown or os.path.relpath(path), ())


def _read(path: str, shown: str, through: tuple[str, ...]) -> Configuration:
    entry = _entry(path, shown)
    fields = entry.fields(KEYS, "setting") if not entry.is_empty else {}
    root = os.path.dirname(path)
    settings = Configuration(root)
    if "extends" in fields:
        for one in fields["extends"].each():
            base = os.path.normpath(os.path.join(root, one.string()))
            if base in (*through, path):
                one.fail(f"'{one.string()}' extends itself")
            if not os.path.isfile(base):
                one.fail(f"there is no file '{one.string()}' to extend", "paths are relative to this file")
            settings = _over(settings, _read(base, os.path.relpath(base), (*through, path)))
    values = {key.replace("-", "_"): _value(key, fields[key], root) for key in fields if key != "extends"}
    values["suppress"] = tuple(one._replace(path=shown) for one in values.get("suppress", ()))
    origins = tuple((key, _origin(fields[key], shown)) for key in fields)
    return _over(settings, Configuration(root, shown, **values, origins=origins))


def _over(base: Configuration, own: Configuration) -> Configuration:
    """Return a configuration with another one over it: what `own` sets holds; what is made of parts adds up."""
    said = {key.replace("-", "_") for key, _ in own.origins} & set(Configuration._fields)
    values = {name: getattr(own, name) for name in said}
    for name in said & {"layouts", "suppress"}:
        values[name] = (*getattr(own, name), *getattr(base, name))
    if "overrides" in said:
        values["overrides"] = (*base.overrides, *own.overrides)
    if "vocabulary" in said:
        values["vocabulary"] = own.vocabulary.over(base.vocabulary)
    if "severity" in said:
        names = {name for name, _ in own.severity}
        kept = [(name, level) for name, level in base.severity if not _is_covered(name, names)]
        values["severity"] = (*kept, *own.severity)
    if "links" in said:
        values["links"] = tuple({**dict(base.links), **dict(own.links)}.items())
    if "rules" in said:
        values["rules"] = merged(base.rules, own.rules)
    origins = tuple({**dict(base.origins), **dict(own.origins)}.items())
    return base._replace(**values, file=own.file, origins=origins)


def _is_covered(name: str, names: set[str]) -> bool:
    """Tell whether a rule or group is named again, by itself, by its group or by ALL."""
    return not names.isdisjoint({name, name.split("/", maxsplit=1)[0], "ALL"})


def _entry(path: str, shown: str) -> Entry:
    try:
        source = read_source(path, shown)
    except Unreadable as error:
        raise MacrolintError(f"{shown} cannot be read: {error.reason}") from None
    if not path.endswith(".toml"):
        return load(shown, source.text, "configuration")
    import tomllib

    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise MacrolintError(f"{shown} is not valid TOML: {error}") from None
    return Entry(
        Text(f"[tool.macrolint] in {shown}", ""),
        _node(tool.get("macrolint", {}) if isinstance(tool := table.get("tool"), dict) else {}),
    )


def _node(value: Any) -> Node:
    """Return a value that came without places as a node."""
    nowhere = FileSpan(0, 0)
    if isinstance(value, dict):
        node = Node("mapping", nowhere)
        node.entries = [(_node(key), _node(inner)) for key, inner in value.items()]
    elif isinstance(value, list):
        node = Node("sequence", nowhere)
        node.items = [_node(inner) for inner in value]
    elif isinstance(value, str):
        node = Node("scalar", nowhere, value, quoted=True)
    else:
        node = Node("scalar", nowhere, str(value).lower() if isinstance(value, bool) else str(value))
    return node


def _origin(entry: Entry, shown: str) -> str:
    return f"{shown}:{Lines(entry.file.text).position(entry.node.span.start).line}" if entry.file.text else shown


def _value(key: str, entry: Entry, root: str) -> Any:
    if key in _READERS:
        return _READERS[key](entry)
    if key in ("platforms", "lookups"):
        return tuple(_there(one, root) for one in entry.each())
    if key == "paths":
        return tuple(os.path.normpath(os.path.join(root, path)) for path in entry.strings())
    if key == "baseline":
        return os.path.normpath(os.path.join(root, entry.string()))
    if key == "cache-dir":
        return _below(entry, root)
    if key == "policy":
        from macrolint.policies import read_policy

        return read_policy(entry, root)
    if key == "rulesets":
        return tuple(_folder(one, root) for one in entry.each())
    return entry.strings()


def _language(entry: Entry) -> str:
    if not LANGUAGE.fullmatch(entry.string().lower()):
        entry.fail(f"'{entry.string()}' is no language", "write its tag, such as en or pt-BR")
    return entry.string()


def _override(entry: Entry) -> Override:
    fields = entry.fields(OVERRIDE_FIELDS, "field of an override")
    which = fields["templates"].fields(TEMPLATE_FIELDS, "field of 'templates'") if "templates" in fields else {}
    if not which and "files" not in fields:
        entry.fail(
            "an override needs 'files' or 'templates': what it is for",
            'add for example: files: ["macros/internal/"], or templates: {tags: [vip]}',
        )
    lists = {name: fields[name].strings() for name in ("select", "ignore") if name in fields}
    language = _language(fields["language"]) if "language" in fields else None
    return Override(
        files=patterns_of(fields["files"]) if "files" in fields else (),
        **lists,
        **{f"{name.removesuffix('s')}s": one.strings() for name, one in which.items()},
        kind=fields["kind"].string() if "kind" in fields else None,
        platform=fields["platform"].string() if "platform" in fields else None,
        status_after=fields["status_after"].choice(STATUSES) if "status_after" in fields else None,
        actions=tuple(action_in(one) for one in fields["actions"].each()) if "actions" in fields else None,
        language=language,
        severity=severities_of(fields["severity"]) if "severity" in fields else (),
        rules=rules_of(fields["rules"]) if "rules" in fields else (),
    )


def _there(entry: Entry, root: str) -> str:
    path = os.path.normpath(os.path.join(root, entry.string()))
    if not os.path.exists(path):
        entry.fail(f"there is no file or folder '{entry.string()}'", "paths are relative to this file")
    return path


def _below(entry: Entry, root: str) -> str:
    path = os.path.normpath(os.path.join(root, entry.string()))
    if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(root), "")):
        entry.fail(
            f"'{entry.string()}' does not lie below the folder of this file",
            "a folder elsewhere is named by --cache-dir or MACROLINT_CACHE_DIR",
        )
    return path


def _folder(entry: Entry, root: str) -> str:
    if entry.string().startswith(plugins.PREFIX):
        try:
            plugins.folder(entry.string().removeprefix(plugins.PREFIX))
        except MacrolintError as error:
            entry.fail(error.message, error.hint)
        return entry.string()
    path = os.path.normpath(os.path.join(root, entry.string()))
    if not os.path.isdir(path):
        entry.fail(f"there is no folder '{entry.string()}'", "paths are relative to this file")
    return path


def _size(entry: Entry) -> int:
    found = SIZE.fullmatch(entry.string().strip())
    if not found:
        entry.fail(f"'{entry.string()}' is no size", "write it like 20 MiB")
    return min(int(found[1]) * _UNITS[found[2].lower()], sys.maxsize - 1)


def _links(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return addresses of templates by platform; one that stands alone is for all of them."""
    if entry.node.kind != "mapping":
        return (("", _link(entry)),)
    return tuple((platform, _link(value)) for platform, value in entry.items())


def _link(entry: Entry) -> str:
    address = entry.string()
    if not re.match(r"https?://[^\s/]", address) or "{id}" not in address:
        hint = "write what the browser shows for one of them, with {id} in place of its number"
        entry.fail(f"'{address}' is no address of a template", hint)
    return address


_READERS: dict[str, Callable[[Entry], Any]] = {  # of the settings that are no lists of texts
    "include": patterns_of,
    "exclude": patterns_of,
    "language": _language,
    "severity": severities_of,
    "rules": rules_of,
    "overrides": lambda entry: tuple(_override(one) for one in entry.each()),
    "layouts": lambda entry: tuple(layout_of(one) for one in entry.each()),
    "platform": lambda entry: entry.string(),
    "inactive": lambda entry: entry.choice(INACTIVE),
    "ownership": lambda entry: entry.choice(OWNERSHIPS),
    "vocabulary": read_vocabulary,
    "suppress": lambda entry: tuple(suppression(one) for one in entry.each()),
    "links": _links,
    "fail-on": lambda entry: entry.choice(LEVELS),
    "output-format": lambda entry: entry.choice(FORMATS),
    "max-file-size": _size,
}
