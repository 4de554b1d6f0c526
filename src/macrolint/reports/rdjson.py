"""The format `rdjson`: reviewdog's, which makes suggestions of fixes. Columns count UTF-8 bytes.

Fixes that may change the meaning are among them: a person reads a suggestion and clicks.
"""

from __future__ import annotations

from typing import Any

from macrolint import REPOSITORY
from macrolint.model import Violation
from macrolint.reports import Run, Style
from macrolint.reports.escaping import json_document
from macrolint.reports.originals import Originals
from macrolint.spans import Position

_SOURCE = {"name": "macrolint", "url": REPOSITORY}
_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write(run: Run, _style: Style) -> str:
    """Return one JSON document."""
    originals = Originals(run)
    found = [_diagnostic(one, originals) for one in run.violations]
    return json_document({"source": _SOURCE, "severity": "WARNING", "diagnostics": found})


def _diagnostic(one: Violation, originals: Originals) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message": one.message,
        "location": {"path": one.path, "range": _range(one.path, one.start, one.end, originals)},
        "severity": _SEVERITIES[one.severity],
        "source": _SOURCE,
        "code": {"value": one.rule, **({"url": one.url} if one.url else {})},
    }
    if one.fix:
        made["suggestions"] = [
            {"range": _range(one.path, edit.start, edit.end, originals), "text": edit.text} for edit in one.fix.edits
        ]
    return made


def _range(path: str, start: Position, end: Position, originals: Originals) -> dict[str, Any]:
    return {
        name: {"line": place.line, "column": originals.column(path, place, "utf8")}
        for name, place in (("start", start), ("end", end))
    }
