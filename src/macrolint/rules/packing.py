"""Rules, moves, kinds and presets as short JSON values, and back: what the compiled catalogue consists of.

Named tuples are lists in the order of their fields, without those at the end that are as usual. What a run may never
look at (the cues of a rule of which no text has a word, examples, evidence) is JSON in strings beside them. In the
file these are lines of their own: most of it is read as lines, and never as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from macrolint.phrases import learn, literals_of, pattern_of
from macrolint.rulebook import (
    Applies,
    Cue,
    Evidence,
    Example,
    Guard,
    Kind,
    Move,
    Options,
    Pillar,
    Rule,
    Scheme,
    Sign,
    Stretch,
    TimeForm,
    TimeWords,
)
from macrolint.rules.presets import Preset
from macrolint.sieve import telling
from macrolint.spans import Span
from macrolint.unread import Unread

if TYPE_CHECKING:
    from macrolint.rules.catalog import Catalog

_USUAL = Cue("")
_NO_GUARD = Guard()
_SETS = ("due_names", "other_names")  # of the words of times, those that are sets


Packed = tuple[list[Any], Sequence[str | bytes]]  # values, and what is read when it is asked for
_PACKED = {"rules": 3, "moves": 4}  # so many texts stand beside the values of each


def written(made: dict[str, Any]) -> bytes:
    """Return the values of `catalog.to_json` as a file: a line for what every run needs, then the texts beside it."""
    later: list[str] = []

    def apart(packed: Packed) -> tuple[list[Any], int]:
        values, texts = packed
        later.extend(map(str, texts))
        return values, len(later) - len(texts) + 1

    first = {**made, **{name: [apart(one) for one in made[name]] for name in _PACKED}}
    first["phrases"] = len(later) + 1
    return "\n".join([_text(first), *later, made["phrases"]]).encode()


def read(content: bytes) -> dict[str, Any]:
    """Return the values that `written` wrote, with the lines beside them. Raises ValueError for anything else."""
    head, *later = content.split(b"\n")
    made: dict[str, Any] = json.loads(head)
    try:
        for name, count in _PACKED.items():
            made[name] = [(values, later[at - 1 : at - 1 + count]) for values, at in made[name]]
        made["phrases"] = later[made["phrases"] - 1]
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"it is no compiled catalogue: {error}") from None
    return made


def packed_rule(rule: Rule) -> Packed:
    """Return a rule as JSON values."""
    values = rule._replace(
        cues=cast(Any, _words(rule.cues)),
        unless=_packed_guard(rule.unless),
        only=_packed_guard(rule.only),
        evidence=(),
        examples=(),
    )
    return [*values], (_packed_cues(rule.cues), _text([*rule.evidence]), _text([*rule.examples]))


def packed_phrases(phrases: Iterable[str], asked: Iterable[str]) -> str:
    """Return what is known of phrases that are not of cues (`phrases.learn`); of those `asked` their literals, too."""
    return _text(_known(phrases, asked))


def _known(phrases: Iterable[str], asked: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    words = {one: literals_of(one) for one in sorted(set(asked))}
    return {one: pattern_of(one) for one in sorted({*phrases, *words})}, words


def _packed_cues(cues: Sequence[Cue]) -> str:
    """Return cues with what is known of their phrases, and of those in their guards."""
    guards = [one for cue in cues for guard in (cue.unless, cue.only) for one in phrases_of(guard)]
    plain = [cue.text for cue in cues if not (cue.regular or cue.move)]
    return _text([[packed_cue(cue) for cue in cues], *_known(plain, guards)])


def phrases_of(guard: Guard) -> Iterator[str]:
    """Yield the phrases of a guard."""
    for phrases in guard[:4]:
        yield from phrases


def _words(cues: Sequence[Cue]) -> str | None:
    """Return the words that tell a text of which some cues may find something; None where it may be any text.

    They are one string, which is read much faster than a list. No word of literals holds a comma.
    """
    every = [telling(cue.literals) for cue in cues]
    return ",".join(sorted({word for words in every for word in words})) if all(every) else None


def _cues(words: str | None, text: str | bytes) -> tuple[Cue, ...]:
    return () if words == "" else cast(Any, Unread(text, _read_cues, tuple(words.split(",")) if words else None))


def _read_cues(values: Any) -> Iterable[Cue]:
    cues, *known = values
    learn(*known)
    return map(cue_of, cues)


def _text(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def rule_of(packed: Packed) -> Rule:
    """Return the rule of `packed_rule`."""
    values, (cues, evidence, examples) = packed
    rule = Rule(*values)
    return rule._replace(
        applies=Applies(*map(tuple, rule.applies)),
        cues=_cues(cast(Any, rule.cues), cues),
        unless=_guard(rule.unless),
        only=_guard(rule.only),
        options=Options(*map(_frozen, rule.options)),
        yields_to=tuple(rule.yields_to),
        evidence=cast(Any, Unread(evidence, partial(map, _evidence)) if len(evidence) > 2 else ()),
        examples=cast(Any, Unread(examples, partial(map, _example)) if len(examples) > 2 else ()),
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
        tuple(cue.suggestions), cue.move, cue.glossary, tuple(cue.starts), cue.reach, cue.stops, cue.confined,
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


def packed_move(move: Move) -> Packed:
    """Return a move as JSON values."""
    values = move._replace(cues=cast(Any, _words(move.cues)), fakes=cast(Any, _words(move.fakes)), is_=(), is_not=())
    return [*values], (_packed_cues(move.cues), _packed_cues(move.fakes), _text([*move.is_]), _text([*move.is_not]))


def move_of(packed: Packed) -> Move:
    """Return the move of `packed_move`."""
    values, (cues, fakes, *tests) = packed
    move = Move(*values)
    shows, shows_not = (cast(Any, Unread(text, iter) if len(text) > 2 else ()) for text in tests)
    return move._replace(
        cues=_cues(cast(Any, move.cues), cues), fakes=_cues(cast(Any, move.fakes), fakes),
        includes=tuple(move.includes), is_=shows, is_not=shows_not,
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


def times_to_json(times: TimeWords) -> dict[str, Any]:
    """Return the times as JSON values. Named tuples become lists, in the order of their fields."""
    names = {name: sorted(getattr(times, name)) for name in _SETS}
    return {
        **times._asdict(),
        **names,
        "forms": [(*form[:2], [(cue.text, cue.literals) for cue in form.phrases], form.latest) for form in times.forms],
    }


def times_from_json(values: dict[str, Any]) -> TimeWords:
    """Return the times that `times_to_json` wrote down."""
    said: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}
    said |= {name: frozenset(values[name]) for name in _SETS}
    said["units"] = {name: tuple(words) for name, words in values["units"].items()}
    said["few"] = {word: (least, most) for word, (least, most) in values["few"].items()}
    said["stretches"] = {
        name: tuple(
            Stretch(tuple(phrases), *rest)._replace(literals=tuple(tuple(map(tuple, sets)) for sets in literals))
            for phrases, *rest, literals in every
        )
        for name, every in values["stretches"].items()
    }
    said["forms"] = tuple(
        TimeForm(form, klass, tuple(Cue(text, literals=tuple(map(tuple, sets))) for text, sets in phrases), latest)
        for form, klass, phrases, latest in values["forms"]
    )
    return TimeWords(**said)


def scheme_from_json(made: list[Any]) -> Scheme:
    """Return the scheme that was written down as JSON: named tuples are lists there."""
    pillars, weights, penalties, confidence, gate, bands, otherwise, unscored, *numbers = made
    return Scheme(
        {
            name: Pillar(
                tuple(groups), tuple(rules), *({key: tuple(one) for key, one in of.items()} for of in mappings)
            )
            for name, (groups, rules, *mappings) in pillars.items()
        },
        weights,
        penalties,
        confidence,
        (gate[0], tuple(gate[1])),
        tuple((name, least) for name, least in bands),
        otherwise,
        tuple(unscored),
        *numbers,
    )


def packed_own(catalog: Catalog, built_in: Catalog) -> bytes:
    """Return as JSON what a team's rulesets have added to the built-in catalogue."""
    own = [
        [packed_rule(one) for name, one in catalog.rules.items() if name not in built_in.rules],
        [one for name, one in catalog.presets.items() if name not in built_in.presets],
        [packed_move(one) for name, one in catalog.moves.items() if name not in built_in.moves],
        {name: title for name, title in catalog.groups.items() if built_in.groups.get(name) != title},
    ]
    return _text(own).encode()


def add_own(catalog: Catalog, packed: bytes) -> None:
    """Add what `packed_own` returned to the built-in catalogue. Raises ValueError for anything else."""
    try:
        rules, presets, moves, groups = json.loads(packed)
        found = [*map(rule_of, rules)], [*map(preset_of, presets)], [*map(move_of, moves)], dict(groups)
    except (TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ValueError(f"these are no rulesets: {error}") from None
    catalog.rules.update((one.id, one) for one in found[0])
    catalog.presets.update((one.id, one) for one in found[1])
    catalog.moves.update((one.id, one) for one in found[2])
    catalog.groups.update(found[3])
