"""Parts of patterns: lists of pieces to which a rule file gives names, so that its patterns stay readable."""

from __future__ import annotations

from collections.abc import Mapping

from macrolint.frames import Entry, did_you_mean
from macrolint.uncompiled import lazy

_NAME = lazy(r"[a-z][a-z-]*")
_NAMED = lazy(r"(?<!\\)\{([a-z][a-z-]*)\}")


def read_parts(entry: Entry) -> dict[str, str]:
    """Return the expression of each part: one of its pieces. A part may name those before it."""
    parts: dict[str, str] = {}
    for name, pieces in entry.items():
        if not _NAME.fullmatch(name):
            pieces.fail(f"'{name}' is no name for a part", "use lower-case letters and hyphens, such as how-much")
        each = [put_together(piece, piece.string(), parts) for piece in pieces.each()]
        if not each:
            pieces.fail(f"the part '{name}' is empty", "add what it may be, or take it out")
        parts[name] = f"(?:{'|'.join(each)})"
    return parts


def put_together(entry: Entry, pattern: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with its parts in place of their names. entry: what to point at where there is no such part."""
    for found in _NAMED.finditer(pattern):
        if found[1] not in parts:
            hint = did_you_mean(found[1], [*parts]) or f"known: {', '.join(sorted(parts))}"
            entry.fail(f"there is no part '{found[1]}'", hint)
    return _NAMED.sub(lambda found: parts[found[1]], pattern)
