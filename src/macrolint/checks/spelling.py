"""The check `spelling`: words that are written wrong, each with the right way to write it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from macrolint.checks import Check, Known
from macrolint.frames import Entry
from macrolint.guards import is_at, stands
from macrolint.model import Finding, Replacement, Template
from macrolint.prose import Prose
from macrolint.rulebook import Cue, Rule
from macrolint.sieve import fold
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.unread import Unread

_JOINED_BEFORE = lazy(r"[\w#@$%&/\\\\.:=~<-]\Z")
_JOINED_AFTER = lazy(r"[#@$%&/\\\\=~_-]|[.:]\w|\(\)")  # an address, a path, a code


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule that lists wrong spellings."""

    @cache
    def listed() -> dict[str, str]:
        return {cue.text: cue.replace or "" for cue in rule.cues}

    @cache
    def telling() -> frozenset[str]:
        """Return the words that texts with a wrong spelling have, which are known before the spellings are read."""
        words = rule.cues.words if isinstance(rule.cues, Unread) else None
        return frozenset(words or (_telling(cue.text) for cue in rule.cues))

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        if telling().isdisjoint(prose.folded.words) and "" not in telling():
            return
        text, right = prose.masked, listed()
        for word in prose.words:
            said = text[slice(*word)].replace("’", "'")
            new = right.get(said) or _in_any_case(said, right)
            if not new or not _is_word(text, word) or (said not in right and _is_name(prose, word, said)):
                continue
            if not stands(prose, word, word, rule.unless, rule.only, rule.origin):
                continue
            whole = prose.part.body.text[slice(*word)] == text[slice(*word)]
            fix = Replacement(word, new, f"replace with “{new}”") if whole else None
            yield Finding(word, {"match": text[slice(*word)], "instead": f"“{new}”"}, fix)

    return check


def read_spellings(entry: Entry) -> tuple[Cue, ...]:
    """Read `spellings`: a cue for each wrong spelling. Of `Monday: monday` only the small letter is wrong."""
    known: dict[str, str] = {}
    for right, wrong in entry.items():
        for one in (word for said in wrong.each() for word in said.string().split()):
            if one == right:
                wrong.fail(f"“{one}” is written wrong and right here", "take it out of the wrong spellings")
            if known.setdefault(one, right) != right:
                wrong.fail(f"“{one}” is a wrong spelling of “{known[one]}” already", "keep it at one of the two")
    return tuple(
        Cue(one, right, literals=((word,),) if (word := _telling(one)) else ()) for one, right in known.items()
    )


def _telling(wrong: str) -> str:
    """Return the word that a folded text has where it has a wrong spelling; nothing where there is none."""
    if wrong.isascii() and wrong.isalnum():
        return f" {wrong.lower()}"
    return max(fold(wrong).words, key=len, default="")


def _in_any_case(said: str, right: dict[str, str]) -> str:
    """Return what to write for a word in other capitals than it is listed in, or nothing."""
    new = right.get(said.lower(), "")
    if not new or new.lower() == said.lower():  # only the capitals are wrong, and these are others
        return ""
    return new if new != new.lower() else new[:1].upper() + new[1:]


def _is_word(text: str, span: Span) -> bool:
    """Tell whether a word stands alone, and is no piece of an address or a code."""
    before = text[max(0, span.start - 1) : span.start]
    return not _JOINED_BEFORE.match(before) and not _JOINED_AFTER.match(text, span.end)


def _is_name(prose: Prose, span: Span, said: str) -> bool:
    """Tell whether the capitals of a word say that it is a name or an abbreviation."""
    return said[1:] != said[1:].lower() or not is_at(prose, span, "sentence-start")
