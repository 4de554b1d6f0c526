"""Move files: the cues of what a reply does, and the cue sets that rules name in braces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macrolint.frames import Entry, load
from macrolint.phrases import named
from macrolint.rulebook import Move
from macrolint.rules.load import Sets, plain_cue

_FIELDS = ("title", "phrases", "includes", "not", "examples")
_LEVELS = 50  # of moves that include or name each other; whoever needs more has made a mistake
_SIZE = 200_000  # characters of the phrases of a move: names in braces within names in braces multiply


def read_moves(files: Mapping[str, tuple[str, str]], known: Mapping[str, Move], sets: Sets) -> dict[str, Move]:
    """Read move files.

    files: by the name of the move, the path as shown in errors and the text.
    known, sets: moves and cue sets that are there already. Raises MacrolintError with a code frame.
    """
    entries = {
        name: load(path, text, "move file").fields(_FIELDS, "field of a move") for name, (path, text) in files.items()
    }
    spread: dict[str, tuple[str, ...]] = dict(sets)
    moves: dict[str, Move] = {}
    levels: dict[str, int] = {}

    def read(name: str, asked: Entry | None, through: tuple[str, ...]) -> int:
        """Read a move after those that it names; return how many levels of them there are."""
        if name in through and asked is not None:
            asked.fail(f"the move '{name}' includes itself")
        if name in moves or name not in entries:
            return levels.get(name, 0)
        fields, below = entries[name], 0
        for one, other in _others(fields, sorted({*known, *entries})):
            if len(through) < _LEVELS:
                below = max(below, read(other, one, (*through, name)))
            if len(through) >= _LEVELS or below >= _LEVELS:
                one.fail(
                    f"moves name each other more than {_LEVELS} levels deep, from '{(*through, name)[0]}' on",
                    "let a move include the ones it needs directly",
                )
        includes = fields["includes"].strings() if "includes" in fields else ()
        moves[name] = _move(name, fields, includes, spread)
        spread[name] = _phrases(moves[name], spread)
        if sum(map(len, spread[name])) > _SIZE:
            fields.get("phrases", fields.get("includes", next(iter(fields.values())))).fail(
                f"with all that it names, the move '{name}' has more than {_SIZE} characters of phrases",
                "name fewer moves in braces: each name stands for all phrases of its move",
            )
        levels[name] = below + 1
        return below + 1

    for name in entries:
        read(name, None, ())
    return moves


def _others(fields: Mapping[str, Entry], known: list[str]) -> Iterator[tuple[Entry, str]]:
    """Yield the moves that a move includes, which must be known, and the names in its phrases, with their places."""
    for one in fields["includes"].each() if "includes" in fields else ():
        yield one, one.choice(known)
    for one in (phrase for said in ("phrases", "not") if said in fields for phrase in fields[said].each()):
        for name in named(one.node.text) if one.node.kind == "scalar" else ():
            yield one, name


def cue_sets(moves: Mapping[str, Move]) -> dict[str, tuple[str, ...]]:
    """Return the phrases of each move, with those of the moves it includes."""
    found: dict[str, tuple[str, ...]] = {}

    def add(name: str) -> None:
        if name not in found:
            for one in moves[name].includes:
                add(one)
            found[name] = _phrases(moves[name], found)

    for name in moves:
        add(name)
    return found


def _phrases(move: Move, sets: Sets) -> tuple[str, ...]:
    """Return the phrases of a move, with those of the moves it includes, which `sets` holds."""
    included = (text for name in move.includes for text in sets[name])
    return tuple(dict.fromkeys([*(cue.text for cue in move.cues), *included]))


def _move(name: str, fields: dict[str, Entry], includes: tuple[str, ...], sets: Sets) -> Move:
    examples = fields["examples"].fields(("yes", "no"), "field of examples") if "examples" in fields else {}
    return Move(
        name,
        fields["title"].string() if "title" in fields else name.replace("-", " ").capitalize(),
        tuple(plain_cue(one, sets) for one in fields["phrases"].each()) if "phrases" in fields else (),
        includes,
        tuple(plain_cue(one, sets) for one in fields["not"].each()) if "not" in fields else (),
        examples["yes"].strings() if "yes" in examples else (),
        examples["no"].strings() if "no" in examples else (),
    )
