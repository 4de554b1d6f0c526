"""Results and facts of many files in little memory: packed as bytes as long as nobody looks at them.

A violation as a value takes more than a kilobyte, and a library of thousands of files has tens of thousands of them.
The bytes are of this process and never leave it; what outlives a run is written by `packing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

from macrolint.model import FileResult, Stated, Violation
from macrolint.shown import Snippet, Within
from macrolint.spans import Position

V = TypeVar("V", bound=Hashable)
_TOGETHER = 64  # facts that are packed as one
_FEW = 200  # results that are held as they are: packing them is not worth the while


class Holder:
    """Makes results take little memory; what it made of them shares what it knows. plain: so many stay as they are."""

    def __init__(self, plain: int = _FEW) -> None:
        self._common = _Common()
        self._plain = plain

    def held(self, result: FileResult) -> FileResult:
        """Return the same result without its facts; once there are many, with its violations packed."""
        self._plain -= 1
        if self._plain >= 0:
            return result._replace(facts=())
        return result._replace(
            violations=_Packed(result.violations, result.path, self._common) if result.violations else (),
            kinds=tuple([(name, self._common.one(guess)) for name, guess in result.kinds]),
            key=result.path if result.key == result.path else result.key,
            facts=(),
        )


class _Packed(Sequence[Violation]):
    """Violations of a file; each look at them makes them anew."""

    __slots__ = ("_common", "_count", "_packed", "_path")

    def __init__(self, violations: Sequence[Violation], path: str, common: _Common) -> None:
        self._path, self._common, self._count = path, common, len(violations)
        self._packed = _bytes_of([_row(one, path, common) for one in violations])

    def __iter__(self) -> Iterator[Violation]:
        return (_violation(row, self._path, self._common) for row in _rows_of(self._packed))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Violation: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Violation, ...]: ...

    def __getitem__(self, number: int | slice) -> Violation | tuple[Violation, ...]:
        return tuple(self)[number]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class Statements:
    """The facts of many files, by the rules that compare them. hears: is told of each of them."""

    def __init__(self, facts: Iterable[Stated] = (), hears: Callable[[Stated], object] | None = None) -> None:
        self._hears = hears
        self._packed: defaultdict[str, list[bytes]] = defaultdict(list)  # each so many of them
        self._last: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)  # that are not packed yet
        self._order: dict[str, list[int]] = {}
        self._seen: tuple[tuple[str, int], list[tuple[Any, ...]]] = ("", 0), []
        self._common = _Common()
        self.add(facts)

    def add(self, facts: Iterable[Stated]) -> None:
        """Add facts to those that are there."""
        for one in facts:
            told, number = one.violation, self._common.number
            row = _row(told._replace(message=""), told.path, self._common)
            last = self._last[told.rule]
            last.append((number(one.fact), number(told.path), one.template, one.suppressed, number(told.message), row))
            if self._hears:
                self._hears(one)
            if len(last) == _TOGETHER:
                self._packed[told.rule].append(_bytes_of(last))
                last.clear()

    def __bool__(self) -> bool:
        return bool(self._last)

    @property
    def rules(self) -> list[str]:
        """The rules of which there are facts, by name."""
        return sorted(self._last)

    def are_many(self, rule: str) -> bool:
        """Tell whether there are several facts of a rule: one contradicts nothing."""
        return bool(self._packed[rule]) or len(self._last[rule]) > 1

    def of(self, rule: str) -> list[Stated]:
        """Return the facts of a rule in the order of their places, their violations without what only reports show."""
        excerpts: dict[str, str] = {}
        found = []
        for at in range(len(self._packed[rule]) + 1):
            for row in self._rows(rule, at):
                one = self._stated(row)
                excerpt = excerpts.setdefault(one.violation.excerpt, one.violation.excerpt)
                light = one.violation._replace(excerpt=excerpt, snippet=None, within=None, fingerprint="", note="")
                found.append(one._replace(violation=light))
        self._order[rule] = sorted(range(len(found)), key=lambda number: _place(found[number]))
        return [found[number] for number in self._order[rule]]

    def forget(self, rule: str) -> None:
        """Let go of the facts of a rule: they have been compared."""
        self._packed.pop(rule, None)
        self._order.pop(rule, None)
        self._last[rule] = []
        self._seen = ("", 0), []

    def whole(self, rule: str, number: int) -> Violation:
        """Return the violation of one of the facts that `of` has returned."""
        at, within = divmod(self._order[rule][number], _TOGETHER)
        return self._stated(self._rows(rule, at)[within]).violation

    def _rows(self, rule: str, at: int) -> list[tuple[Any, ...]]:
        packed = self._packed[rule]
        if at == len(packed):
            return self._last[rule]
        if self._seen[0] != (rule, at):  # whoever asks for one mostly asks for the next ones, too
            self._seen = (rule, at), _rows_of(packed[at])
        return self._seen[1]

    def _stated(self, row: tuple[Any, ...]) -> Stated:
        values = self._common.values
        fact, path, template, suppressed, message, told = row
        violation = _violation(told, values[path], self._common)._replace(message=values[message])
        return Stated(values[fact], violation, template, suppressed)


def _bytes_of(rows: list[tuple[Any, ...]]) -> bytes:
    import pickle
    from zlib import compress

    return compress(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL), 1)


def _rows_of(packed: bytes) -> list[tuple[Any, ...]]:
    import pickle
    from zlib import decompress

    rows: list[tuple[Any, ...]] = pickle.loads(decompress(packed))
    return rows


def _place(one: Stated) -> tuple[str, int, int, int]:
    return one.violation.path, one.violation.start.offset, one.violation.end.offset, one.template


class _Common:
    """Values that many have in common, each of them once."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, value: Hashable) -> int:
        """Return the number of a value."""
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def one(self, value: V) -> V:
        """Return the first of all values that are the same."""
        first: V = self.values[self.number(value)]
        return first


def _row(one: Violation, path: str, common: _Common) -> tuple[Any, ...]:
    """Return a violation as plain values. path: the one that need not be told."""
    shared = (
        one.rule, one.severity, one.confidence, one.why, one.template_kind, one.part, one.title, one.url,
        "" if one.path == path else one.path,
    )  # fmt: skip
    return (
        common.number(shared), one.message, *one.start, *one.end, one.excerpt, one.template_id,
        one.template_title, one.address, one.snippet and tuple(one.snippet), one.fingerprint, one.note,
        one.within and tuple(one.within), one.fix, one.related,
    )  # fmt: skip


def _violation(row: tuple[Any, ...], path: str, common: _Common) -> Violation:
    (
        number, message, line, column, offset, last, behind, end, excerpt, id_, title, address, snippet, fingerprint,
        note, within, fix, related,
    ) = row  # fmt: skip
    rule, severity, confidence, why, kind, part, name, url, elsewhere = common.values[number]
    return Violation(
        rule, severity, confidence, message, why, elsewhere or path, Position(line, column, offset),
        Position(last, behind, end), excerpt, id_, title, kind, address, part, snippet and Snippet(*snippet), fix,
        fingerprint, name, url, note, related, within and Within(*within),
    )  # fmt: skip
