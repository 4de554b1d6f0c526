"""Move files: the cues of what a reply does, and the cue sets that rules name in braces."""

from __future__ import annotations

from collections.abc import Mapping

from macrolint.frames import Entry, load
from macrolint.phrases import named
from macrolint.rulebook import Move
from macrolint.rules.load import Sets, plain_cue

_FIELDS = ("title", "phrases", "includes", "not", "examples")


def read_moves(files: Mapping[str, tuple[str, str]], known: Mapping[str, Move], sets: Sets) -> dict[str, Move]:
    """Read move files.

    files: by the name of the move, the path as shown in errors and the text.
    known, sets: moves and cue sets that are there already. Raises MacrolintError with a code frame.
    """
    entries = {
        name: load(path, text, "move file").fields(_FIELDS, "field of a move") for name, (path, text) in files.items()
    }
    cue_sets: dict[str, tuple[str, ...]] = dict(sets)
    moves: dict[str, Move] = {}

    def read(name: str, asked: Entry | None, through: tuple[str, ...]) -> None:
        """Read a move after those that it names."""
        if name in through and asked is not None:
            asked.fail(f"the move '{name}' includes itself")
        if name in moves or name not in entries:
            return
        fields = entries[name]
        for one in fields["includes"].each() if "includes" in fields else ():
            one.choice(sorted({*known, *entries}))
            read(one.string(), one, (*through, name))
        for one in (phrase for said in ("phrases", "not") if said in fields for phrase in fields[said].each()):
            for cue_set in named(one.node.text) if one.node.kind == "scalar" else ():
                read(cue_set, one, (*through, name))
        includes = fields["includes"].strings() if "includes" in fields else ()
        moves[name] = move = _move(name, fields, includes, cue_sets)
        own = tuple(cue.text for cue in move.cues)
        cue_sets[name] = tuple(dict.fromkeys([*own, *(text for one in includes for text in cue_sets[one])]))

    for name in entries:
        read(name, None, ())
    return moves


def cue_sets(moves: Mapping[str, Move]) -> dict[str, tuple[str, ...]]:
    """Return the phrases of each move, with those of the moves it includes."""

    def phrases(name: str) -> tuple[str, ...]:
        own = (cue.text for cue in moves[name].cues)
        return tuple(dict.fromkeys([*own, *(text for one in moves[name].includes for text in phrases(one))]))

    return {name: phrases(name) for name in moves}


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
