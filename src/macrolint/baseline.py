"""The baseline: violations that a team accepted when it began, so that only new ones are told.

A violation is known by its fingerprint and not by its line. Where a file was renamed, its entries are found by rule,
template and words. The file holds no words of a template but its title.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from macrolint import __version__
from macrolint.data import BASELINE
from macrolint.fingerprints import fingerprint
from macrolint.model import FileResult, MacrolintError, Violation
from macrolint.values import NamedTuple

NAME = BASELINE
VERSION = 1
UNREADABLE = "files/unreadable"  # a file that nobody can check is never accepted


class Accepted(NamedTuple):
    """A violation that was accepted. template: its id or title, for people."""

    path: str
    rule: str
    template: str
    fingerprint: str
    reason: str = ""


Baseline = Mapping[str, Accepted]  # by fingerprint


class Held(NamedTuple):
    """A run held against a baseline.

    results: with the violations that were not accepted only. stale: entries that nothing stands for any more in the
    files that were read, or whose file is gone. moved: those whose file was renamed, as they were and as they are.
    fresh: what was not accepted, as entries.
    """

    results: tuple[FileResult, ...]
    stale: tuple[Accepted, ...]
    moved: tuple[tuple[Accepted, Accepted], ...]
    fresh: tuple[Accepted, ...]


def read(path: str, shown: str) -> Baseline:
    """Read a baseline. Raises MacrolintError where it is none, saying what to do."""
    import json

    hint = "take it from git again, or write a new one: macrolint baseline create --file NAME"
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        if document["version"] != VERSION:
            raise MacrolintError(f"'{shown}' was written by another version of macrolint ({document['created-by']})")
        entries = [
            Accepted(name, *(str(one[field]) for field in ("rule", "template", "fingerprint", "reason")))
            for name, listed in document["violations"].items()
            for one in listed
        ]
    except OSError as error:
        raise MacrolintError(f"'{shown}' cannot be read: {(error.strerror or 'no reason given').lower()}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MacrolintError(f"'{shown}' is no baseline, or it is damaged", hint=hint) from None
    return {one.fingerprint: one for one in entries}


def write(entries: Iterable[Accepted]) -> str:
    """Return a baseline as text: sorted, an entry a line, so that two branches merge."""
    import json

    by_path: dict[str, list[str]] = {}
    for one in sorted(entries):
        fields = {name: getattr(one, name) for name in ("rule", "template", "fingerprint", "reason")}
        by_path.setdefault(one.path, []).append(f"      {json.dumps(fields, ensure_ascii=False)}")
    comma = ",\n"
    files = comma.join(
        f"    {json.dumps(path, ensure_ascii=False)}: [\n{comma.join(rows)}\n    ]" for path, rows in by_path.items()
    )
    head = f'{{\n  "version": {VERSION},\n  "created-by": "macrolint {__version__}",\n  "violations": '
    return f"{head}{{\n{files}\n  }}\n}}\n" if files else f"{head}{{}}\n}}\n"


def held(results: Iterable[FileResult], baseline: Baseline) -> Held:
    """Hold the results of a run against a baseline."""
    results = tuple(results)
    checked = [result for result in results if not result.skipped and not result.failure]
    paths = {one.path for one in baseline.values()}
    gone = _gone(paths, checked)
    former = [one for one in baseline.values() if one.path in gone]
    used: set[str] = set()
    moved: list[tuple[Accepted, Accepted]] = []
    fresh: list[Accepted] = []
    told: list[FileResult] = []
    for result in results:
        kept = []
        for one in result.violations:
            now = Accepted(result.key, one.rule, _named(one), one.fingerprint)
            entry = baseline.get(one.fingerprint)
            if entry is None and former and result.key not in paths:
                entry = _renamed(one, former, used)
                moved += [(entry, now._replace(reason=entry.reason))] if entry else []
            if one.rule == UNREADABLE:
                kept.append(one)
            elif entry is None:
                kept.append(one)
                fresh.append(now)
            else:
                used.add(entry.fingerprint)
        told.append(result._replace(violations=tuple(kept), accepted=len(result.violations) - len(kept)))
    over = {result.key for result in checked} | gone
    stale = sorted(one for one in baseline.values() if one.path in over and one.fingerprint not in used)
    return Held(tuple(told), tuple(stale), tuple(moved), tuple(fresh))


def renewed(baseline: Baseline, run: Held, *, adds: bool, reason: str = "") -> list[Accepted]:
    """Return the entries that stay after a run, those of renamed files under their new names; `adds`: the new too."""
    dropped = {*run.stale, *(before for before, _ in run.moved)}
    kept = [one for one in baseline.values() if one not in dropped]
    added = [one._replace(reason=reason) for one in run.fresh] if adds else []
    return [*kept, *(after for _, after in run.moved), *added]


def _named(one: Violation) -> str:
    return one.template_id or one.template_title or one.address or ""


def _renamed(one: Violation, former: list[Accepted], used: set[str]) -> Accepted | None:
    """Return the entry that a violation had under the name of a file that is gone."""
    alike = {entry.fingerprint: entry for entry in former if (entry.rule, entry.template) == (one.rule, _named(one))}
    for path in sorted({entry.path for entry in alike.values()}):
        for nth in range(len(former)):
            entry = alike.get(fingerprint(path, one.rule, _named(one), one.excerpt, nth))
            if entry and entry.fingerprint not in used:
                return entry
    return None


def _gone(paths: set[str], results: Iterable[FileResult]) -> frozenset[str]:
    """Return the paths at which there is no file any more, as the files that were read tell where paths begin."""
    for result in results:
        full = os.path.abspath(result.path).replace(os.sep, "/")
        if result.key and full.endswith(f"/{result.key}"):
            root = full[: -len(result.key)]
            return frozenset(path for path in paths if not os.path.lexists(os.path.join(root, path)))
    return frozenset()
