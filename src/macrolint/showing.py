"""What the report for people shows of a file besides its violations: its texts, and what they promise."""

from __future__ import annotations

from collections.abc import Callable

from macrolint.engine import lint
from macrolint.ledger import promised
from macrolint.model import FileResult
from macrolint.readers import Claim, read
from macrolint.settings import Settings
from macrolint.shown import Shown
from macrolint.sources import Source, decode


def showing(
    source: Source, how: Claim, settings: Settings, *, work: Callable[[Source, Claim, Settings], FileResult] = lint
) -> FileResult:
    """Do the work on a file and keep the texts of its templates and their promises, as they are after it."""
    result = work(source, how, settings)
    if result.mended:
        source = decode(source.path, result.mended.after)
    shown = tuple(
        Shown(
            template.id,
            template.title,
            template.address,
            template.kind,
            template.platform,
            tuple((part.role, "" if part.borrowed else part.body.text) for part in template.parts),
        )
        for template in read(source, how).templates
    )
    return result._replace(promises=promised(source, how, settings).promises, shown=shown)
