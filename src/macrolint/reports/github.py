"""The format `github`: workflow commands, which GitHub shows as annotations beside the lines.

It shows ten of a severity for each step: the rest follow as plain lines, so that nothing is lost.
"""

from __future__ import annotations

import os
from typing import Any

from macrolint.model import SEVERITIES, Violation
from macrolint.reports import Run, Style, counted, summary
from macrolint.reports.concise import line
from macrolint.reports.escaping import one_line
from macrolint.reports.originals import Originals

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 10


def write(run: Run, style: Style) -> str:
    """Return the commands, the loudest first; then what GitHub would not show, and the summary."""
    originals, plain = Originals(run), Style(quiet=style.quiet)
    out: list[str] = []
    rest: list[Violation] = []
    for severity in SEVERITIES:
        found = [one for one in run.violations if one.severity == severity]
        out += [_command(one, originals) for one in found[:_SHOWN]]
        rest += found[_SHOWN:]
    if rest:
        out.append(f"… and {counted(len(rest), 'more violation')}; GitHub shows {_SHOWN} of a severity:")
        out += [line(one, plain) for one in rest]
    if not style.quiet:
        out.append(summary(run))
    return "".join(f"{one}\n" for one in out)


def _command(one: Violation, originals: Originals) -> str:
    told = [one_line(one.message), *([one_line(one.fix.title)] if one.fix else []), *([one.url] if one.url else [])]
    # columns are left out where they would not be shown: GitHub drops them from more than one line
    columns = {"col": one.start.column, "endColumn": one.end.column} if one.start.line == one.end.line else {}
    properties: dict[str, Any] = {
        "title": f"macrolint {one.rule}",
        "file": originals.in_repository(one.path, os.environ.get("GITHUB_WORKSPACE")),
        "line": one.start.line,
        "endLine": one.end.line,
        **columns,
    }
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[one.severity]} {said}::{_data(chr(10).join(told))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
