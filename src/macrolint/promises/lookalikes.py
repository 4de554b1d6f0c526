"""What looks like a promise and is none: told by the words after the future, and by what stands around it."""

from __future__ import annotations

import re

from macrolint.phrases import alternatives
from macrolint.promises.words import PromiseWords, Told, any_of, ending
from macrolint.spans import Span
from macrolint.uncompiled import lazy

_ITSELF = lazy(r"\s*(?:automatically|by itself|by themselves)\b", re.I)
_OPENING = " \n*_-–—>"
_ONLY = lazy(r"\bonly\b", re.I)


class Lookalikes:
    """Tells what only looks like a promise."""

    def __init__(self, words: PromiseWords) -> None:
        self.words = words
        purposes = alternatives(words.purposes)
        self._purpose = Told(rf"(?:{purposes})(?:\s+[^\s,;:]+){{0,3}}[\s*_]*\Z", words.purposes)

    def active(self, text: str, sentence: Span, at: int, known: int) -> bool:
        """Tell whether what stands after “we will” asks, feels, is absent or threatens; its act ends at `known`."""
        words, end = self.words, sentence.end
        others = (any_of(one).match(text, at, end) for one in (words.asks, words.stances, words.absences, words.harms))
        if any(other.end() >= known for other in others if other):  # of two the longer one holds
            return True
        return bool(any_of(words.takings).match(text, at, end) and any_of(words.threats).search(text, *sentence))

    def passive(self, text: str, sentence: Span, start: int, future: int, act: int) -> bool:
        """Tell whether “… will be removed” is a rule, a threat or a no; its clause starts at `start`."""
        words = self.words
        if any_of(words.none_of).search(text, start, future) or any_of(words.failing).match(text, *sentence):
            return True
        if any_of(words.rarely).search(text, *sentence):
            return True
        if not any_of(words.taken_away).search(text, future, act):
            return False
        said = text[start:future].lstrip(_OPENING)
        named = any_of(words.this_one).match(said)
        return not named or any_of(words.threats).search(text, *sentence) is not None

    def handed(self, text: str, sentence: Span, at: int) -> bool:
        """Tell whether what is promised is done by the message itself: “I'll show you below”."""
        given = any_of(self.words.handing).match(text, at, sentence.end)
        return bool(given and any_of(self.words.handed).search(text, *sentence))

    def purpose(self, left: str, adverbs: str) -> bool:
        """Tell whether “we can”, after the words on its left, only says what for: “so we can look into it”."""
        return bool(self._purpose.search(left) or _ONLY.search(adverbs))

    def told(self, left: str) -> bool:
        """Tell whether the words before “we reply” make it a part of something else: “on the day that we reply”."""
        return bool(ending(self.words.purposes).search(left) or ending(self.words.asked_or_told).search(left))

    @staticmethod
    def by_itself(text: str, adverbs: str, act_end: int) -> bool:
        """Tell whether something is done by a machine: “will be updated automatically”."""
        return "automatically" in adverbs.lower() or _ITSELF.match(text, act_end) is not None
