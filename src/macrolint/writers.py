"""How each container writes a replacement, so that it reads back as meant.

A writer answers None where the place cannot hold the text as it is written there (a line break in
an unquoted cell): such a fix is shown, never written.
"""

from __future__ import annotations

import json
import re

from macrolint.model import Layer, Part
from macrolint.spans import Edit, Span

_INDICATORS = "-?:,[]{}#&*!|>'\"%@`"
_PLAIN = re.compile(r"[^\W_][^:#,\[\]{}\r\n\t&*|>%@`\"]*")


def write(part: Part, span: Span, text: str, newline: str = "\n") -> Edit | None:
    """Return the edit of the file that puts `text` in place of `span` of a part, or None if it cannot be written."""
    if not part.body.exact(span):
        return None
    written: str | None = text
    for layer in part.layers:
        if written is None:
            return None
        written = encode(written, layer, newline)
    if written is None or not _keeps_edges(part, span, text):
        return None
    return Edit(part.body.locate(span), written)


def encode(text: str, layer: Layer, newline: str = "\n") -> str | None:
    """Return the text as a layer writes it, or None where the layer cannot hold it."""
    match layer.style:
        case "text":
            return text.replace("\n", newline + layer.prefix)
        case "html":
            return None if "\n" in text else text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        case "json" | "double":
            return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
        case "single":
            return None if "\n" in text else text.replace("'", "''")
        case "csv":
            if not layer.special:  # a quoted cell
                return text.replace('"', '""').replace("\n", newline)
            return None if any(char in text for char in layer.special) else text
        case "plain":
            return text if not text or _PLAIN.fullmatch(text) else None
        case "literal" | "folded":
            breaks = newline * (2 if layer.style == "folded" else 1)
            return text.replace("\n", breaks + layer.prefix)
        case _:
            return None


def _keeps_edges(part: Part, span: Span, text: str) -> bool:
    """Tell whether blanks and quotes at the edge of an unquoted scalar or a folded line stay what they are."""
    style = part.layers[-1].style
    if style not in ("plain", "literal", "folded") and not part.layers[-1].special:
        return True
    body = part.body.text
    before, after = body[: span.start], body[span.end :]
    line = before[before.rfind("\n") + 1 :] + text + after.split("\n", 1)[0]
    if style in ("literal", "folded"):  # a line may not become empty or start with a blank
        return bool(line.strip()) and not line.startswith((" ", "\t")) and not line.endswith((" ", "\t"))
    return bool(line.strip()) and line == line.strip() and line[0] not in _INDICATORS
