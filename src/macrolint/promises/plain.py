"""A promise as plain data: words instead of places in a text."""

from __future__ import annotations

from macrolint.model import Part, Template
from macrolint.promised import Promised, PromisedTime
from macrolint.promises.extraction import Promise
from macrolint.spans import Position, Span

NOWHERE = Position(1, 1, 0)


def plain(
    one: Promise,
    part: Part,
    template: Template,
    path: str = "",
    start: Position = NOWHERE,
    end: Position = NOWHERE,
) -> Promised:
    """Return a promise of a part in words; path, start, end: its place, where that matters."""

    def said(span: Span) -> str:
        return " ".join(part.body.text[span.start : span.end].split())

    when = one.when
    return Promised(
        path=path,
        start=start,
        end=end,
        text=said(one.span),
        who=one.who,
        actor=said(one.actor) if one.actor else "",
        act=one.act,
        object=said(one.object),
        strength=one.strength,
        when=when and PromisedTime(when.klass, when.form, said(when.span), *when[3:6]),
        condition=one.condition,
        waits_for=said(one.waits_for) if one.waits_for else None,
        fallback=said(one.fallback) if one.fallback else None,
        template_id=template.id,
        template_title=template.title,
        template_kind=template.kind,
        address=template.address or None,
        audience=template.audience,
    )
