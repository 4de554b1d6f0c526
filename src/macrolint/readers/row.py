"""A row of a table: a text, with what other columns say of it as front matter would."""

from __future__ import annotations

from macrolint.model import Document, Layout, Template
from macrolint.readers.text import read_text
from macrolint.sources import Source
from macrolint.values import NamedTuple


class Said(NamedTuple):
    """What a row says of its text besides the text; None or empty: nothing. The fields are those of front matter."""

    title: str | None = None
    kind: str | None = None
    channel: str | None = None
    language: str | None = None
    audience: str | None = None
    platform: str | None = None
    status_after: str | None = None
    tags: tuple[str, ...] = ()


def read_row(source: Source, layout: Layout, said: Said | None) -> Document:
    """Read a text as a file with it would be read; what its row says goes over its front matter."""
    document = read_text(source, layout)
    if said is None:
        return document
    return document._replace(templates=tuple(_over(one, said) for one in document.templates))


def _over(template: Template, said: Said) -> Template:
    values = {name: value for name, value in said._asdict().items() if value}
    status = values.pop("status_after", None)
    if status:
        values["outcome"] = template.outcome._replace(status_after=status)
        values["actions"] = tuple(one for one in template.actions if one.verb != "status")
    return template._replace(**values)
