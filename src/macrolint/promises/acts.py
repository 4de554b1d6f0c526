"""What is promised: the act that stands after a future."""

from __future__ import annotations

import re
from collections.abc import Iterable

from macrolint.promises.words import PromiseWords, Told, any_of
from macrolint.sieve import folded
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

OTHER, REFRAIN = "other", "refrain"
_BE_DOING = lazy(r"be\s+(?P<verb>[a-z-]+?ing)\b", re.I)
_BE = lazy(r"(?:be|get)\s+(?:[a-z]+ly\s+|then\s+|also\s+|soon\s+|back\s+(?=to))?", re.I)
_BE_DONE = lazy(r"be\s+(?:[a-z]+ly\s+)?[a-z]{2,}ed\b", re.I)
_VERB = lazy(r"[a-z][a-z'’-]*", re.I)
_HAVE = lazy(r"(?:have|get)\s+(?:[^\s.,;:]+\s+){1,4}?(?=[^\s]+ed\b|sent\b|paid\b|back\b|built\b)", re.I)
_HEAD = lazy(r"[a-z0-9]+")
_LONGEST = 60  # characters in which the first word of a phrase ends
_FIRST = lazy(r"\[[^\[\]]*\]|[a-z-]+")
_WORD = lazy(r"(?:(?<=[\[|])|^)[a-z-]+")


class Found(NamedTuple):
    """An act, where its words end, and whether it is done to something: “will be refunded”."""

    act: str
    end: int
    passive: bool = False


class Acts:
    """Tells which act stands at a place of a text."""

    def __init__(self, words: PromiseWords) -> None:
        self._does = _Starting((act.id, act.does, act.starts_of_does) for act in words.acts)
        self._done = _Starting((act.id, act.done, act.starts_of_done) for act in words.acts)
        self._goods = [(act.id, act.goods) for act in words.acts if act.goods]
        firsts = [first[0] for act in words.acts for phrase in act.does if (first := _FIRST.match(phrase))]
        verbs = {verb for first in firsts for verb in _WORD.findall(first)}
        self._doing = {form: verb for verb in sorted(verbs) for form in _doing(verb)}

    def known(self, text: str, at: int, end: int) -> Found | None:
        """Return the act whose base form stands at an offset: the longest that matches."""
        return self._does.longest(text, at, end)

    def done(self, text: str, at: int, end: int) -> Found | None:
        """Return the act of “be refunded” at an offset."""
        be = _BE.match(text, at, end)
        found = self._done.longest(text, be.end(), end) if be else None
        return found._replace(passive=True) if found else None

    def participle(self, text: str, at: int, end: int) -> Found | None:
        """Return what will be done, by a verb that is in no list: “be couriered”."""
        found = _BE_DONE.match(text, at, end)
        return Found(OTHER, found.end(), passive=True) if found else None

    def given(self, text: str, at: int, end: int) -> str:
        """Return the act whose goods are named first in a stretch: “you'll receive your refund”."""
        found = [(one.start(), act) for act, goods in self._goods if (one := any_of(goods).search(text, at, end))]
        return min(found)[1] if found else OTHER

    def any(self, text: str, at: int, end: int) -> Found | None:
        """Return the act at an offset, of which none need be known: “be looking into it” is one of them."""
        known = self.known(text, at, end)
        if known:
            return known
        doing = _BE_DOING.match(text, at, end)
        if doing:
            verb = self._doing.get(doing["verb"].lower())
            rest = text[doing.end() : end]
            same = self.known(verb + rest, 0, len(verb + rest)) if verb else None
            if same and verb:
                return Found(same.act, max(doing.end(), doing.end() + same.end - len(verb)))
            return Found(OTHER, doing.end())
        have = _HAVE.match(text, at, end)
        done = self._done.longest(text, have.end(), end) if have else None
        if done:
            return done
        verb_ = _VERB.match(text, at, end)
        return Found(OTHER, verb_.end()) if verb_ and verb_[0].lower() not in ("be", "have", "a", "the", "to") else None


class _Starting:
    """The phrases of acts by the words with which they start: those are compiled of which a text has the word."""

    def __init__(self, acts: Iterable[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]) -> None:
        self._names: list[str] = []
        self._always: list[tuple[int, int, str]] = []  # phrases of which it is not known, or no whole word
        self._by_word: dict[str, list[tuple[int, int, str]]] = {}  # acts, the places of phrases in them, the phrases
        self._expressions: dict[str, list[tuple[str, Told]]] = {}
        for number, (name, phrases, starts) in enumerate(acts):
            self._names.append(name)
            for place, (phrase, words) in enumerate(zip(phrases, starts, strict=True)):
                known = words and all(word[0] == " " for word in words)
                for word in words if known else ():
                    self._by_word.setdefault(word[1:], []).append((number, place, phrase))
                if not known:
                    self._always.append((number, place, phrase))

    def _of(self, word: str) -> list[tuple[str, Told]]:
        """Return the acts with the expressions of those of their phrases that may start with a word."""
        if word not in self._by_word:
            word = ""
        if word not in self._expressions:
            every: dict[int, list[str]] = {}
            for number, _, phrase in sorted([*self._always, *self._by_word.get(word, ())]):
                every.setdefault(number, []).append(phrase)
            self._expressions[word] = [(self._names[one], any_of(tuple(phrases))) for one, phrases in every.items()]
        return self._expressions[word]

    def longest(self, text: str, at: int, end: int) -> Found | None:
        """Return the act of which a phrase stands at an offset: the longest that matches."""
        first = _HEAD.match(folded(text[at : min(at + _LONGEST, end)]))
        expressions = self._of(first[0] if first else "")
        found = [Found(act, one.end()) for act, expression in expressions if (one := expression.match(text, at, end))]
        return max(found, key=lambda one: one.end) if found else None


def _doing(verb: str) -> tuple[str, ...]:
    """Return the ways in which the -ing form of a verb may be written."""
    return (f"{verb}ing", f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1]}ing")
