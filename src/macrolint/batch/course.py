"""A table from end to end on one machine: batch by batch, in order, by one process or several."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from macrolint.batch import Linter, columns
from macrolint.batch.columns import PROMISES, VIOLATIONS, Row, TableError
from macrolint.model import MacrolintError
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor


class Stretch(NamedTuple):
    """What came of some rows. counts: violations by severity and rule. texts: rows with any, by the same.

    violations, promises: record batches; None where they are not asked for. flawed: rows with violations.
    """

    rows: int
    left_out: int
    flawed: int
    promised: int
    counts: Counter[tuple[str, str]]
    texts: Counter[tuple[str, str]]
    violations: Any
    promises: Any
    stopped: tuple[tuple[str, str], ...]
    crashes: tuple[str, ...]


class Asked(NamedTuple):
    """What a run is to make: of violations, of promises, or of both."""

    violations: bool
    promises: bool


def course(batches: Iterable[Any], linter: Linter, asked: Asked, workers: int = 1) -> Iterator[Stretch]:
    """Yield what came of a table, in the order of its rows. Raises TableError for an id that stands there twice."""
    with _seen() as check:
        stretches = _new(linter.rows(batches), check, linter)
        if workers == 1:
            for rows, left_out in stretches:
                yield _worked(linter, asked, rows, left_out)
        else:
            yield from _shared(stretches, linter, asked, workers)


def _new(stretches: Iterable[tuple[list[Row], int]], check: Any, linter: Linter) -> Iterator[tuple[list[Row], int]]:
    for rows, left_out in stretches:
        twice = check([row.id for row in rows])
        if twice is not None:
            raise TableError(
                f"the id {twice!r} stands twice in the column '{dict(linter.names)['id']}'",
                hint="each text needs an id of its own, or nobody can tell which one is meant",
            )
        yield rows, left_out


@contextmanager
def _seen() -> Iterator[Any]:
    """Give what tells the first of some ids that was there before; on disk, for there may be millions."""
    import sqlite3

    seen = sqlite3.connect("")  # a file of its own that is gone when it is closed
    seen.execute("PRAGMA journal_mode = OFF")
    seen.execute("PRAGMA synchronous = OFF")
    seen.execute("PRAGMA cache_size = -8000")
    seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def check(ids: list[str]) -> str | None:
        for id_ in ids:
            if not seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id_,)).rowcount:
                return id_
        return None

    try:
        yield check
    finally:
        seen.close()


def _worked(linter: Linter, asked: Asked, rows: list[Row], left_out: int) -> Stretch:
    from macrolint.batch.rows import checked, listed

    settings, form = linter.settings(), linter.text_format
    found: list[tuple[Any, ...]] = []
    promises: list[tuple[Any, ...]] = []
    counts: Counter[tuple[str, str]] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    stopped: dict[str, str] = {}
    crashes: list[str] = []
    flawed = 0
    for row in rows:
        if asked.violations:
            result = checked(row, form, settings)
            found += columns.violations_of(row, result)
            if result.stopped:
                stopped.update(result.stopped)
                settings = settings.without(stopped)
            crashes += result.crashes
            flawed += bool(result.violations)
            kinds = [(one.severity, one.rule) for one in result.violations]
            counts.update(kinds)
            texts.update(set(kinds))
        if asked.promises:
            result = listed(row, form, settings)
            promises += columns.promises_of(row, result)
            crashes += result.crashes
    return Stretch(
        len(rows) + left_out,
        left_out,
        flawed,
        len(promises),
        counts,
        texts,
        columns.batch(found, VIOLATIONS, columns.schema(VIOLATIONS)) if asked.violations else None,
        columns.batch(promises, PROMISES, columns.schema(PROMISES)) if asked.promises else None,
        tuple(stopped.items()),
        tuple(crashes),
    )


def _shared(
    stretches: Iterable[tuple[list[Row], int]], linter: Linter, asked: Asked, workers: int
) -> Iterator[Stretch]:
    """Have stretches worked on by several processes, no more at a time than keep them busy."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # a fork would copy the threads of Arrow half
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=(linter, asked))
    try:
        yield from _in_order(stretches, pool, workers * 2)
    except BrokenProcessPool:
        raise MacrolintError(
            "a worker was ended from outside, so the table is not whole",
            hint="try fewer: --workers 1 needs least memory",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(stretches: Iterable[tuple[list[Row], int]], pool: ProcessPoolExecutor, most: int) -> Iterator[Stretch]:
    under_way: deque[Future[Stretch]] = deque()
    for rows, left_out in stretches:
        under_way.append(pool.submit(_work, rows, left_out))
        if len(under_way) >= most:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


_mine: list[tuple[Linter, Asked]] = []  # of a worker: what it was started for


def _prepare(linter: Linter, asked: Asked) -> None:
    _mine.append((linter, asked))


def _work(rows: list[Row], left_out: int) -> Stretch:
    return _worked(*_mine[-1], rows, left_out)
