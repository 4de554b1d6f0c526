"""Results of files as JSON and back: what a cache may hold without being trusted further than its shape.

What rules say of themselves is written once for each. What speaks of the file does not repeat its path.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from sys import intern
from typing import TYPE_CHECKING, Any, NoReturn

from macrolint.model import (
    SEVERITIES,
    Change,
    Fact,
    Failure,
    FileResult,
    Fix,
    Related,
    Replacement,
    Stated,
    Violation,
    Waiting,
)
from macrolint.outlines import Outline
from macrolint.rulebook import Guess
from macrolint.shown import Snippet, Within
from macrolint.spans import Position, Span

if TYPE_CHECKING:
    from macrolint.library import Comparison

_MANY = 2_000  # violations of a library that are kept: more take as much memory as all else
_Read = Callable[[Any], Any]
_Share = dict[str, str]
_Rules = dict[str, tuple[str, str, str, str | None]]


class Damaged(ValueError):
    """What was read is no result."""


def pack(result: FileResult) -> bytes | None:
    """Return a result as one line of JSON, or None for one that may not be kept or could not be read back.

    Such are results of rules that were stopped for their time, of fixes, and of our own bugs.
    """
    told = [*result.violations, *(one.violation for one in result.facts)]
    told += [one.unused for one in result.waiting if one.unused]
    rows = [
        _rules(told),
        [_row(one) for one in result.violations],
        [result.templates, result.parts, result.coarse, result.suppressed],
        result.skipped,
        result.failure,
        result.kinds,
        result.entries,
        result.platforms,
        [[one.fact, _row(one.violation), one.template, one.suppressed] for one in result.facts],
        [[one.number, one.unused and _row(one.unused), one.entry] for one in result.waiting],
        [[*one[1:7], sorted(one.made), one.known] for one in result.outlines],
    ]
    line = json.dumps(rows, separators=(",", ":")).encode()
    return line if unpack(line, result.path) == result._replace(key="") else None


def pack_comparison(made: Comparison) -> bytes | None:
    """Return what came of comparing a library as one line of JSON, or None as `pack` does."""
    if made.crashes or sum(map(len, made.told.values())) > _MANY:
        return None
    said = _rules(one for violations in made.told.values() for one in violations)
    rules, share, told = _rules_of(said), _Share(), []
    for path, violations in made.told.items():
        rows = []
        for one in violations:  # each is read back by itself: all together take much memory
            row = _json(_row(one))
            if _violation(json.loads(row), path, rules, share) != one:
                return None
            rows.append(row)
        told.append(f"[{_json(path)},[{','.join(rows)}]]")
    return f"[{_json(said)},[{','.join(told)}],{_json([*made.hidden.items()])},{_json(sorted(made.used))}]".encode()


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def unpack_comparison(line: bytes) -> Comparison:
    """Return what `pack_comparison` packed. Raises Damaged for anything else."""
    from macrolint.library import Comparison

    try:
        said, told, hidden, used = _list(json.loads(line), 4)
        rules, share = _rules_of(said), _Share()
        found = {}
        for one in _some(told):
            path, rows = _list(one, 2)
            found[_text(path)] = tuple(_violation(row, path, rules, share) for row in _some(rows))
        counts = {_text(path): _count(count) for path, count in (_list(one, 2) for one in _some(hidden))}
        numbers = frozenset((_text(path), _count(number)) for path, number in (_list(one, 2) for one in _some(used)))
        return Comparison(found, counts, numbers)
    except (ValueError, KeyError, RecursionError):
        raise Damaged from None


def unpack(line: bytes, path: str) -> FileResult:
    """Return the result of a file that was packed. Raises Damaged for anything else.

    path: what the file is called by the run.
    """
    try:
        return _result(json.loads(line), path)
    except (ValueError, KeyError, RecursionError):
        raise Damaged from None


def _rules(told: Iterable[Violation]) -> dict[str, list[str | None]]:
    """Return what the rules of violations say of themselves."""
    return {one.rule: [one.confidence, one.why, one.title, one.url] for one in told}


def _row(one: Violation) -> list[object]:
    return [
        one.rule, SEVERITIES.index(one.severity), one.message, one.start, one.end, one.excerpt, one.template_id,
        one.template_title, one.template_kind, one.address, one.part, one.snippet, one.fix, one.fingerprint, one.note,
        one.related, one.within,
    ]  # fmt: skip


def _result(rows: Any, path: str) -> FileResult:
    said, told, counts, skipped, failure, kinds, entries, platforms, facts, waiting, outlines = _list(rows, 11)
    rules = _rules_of(said)
    templates, parts, coarse, suppressed = map(_count, _list(counts, 4))

    share: _Share = {}  # violations of a file have many words in common

    def violation(row: Any) -> Violation:
        return _violation(row, path, rules, share)

    def stated(row: Any) -> Stated:
        fact, one, template, over = _list(row, 4)
        about, says = _list(fact, 2)
        known = Fact(_many(_text, about), _many(_said, says))
        return Stated(known, violation(one), _count(template), _many(_count, over))

    def waits(row: Any) -> Waiting:
        number, unused, entry = _list(row, 3)
        return Waiting(_count(number), _maybe(violation, unused), _maybe(_pair, entry))

    return FileResult(
        path,
        _many(violation, told),
        templates,
        parts,
        coarse,
        _maybe(_text, skipped),
        _maybe(_failure, failure),
        kinds=_many(_kind, kinds),
        suppressed=suppressed,
        entries=_many(_entry, entries),
        platforms=_many(_word, platforms),
        facts=_many(stated, facts),
        waiting=_many(waits, waiting),
        outlines=_many(lambda row: _outline(row, path), outlines),
    )


def _violation(row: Any, path: str, rules: _Rules, share: _Share) -> Violation:
    (
        name, severity, message, start, end, excerpt, id_, title, kind, address, part, snippet, fix, fingerprint, note,
        related, within,
    ) = _list(row, 17)  # fmt: skip
    rule = _word(name)
    confidence, why, titled, url = rules[rule]

    def text(value: Any) -> str:
        return share.setdefault(_text(value), value)

    return Violation(
        rule,
        SEVERITIES[_count(severity, len(SEVERITIES))],
        confidence,
        text(message),
        why,
        path,
        _position(start),
        _position(end),
        text(excerpt),
        _maybe(text, id_),
        _maybe(text, title),
        _maybe(_word, kind),
        _maybe(text, address),
        _maybe(_word, part),
        None if snippet is None else _snippet(snippet, text),
        _maybe(_fix, fix),
        _text(fingerprint),
        titled,
        url,
        _word(note),
        _many(_related, related),
        _maybe(_within, within),
    )


def _rules_of(said: Any) -> _Rules:
    if type(said) is not dict:
        _refuse()
    return {_word(name): _rule(words) for name, words in said.items()}


def _rule(row: Any) -> tuple[str, str, str, str | None]:
    confidence, why, title, url = _list(row, 4)
    return _word(confidence), _word(why), _word(title), _maybe(_word, url)


def _snippet(row: Any, text: _Read) -> Snippet:
    before, line, start, end = _list(row, 4)
    return Snippet(_maybe(text, before), text(line), _count(start), _count(end))


def _fix(row: Any) -> Fix:
    safety, title, edits, which, meant = _list(row, 5)
    return Fix(_word(safety), _text(title), _many(_change, edits), _pair(which), _maybe(_replacement, meant))


def _change(row: Any) -> Change:
    start, end, text = _list(row, 3)
    return Change(_position(start), _position(end), _text(text))


def _replacement(row: Any) -> Replacement:
    span, text, title = _list(row, 3)
    return Replacement(Span(*_pair(span)), _text(text), _text(title))


def _related(row: Any) -> Related:
    label, path, start, end = _list(row, 4)
    return Related(_text(label), _text(path), _position(start), _position(end))


def _within(row: Any) -> Within:
    return Within(*map(_count, _list(row, 4)))


def _position(row: Any) -> Position:
    return Position(*map(_count, _list(row, 3)))


def _failure(row: Any) -> Failure:
    reason, position = _list(row, 2)
    return Failure(_text(reason), _position(position))


def _kind(row: Any) -> tuple[str, Guess]:
    named, guess = _list(row, 2)
    kind, confidence, reason = _list(guess, 3)
    return _text(named), Guess(_word(kind), _number(confidence), _word(reason))


def _entry(row: Any) -> tuple[int, int, bool]:
    number, index, used = _list(row, 3)
    return _count(number), _count(index), _flag(used)


def _outline(row: Any, path: str) -> Outline:
    address, id_, title, kind, sure, words, made, known = _list(row, 8)
    return Outline(
        path,
        _maybe(_text, address),
        _maybe(_text, id_),
        _maybe(_text, title),
        _word(kind),
        _flag(sure),
        _count(words),
        frozenset(_many(_word, made)),
        _flag(known),
    )


def _pair(row: Any) -> tuple[int, int]:
    one, other = _list(row, 2)
    return _count(one), _count(other)


def _list(value: Any, length: int) -> list[Any]:
    if type(value) is not list or len(value) != length:
        _refuse()
    return value


def _many(read: _Read, values: Any) -> tuple[Any, ...]:
    return tuple(map(read, _some(values)))


def _some(values: Any) -> list[Any]:
    if type(values) is not list:
        _refuse()
    return values


def _maybe(read: _Read, value: Any) -> Any:
    return None if value is None else read(value)


def _text(value: Any) -> str:
    if type(value) is not str:
        _refuse()
    return value


def _word(value: Any) -> str:
    """Return a text that many results share."""
    return intern(_text(value))


def _count(value: Any, below: float = float("inf")) -> int:
    if type(value) is not int or not 0 <= value < below:
        _refuse()
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        _refuse()
    number: float = value
    return number


def _said(value: Any) -> str | float:
    return value if type(value) is str else _number(value)


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        _refuse()
    return value


def _refuse() -> NoReturn:
    raise Damaged
