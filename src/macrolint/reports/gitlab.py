"""The format `gitlab`: GitLab's Code Quality report, shown in a merge request.

GitLab knows an entry by its fingerprint and shows one of those that are equal, so that none may be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from macrolint.model import Violation
from macrolint.reports import Run, Style
from macrolint.reports.escaping import json_document
from macrolint.reports.originals import Originals

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(run: Run, _style: Style) -> str:
    """Return one JSON list."""
    originals = Originals(run)
    seen: Counter[str] = Counter()
    out = []
    for one in run.violations:
        out.append(_entry(one, seen[one.fingerprint], originals))
        seen[one.fingerprint] += 1
    return json_document(out)


def _entry(one: Violation, number: int, originals: Originals) -> dict[str, Any]:
    again = hashlib.sha256(f"{one.fingerprint}\0{number}".encode()).hexdigest()[:32]
    body = {"content": {"body": one.why}} if one.why else {}
    return {
        "description": one.message,
        "check_name": one.rule,
        "fingerprint": again if number else one.fingerprint,
        "severity": _SEVERITIES[one.severity],
        "location": {
            "path": originals.in_repository(one.path),
            "lines": {"begin": one.start.line, "end": one.end.line},
        },
        "categories": ["Style"],
        "type": "issue",
        **body,
    }
