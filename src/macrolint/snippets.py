"""Which lines of a file a report may repeat: an export holds ids, addresses and tokens beside its texts."""

from __future__ import annotations

import re

from macrolint.model import Part, Template
from macrolint.uncompiled import lazy

WIDTH = 160  # a longer line of the file is not shown as it is
FAR = 500  # characters around the words that a report may need; no line is kept whole for each of its violations
_EXPORTS = (".json", ".jsonl", ".ndjson", ".tf")
_STRING = lazy(r'(?P<open>")(?P<said>(?:[^"\\]|\\.)*)(?P<rest>"\s*:|"|\Z)|(?P<id>\d{4,})')


def is_export(template: Template, part: Part) -> bool:
    """Tell whether the lines around a text may hold what no report repeats; its own words are shown then."""
    style = part.layers[-1].style
    return style == "json" or (template.platform is not None and style != "text")


def shown_line(line: str, path: str) -> str:
    """Return a line of a file that cannot be read, of an export without its values; nothing of a very long one."""
    if len(line) > WIDTH:
        return ""
    return _STRING.sub(_hidden, line) if path.endswith(_EXPORTS) else line


def _hidden(found: re.Match[str]) -> str:
    if found["id"]:
        return "·" * len(found["id"])
    return found[0] if found["rest"].endswith(":") else f'"{"·" * len(found["said"])}{found["rest"]}'
