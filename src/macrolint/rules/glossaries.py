"""Glossaries: words that few readers know, each with plain ones (`rulesets/glossaries/`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from macrolint.frames import load
from macrolint.rulebook import Cue, Rule
from macrolint.rules.load import guard_of, plain_cue


def filled(rules: Iterable[Rule], files: Mapping[str, str]) -> dict[str, Rule]:
    """Return rules by their ids, those with `check: glossary` with the words of every glossary.

    files: the texts of the glossaries by their paths. Raises MacrolintError for what cannot be read.
    """
    cues = tuple(cue for path, text in sorted(files.items()) for cue in read_glossary(path, text))
    return {rule.id: rule._replace(cues=cues) if rule.check == "glossary" else rule for rule in rules}


def read_glossary(path: str, text: str) -> tuple[Cue, ...]:
    """Return the words of a glossary, called as its file is. Raises MacrolintError with a code frame."""
    name = os.path.basename(path).rsplit(".", 1)[0]
    fields = load(f"rulesets/{path}", text, "glossary").fields(("title", "words"), "field of a glossary")
    found = []
    for one in fields["words"].each():
        said = one.fields(("word", "plain", "unless", "only"), "field of a word")
        around = [guard_of(said.get(side), side, {}) for side in ("unless", "only")]
        cue = plain_cue(said["word"], {})._replace(unless=around[0], only=around[1])
        found.append(cue._replace(suggestions=said["plain"].strings(), glossary=name))
    return tuple(found)
