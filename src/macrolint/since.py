"""What the templates promise now, and what they were at a revision, as far as their files differ."""

from __future__ import annotations

import os
from collections.abc import Iterable

from macrolint.comparison import Comparison, compare
from macrolint.files import shown
from macrolint.model import FileResult
from macrolint.promised import Promised
from macrolint.revisions import Revision, revision
from macrolint.runner import Former, list_promises, run_former
from macrolint.settings import Settings
from macrolint.values import NamedTuple


class Since(NamedTuple):
    """The results of the files now and then, and the comparison of what they promise. note: as of `Revision`."""

    now: tuple[FileResult, ...]
    then: tuple[FileResult, ...]
    comparison: Comparison
    note: str


def promises_since(name: str, paths: list[str], settings: Settings, *, home: bool = False) -> Since:
    """Compare what is promised with what was at a revision, read with the same settings. home: as for `run`.

    Raises MacrolintError where there is no such revision.
    """
    from macrolint.ledger import promised

    at = revision(name, paths)
    paths = [path if os.path.realpath(path) == os.path.abspath(path) else os.path.realpath(path) for path in paths]
    now = tuple(list_promises(paths, settings, home=home, asks=at.differs))
    then = tuple(run_former(former(at, now), paths, settings, home=home, work=promised))
    names = {shown(at.name_of(new)): shown(at.name_of(old)) for new, old in at.renamed.items()}
    return Since(now, then, compare(promises_of(then), promises_of(now), names), at.note)


def former(at: Revision, now: Iterable[FileResult]) -> Former:
    """Return the files that differ as they were at a revision. now: what came of those that there are."""
    here = {at.path(one.path) for one in now if not one.skipped}
    moved = {at.name_of(old) for new, old in at.renamed.items() if new in here}
    files = ((at.name_of(path), content) for path, content in at.contents(sorted(at.changed)))
    return Former(files, moved, at.differs)


def promises_of(results: tuple[FileResult, ...]) -> tuple[Promised, ...]:
    """Return the promises of files, in their order."""
    return tuple(one for result in results for one in result.promises)
