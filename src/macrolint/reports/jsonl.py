"""The format `jsonl`: the violations of the format `json`, one on a line."""

from __future__ import annotations

from macrolint.reports import Run, Style
from macrolint.reports.escaping import json_document
from macrolint.reports.json_ import violation


def write(run: Run, _style: Style) -> str:
    """Return a JSON object a line."""
    return "".join(json_document(violation(one), indent=None) for one in run.violations)
