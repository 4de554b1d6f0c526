"""What the report for people shows of a file besides its violations: its texts, and what they promise."""

from __future__ import annotations

from macrolint.engine import lint
from macrolint.ledger import promised
from macrolint.model import FileResult
from macrolint.readers import Claim, read
from macrolint.settings import Settings
from macrolint.shown import Shown
from macrolint.sources import Source


def showing(source: Source, how: Claim, settings: Settings) -> FileResult:
    """Check a file and keep the texts of its templates and their promises."""
    result = lint(source, how, settings)
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
