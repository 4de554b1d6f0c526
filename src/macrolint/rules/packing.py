"""Rules, moves, kinds and presets as short JSON values, and back: what the compiled catalogue consists of.

Named tuples are lists in the order of their fields, without those at the end that are as usual. What few runs look at
(examples, evidence) is JSON in a string, which is read when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, cast

from macrolint.rulebook import Applies, Cue, Evidence, Example, Guard, Kind, Move, Options, Rule, Sign
from macrolint.rules.presets import Preset
from macrolint.spans import Span

_USUAL = Cue("")
_NO_GUARD = Guard()


class Unread(Sequence[Any]):
    """A tuple that stands in a file as JSON, and is read from it when it is first looked at."""

    def __init__(self, text: str, made: Callable[[list[Any]], Any]) -> None:
        self._text, self._made = text, made

    @cached_property
    def _read(self) -> tuple[Any, ...]:
        return tuple(map(self._made, json.loads(self._text)))

    def __len__(self) -> int:
        return len(self._read)

    def __getitem__(self, at: Any) -> Any:
        return self._read[at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read)

    def __eq__(self, other: object) -> bool:
        return self._read == (other._read if isinstance(other, Unread) else other)

    def __hash__(self) -> int:
        return hash(self._read)


def packed_rule(rule: Rule) -> list[Any]:
    """Return a rule as JSON values."""
    return list(
        rule._replace(
            cues=cast(Any, [packed_cue(cue) for cue in rule.cues]),
            unless=_packed_guard(rule.unless),
            only=_packed_guard(rule.only),
            evidence=cast(Any, _text(rule.evidence)),
            examples=cast(Any, _text(rule.examples)),
        )
    )


def _text(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def rule_of(values: list[Any]) -> Rule:
    """Return the rule of `packed_rule`."""
    rule = Rule(*values)
    return rule._replace(
        applies=Applies(*map(tuple, rule.applies)),
        cues=tuple(map(cue_of, cast(Any, rule.cues))),
        unless=_guard(rule.unless),
        only=_guard(rule.only),
        options=Options(*map(_frozen, rule.options)),
        yields_to=tuple(rule.yields_to),
        evidence=cast(Any, Unread(cast(Any, rule.evidence), _evidence)),
        examples=cast(Any, Unread(cast(Any, rule.examples), _example)),
    )


def packed_cue(cue: Cue) -> list[Any]:
    """Return a cue as JSON values."""
    values = [*cue._replace(unless=_packed_guard(cue.unless), only=_packed_guard(cue.only))]
    usual = [*_USUAL._replace(unless=_packed_guard(_NO_GUARD), only=_packed_guard(_NO_GUARD))]
    while len(values) > 1 and values[-1] == usual[len(values) - 1]:
        values.pop()
    return values


def cue_of(values: list[Any]) -> Cue:
    """Return the cue of `packed_cue`."""
    if len(values) < 3:
        return Cue(*values)
    cue = Cue(*values)
    return Cue(
        cue.text, cue.replace, _guard(cue.unless), _guard(cue.only), tuple(map(tuple, cue.literals)), cue.regular,
        tuple(cue.suggestions), cue.move, cue.glossary, tuple(cue.starts), cue.reach,
    )  # fmt: skip


def _packed_guard(guard: Guard) -> Any:
    return () if guard == _NO_GUARD else guard


def _guard(values: Sequence[Iterable[str]]) -> Guard:
    return Guard(*map(tuple, values)) if values else _NO_GUARD


def _evidence(values: list[Any]) -> Evidence:
    return Evidence(*values)


def _example(values: list[Any]) -> Example:
    text, bad, spans, fixed, note, allow, *more = values
    return Example(text, bad, tuple(Span(*span) for span in spans), fixed, note, tuple(allow), *map(_frozen, more))


def packed_move(move: Move) -> list[Any]:
    """Return a move as JSON values."""
    cues, fakes = ([packed_cue(cue) for cue in some] for some in (move.cues, move.fakes))
    return list(move._replace(cues=cast(Any, cues), fakes=cast(Any, fakes)))


def move_of(values: list[Any]) -> Move:
    """Return the move of `packed_move`."""
    name, title, cues, includes, fakes, shows, shows_not, origin = values
    return Move(
        name, title, tuple(map(cue_of, cues)), tuple(includes), tuple(map(cue_of, fakes)),
        tuple(shows), tuple(shows_not), origin,
    )  # fmt: skip


def packed_kind(kind: Kind) -> list[Any]:
    """Return a kind of message as JSON values."""
    return list(kind._replace(signs=cast(Any, [(*sign[:2], packed_cue(sign.cue)) for sign in kind.signs])))


def kind_of(values: list[Any]) -> Kind:
    """Return the kind of `packed_kind`."""
    name, title, needs, signs = values
    return Kind(name, title, tuple(needs), tuple(Sign(where, weight, cue_of(cue)) for where, weight, cue in signs))


def preset_of(values: list[Any]) -> Preset:
    """Return a preset of its JSON values."""
    name, title, select, ignore, severity, rules, path = values
    options = tuple((rule, tuple((option, _frozen(value)) for option, value in said)) for rule, said in rules)
    return Preset(name, title, tuple(select), tuple(ignore), tuple(map(tuple, severity)), options, path)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
