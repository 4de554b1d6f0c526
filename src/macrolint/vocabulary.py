"""A team's own words: those that no rule may flag, and those to avoid, as the configuration says them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from macrolint.model import MacrolintError
from macrolint.rulebook import Cue, Rule
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.frames import Entry

_ONE = "decide on one of them, and take the other out of 'reject'"


class Vocabulary(NamedTuple):
    """Phrases to accept; phrases to reject, each with what to write instead: nothing, one thing or several."""

    accept: tuple[str, ...] = ()
    reject: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def over(self, base: Vocabulary) -> Vocabulary:
        """Return both together; what this one says of a word holds, so one that it accepts is no longer rejected."""
        accept = tuple(dict.fromkeys((*base.accept, *self.accept)))
        reject = {**dict(base.reject), **dict(self.reject)}
        kept = {phrase: instead for phrase, instead in reject.items() if phrase not in self.accept}
        if found := circle(kept):
            raise MacrolintError(f"the vocabulary and what it extends go in a circle: {_told(found)}", hint=_ONE)
        return Vocabulary(
            tuple(phrase for phrase in accept if phrase in self.accept or phrase not in dict(self.reject)),
            tuple(kept.items()),
        )

    def fill(self, rule: Rule) -> Rule:
        """Return a rule that looks for the words of a team with those of this one; any other as it is."""
        if rule.check != "vocabulary":
            return rule
        from macrolint.phrases import literals

        cues = [
            Cue(phrase, instead[0] if len(instead) == 1 else None, literals=literals(phrase), suggestions=instead)
            for phrase, instead in self.reject
        ]
        return rule._replace(cues=tuple(cues), origin="team")

    @property
    def accepted(self) -> tuple[Cue, ...]:
        """What no rule may flag, as cues."""
        from macrolint.phrases import literals

        return tuple(Cue(phrase, literals=literals(phrase)) for phrase in self.accept)

    def written(self) -> dict[str, Any]:
        """Return it as a configuration writes it."""
        return {"accept": list(self.accept), "reject": {phrase: list(instead) for phrase, instead in self.reject}}


def read_vocabulary(entry: Entry) -> Vocabulary:
    """Read the setting `vocabulary`. Raises MacrolintError with a code frame for what cannot be read."""
    if entry.is_empty:
        return Vocabulary()
    from macrolint.rules.load import phrase_of

    fields = entry.fields(Vocabulary._fields, "field of the vocabulary")
    accept = tuple(phrase_of(one, {}) for one in fields["accept"].each()) if "accept" in fields else ()
    reject: dict[str, tuple[str, ...]] = {}
    keys: dict[str, Entry] = {}
    for key, value in _rejected(fields["reject"]) if "reject" in fields else ():
        phrase = phrase_of(key, {})
        if phrase in reject:
            key.fail(f"“{phrase}” stands here twice", "keep one of them")
        if phrase in accept:
            key.fail(f"“{phrase}” is accepted and rejected", "keep it in one of the two lists")
        said = value.strings() if value is not None else ()
        reject[phrase] = tuple(words for one in said if (words := " ".join(one.split())))
        keys[phrase] = key
    if found := circle(reject):
        keys[found[-2]].fail(f"the vocabulary goes in a circle: {_told(found)}", _ONE)
    return Vocabulary(accept, tuple(reject.items()))


def circle(reject: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return phrases of which each is to be replaced by words that hold the next, the first at the end again, or ().

    A phrase within its own replacement is none: what is already written as it should be is left alone.
    """
    leads = _leads(reject)
    done: set[str] = set()
    for first in reject:
        path, steps = [first], [iter(leads.get(first, ()))]
        while path:
            following = next(steps[-1], None)
            if following is None:
                steps.pop()
                done.add(path.pop())
            elif following in path:
                return (*path[path.index(following) :], following)
            elif following not in done:
                path.append(following)
                steps.append(iter(leads.get(following, ())))
    return ()


def _leads(reject: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return for each phrase the others that the words to write instead hold."""
    from macrolint.phrases import literals, pattern
    from macrolint.sieve import fold, may_hold

    by_word: dict[str, list[str]] = {}  # phrases by the words of which one must be there, so that few are looked for
    for phrase in reject:
        for word in next(iter(literals(phrase)), ("",)):
            by_word.setdefault(word if word.startswith(" ") else "", []).append(phrase)
    leads: dict[str, list[str]] = {}
    for phrase, instead in reject.items():
        for words in instead:
            known = fold(words)
            near = [other for word in ("", *sorted(known.words)) for other in by_word.get(word, ())]
            held = [other for other in dict.fromkeys(near) if other != phrase and may_hold(literals(other), known)]
            leads.setdefault(phrase, []).extend(one for one in held if re.search(pattern(one), words, re.I))
    return leads


def _told(found: tuple[str, ...]) -> str:
    return ", ".join(f"“{one}” becomes “{other}”" for one, other in pairwise(found))


def _rejected(entry: Entry) -> list[tuple[Entry, Entry | None]]:
    """Return the words to avoid and what to write instead; a list has nothing to write instead."""
    if entry.is_empty or entry.node.kind == "sequence":
        return [(one, None) for one in entry.each()]
    values = [value for _, value in entry.items()]
    keys = [type(entry)(entry.file, key, entry.name) for key, _ in entry.node.entries]
    return list(zip(keys, values, strict=True))
