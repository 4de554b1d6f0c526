"""A whole run: walk the paths, read and check each file, keep the order."""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.engine import lint, traceback, unreadable
from macrolint.files import Found, Walk
from macrolint.model import Failure, FileResult, Unreadable
from macrolint.readers import NotOurs, claim, looks_ours
from macrolint.settings import Settings
from macrolint.sources import Source, read_source
from macrolint.spans import Position


def run(
    paths: list[str], settings: Settings, *, home: bool = False, force_exclude: bool = False
) -> Iterator[FileResult]:
    """Check the files of the paths, one result for each, in order. home: the paths are the configuration's own."""
    for found in Walk(settings, force_exclude=force_exclude).files(paths, home=home):
        result = _checked(found, settings)
        if result.stopped:
            settings = settings.without(rule for rule, _ in result.stopped)
        yield result


def run_text(source: Source, relative: str, settings: Settings) -> FileResult:
    """Check a text that came on standard input under the name of a file."""
    return _lint(Found(source.path, source.path, relative, "named"), settings, source)


def _checked(found: Found, settings: Settings) -> FileResult:
    if found.skipped:
        return FileResult(found.shown, skipped=found.skipped)
    if found.asked == "unreadable":
        failure = Failure("permission denied, so nothing in this folder was checked", Position(1, 1, 0))
        violation = unreadable(found.shown, failure, settings)
        return FileResult(found.shown, (violation,) if violation else (), failure=failure)
    return _lint(found, settings, None)


def _lint(found: Found, settings: Settings, source: Source | None) -> FileResult:
    configuration = settings.configuration
    how = claim(found.relative, settings.layout(found.relative), found.asked)
    if isinstance(how, NotOurs):
        return FileResult(found.shown, skipped=how.reason)
    try:
        if source is None:
            source = read_source(found.path, found.shown, configuration.max_file_size)
            source.key = found.relative
        return lint(source, how, settings)
    except Unreadable as error:
        if not how.sure and not (error.content and looks_ours(error.content)):
            return FileResult(found.shown, skipped=f"not known to hold templates, and {error.reason}")
        failure = Failure(error.reason, Position(error.line, error.column, 0))
        violation = unreadable(found.shown, failure, settings)
        return FileResult(found.shown, (violation,) if violation else (), failure=failure)
    except Exception:  # noqa: BLE001 - a bug met in one file must not hide what is wrong in the others
        return FileResult(found.shown, crashes=(f"{found.shown}\n{traceback()}",))
