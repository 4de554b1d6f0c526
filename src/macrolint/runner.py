"""A whole run: walk the paths, read and check each file, keep the order."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from macrolint.bundles import Holder, Statements
from macrolint.crew import Pace, shared_out
from macrolint.files import Found, Walk, inside
from macrolint.model import Failure, FileResult, MacrolintError, Stated, Unreadable, Violation
from macrolint.readers import Claim, NotOurs, claim, looks_ours
from macrolint.settings import UNREADABLE, Settings
from macrolint.sources import Source, decode, read_source
from macrolint.spans import Position
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.cache import Cache
    from macrolint.changes import Changed

Work = Callable[[Source, Claim, Settings], FileResult]


def lint(source: Source, how: Claim, settings: Settings) -> FileResult:
    """Check every template of a file."""
    from macrolint.engine import lint

    return lint(source, how, settings)


class Former(NamedTuple):
    """Files as they were at a revision: their paths and contents.

    moved: paths to be read wherever they lay. differs: tells of a path of now whether it is another file since.
    """

    files: Iterable[tuple[str, bytes]]
    moved: Collection[str]
    differs: Callable[[str], bool]


class Going(NamedTuple):
    """How a run goes about it. cache: what is known from other runs. jobs: how many processes at most (`crew.AUTO`).

    told: is told how many files were done, and how many there are.
    """

    cache: Cache | None = None
    jobs: int = 1
    told: Callable[[int, int], None] = lambda _done, _of: None


PLAIN = Going()
_MANY = 50  # files after which garbage is looked for again, where that was put off
_GARBAGE = (10_000, 5, 2)


def run(
    paths: list[str],
    settings: Settings,
    *,
    home: bool = False,
    force_exclude: bool = False,
    work: Work = lint,
    changed: Changed | None = None,
    going: Going = PLAIN,
) -> Iterator[FileResult]:
    """Check the files of the paths, one result for each, in order. home: the paths are the configuration's own.

    The rest of the library that a configuration names is read where it matters, for what it says of these files.
    work: `lint`, or what does that and more. changed: only of templates that differ is told. going: cache and workers.
    """
    todo: list[Found] = []
    rest: list[Found] = []
    for found in Walk(settings, force_exclude=force_exclude).files(paths, home=home):
        passed = changed and not found.skipped and found.asked != "unreadable" and not changed.asks(found.path)
        (rest if passed else todo).append(found)
    results: list[FileResult] = []
    holder, facts = Holder(), _facts(going)
    read: set[str] = set()
    for found, result in zip(todo, _each(todo, settings, changed.only(work) if changed else work, going), strict=True):
        if result.stopped:
            settings = settings.without(rule for rule, _ in result.stopped)
        if not result.skipped:
            read.add(found.path)
        facts.add(result.facts)  # there are many, so they are held as little as possible
        results.append(holder.held(result))
    todo.clear()  # there may be many, and they are done
    _compare(results, holder, facts, read, settings, going, home=home, rest=rest)
    if going.cache:
        going.cache.flush(ends=True)
    if changed:
        changed.passed = sum(_is_ours(found, settings) for found in rest)
        results = [changed.told(result) for result in results]
    yield from results


def _each(todo: Sequence[Found], settings: Settings, work: Work, going: Going) -> Iterator[FileResult]:
    """Do the work on files, in order; a rule that was stopped in one of them is left out of those after it."""
    at, pace = 0, Pace(going.jobs)
    while at < len(todo):
        if pace.is_slow(at, len(todo) - at):
            if going.cache:
                going.cache.flush()
            some = partial(_some, settings=settings, work=work, cache=going.cache)
            ahead = shared_out(todo[at:], some, pace.size)
        else:
            ahead = (_done(found, settings, work) for found in todo[at : at + 1])
        with closing(ahead) as results:
            for result in results:
                at += 1
                going.told(at, len(todo))
                if at == _MANY and gc.get_threshold()[0] > _GARBAGE[0]:
                    gc.collect()
                    gc.freeze()  # what is left after the start stays
                    gc.set_threshold(*_GARBAGE)
                yield result
                if result.stopped:  # what was done ahead was done with that rule
                    settings = settings.without(rule for rule, _ in result.stopped)
                    break


def _some(files: Sequence[Found], settings: Settings, work: Work, cache: Cache | None) -> list[FileResult]:
    """Do the work on some files, and keep what is to be kept."""
    results = [_done(found, settings, work) for found in files]
    if cache:
        cache.flush()
    return results


def _is_ours(found: Found, settings: Settings) -> bool:
    return not isinstance(claim(found.relative, settings.layout(found.relative), found.asked), NotOurs)


def _compare(
    results: list[FileResult],
    holder: Holder,
    facts: Statements,
    read: set[str],
    settings: Settings,
    going: Going = PLAIN,
    *,
    home: bool,
    rest: Iterable[Found] = (),
) -> None:
    """Add to results what the library says of their files; read: the paths of those files.

    facts: those of the results. rest: files that were asked for and passed by.
    """
    if not _waits(results, facts):
        return
    whole = home or settings.configuration.file is not None
    if facts:
        facts.add(_context(read, settings, rest, going, home=home))
    if not any(map(facts.are_many, facts.rules)) and not any(result.waiting for result in results):
        return
    from macrolint.library import compare, compared

    made = going.cache.compare(facts, settings) if going.cache else compare(facts, settings)
    for number, result in compared(results, made, whole=whole):
        results[number] = holder.held(result)


def _facts(going: Going, facts: Iterable[Stated] = ()) -> Statements:
    """Return facts to compare; the cache hears of them, so that it can tell whether they were compared before."""
    return Statements(facts, going.cache.hears() if going.cache else None)


def _waits(results: Iterable[FileResult], facts: Statements) -> bool:
    """Tell whether other templates may contradict what some files say."""
    return bool(facts) or any(result.waiting for result in results)


def _context(
    read: set[str], settings: Settings, rest: Iterable[Found], going: Going, *, home: bool
) -> Iterator[Stated]:
    """Yield the facts of the files that are not among those read; what is wrong there is not told.

    These are the ones that were passed by, and those of the configuration.
    """
    todo = [*rest]
    if not home and settings.configuration.file is not None:
        seen = {os.path.realpath(path) for path in (*read, *(found.path for found in todo))}
        walk = Walk(settings)
        there = walk.files([top for top in walk.tops if os.path.lexists(top)], home=True)
        todo += [found for found in there if os.path.realpath(found.path) not in seen]
    if not todo:
        return
    if going.cache:
        results = _each(todo, settings, going.cache.facts, going)
    else:
        results = _each(todo, settings.comparing, lint, going)
    for result in results:
        yield from result.facts


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
        elif _is_ours(found, settings):
            yield FileResult(found.shown)


def run_former(former: Former, paths: list[str], settings: Settings, *, home: bool, work: Work) -> list[FileResult]:
    """Do the work on files as they were once, of those that the paths would find; the rest is read as it is."""
    walk, holder, facts = Walk(settings), Holder(), Statements()
    results: list[FileResult] = []
    for path, content in former.files:
        found = walk.former(path, paths, home=home) or (walk.former(path, [path]) if path in former.moved else None)
        if found and not found.skipped:
            result = _worked(found, settings, _decoded(found.shown, content, settings), work)
            facts.add(result.facts)
            results.append(holder.held(result))
    if not _waits(results, facts):
        return results
    now = [found for found in walk.files(paths, home=home) if not found.skipped and found.asked != "unreadable"]
    differs = {os.path.realpath(found.path): former.differs(found.path) for found in now}
    rest = [found for found in now if not differs[os.path.realpath(found.path)]]
    _compare(results, holder, facts, {path for path, one in differs.items() if one}, settings, home=home, rest=rest)
    return results


def run_input(name: str, content: bytes, settings: Settings, work: Work = lint, going: Going = PLAIN) -> FileResult:
    """Check what came on standard input under the name of a file, or do other work with it."""
    configuration = settings.configuration
    relative = os.path.relpath(os.path.abspath(name), configuration.root).replace(os.sep, "/")
    result = _worked(Found(name, name, relative, "named"), settings, _decoded(name, content, settings), work)
    results = [result._replace(facts=())]
    _compare(results, Holder(), _facts(going, result.facts), {name}, settings, going, home=False)
    if going.cache:
        going.cache.flush(ends=True)
    return results[0]


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
        return work(source, how, settings)._replace(key=found.relative)
    except Unreadable as error:
        if not how.sure and not (error.content and looks_ours(error.content)):
            return FileResult(found.shown, skipped=f"not known to hold templates, and {error.reason}")
        return _unreadable(found, settings, error)
    except MacrolintError:  # a platform or a lookup file of the configuration is broken
        raise
    except Exception:  # noqa: BLE001 - a bug met in one file must not hide what is wrong in the others
        from macrolint.engine import traceback

        return FileResult(found.shown, crashes=(f"{found.shown}\n{traceback()}",))


def _unreadable(found: Found, settings: Settings, error: Unreadable) -> FileResult:
    from macrolint.engine import tell
    from macrolint.suppress import Notice

    failure = Failure(error.reason, Position(error.line, error.column, 0))
    notice = Notice(UNREADABLE, failure.reason, found.shown, failure.position, failure.position)
    return FileResult(found.shown, tuple(tell([notice], found.relative, settings)), failure=failure, key=found.relative)


def about_configuration(
    results: Iterable[FileResult], asked: list[str], settings: Settings, *, partly: bool = False
) -> tuple[Violation, ...]:
    """Return what is to be said of the configuration's suppressions after a run over the paths that were asked for.

    partly: files among them were passed by.
    """
    configuration = settings.configuration
    if not configuration.suppress:
        return ()
    from macrolint.engine import tell
    from macrolint.suppress import told_of_configuration

    paths = [os.path.normpath(os.path.join(configuration.root, path)) for path in configuration.paths]
    whole = not partly and all(any(inside(path, os.path.abspath(one)) for one in asked) for path in paths)
    notices = told_of_configuration(tuple(results), settings, whole=whole)
    return tuple(tell(notices, os.path.basename(configuration.file or ""), settings))
