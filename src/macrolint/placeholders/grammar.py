"""The grammar of Liquid, as far as the package python-liquid checks it, which the extra `liquid` brings."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from macrolint.placeholders import Placeholder
from macrolint.placeholders.damage import Damage

_UNCLOSED = "expected tag "  # a tag without its end is told by `blocks`


@functools.cache
def _environment() -> Any:
    try:
        from liquid import Environment, Mode
    except ImportError:
        return None
    return Environment(tolerance=Mode.STRICT)


def ungrammatical(text: str, placeholders: tuple[Placeholder, ...]) -> Iterator[Damage]:
    """Yield placeholders that Liquid cannot read, each read alone; none where the package is not installed."""
    if not any(one.dialect == "liquid" for one in placeholders) or _environment() is None:
        return
    for one in placeholders:
        written = text[slice(*one.span)]
        if one.dialect == "liquid" and (reason := _error(written)):
            yield Damage(one.span, f"Liquid cannot read it ({reason})")


@functools.lru_cache(maxsize=1024)
def _error(written: str) -> str:
    from liquid.exceptions import LiquidError

    try:
        _environment().from_string(written)
    except LiquidError as error:
        reason = str(error.message or "").replace("dpipe", "||")
        return "" if reason.startswith(_UNCLOSED) else reason
    return ""
