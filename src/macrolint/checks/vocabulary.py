"""The check `vocabulary`: words that a team has decided against, and those that no rule may flag.

The words come from the configuration; what to write instead takes the case of what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

from macrolint.checks import Check, Compiled, Known
from macrolint.checks.phrases import Match, Phrases
from macrolint.guards import is_at
from macrolint.model import Finding, Replacement, Template
from macrolint.moves import Moves
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Rule
from macrolint.spans import Span


def compile_(rule: Rule, known: Known) -> Compiled:
    """Return the check of a rule whose cues are the words that a team avoids."""
    phrases = Phrases(rule, known.moves)

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        for found in phrases.standing(prose):
            offered = _offered(prose, found)
            if any(_is_written(prose.masked, found.span, new) for new in offered):
                continue
            words = prose.masked[slice(*found.span)].split()
            fixes = len(offered) == 1 and prose.part.body.text[slice(*found.span)].split() == words
            instead = f"; write {' or '.join(f'“{new}”' for new in offered)}" if offered else ""
            yield Finding(
                found.span,
                {"instead": instead, "match": " ".join(words)},
                Replacement(found.span, offered[0], f"replace with “{offered[0]}”") if fixes else None,
            )

    return Compiled(check, phrases)


def _offered(prose: Prose, found: Match) -> tuple[str, ...]:
    cue = found.cue
    words = cue.suggestions or ((cue.replace,) if cue.replace else ())
    old = prose.masked[slice(*found.span)]
    opens = is_at(prose, found.span, "sentence-start")
    return tuple(_in_case_of(old, new, cue.text, opens=opens) for new in words)


def _in_case_of(old: str, new: str, listed: str, *, opens: bool) -> str:
    """Return a replacement in the case of what it replaces; one with capitals of its own stays as it is.

    listed: the phrase as the team wrote it; where that has capitals, those of the text say nothing.
    """
    if new != new.lower():
        return new
    if old.isupper() and not listed.isupper() and sum(map(str.isalpha, old)) > 1:
        return new.upper()
    first = next(filter(str.isalpha, listed), "")
    return new[:1].upper() + new[1:] if old[:1].isupper() and (opens or not first.isupper()) else new


def _is_written(text: str, span: Span, new: str) -> bool:
    """Tell whether the words are already written as they should be, or are part of what should be written."""
    old = text[slice(*span)]
    if len(new) <= len(old):
        return new == old
    at = new.casefold().find(old.casefold())
    while at >= 0:
        start = span.start - at
        if start >= 0 and text[start : start + len(new)].casefold() == new.casefold():
            return True
        at = new.casefold().find(old.casefold(), at + 1)
    return False


class Accepted:
    """Words that no rule may flag."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        self.phrases = Phrases(Rule("vocabulary.accept", "", "phrase", "", cues=cues, origin="team"), Moves({}))
        self.last: tuple[Prose | None, list[Span]] = (None, [])

    def spare(self, check: Check) -> Check:
        """Return a check without the findings that lie wholly within such words."""

        def spared(prose: Prose, template: Template) -> Iterator[Finding]:
            for finding in check(prose, template):
                if not any(
                    span.start <= finding.span.start and finding.span.end <= span.end for span in self.spans(prose)
                ):
                    yield finding

        return spared

    def spans(self, prose: Prose) -> list[Span]:
        """Return where a text holds them."""
        if self.last[0] is not prose:
            self.last = (prose, [found.whole for found in self.phrases.matches(prose)])
        return self.last[1]
