"""One row of a table through the rules, as a file with its text would go."""

from __future__ import annotations

from macrolint.batch.columns import Row
from macrolint.engine import lint, tell, traceback
from macrolint.ledger import promised
from macrolint.model import Failure, FileResult, Layout, MacrolintError, Unreadable
from macrolint.readers import Claim
from macrolint.readers.row import Said
from macrolint.settings import UNREADABLE, Settings
from macrolint.sources import Source, decode
from macrolint.spans import Position
from macrolint.suppress import Notice


def alone(settings: Settings) -> Settings:
    """Return settings without the rules that ask for more than one text: for a library, or for promises.lock."""
    rules = settings.catalog.rules.values()
    left = settings.without(one.id for one in rules if one.check == "library" or one.options.problem == "unlogged")
    if not any(one.check for one in left.active):
        raise MacrolintError(
            "no rule is left to check", hint="rules that compare templates, and promises.lock, are not for tables"
        )
    return left


def checked(row: Row, text_format: str, settings: Settings) -> FileResult:
    """Check the text of a row. text_format: how it is written where the row does not say."""
    return _worked(row, text_format, settings, promises=False)


def listed(row: Row, text_format: str, settings: Settings) -> FileResult:
    """List the promises in the text of a row."""
    return _worked(row, text_format, settings, promises=True)


def _worked(row: Row, text_format: str, settings: Settings, *, promises: bool) -> FileResult:
    key, text = row.path or row.id, row.text or ""
    failure = _failure(key, text, settings.configuration.max_file_size)
    if failure:
        notice = Notice(UNREADABLE, failure.reason, key, failure.position, failure.position)
        return FileResult(key, tuple(tell([notice], key, settings)), failure=failure)
    layout = Layout(format=row.format or text_format)
    how = Claim("row", layout, sure=True, given=settings.given(key), said=_said(row))
    try:
        source = Source(key, text)
        return promised(source, how, settings) if promises else lint(source, how, settings)
    except MacrolintError:
        raise
    except Exception:  # noqa: BLE001 - a bug met in one text must not hide what is wrong in the others
        return FileResult(key, crashes=(f"{row.id}\n{traceback()}",))


def _failure(key: str, text: str, most: int) -> Failure | None:
    """Return why a file with this text could not be read, and where."""
    if "\0" in text:
        try:
            decode(key, text.encode())
        except Unreadable as error:
            return Failure(error.reason, Position(error.line, error.column, 0))
    if len(text) * 4 > most and len(text.encode()) > most:
        return Failure("it is larger than max-file-size", Position(1, 1, 0))
    return None


def _said(row: Row) -> Said:
    tags = row.tags.replace(",", " ").split() if isinstance(row.tags, str) else filter(None, row.tags or ())
    return Said(
        row.title, row.kind, row.channel, row.language, row.audience, row.platform, row.status_after, tuple(tags)
    )
