"""A template's text as the text of a format: it can be read there and do nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from macrolint.reports import visible
from macrolint.uncompiled import lazy

_LONGEST = 300  # characters of a cell in Markdown
_SPECIAL = lazy(r"[\\`*_{}\[\]<>()#+!|~&$^=-]")
_LINKING = lazy(  # mentions and references of GitHub and GitLab, addresses
    r"""(?<=[@#])(?=\S)|(?<=[!~%&$^])(?=[\w"])|(?<=:)(?=[/+a-z])|(?<=www)(?=\.)|(?<=GH)(?=-)""", re.I
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def one_line(text: str) -> str:
    """Return a text on one line."""
    return visible(" ".join(text.split()))


def markdown(text: str, longest: int = _LONGEST) -> str:
    """Return a text as Markdown that shows it as it is, on one line: no link, image, mention or table cell."""
    line = one_line(text)
    line = f"{line[:longest]}…" if len(line) > longest else line
    return "<!-- -->".join(_SPECIAL.sub(_entity, part) for part in _LINKING.split(line))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def html(text: str) -> str:
    """Return a text for a page, between tags or as the value of an attribute in quotes."""
    from html import escape

    return escape(visible(text))


def xml(text: str) -> str:
    """Return a text for XML 1.0, between tags or as the value of an attribute in double quotes, on one line."""
    line = one_line(text)
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def json_document(value: Any, indent: int | None = 2) -> str:
    """Return a value as JSON in which nothing can act on a terminal: JSON writes such characters as we do."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(f"{visible(line)}\n" for line in text.split("\n"))


def csv_table(heads: Iterable[str], rows: Iterable[Iterable[str | float]]) -> str:
    """Return a table with the byte order mark and line ends that Excel wants; no cell is taken for a formula."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(value: str | float) -> str | float:
    if not isinstance(value, str):
        return value
    said = visible(value)
    return f"'{said}" if is_formula(said) or value[:1] in _FORMULA else said


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula."""
    return text.lstrip(" '\"").startswith(_FORMULA)
