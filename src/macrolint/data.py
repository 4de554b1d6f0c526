"""Where the data that macrolint ships lies: in the wheel, or in the checkout it is run from."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))

LOCK = "promises.lock"  # of a project, beside its configuration
BASELINE = ".macrolint-baseline.json"  # the same
COMPILED = os.path.join(_PACKAGE, "catalog.json")
COMPILED_PLATFORMS = os.path.join(_PACKAGE, "platforms.json")  # in a wheel only
COMPILED_DIALECTS = os.path.join(_PACKAGE, "dialects.json")  # the same


def rulesets() -> str:
    """Return the folder of the built-in rulesets."""
    shipped = os.path.join(_PACKAGE, "rulesets")
    return shipped if os.path.isdir(shipped) else os.path.join(_CHECKOUT, "rulesets")


def platforms() -> str:
    """Return the folder of the platforms: one YAML file each, directly in it, and those of service levels in `sla`."""
    shipped = os.path.join(_PACKAGE, "platforms")
    return shipped if os.path.isdir(shipped) else os.path.join(_CHECKOUT, "platforms")


def dialects() -> str:
    """Return the folder of the files about the placeholders of platforms."""
    return os.path.join(platforms(), "dialects")


def is_checkout() -> bool:
    """Tell whether the rulesets are read from a checkout, where they may change between two runs."""
    return not os.path.isdir(os.path.join(_PACKAGE, "rulesets"))


def yaml_files(folder: str) -> list[str]:
    """Return the paths of the YAML files below a folder, sorted, relative to it, with forward slashes."""
    found = []
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(at, name) for name in names if name.endswith((".yaml", ".yml"))]
    return sorted(os.path.relpath(path, folder).replace(os.sep, "/") for path in found)
