"""The check `glossary`: words that few readers know, unless the message explains them.

A word is reported where it stands first. It is explained where something in brackets follows it, where it stands in
brackets itself, where one of the rule's `unless` stands beside it, or where its plain words stand in the message, too.
An abbreviation, which the glossary has in capitals, is found in capitals only.
"""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.checks import Compiled, Known
from macrolint.checks.phrases import Match, Phrases
from macrolint.guards import stands
from macrolint.model import Finding, Template
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Guard, Rule
from macrolint.sieve import folded
from macrolint.uncompiled import lazy

_OPENED = lazy(r"\([\"'“‘]?\Z")
_BRACKET = lazy(r"[\"'”’]?[^\S\n]*\(")
_CAPITALS = lazy(r"(?<!\w)\d?[A-Z][A-Z0-9/]+")
_NEAR = 3  # characters before a word in which its bracket opens


def compile_(rule: Rule, known: Known) -> Compiled:
    """Return the check of a rule whose cues are the words of glossaries."""
    names = rule.options.glossaries
    phrases = Phrases(rule._replace(cues=tuple(cue for cue in rule.cues if cue.glossary in names)), known.moves)
    beside = Guard(before=rule.unless.before, after=rule.unless.after)

    def explained(prose: Prose, match: Match) -> bool:
        text, (start, end) = prose.masked, match.span
        if _OPENED.search(text, max(0, start - _NEAR), start) or _BRACKET.match(text, end):
            return True
        return not stands(prose, match.span, match.whole, beside, Guard(), rule.origin)

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        standing = [match for match in phrases.standing(prose) if _as_written(prose, match)]
        done: set[Cue] = (
            {match.cue for match in phrases.matches(prose) if explained(prose, match)} if standing else set()
        )
        for match in standing:
            plain = match.cue.suggestions
            if match.cue in done or any(folded(one) in prose.folded.text for one in plain):
                continue
            done.add(match.cue)
            words = " ".join(prose.masked[slice(*match.span)].split())
            instead = f"; write {' or '.join(f'“{one}”' for one in plain)}, or explain it" if plain else "; explain it"
            yield Finding(match.span, {"match": words, "instead": instead})

    return Compiled(check, phrases)


def _as_written(prose: Prose, match: Match) -> bool:
    """Tell whether an abbreviation stands in capitals, as the glossary has it: “COB”, but no corn on the cob."""
    short = _CAPITALS.findall(match.cue.text)
    return not short or any(one in prose.masked[slice(*match.span)] for one in short)
