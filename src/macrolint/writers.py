"""How each container writes a replacement, so that it reads back as meant.

A writer answers None where the place cannot hold the text as it is written there (a line break in
an unquoted cell): such a fix is shown, never written.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from operator import attrgetter

from macrolint.mapping import Mapped
from macrolint.model import Layer, Part
from macrolint.spans import Edit, Span
from macrolint.trees import unquoted
from macrolint.uncompiled import lazy

_at = attrgetter("at")
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
_PLAIN = lazy(r"[^\W_][^:#,\[\]{}\r\n\t&*|>%@`\"]*")
_PLAIN_STOPS = lazy(r":(?:\s|\Z)|(?:\A|\s)#")
_ODD = lazy(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")  # not to be seen, or not in YAML
_NOT_IN_YAML = lazy(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_INTERPOLATION = lazy(r"[$%]\{")  # Terraform would put a value there
_WIDE_BLANK = lazy(r"[ \t\f]{2}|[\t\f\r]")


def write(part: Part, span: Span, text: str, newline: str = "\n") -> Edit | None:
    """Return the edit of the file that puts `text` in place of `span` of a part, or None if it cannot be written."""
    if not part.body.exact(span):
        return None
    written: str | None = text
    for layer in part.layers:
        if written is None:
            return None
        written = encode(written, layer, newline)
    if written is None or not _fits(part, span, text):
        return None
    return Edit(part.body.locate(span), written)


def encode(text: str, layer: Layer, newline: str = "\n") -> str | None:
    """Return the text as a layer writes it, or None where the layer cannot hold it."""
    match layer.style:
        case "text":
            return text.replace("\n", newline + layer.prefix)
        case "html":
            return None if "\n" in text else text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        case "json" | "double" | "hcl" | "po":
            return _escaped(text, layer.style)
        case "heredoc" | "single":
            refused = "\n" in text or (layer.style == "heredoc" and _INTERPOLATION.search(text))
            return None if refused else text.replace("'", "''") if layer.style == "single" else text
        case "csv":
            if not layer.special:  # a quoted cell; spreadsheets end lines inside it with a line feed
                return text.replace('"', '""')
            return None if any(char in text for char in layer.special) else text
        case "plain":
            return text if not text or _PLAIN.fullmatch(text) else None
        case "literal" | "folded":
            more = newline if layer.style == "folded" else ""  # a single break would be a blank
            return re.sub(r"\n+", lambda breaks: more + newline * len(breaks[0]) + layer.prefix, text)
        case _:
            return None


def _escaped(text: str, style: str) -> str | None:
    if style == "hcl" and _INTERPOLATION.search(text):
        return None
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    return written if style == "po" else _ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", written)


def _fits(part: Part, span: Span, text: str) -> bool:
    """Tell whether what stands around `span` and the text together read as they are meant."""
    body, layer = part.body, part.layers[-1]
    if not (body.text[: span.start] + text + body.text[span.end :]).strip():
        return False  # a part that says nothing is none
    left, right = _beside(body, span)
    old, new = left + body.text[span.start : span.end] + right, left + text + right
    if part.layers[0].style == "html" and not _fits_html(left, text, right):
        return False
    match layer.style:
        case "csv":
            return bool(new) or not layer.special  # an empty row would be no record
        case "json" | "text" | "po" | "hcl" | "heredoc":
            return True
        case "double" | "single":
            if layer.style == "single" and _NOT_IN_YAML.search(text):
                return False
            edges = _edges(old, new)
            return (edges[0] or span.start == len(left)) and (edges[1] or span.end + len(right) == len(body.text))
    if _NOT_IN_YAML.search(text) or not all(_edges(old, new)):
        return False
    if layer.style == "plain":
        return new[0] not in _INDICATORS and not _PLAIN_STOPS.search(new) and isinstance(unquoted(new), str)
    spaced = layer.style == "folded" and re.search(r"^[ \t]", body.text, re.M)
    return "\n" not in text or not (spaced or re.search(r"[ \t]\n|\n[ \t]", new))


def _fits_html(left: str, text: str, right: str) -> bool:
    """Tell whether neither blanks become one nor an ampersand that stands there begins an entity."""
    return not _WIDE_BLANK.search(left[-1:] + text + right[:1]) and not re.search(r"&#?\w*\Z", left)


def _beside(body: Mapped, span: Span) -> tuple[str, str]:
    """Return what is copied right before and right after a span, up to a fold, an escape or the edge."""
    left = right = ""
    before, after = (bisect_right(body.pieces, offset, key=_at) - 1 for offset in (span.start - 1, span.end))
    if before >= 0 and body.pieces[before].copied:
        left = body.pieces[before].text[: span.start - body.pieces[before].at]
    if after >= 0 and body.pieces[after].copied:
        right = body.pieces[after].text[span.end - body.pieces[after].at :]
    return left, right


def _edges(old: str, new: str) -> tuple[bool, bool]:
    """Tell whether a stretch between folds still starts, and still ends, with the same blanks and something else."""
    if not new.strip(" \t\n") or new.strip("\n") != new:
        return False, False
    starts = [one[: len(one) - len(one.lstrip(" \t"))] for one in (old, new)]
    ends = [one[len(one.rstrip(" \t")) :] for one in (old, new)]
    return starts[0] == starts[1], ends[0] == ends[1]
