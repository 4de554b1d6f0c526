"""A whole run: walk the paths, read and check each file, keep the order."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator

from macrolint.engine import lint, tell, traceback
from macrolint.files import Found, Walk, inside
from macrolint.library import compared, waits
from macrolint.model import Failure, FileResult, MacrolintError, Stated, Unreadable, Violation
from macrolint.readers import Claim, NotOurs, claim, looks_ours
from macrolint.settings import UNREADABLE, Settings
from macrolint.sources import Source, decode, read_source
from macrolint.spans import Position
from macrolint.suppress import Notice, told_of_configuration

Work = Callable[[Source, Claim, Settings], FileResult]


def run(
    paths: list[str], settings: Settings, *, home: bool = False, force_exclude: bool = False, work: Work = lint
) -> Iterator[FileResult]:
    """Check the files of the paths, one result for each, in order. home: the paths are the configuration's own.

    work: `lint`, or what does that and more.

    The rest of the library that a configuration names is read where it matters, for what it says of these files.
    """
    results: list[FileResult] = []
    read: set[str] = set()
    for found in Walk(settings, force_exclude=force_exclude).files(paths, home=home):
        result = _done(found, settings, work)
        if result.stopped:
            settings = settings.without(rule for rule, _ in result.stopped)
        if not result.skipped:
            read.add(os.path.realpath(found.path))
        results.append(result)
    yield from _in_library(results, read, settings, home=home)


def _in_library(results: list[FileResult], read: set[str], settings: Settings, *, home: bool) -> list[FileResult]:
    """Return results with what the library says of their files; read: the real paths of those files."""
    whole = home or settings.configuration.file is not None
    if not any(waits(result, settings) for result in results):
        return results
    return compared(results, [] if home else _context(read, settings), settings, whole=whole)


def _context(read: set[str], settings: Settings) -> Iterator[Stated]:
    """Yield the facts of the configuration's files that are not among those read; what is wrong there is not told."""
    if settings.configuration.file is None:
        return
    walk = Walk(settings)
    comparing = settings.without(one.id for one in settings.catalog.rules.values() if one.check != "library")
    for found in walk.files([top for top in walk.tops if os.path.lexists(top)], home=True):
        if os.path.realpath(found.path) not in read:
            yield from _done(found, comparing, lint).facts


def list_promises(
    paths: list[str], settings: Settings, *, home: bool = False, asks: Callable[[str], bool] = lambda _path: True
) -> Iterator[FileResult]:
    """Read the promises of the files of the paths, one result for each, in order.

    home: as for `run`. asks: tells by its path whether a file is to be read; of the others nothing is told.
    """
    from macrolint.ledger import promised

    for found in Walk(settings).files(paths, home=home):
        if found.skipped or asks(found.path):
            yield _done(found, settings, promised)
        elif not isinstance(claim(found.relative, settings.layout(found.relative), found.asked), NotOurs):
            yield FileResult(found.shown)


def list_former_promises(
    files: Iterable[tuple[str, bytes]], paths: list[str], settings: Settings, moved: Collection[str], *, home: bool
) -> Iterator[FileResult]:
    """Read the promises that files held once, of those that the paths would find. moved: read wherever they lay."""
    from macrolint.ledger import promised

    walk = Walk(settings)
    for path, content in files:
        found = walk.former(path, paths, home=home) or (walk.former(path, [path]) if path in moved else None)
        if found and not found.skipped:
            yield _worked(found, settings, _decoded(found.shown, content, settings), promised)


def run_input(name: str, content: bytes, settings: Settings, work: Work = lint) -> FileResult:
    """Check what came on standard input under the name of a file, or do other work with it."""
    configuration = settings.configuration
    relative = os.path.relpath(os.path.abspath(name), configuration.root).replace(os.sep, "/")
    result = _worked(Found(name, name, relative, "named"), settings, _decoded(name, content, settings), work)
    return _in_library([result], {os.path.realpath(name)}, settings, home=False)[0]


def _decoded(name: str, content: bytes, settings: Settings) -> Callable[[], Source]:
    def source() -> Source:
        if len(content) > settings.configuration.max_file_size:
            raise Unreadable("it is larger than max-file-size")
        return decode(name, content)

    return source


def _done(found: Found, settings: Settings, work: Work) -> FileResult:
    if found.skipped:
        return FileResult(found.shown, skipped=found.skipped)
    if found.asked == "unreadable":
        return _unreadable(found, settings, Unreadable("permission denied, so nothing in this folder was checked"))
    limit = settings.configuration.max_file_size
    return _worked(found, settings, lambda: read_source(found.path, found.shown, limit), work)


def _worked(found: Found, settings: Settings, read: Callable[[], Source], work: Work) -> FileResult:
    how = claim(found.relative, settings.layout(found.relative), found.asked, settings.given(found.relative))
    if isinstance(how, NotOurs):
        return FileResult(found.shown, skipped=how.reason)
    try:
        source = read()
        source.key = found.relative
        return work(source, how, settings)
    except Unreadable as error:
        if not how.sure and not (error.content and looks_ours(error.content)):
            return FileResult(found.shown, skipped=f"not known to hold templates, and {error.reason}")
        return _unreadable(found, settings, error)
    except MacrolintError:  # a platform or a lookup file of the configuration is broken
        raise
    except Exception:  # noqa: BLE001 - a bug met in one file must not hide what is wrong in the others
        return FileResult(found.shown, crashes=(f"{found.shown}\n{traceback()}",))


def _unreadable(found: Found, settings: Settings, error: Unreadable) -> FileResult:
    failure = Failure(error.reason, Position(error.line, error.column, 0))
    notice = Notice(UNREADABLE, failure.reason, found.shown, failure.position, failure.position)
    return FileResult(found.shown, tuple(tell([notice], found.relative, settings)), failure=failure)


def about_configuration(results: Iterable[FileResult], asked: list[str], settings: Settings) -> tuple[Violation, ...]:
    """Return what is to be said of the configuration's suppressions after a run over the paths that were asked for."""
    configuration = settings.configuration
    paths = [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
    whole = all(any(inside(path, os.path.abspath(one)) for one in asked) for path in paths)
    notices = told_of_configuration(tuple(results), settings, whole=whole)
    return tuple(tell(notices, os.path.basename(configuration.file or ""), settings))
