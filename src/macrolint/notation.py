"""Frozen values as JSON, and back: what configurations say, as it is kept from run to run.

A named tuple is written with the name of its class, and only classes of the modules below are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from importlib import import_module
from typing import Any

_MODULES = frozenset(
    "configuration model promises.calendars promises.policy rulebook shown spans suppressions vocabulary".split()
)
_OURS = "macrolint."
_PLAIN: dict[str, Any] = {"dict": dict, "list": list, "set": frozenset}


class NotPlainError(ValueError):
    """A value that cannot be written, or JSON that holds none."""


def written(value: Any) -> Any:
    """Return a value as JSON values. Raises NotPlainError for what is no frozen value of ours."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        module = type(value).__module__.removeprefix(_OURS)
        if module not in _MODULES:
            raise NotPlainError(module)
        return {"class": f"{module}:{type(value).__name__}", "of": [written(one) for one in value]}
    if isinstance(value, list):
        return {"class": "list", "of": [written(one) for one in value]}
    if isinstance(value, tuple):
        return [written(one) for one in value]
    if isinstance(value, Mapping):
        return {"class": "dict", "of": [[written(key), written(one)] for key, one in value.items()]}
    if isinstance(value, Set):
        return {"class": "set", "of": [written(one) for one in sorted(value)]}
    raise NotPlainError(type(value).__name__)


def read(said: Any) -> Any:
    """Return the value of `written`. Raises NotPlainError for JSON that is none."""
    if isinstance(said, list):
        return tuple(read(one) for one in said)
    if not isinstance(said, dict):
        return said
    if said.keys() != {"class", "of"} or not isinstance(said["of"], list) or not isinstance(said["class"], str):
        raise NotPlainError(str(sorted(said)))
    values = read(said["of"])
    try:
        return _PLAIN[said["class"]](values) if said["class"] in _PLAIN else _class(said["class"])._make(values)
    except (TypeError, ValueError) as error:
        raise NotPlainError(str(error)) from None


def _class(name: str) -> Any:
    module, _, called = name.partition(":")
    if module not in _MODULES:
        raise NotPlainError(name)
    found = getattr(import_module(f"{_OURS}{module}"), called, None)
    if not isinstance(found, type) or not issubclass(found, tuple) or not hasattr(found, "_make"):
        raise NotPlainError(name)
    return found
