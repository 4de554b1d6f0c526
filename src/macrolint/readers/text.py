"""Plain text, and HTML pages: one file is one template, with front matter if it likes."""

from __future__ import annotations

import re

from macrolint.mapping import Mapped, copied
from macrolint.model import Document, Layer, Layout, Outcome, Part, Template
from macrolint.readers.front_matter import FrontMatter, active_of, split, statuses_of, tags_of
from macrolint.sources import Source
from macrolint.spans import FileSpan, Span
from macrolint.uncompiled import lazy

_SUBJECT = lazy(r"\s*Subject:[ \t]*(?P<subject>[^\r\n]+)(?:\r?\n[ \t]*)*(?:\r?\n|\Z)", re.I)
_NOTE = lazy(r"^[ \t]*<!--[ \t]*note[ \t]*-->[ \t]*(?:\r?\n|\Z)", re.M | re.I)


def read_text(source: Source, layout: Layout) -> Document:
    """Read a file as one template."""
    front = split(source.text)
    body = copied(source.text).part(Span(front.body, len(source.text)))
    markup, title = layout.format or "text", None
    if markup == "html":
        from macrolint.readers.html import title_of

        title = front.text("title") or title_of(body.text)
    whole = FileSpan(0, len(source.text))
    made = template(front, prose_parts(body, markup), title)._replace(span=whole)
    return Document((made,), front.failure, comments=front.comments)


def template(front: FrontMatter, parts: tuple[Part, ...], title: str | None = None, address: str = "") -> Template:
    """Return the template that front matter and parts make."""
    subject = next((part.body.text for part in parts if part.role == "subject"), None)
    return Template(
        id=front.text("id"),
        title=title or front.text("title", "name") or subject,
        parts=parts,
        address=address,
        kind=front.text("kind"),
        channel=front.text("channel"),
        language=front.text("language", "locale"),
        audience=front.text("audience"),
        active=active_of(front.node),
        tags=tags_of(front.node),
        platform=front.text("platform"),
        actions=statuses_of(front.node, front.start),
        outcome=Outcome(front.text("status_after") or "unknown"),
    )


def prose_parts(body: Mapped, markup: str, layers: tuple[Layer, ...] = (Layer("text"),)) -> tuple[Part, ...]:
    """Cut a written text into its parts: a `Subject:` line, the message, and what follows `<!-- note -->`."""
    parts, start, end = [], 0, len(body.text)
    subject = _SUBJECT.match(body.text)
    if subject and markup != "html":
        span = Span(subject.start("subject"), subject.start("subject") + len(subject["subject"].rstrip()))
        parts.append(Part("subject", "text", body.part(span), layers))
        start = subject.end()
    note = _NOTE.search(body.text, start)
    if note:
        end = note.start()
    parts.append(written("message", body.part(Span(start, end)), markup, layers))
    if note:
        parts.append(written("note", body.part(Span(note.end(), len(body.text))), markup, layers))
    return tuple(parts)


def written(role: str, body: Mapped, markup: str, layers: tuple[Layer, ...]) -> Part:
    """Return a part whose HTML, if it is HTML, is read; text and Markdown stay as they are written."""
    if markup != "html":
        return Part(role, markup, body, layers)
    from macrolint.readers.html import read_html

    page = read_html(body)
    return Part(role, "html", page.body, (Layer("html"), *layers), page.marks, page.comments)
