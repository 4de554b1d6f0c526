"""Placeholders that no engine can read: marks that do not pair up, and what an editor left between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macrolint.placeholders import Placeholder
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple


class Damage(NamedTuple):
    """What is wrong with a placeholder, as the end of a sentence."""

    span: Span
    reason: str


# Marks without their partner, in a text whose placeholders and code are masked.
_LONE = lazy(
    r"(?P<open>\{\{\{?[^\S\n]*[\w.]*(?:[^\S\n]+\}|\})?|\{%-?[^\S\n]*\w*(?:[^\S\n]+\}|\})?"
    r"|[#%$]\{[\w.]+(?=[\s,.!?]|$)|\*\|[A-Z][A-Z0-9_]*\b[|*]?"
    r"|<OTRS_\w+(?![\w>\[]))|(?P<close>(?<![{\w.])[\w.]+[^\S\n]*(?:\}\}\}?|(?<!\d)%\}))",
    re.M,
)
_LONE_MARK = lazy(r"[{}|]|<O")  # one of which each of them holds
_LINE = 300  # characters that are looked back over
_QUOTED = lazy(r"\"[^\"]*\"|'[^']*'")
_FILTER = lazy(r"\|\s*(?:\||-?\}\}\Z)")
_TAG = lazy(r"</?(?:a|abbr|b|big|br|code|div|em|font|i|li|mark|p|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>", re.I)
_LEFT = (
    ("an HTML tag", _TAG),
    ("a no-break space", lazy(r"\u00a0|\u202f|&nbsp;|&#160;|&#xa0;", re.I)),
    ("a character of no width", lazy(r"[\u200b-\u200f\u2060\ufeff\u00ad]|&(?:zwnj|zwj|shy|#820[3-7]);", re.I)),
    ("an escaped quotation mark", lazy(r"&(?:quot|apos|#39|#34|ldquo|rdquo|lsquo|rsquo);")),
    ("a typographic quotation mark", lazy(r"[“”„«»‟]|(?<![^\W\d_])[‘’]|[‘’](?![^\W\d_])")),
    ("Markdown", lazy(r"\*\*|\\[_*]|(?<=[\w.])`|`(?=[\w.])")),
)  # fmt: skip
_ENGINES = {
    "liquid",
    "liquid-tag",
    "triple",
    "block",
    "helpscout",
    "zammad",
    "osticket",
    "salesforce",
    "servicenow",
    "braces",
}


def broken(masked: str, text: str, placeholders: tuple[Placeholder, ...]) -> Iterator[Damage]:
    """Yield placeholders whose marks do not pair up, or that hold nothing."""
    taken = -1
    for one in placeholders:
        start, end = one.span
        written = text[start:end]
        if masked[start] == text[start]:  # it stands in something that is read otherwise
            continue
        before, after = text[start - 1 : start] == "{", text[end : end + 1] == "}"
        if one.dialect == "braces" and (before or (after and not _opens(text, start))) and not (before and after):
            taken = end
            yield Damage(Span(start - before, end + after), "its braces do not pair up")
        elif one.dialect == "liquid" and (written.startswith("{{{") or (after and not _opens(text, start))):
            taken = end
            yield Damage(Span(start, end + after), "its braces do not pair up")
        elif one.dialect in ("liquid", "liquid-tag") and not written.strip("{}%- \t\r\n\u00a0"):
            yield Damage(one.span, "there is nothing in it")
        elif one.dialect == "liquid" and re.search("[\"']", _QUOTED.sub("", written)):
            yield Damage(one.span, "a quotation mark in it is not closed")
        elif one.dialect == "liquid" and "||" not in written and _FILTER.search(_QUOTED.sub("", written)):
            yield Damage(one.span, "a filter is missing after its bar")
    if not _LONE_MARK.search(masked):
        return
    close = line = beside = -1
    for found in _LONE.finditer(masked):
        start, end = found.span()
        if found["open"]:
            close = _next(masked, "}}", end, close)
            line = _next(masked, "\n", end, line)
            if close < line:  # one inside the other: {{link(p={{id}})}}
                continue
        if start >= taken:
            kind = "opened and not closed" if found["open"] else "closed and not opened"
            if start > beside:  # a row of marks is one
                yield Damage(Span(start, end), f"it is {kind}")
            beside = end + 1


def _next(text: str, mark: str, at: int, known: int) -> int:
    """Return where a mark comes next, or the end; it is looked for where the `known` place lies behind."""
    if known >= at:
        return known
    found = text.find(mark, at)
    return found if found >= 0 else len(text)


def _opens(text: str, start: int) -> bool:
    """Tell whether a brace stands open on the line before a place."""
    line = text[max(text.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE, 0) : start]
    return line.count("{") > line.count("}")


def damaged(text: str, placeholders: tuple[Placeholder, ...]) -> Iterator[Damage]:
    """Yield placeholders with something between their marks that an editor put there."""
    for one in placeholders:
        if one.dialect not in _ENGINES:
            continue
        written = text[slice(*one.span)]
        for what, expression in _LEFT:
            if expression.search(written):
                yield Damage(one.span, what)
                break
