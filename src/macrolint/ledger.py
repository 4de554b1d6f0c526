"""The ledger: what the templates of a file promise, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.engine import studied
from macrolint.model import FileResult, Part, Promised, PromisedTime, Template
from macrolint.promises.extraction import Promise
from macrolint.readers import Claim, read
from macrolint.rulebook import Guess
from macrolint.settings import Settings
from macrolint.sources import Source
from macrolint.spans import Span


def promised(source: Source, how: Claim, settings: Settings) -> FileResult:
    """List the promises of a file, in the order of their places."""
    document = read(source, how)
    found: dict[tuple[int, int], Promised] = {}
    for given in document.templates:
        template, guess, proses = studied(given, settings, source.key)
        promises = settings.of(template, source.key, guess.kind).promises(template, guess)
        for prose in proses:
            if promises is None or prose.part.role != "message":
                continue
            for one in _told(promises.found(prose), prose.part, template, guess, source):
                found.setdefault((one.start.offset, one.end.offset), one)
    return FileResult(
        source.path,
        templates=len(document.templates),
        skipped=document.skipped if not document.templates and not document.failure else None,
        failure=document.failure,
        promises=tuple(promise for _, promise in sorted(found.items())),
    )


def _told(
    promises: tuple[Promise, ...], part: Part, template: Template, guess: Guess, source: Source
) -> Iterator[Promised]:
    def said(span: Span) -> str:
        return " ".join(part.body.text[span.start : span.end].split())

    for one in promises:
        place = part.body.locate(one.span)
        when = one.when
        yield Promised(
            path=source.path,
            start=source.lines.position(place.start),
            end=source.lines.position(place.end),
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
            template_kind=guess.kind,
            address=template.address or None,
            audience=template.audience,
        )
