"""The format `json`: the contract with other programs. Offsets count code points from 0, lines and columns from 1."""

from __future__ import annotations

from collections import Counter
from typing import Any

from macrolint import __version__
from macrolint.model import Fix, Related, Violation
from macrolint.reports import Run, Style, score
from macrolint.reports.escaping import json_document
from macrolint.reports.table import Row, rows
from macrolint.spans import Position

VERSION = 1


def write(run: Run, style: Style) -> str:
    """Return the run as one JSON document."""
    counts = Counter(violation.severity for violation in run.violations)
    document = {
        "version": VERSION,
        "tool": {"name": "macrolint", "version": __version__},
        "summary": {
            "files": len(run.read),
            "skipped": len(run.results) - len(run.read),
            "templates": run.templates,
            "suppressed": run.suppressed,
            "baseline": run.accepted,
            "violations": {name: counts[name] for name in ("error", "warning", "info")},
            "statistics": [_statistic(row) for row in rows(run)],
            "score": score.of_library(run),
        },
        "templates": score.of_templates(run),
        "violations": [violation(one) for one in run.violations],
        "errors": [
            {"message": crash.splitlines()[-1], "where": crash.splitlines()[0]}
            for result in run.results
            for crash in result.crashes
        ],
    }
    return json_document(document)


def _statistic(row: Row) -> dict[str, Any]:
    share = None if row.share is None else round(row.share, 4)
    return {**row._asdict(), "share": share}


def violation(one: Violation) -> dict[str, Any]:
    """Return a violation as JSON holds it."""
    return {
        "rule": one.rule,
        "severity": one.severity,
        "confidence": one.confidence,
        "message": one.message,
        "note": one.note or None,
        "path": one.path,
        "template": _template(one),
        "part": one.part,
        "start": _position(one.start),
        "end": _position(one.end),
        "excerpt": one.excerpt,
        "url": one.url,
        "fingerprint": one.fingerprint,
        "related": [_related(other) for other in one.related],
        "fix": _fix(one.fix) if one.fix else None,
    }


def _template(one: Violation) -> dict[str, Any] | None:
    if one.part is None:
        return None
    return {"id": one.template_id, "title": one.template_title, "kind": one.template_kind, "address": one.address}


def _related(one: Related) -> dict[str, Any]:
    return {"label": one.label, "path": one.path, "start": _position(one.start), "end": _position(one.end)}


def _position(place: Position) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "offset": place.offset}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": _position(edit.start), "end": _position(edit.end), "text": edit.text} for edit in fix.edits]
    return {"safety": fix.safety, "title": fix.title, "edits": edits}
