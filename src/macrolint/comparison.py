"""What a change promises anew, no longer, or differently: the promises of two revisions, template by template.

Templates are the same by file and id, else title, else place; then by id or title wherever they lie. In a template,
promises are the same by their identity, of these the ones with the nearest words first; what is left is
matched by act and nearest words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from macrolint.identity import CLASSLESS, Identity, identity, likeness
from macrolint.promised import Promised
from macrolint.values import NamedTuple

_LIKE = 0.5  # of the words of two promises with acts of their own, for one to be the other, changed
_BY_PLACE = 2  # the way in which templates with two ids are not the same


class Pair(NamedTuple):
    """A promise as it was and as it is."""

    before: Promised
    after: Promised


class Comparison(NamedTuple):
    """What came of a change. reworded: the same promises in other words."""

    added: tuple[Promised, ...] = ()
    removed: tuple[Promised, ...] = ()
    changed: tuple[Pair, ...] = ()
    reworded: tuple[Pair, ...] = ()


class _Key(NamedTuple):
    path: str
    id: str | None
    title: str | None
    address: str | None


_Group = dict[_Key, list[Promised]]


def compare(old: Iterable[Promised], new: Iterable[Promised], moved: Mapping[str, str]) -> Comparison:
    """Compare what was promised with what is promised. moved: the new paths of files to their old ones."""
    before, after = _by_template(old), _by_template(new)
    added: list[Promised] = []
    changed: list[Pair] = []
    reworded: list[Pair] = []
    partners = dict(_same_templates(before, after, moved))
    removed = [one for key, promises in before.items() if key not in partners.values() for one in promises]
    for key, promises in after.items():
        gone, fresh = list(before[partners[key]]) if key in partners else [], list(promises)
        for pair in _pairs(gone, fresh):
            if facts(pair.before) != facts(pair.after):
                changed.append(pair)
            elif pair.before.text != pair.after.text:
                reworded.append(pair)
        removed += gone
        added += fresh
    return Comparison(
        tuple(added),
        tuple(sorted(removed, key=lambda one: (one.path, one.start.offset))),
        tuple(changed),
        tuple(reworded),
    )


def _by_template(promises: Iterable[Promised]) -> _Group:
    groups: _Group = {}
    for one in promises:
        key = _Key(one.path, one.template_id, one.template_title, one.address)
        groups.setdefault(key, []).append(one)
    return groups


def _same_templates(old: _Group, new: _Group, moved: Mapping[str, str]) -> Iterator[tuple[_Key, _Key]]:
    """Yield the new templates that are old ones, with these: the surest matches first."""
    left, right = dict.fromkeys(old), dict.fromkeys(new)

    def was(key: _Key) -> str:
        return moved.get(key.path, key.path)

    ways: tuple[tuple[Callable[[_Key], object], Callable[[_Key], object]], ...] = (
        (lambda key: key.id and (key.path, key.id), lambda key: key.id and (was(key), key.id)),
        (lambda key: key.title and (key.path, key.title), lambda key: key.title and (was(key), key.title)),
        (lambda key: (key.path, key.address), lambda key: (was(key), key.address)),
        (lambda key: key.id, lambda key: key.id),
        (lambda key: key.title, lambda key: key.title),
    )
    for number, (of_old, of_new) in enumerate(ways):
        known: dict[object, list[_Key]] = {}
        for key in left:
            known.setdefault(of_old(key), []).append(key)
        for key in tuple(right):
            name = of_new(key)
            for one in known.get(name, []) if name else []:
                others = number == _BY_PLACE and one.id and key.id  # in one place, with two ids
                if one in left and not others:
                    yield key, one
                    del left[one], right[key]
                    break


def _pairs(old: list[Promised], new: list[Promised]) -> Iterator[Pair]:
    """Yield the promises of a template that stayed or changed, and take them out of the lists."""

    def closeness(before: Promised, after: Promised) -> tuple[int, float] | None:
        alike = likeness(before.text, after.text)
        if _same(before) == _same(after):
            return 2, alike
        if before.act != after.act or before.act in CLASSLESS:
            return (0, alike) if alike >= _LIKE else None
        return 1, alike

    found = [
        (near, -i, -j)
        for i, before in enumerate(old)
        for j, after in enumerate(new)
        if (near := closeness(before, after)) is not None
    ]
    lefts, rights = dict(enumerate(old)), dict(enumerate(new))
    pairs = []
    for _, i, j in sorted(found, reverse=True):
        if -i in lefts and -j in rights:
            pairs.append((-j, Pair(lefts.pop(-i), rights.pop(-j))))
    old[:], new[:] = lefts.values(), rights.values()
    yield from (pair for _, pair in sorted(pairs, key=lambda pair: pair[0]))


def _same(one: Promised) -> Identity:
    return identity(one)._replace(template=None)


def facts(one: Promised) -> tuple[object, ...]:
    """Return what a promise says beyond its words."""
    return (*_same(one), one.who, one.strength, one.fallback is not None)
