"""Who promises: the subject that stands in front of a future."""

from __future__ import annotations

import re

from macrolint.phrases import alternatives
from macrolint.placeholders import VALUE
from macrolint.promises.words import PromiseWords, Told, any_of
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

WE, ONE, NAMED, NOBODY, THIRD_PARTY, READER = "we", "i", "named", "nobody", "third-party", "reader"
_MENTION = 250  # characters before a pronoun in which a team of ours is named, if one is meant
_SHORT = 12  # the same for I, we and you
_REACH = 110  # characters before a future in which its subject starts
_TAIL = r"(?:\s+(?:with|from|in|on|at|for|who|of|here)\s[^.,;:!?\n]{1,50})?"
_BETWEEN = r"(?:\s+(?:[\w&/-]+|\ufffc+)(?:['’]s?)?){0,3}?"
_AND = lazy(r"(?:\b(?:and|then|or|but|also)|[&+])\s*\Z", re.I)
_WHO = lazy(r"\b(?:who|that|which)\s*\Z", re.I)
_NEW_SUBJECT = lazy(
    r"\b(?:you|it|this|that|there|these|they)(?:'s|’s|'ve|’ve|\s+(?:has|have|is|are|was|can|will|may))\b", re.I
)


class Subject(NamedTuple):
    """Who is said to do something, and where the words start and end; `start` is that of the promise."""

    who: str
    start: int
    end: int
    inherited: bool = False


class Actors:
    """Tells who stands in front of a future."""

    def __init__(self, words: PromiseWords) -> None:
        def nouns(heads: tuple[str, ...]) -> str:
            return rf"(?:{alternatives(words.of_ours)}){_BETWEEN}\s+(?:{alternatives(heads)})"

        named = (*words.named, *words.pronouns)
        whos = {
            ONE: alternatives(words.i),
            WE: alternatives(words.we),
            READER: r"(?<!\w)you",
            NOBODY: rf"(?:{alternatives(words.someone)}){_TAIL}",
            NAMED: rf"(?:{nouns(words.teams)}(?:\s+member)?{_TAIL})|(?:{alternatives(named)})|(?<!\S){VALUE}+",
            THIRD_PARTY: rf"(?:{nouns(words.outsiders)}{_TAIL})|(?:{alternatives(words.outside_names)})",
        }
        told = {NOBODY: words.someone, THIRD_PARTY: words.outsiders + words.outside_names}
        self._ending = [
            (who, Told(source, told[who]) if who in told else lazy(source, re.I))
            for who, source in ((who, rf"(?:{source})\s*\Z") for who, source in whos.items())
        ]
        self._inside = [(who, lazy(source, re.I)) for who, source in whos.items() if who in (ONE, WE)]
        self._pronoun = any_of(words.pronouns)
        self._named = Told(f"{nouns(words.teams)}|{alternatives(words.named)}", words.teams + words.named)
        self._teams = Told(nouns(words.teams), words.teams)

    def before(self, text: str, start: int, future: int) -> Subject | None:
        """Return the subject of the future at an offset of a text; its sentence starts at `start`."""
        left = text[max(start, future - _REACH) : future]
        offset = future - len(left)
        for who, expression in self._ending:
            found = expression.search(left, max(0, len(left) - _SHORT) if who in (ONE, WE, READER) else 0)
            if found:
                start, end = offset + found.start(), offset + len(left[: found.end()].rstrip())
                if self._pronoun.match(text, start, end) and not self._named.search(
                    text, max(0, start - _MENTION), start
                ):
                    return None
                return Subject(who, start, end)
        if _WHO.search(left) and (team := self._last(self._named, left)):
            return Subject(NAMED, offset + team.start(), offset + team.end())
        if _AND.search(left):
            return self._inherited(text, start, future)
        return None

    def _inherited(self, text: str, start: int, future: int) -> Subject | None:
        """Return the subject that “and will …” has from before: the last I or we, unless another took over."""
        left = text[start:future]
        said = [(found.start(), who, found) for who, one in self._inside for found in one.finditer(left)]
        if said:
            _, who, found = max(said, key=lambda one: one[0])
            if _NEW_SUBJECT.search(left, found.end()) is None:
                return Subject(who, future, future, inherited=True)
            return None
        team = self._teams.match(left)
        return Subject(NAMED, future, future, inherited=True) if team else None

    @staticmethod
    def _last(expression: Told, text: str) -> re.Match[str] | None:
        found = None
        for found in expression.finditer(text):  # noqa: B007
            pass
        return found
