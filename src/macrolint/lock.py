"""The lock of promises: an entry for each promise of a library, with the owner and with what keeps it.

Pure values; `lockfile` reads and writes them as `promises.lock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from macrolint.identity import Identity, identity, is_timed, likeness
from macrolint.promised import Promised
from macrolint.values import NamedTuple

WRITE = "macrolint promises --lock"
HEAD = (
    "# What the templates promise, and who keeps it: an entry for each promise, however many templates make it.",
    "# Fill in `owner` (who answers for it) and `kept-by` (how: a reminder, a queue, an SLA policy). Both stay when",
    f"# this file is written again ({WRITE}), as do lines like this one; the rest is written anew.",
)
_IN = " › "  # between a file and a template in it


class Kept(NamedTuple):
    """An entry of the lock. promise and says: for people. lead: comment lines above it.

    remarks: the comments behind `owner` and `kept-by`. line: of the file, where it was read from one.
    """

    id: str
    promise: str
    says: str
    owner: str | None = None
    kept_by: str | None = None
    templates: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    remarks: tuple[str, str] = ("", "")
    line: int = 0

    @property
    def act(self) -> str:
        """The class of what is promised."""
        return self.id.rpartition("-")[0]


class Lock(NamedTuple):
    """The entries by their ids; `head`: the comment lines that open the file, `tail`: those that end it."""

    entries: Mapping[str, Kept]
    head: tuple[str, ...] = HEAD
    tail: tuple[str, ...] = ()
    newline: str = "\n"


class Unlogged(NamedTuple):
    """A promise that is not in the lock, or (`entry`) stands there without an owner."""

    promise: Promised
    entry: Kept | None = None


class Renewal(NamedTuple):
    """A lock as it should be: the ids that are new, the entries that are gone, the ids whose owner was carried over."""

    lock: Lock
    new: tuple[str, ...]
    gone: tuple[Kept, ...]
    carried: tuple[str, ...]


def needs_entry(one: Promised) -> bool:
    """Tell whether a promise belongs in the lock: all but offers that wait for the reader and name no time."""
    return one.condition != "reader" or is_timed(one) or (one.when is not None and one.when.klass == "vague")


def missing(promised: Iterable[Promised], lock: Lock) -> list[Unlogged]:
    """Return the promises that have no entry in the lock, or one without an owner."""
    found = []
    for one in promised:
        if needs_entry(one):
            entry = lock.entries.get(identity(one).id)
            if entry is None or not entry.owner:
                found.append(Unlogged(one, entry))
    return found


def gone(promised: Iterable[Promised], lock: Lock, covers: Callable[[str], bool]) -> list[Kept]:
    """Return the entries whose promise nobody makes any more. covers: whether a file is among those that were read."""
    made = {identity(one).id for one in promised if needs_entry(one)}
    return [one for one in lock.entries.values() if one.id not in made and not _elsewhere(one, covers)]


def renewed(
    lock: Lock | None, promised: Iterable[Promised], titles: Mapping[str, str], covers: Callable[[str], bool]
) -> Renewal:
    """Return the lock for what is promised now; their paths are relative to its folder. titles: what acts are called.

    An entry keeps its owner and what keeps it. A promise that has changed takes the owner, and only that, of the
    entry with the same act that one of its templates has left.
    """
    old = dict(lock.entries) if lock else {}
    groups: dict[str, list[Promised]] = {}
    whose: dict[str, Identity] = {}
    for one in promised:
        if needs_entry(one):
            key = identity(one)
            groups.setdefault(key.id, []).append(one)
            whose[key.id] = key
    entries: dict[str, Kept] = {}
    for id_, members in groups.items():
        kept = old.get(id_, Kept(id_, "", ""))
        said = [one.text for one in members]
        here = {template_line(one) for one in members}
        entries[id_] = kept._replace(
            promise=_summary(whose[id_], titles),
            says=kept.says if kept.says in said else said[0],
            templates=tuple(sorted({*here, *_elsewhere(kept, covers)})),
        )
    for id_, kept in old.items():
        if id_ not in entries and (rest := _elsewhere(kept, covers)):
            entries[id_] = kept._replace(templates=rest)
    carried = []
    for id_, entry in entries.items():
        if id_ not in old and (before := _left(entry, old, entries)):
            entries[id_] = entry._replace(owner=before.owner)
            carried.append(id_)
    latest = {id_: _latest(members) for id_, members in groups.items()}
    order = sorted(entries, key=lambda id_: (entries[id_].act, latest.get(id_, (1, 0.0)), id_))
    after = (lock or Lock({}))._replace(entries={id_: entries[id_] for id_ in order})
    return Renewal(
        after,
        tuple(id_ for id_ in order if id_ not in old),
        tuple(kept for id_, kept in old.items() if id_ not in entries),
        tuple(carried),
    )


def template_line(one: Promised) -> str:
    """Return how the lock names a template: its file, and in a file of many what it is called there."""
    name = one.template_id or one.template_title or one.address
    return f"{one.path}{_IN}{name}" if one.address and name else one.path


def _elsewhere(entry: Kept, covers: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the templates of an entry whose files were not among those that were read."""
    return tuple(one for one in entry.templates if not covers(one.split(_IN)[0]))


def _left(entry: Kept, old: Mapping[str, Kept], entries: Mapping[str, Kept]) -> Kept | None:
    """Return the old entry with an owner that most templates of a new one have left; of two, the most alike."""
    found = []
    for before in old.values():
        still = entries[before.id].templates if before.id in entries else ()
        moved = set(before.templates) & set(entry.templates) - set(still)
        if moved and before.owner and before.act == entry.act:
            found.append((len(moved), likeness(before.says, entry.says), before.id, before))
    return max(found)[-1] if found else None


def _latest(members: list[Promised]) -> tuple[int, float]:
    when = members[0].when
    known = when.latest_hours if when else None
    return (1, 0.0) if known is None else (0, known)


def _summary(key: Identity, titles: Mapping[str, str]) -> str:
    waits = {"reader": "after the reader's move", "third-party": "after somebody outside", "ours": "on a condition"}
    said = [
        titles.get(key.act, "something else" if key.act == "other" else key.act),
        key.window,
        waits[key.condition] if key.condition else "",
        "by somebody outside" if key.side == "outside" else "",
        f"audience {key.audience}" if key.audience else "",
    ]
    return ", ".join(part for part in said if part)
