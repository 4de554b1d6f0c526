"""The ledger: what the templates of a file promise, each with its place in the file."""

from __future__ import annotations

from macrolint.engine import studied
from macrolint.model import FileResult
from macrolint.promised import Promised
from macrolint.promises.plain import plain
from macrolint.readers import Claim, read
from macrolint.settings import Settings
from macrolint.sources import Source


def promised(source: Source, how: Claim, settings: Settings) -> FileResult:
    """List the promises of a file, in the order of their places."""
    document = read(source, how)
    found: dict[tuple[int, int], Promised] = {}
    for given in document.templates:
        template, guess, proses = studied(given, settings, source.key)
        promises = settings.of(template, source.key, guess.kind).promises(template, guess)
        for prose in proses:
            if promises is None or prose.part.role != "message" or prose.part.borrowed:
                continue
            for one in promises.found(prose):
                place = prose.part.body.locate(one.span)
                start, end = (source.lines.position(at) for at in place)
                found.setdefault((place.start, place.end), plain(one, prose.part, template, source.path, start, end))
    return FileResult(
        source.path,
        templates=len(document.templates),
        skipped=document.skipped if not document.templates and not document.failure else None,
        failure=document.failure,
        promises=tuple(promise for _, promise in sorted(found.items())),
    )
