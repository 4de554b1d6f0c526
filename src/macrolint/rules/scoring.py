"""The score file: which rules belong to which pillar, what a violation costs, how much each pillar weighs."""

from __future__ import annotations

from collections.abc import Mapping

from macrolint.frames import Entry, load
from macrolint.model import SEVERITIES
from macrolint.rulebook import Pillar, Scheme

_DEFAULT = "default"
_CONFIDENCES = ("high", "medium", "low")
_NUMBERS = ("shortest", "again", "counted", "not-ready", "uncovered")
_FIELDS = (*_NUMBERS, "unscored", "penalties", "confidence", "gate", "bands", "otherwise", "pillars", "weights")


def read_scheme(path: str, text: str) -> Scheme:
    """Read a score file. Raises MacrolintError with a code frame."""
    file = load(path, text, "score file")
    fields = file.fields(_FIELDS, "field of a score file")
    for name in _FIELDS:
        if name not in fields:
            file.fail(f"'{name}' is missing from the score file")
    pillars = {name: _pillar(entry) for name, entry in fields["pillars"].items()}
    weights = {kind: _weights(entry, pillars) for kind, entry in fields["weights"].items()}
    if _DEFAULT not in weights:
        fields["weights"].fail(f"the weights of '{_DEFAULT}' are missing")
    gate = fields["gate"].fields(("severity", "groups"), "field of the gate")
    bands = _numbers(fields["bands"])
    shortest, again, counted, not_ready, uncovered = (fields[name].number() for name in _NUMBERS)
    return Scheme(
        pillars,
        weights,
        _numbers(fields["penalties"], SEVERITIES),
        _numbers(fields["confidence"], _CONFIDENCES),
        (gate["severity"].choice(SEVERITIES), gate["groups"].strings()),
        tuple(sorted(bands.items(), key=lambda band: -band[1])),
        fields["otherwise"].choice(pillars),
        fields["unscored"].strings(),
        shortest,
        again,
        counted,
        not_ready,
        uncovered,
    )


def _pillar(entry: Entry) -> Pillar:
    fields = entry.fields(("groups", "rules", "parts", "moves"), "field of a pillar")
    parts, moves = (
        {key: one.strings() for key, one in fields[name].items()} if name in fields else {}
        for name in ("parts", "moves")
    )
    groups, rules = (fields[name].strings() if name in fields else () for name in ("groups", "rules"))
    return Pillar(groups, rules, parts, moves)


def _weights(entry: Entry, pillars: Mapping[str, Pillar]) -> dict[str, float]:
    weights = _numbers(entry, pillars)
    if sum(weights.values()) != 100:
        entry.fail("the weights of a kind must add up to 100")
    return weights


def _numbers(entry: Entry, names: Mapping[str, Pillar] | tuple[str, ...] = ()) -> dict[str, float]:
    """Return the numbers of a mapping, which has all of the names where there are some."""
    fields = dict(entry.fields(names, "name") if names else entry.items())
    if missing := [name for name in names if name not in fields]:
        entry.fail(f"'{missing[0]}' is missing here")
    return {name: one.number() for name, one in fields.items()}
