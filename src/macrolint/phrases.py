"""The little language of phrases, and the regular expressions it stands for.

`[a|b]` are alternatives, `[a|]` may be left out, everything else is meant as written: blanks, case,
apostrophes and hyphens are flexible, and a phrase starts and ends at the edge of a word. There are no
regular expressions in it. Masked text has blanks for soft line breaks, so a blank never crosses a
paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BLANK = r"[^\S\n]+"
_FLEXIBLE = {"'": "['’‘ʼ´`]", "-": "[-\u2010\u2011]", '"': '["“”„]', "…": r"(?:…|\.\.\.)"}


class PhraseError(ValueError):
    """A phrase that cannot be read: `at` is the offset in it."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class _Element(NamedTuple):
    """What stands between two blanks."""

    pattern: str
    optional: bool
    first: str  # the first character it must start with, as far as one is known
    last: str


def pattern(phrase: str) -> str:
    """Return the regular expression source of a phrase. Raises PhraseError for one that cannot be read."""
    elements, end = _sequence(phrase, 0, inside=False)
    if end < len(phrase):
        raise PhraseError("a ']' has no '[' before it", end)
    if all(element.optional for element in elements):
        raise PhraseError("every word of it may be left out" if elements else "it is empty", 0)
    return rf"{_edge(elements, 0)}{_joined(elements)}{_edge(elements, -1)}"


def alternatives(phrases: tuple[str, ...]) -> str:
    """Return the expression that matches any of the phrases, the longest first written as it is."""
    return "|".join(f"(?:{pattern(phrase)})" for phrase in phrases)


def _edge(elements: list[_Element], which: int) -> str:
    """Return what holds a phrase to the edge of a word, where it starts or ends with one."""
    char = elements[which].first if which == 0 else elements[which].last
    if char and not (char.isalnum() or char == "_"):
        return ""
    return r"(?<!\w)" if which == 0 else r"(?!\w)"


def _joined(elements: list[_Element]) -> str:
    """Join elements by blanks; a blank beside an optional element is left out with it."""
    pivot = next((number for number, element in enumerate(elements) if not element.optional), len(elements))
    out = []
    for number, (body, optional, _, _) in enumerate(elements):
        if number < pivot:
            out.append(f"(?:{body}{_BLANK})?")
        elif number == pivot:
            out.append(body)
        else:
            out.append(f"(?:{_BLANK}{body})?" if optional else f"{_BLANK}{body}")
    return "".join(out)


def _sequence(phrase: str, at: int, *, inside: bool) -> tuple[list[_Element], int]:
    """Read elements up to the end, or inside brackets up to `|` or `]`."""
    elements: list[_Element] = []
    pieces: list[str] = []
    groups, first, last = 0, "", ""

    def close() -> None:
        nonlocal pieces, groups, first, last
        if pieces:
            optional = len(pieces) == 1 and groups == 1 and pieces[0].endswith(")?")
            elements.append(_Element(pieces[0][:-1] if optional else "".join(pieces), optional, first, last))
        pieces, groups, first, last = [], 0, "", ""

    while at < len(phrase):
        char = phrase[at]
        if char == "]" or (char == "|" and inside):
            break
        if char.isspace():
            close()
            at += 1
            continue
        if char == "[":
            group, at = _group(phrase, at)
            pieces.append(group)
            groups, last = groups + 1, ""
            continue
        if char in "{}":
            raise PhraseError("cue sets in braces are not known here", at)
        if char == "|":
            raise PhraseError("alternatives stand in brackets: [one|other]", at)
        pieces.append(_FLEXIBLE.get(char, re.escape(char)))
        first, last = first or ("" if groups else char), char
        at += 1
    close()
    return elements, at


def _group(phrase: str, start: int) -> tuple[str, int]:
    """Read `[a|b|]`; it is optional if one of its alternatives is empty."""
    at, options, empty = start + 1, [], False
    while True:
        elements, at = _sequence(phrase, at, inside=True)
        if at >= len(phrase):
            raise PhraseError("a '[' is never closed", start)
        if elements:
            if all(element.optional for element in elements):
                raise PhraseError("every word of an alternative may be left out; leave it empty instead", start)
            options.append(_joined(elements))
        else:
            empty = True
        if phrase[at] == "]":
            break
        at += 1
    if not options:
        raise PhraseError("nothing stands between '[' and ']'", start)
    return f"(?:{'|'.join(options)}){'?' if empty else ''}", at + 1
