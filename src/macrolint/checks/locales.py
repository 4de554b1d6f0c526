"""Locales in paths, such as “replies.de.yaml” or “pt-BR/late.md”: they tell which templates may have variants."""

from __future__ import annotations

from macrolint.model import FOREIGN
from macrolint.uncompiled import lazy

IN_PATH = lazy(r"(?<=[./_-])[a-z]{2}(?:[-_][A-Za-z]{2,4})?(?=[./])|^[a-z]{2}(?:[-_][A-Za-z]{2,4})?(?=[./])")


def may_vary(language: str | None, path: str) -> bool:
    """Tell whether a template may have variants in other languages: its own, or the path of its file tells one."""
    return (language or "").lower() not in ("", FOREIGN) or IN_PATH.search(path) is not None
