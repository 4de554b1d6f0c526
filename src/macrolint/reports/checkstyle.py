"""The format `checkstyle`: XML that Jenkins, reviewdog and many others read."""

from __future__ import annotations

from itertools import groupby

from macrolint.model import Violation
from macrolint.reports import Run, Style
from macrolint.reports.escaping import xml


def write(run: Run, _style: Style) -> str:
    """Return one XML document."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">']
    for path, violations in groupby(run.violations, key=lambda one: one.path):
        out += [f'  <file name="{xml(path)}">', *map(_error, violations), "  </file>"]
    return "".join(f"{line}\n" for line in [*out, "</checkstyle>"])


def _error(one: Violation) -> str:
    place = f'line="{one.start.line}" column="{one.start.column}" severity="{one.severity}"'
    return f'    <error {place} message="{xml(one.message)}" source="macrolint.{xml(one.rule)}"/>'
