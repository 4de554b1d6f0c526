"""The kinds file: the kinds of message there are, how to tell them, and the moves that each needs."""

from __future__ import annotations

from macrolint.frames import Entry, load
from macrolint.rulebook import Kind, Sign
from macrolint.rules.load import Sets, cue_of

WHERE = ("named", "starts", "opens", "says", "begins")


def read_kinds(path: str, text: str, sets: Sets) -> dict[str, Kind]:
    """Read the kinds file; `sets` holds the moves. Raises MacrolintError with a code frame."""
    return {name: _kind(name, entry, sets) for name, entry in load(path, text, "kinds file").items()}


def _kind(name: str, entry: Entry, sets: Sets) -> Kind:
    fields = entry.fields(("title", "needs", "signs"), "field of a kind")
    needs = tuple(one.choice(sorted(sets)) for one in fields["needs"].each()) if "needs" in fields else ()
    signs = tuple(sign for one in fields["signs"].each() for sign in _signs(one, sets)) if "signs" in fields else ()
    return Kind(name, fields["title"].string() if "title" in fields else name, needs, signs)


def _signs(entry: Entry, sets: Sets) -> list[Sign]:
    fields = entry.fields((*WHERE, "weight"), "field of a sign")
    given = [where for where in WHERE if where in fields]
    if len(given) != 1 or "weight" not in fields:
        entry.fail(f"a sign is one of {', '.join(WHERE)}, with its weight", "such as {says: [refund], weight: 0.5}")
    weight = fields["weight"].number()
    if not 0 < weight < 1:
        fields["weight"].fail("a weight lies between 0 and 1")
    return [Sign(given[0], weight, cue_of(one, False, "built-in", sets)) for one in fields[given[0]].each()]
