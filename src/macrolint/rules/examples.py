"""The examples of a rule file: texts with ⟦marks⟧, and what their templates are and do."""

from __future__ import annotations

from macrolint.actions import action_in
from macrolint.frames import Entry
from macrolint.layouts import STATUSES
from macrolint.rulebook import Example
from macrolint.spans import Span
from macrolint.uncompiled import lazy

EXAMPLE_FIELDS = (
    "bad", "good", "fixed", "note", "allow", "kind", "title", "policy", "platform", "status_after", "actions",
    "locales",
)  # fmt: skip
_MARK = lazy(r"[⟦⟧]")


def examples_of(entry: Entry | None) -> tuple[Example, ...]:
    """Return the examples of a rule file. Raises MacrolintError with a code frame."""
    return tuple(_example(one) for one in entry.each()) if entry is not None else ()


def _example(entry: Entry) -> Example:
    fields = entry.fields(EXAMPLE_FIELDS, "field of an example")
    if ("bad" in fields) == ("good" in fields):
        entry.fail("an example is either 'bad' or 'good'")
    bad = "bad" in fields
    shown = fields["bad" if bad else "good"]
    text, spans = unmarked(shown)
    if bad and not all(span.end > span.start for span in spans):
        shown.fail("the marks ⟦ and ⟧ have nothing between them")
    if bad and not spans:
        shown.fail("a bad example marks the words that are flagged", "put ⟦ and ⟧ around them")
    if spans and not bad:
        shown.fail("a good example has no marks")
    return Example(
        text, bad, spans,
        fixed=fields["fixed"].string() if "fixed" in fields else None,
        note=text_in(fields, "note"),
        allow=fields["allow"].strings() if "allow" in fields else (),
        kind=text_in(fields, "kind") or None,
        title=text_in(fields, "title") or None,
        policy=text_in(fields, "policy") or None,
        platform=text_in(fields, "platform") or None,
        locales=fields["locales"].strings() if "locales" in fields else (),
        status_after=fields["status_after"].choice(STATUSES) if "status_after" in fields else None,
        actions=tuple(action_in(one) for one in fields["actions"].each()) if "actions" in fields else None,
    )  # fmt: skip


def unmarked(entry: Entry) -> tuple[str, tuple[Span, ...]]:
    """Return an example without its ⟦marks⟧, and the spans they mark."""
    marked = entry.string()
    text, spans, at, opened = "", [], 0, None
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        if (found[0] == "⟦") == (opened is not None):
            entry.fail("the marks ⟦ and ⟧ do not pair up")
        if opened is None:
            opened = len(text)
        else:
            spans.append(Span(opened, len(text)))
            opened = None
    if opened is not None:
        entry.fail("the mark ⟦ is never closed by ⟧")
    return text + marked[at:], tuple(spans)


def text_in(fields: dict[str, Entry], name: str) -> str:
    """Return a text on one line; nothing where it is not given."""
    return " ".join(fields[name].string().split()) if name in fields else ""
