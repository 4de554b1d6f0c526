"""Placeholders of every dialect: find them, read them, mask them at equal length.

Placeholders are masked before any markup is read: `{%if a < b%}` and `<OTRS_TICKET_Title>` are no
tags. Facts per dialect: the engines' own expressions where their source is open (FreeScout, Zammad,
osTicket, Discourse, Znuny, Ruby Liquid), else their documentation.
"""

from __future__ import annotations

import functools
import re

from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

VALUE = "\ufffc"  # stands for each character of what prints a value: a noun, as it were
BLANK = " "  # stands for each character of what prints nothing
NOTHING = "\0"  # the same while markup is read: it takes no room, so that it indents nothing

# Dialect, what it prints (value, nothing, or by its words: tag), expression. The first that matches at a place wins.
# No expression crosses its own opening mark, so that scanning stays linear in the text.
_DIALECTS: tuple[tuple[str, str, str], ...] = (
    ("comment", "nothing", r"\{%-?\s*comment\s*-?%\}(?:(?!\{%).)*\{%-?\s*endcomment\s*-?%\}"),
    ("comment", "nothing", r"\{\{!(?:--(?:(?!--\}\}|\{\{!--).)*--|[^{}]*)\}\}|\{#(?:(?!#\}|\{#).)*#\}"),
    ("helpscout", "value", r"\{%(?:subject|[A-Za-z]+(?:\.[A-Za-z]+)+)(?:,fallback=[^}%]*)?%\}"),
    ("liquid-tag", "nothing", r"\{%(?:(?!%\}|\{%).)*%\}"),
    ("triple", "value", r"\{\{\{[^{}]*\}\}\}"),
    ("block", "nothing", r"\{\{[#/^>][^{}]*\}\}|\{\{~?else~?\}\}"),
    ("liquid", "value", r"\{\{(?:(?!\}\}|\{\{).)*\}\}"),
    ("template-toolkit", "tag", r"\[%(?:(?!%\]|\[%).)*%\]"),
    ("erb", "tag", r"<%(?:(?!%>|<%).)*%>"),
    ("zammad", "value", r"\#\{[^{}]*\}"),
    ("osticket", "value", r"(?:%\{|%%7B)[A-Za-z_][\w.]*(?:,fallback:[^}%]*)?(?:\}|%7D)"),
    ("servicenow", "value", r"\$\{[^{}\n]*\}"),
    ("salesforce", "value", r"\{![^{}\n]+\}"),
    ("smarty-tag", "nothing",
     r"\{(?:/?(?:if|else|elseif|foreach|foreachelse|section|literal|include|assign|capture)\b[^{}\n]*)\}"),
    ("smarty", "value", r"\{\$[^{}\n]*\}"),
    ("mailchimp", "tag", r"\*\|[A-Z][A-Z0-9_]*(?::[^|*\r\n]*)?\|\*"),
    ("kustomer", "value", r"\[\[[\w.-]+\]\]"),
    ("otrs", "value", r"(?:<|&lt;)OTRS_\w+(?:\[[^\]\[\r\n]+\])?(?:>|&gt;)"),
    ("intercom", "value", r"<attribute\s[^<>]*>"),
    # {insert screenshot} and {todo} are blanks that a person fills in: they stay text.
    ("braces", "value",
     r"\{(?!(?:insert|enter|add|paste|put|write|describe|explain|your|fill in)\s|(?:todo|tbd)\})"
     r"[A-Za-z_@][^{}\n]{0,80}\}"),
    ("printf", "value", r"%\(\w+\)[-+0#]*\d*(?:\.\d+)?[sdifgexXrc]|%(?:\d+\$)?[sd](?![A-Za-z%])"),
)  # fmt: skip
_OPENERS = lazy(r"[{\[<%*$#&]")
_STATEMENTS = lazy(
    r"<%[-#]?(?!=)|\[%-?\s*(?:#|(?:IF|ELSIF|ELSE|UNLESS|END|FOR|FOREACH|SET|INCLUDE|PROCESS|USE|BLOCK|DEFAULT"
    r"|SWITCH|CASE|TRY|CATCH|FILTER|WRAPPER|WHILE|NEXT|LAST|STOP|TAGS)\b)"
    r"|\*\|(?:IF|IFNOT|ELSEIF|ELSE|END)\s*:"
)
_AFTER_NAME = lazy(r"\||,\s*fallback\s*[=:]")
_KEY = lazy(r"<attribute\s[^<>]*?key=[\"']([^\"'<>]+)", re.I)
_FALLBACK = lazy(
    r"""(?:fallback|default)\s*[:=]\s*(?:"([^"]*)"|'([^']*)'|[“‘]([^”’]*)|&quot;(.*?)&quot;|([^"'|{}%]*))"""
    r"""|\|\|\s*(?:"([^"]*)"|'([^']*)')""",
    re.S,
)


class Placeholder(NamedTuple):
    """A placeholder in a text.

    prints: whether it becomes a value there. name: what stands between its marks.
    """

    span: Span
    dialect: str
    prints: bool
    name: str
    fallback: str | None


@functools.cache
def _scanner() -> re.Pattern[str]:
    groups = "|".join(f"(?P<g{number}>{pattern})" for number, (_, _, pattern) in enumerate(_DIALECTS))
    return lazy(f"(?={_OPENERS.pattern})(?:{groups})", re.S | re.I)


def find(text: str) -> tuple[Placeholder, ...]:
    """Return the placeholders of a text, from left to right; they never overlap."""
    if not _OPENERS.search(text):
        return ()
    return tuple(_read(found) for found in _scanner().finditer(text))


def _read(found: re.Match[str]) -> Placeholder:
    dialect, prints, _ = _DIALECTS[int((found.lastgroup or "g0")[1:])]
    written = found[0]
    if prints == "tag":
        prints = "nothing" if _STATEMENTS.match(written) else "value"
    fallback = _FALLBACK.search(written)
    value = next((group for group in fallback.groups() if group is not None), "").strip() if fallback else None
    marks = "{}<>%#$!*|&;~=- \t\r\n" + ("[]" if written.startswith("[") else "")
    key = _KEY.match(written)
    name = key[1] if key else _AFTER_NAME.split(written.strip(marks), maxsplit=1)[0].strip()
    return Placeholder(Span(*found.span()), dialect, prints == "value", name, value)


def mask(text: str, placeholders: tuple[Placeholder, ...], blank: str = BLANK) -> str:
    """Return the text with the placeholders blotted out: the same length, every other character as it was.

    blank: what stands for each character of those that print nothing.
    """
    if not placeholders:
        return text
    out, at = [], 0
    for one in placeholders:
        out += [text[at : one.span.start], (VALUE if one.prints else blank) * (one.span.end - one.span.start)]
        at = one.span.end
    return "".join([*out, text[at:]])
