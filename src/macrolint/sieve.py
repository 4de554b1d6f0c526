"""Texts without case, and the sieve: which of many phrases a text may hold, and where each may start."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from itertools import takewhile

from macrolint.expressions import Expression
from macrolint.uncompiled import lazy

_WORD = lazy(r"[a-z0-9]+")
_REMEMBERED = 4_500  # words: most of the others stand in one text only
_Literals = tuple[tuple[str, ...], ...]  # of a phrase
# Where a match may start, beside words: AT a mark, or right BEHIND one. BEHIND nothing is the start of the text.
AT, BEHIND = "=", "<"
MARKS = frozenset(
    "\n!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2026\u20ac\u00a3\u00b4\u02bc\ufffc\ufffd"
)
PICTURE = "\U0001f600"  # stands for any emoji, arrow or dingbat
DIGIT = "0"  # stands for any digit
_KINDS = {PICTURE: lazy("[\u2190-\u2bff\U0001f000-\U0001faff]"), DIGIT: lazy(r"\d")}


class Folded:
    """A text without case, and its words with a blank before each, to look for literals in.

    aligned: whether each character stands where it does in the text itself.
    """

    def __init__(self, text: str, words: frozenset[str], *, aligned: bool = False) -> None:
        self.text, self.words, self.aligned = text, words, aligned
        self._found: dict[tuple[str, ...], list[int]] = {}
        self._marks: dict[str, list[int]] = {}
        self._stretches: dict[str, list[Folded]] = {}
        self.held: dict[Sieve, tuple[int, dict[Hashable, list[int]]]] = {}  # what sieves of so much told

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each word stands, by itself with a blank before it."""
        places: dict[str, list[int]] = {}
        for word in _WORD.finditer(self.text):
            places.setdefault(f" {word[0]}", []).append(word.start())
        return places

    def _at(self, mark: str) -> list[int]:
        """Return where a mark stands, from left to right."""
        known = self._marks.get(mark)
        if known is None:
            kind = _KINDS.get(mark)
            places = (found.start() for found in kind.finditer(self.text)) if kind else _each(self.text, mark)
            known = self._marks[mark] = list(places)
        return known

    def places(self, starts: tuple[str, ...]) -> list[int]:
        """Return where one of the words or marks of `literals.starts_of` stands, from left to right."""
        found = self._found.get(starts)
        if found is None:
            found = self._found[starts] = self._places_of(starts)
        return found

    def _places_of(self, starts: tuple[str, ...]) -> list[int]:
        found: list[int] = []
        for begin in starts:
            if begin[0] == " ":
                found += self._places.get(begin, ())
            elif begin == BEHIND:
                found.append(0)
            elif begin[0] == BEHIND:
                found += [place + 1 for place in self._at(begin[1])]
            elif begin[0] == AT:
                found += self._at(begin[1])
            else:
                first = bisect_left(self._sorted, f" {begin}")
                for word in takewhile(lambda one: one.startswith(begin, 1), self._sorted[first:]):  # noqa: B023
                    found += self._places[word]
        return sorted(set(found)) if len(found) > 1 else found

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._places)

    def stand_together(
        self, literals: Iterable[tuple[str, ...]], starts: tuple[str, ...], reach: int, stops: str = ""
    ) -> bool:
        """Tell whether a word of each set stands among the first words, `reach` at most, where a phrase may start.

        Where that is not known: between two stops (`literals.stops_of`).
        It takes longer than to look for the phrase, but not nearly as long as to compile it.
        """
        known = tuple(literals)
        if starts and not self.places(starts):
            return False
        if not starts or not reach:
            return not stops or not known or any(may_hold(known, one) for one in self._between(stops))
        for place in self.places(starts):
            first = bisect_left(self._words, (place, ""))
            near = frozenset(word for _, word in self._words[first : first + reach])
            if may_hold(known, Folded("".join(near), near)):
                return True
        return False

    def _between(self, stops: str) -> list[Folded]:
        """Return what stands between stops."""
        if stops not in self._stretches:
            text = self.text
            for stop in stops[1:]:
                text = text.replace(stop, stops[0])
            self._stretches[stops] = [fold(one) for one in text.split(stops[0]) if one]
        return self._stretches[stops]

    @cached_property
    def _words(self) -> list[tuple[int, str]]:
        """The words with their places, from left to right."""
        return sorted((place, word) for word, places in self._places.items() for place in places)

    def finditer(
        self, expression: Expression, starts: tuple[str, ...], text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Yield what an expression finds in a stretch of the text itself, looking only where it may start."""
        end = len(text) if end is None else end
        if not starts or not self.aligned:
            yield from expression.finditer(text, start, end)
            return
        places = self.places(starts)
        for place in places[bisect_left(places, start) : bisect_right(places, end)] if places else ():
            if place >= start and (found := expression.match(text, place, end)):
                start = found.end()
                yield found

    def search(
        self, expression: Expression, starts: tuple[str, ...], text: str, start: int, end: int
    ) -> re.Match[str] | None:
        """Return the first that an expression finds in a stretch of the text itself."""
        if not starts or not self.aligned:
            first: re.Match[str] | None = expression.search(text, start, end)
            return first
        places = self.places(starts)
        places = places[bisect_left(places, start) : bisect_left(places, end)]
        return next(filter(None, (expression.match(text, place, end) for place in places)), None)


def fold(text: str) -> Folded:
    """Return a text in which literals can be looked for."""
    lower = folded(text)
    words = frozenset([f" {word}" for word in _WORD.findall(lower)])
    return Folded(lower, words, aligned=len(lower) == len(text))


def may_hold(sets: Iterable[tuple[str, ...]], text: Folded) -> bool:
    """Tell whether a text holds a word of each set, and so may hold the phrase they were taken from."""
    for words in sets:
        for word in words:
            if word in text.words or (word[0] != " " and word in text.text):
                break
        else:
            return False
    return True


class Sieve:
    """Tells which of many phrases a text may hold: one look at each of its words for all who ask.

    A phrase is found by the words of one of its sets; what is known of a word is remembered.
    """

    def __init__(self) -> None:
        self._owners: list[tuple[Hashable, int]] = []
        self._literals: list[_Literals] = []
        self._whole: list[tuple[frozenset[str], ...]] = []  # of each phrase the other sets that are made of whole words
        self._pieces: list[tuple[tuple[str, ...], ...]] = []  # and those that are not
        self._indexed = 0
        self._always: list[int] = []  # phrases that no word tells
        self._by_word: dict[str, list[int]] = {}
        self._by_piece: dict[str, list[int]] = {}
        self._by_head: dict[str, list[str]] = {}  # the pieces by their first two letters
        self._near: dict[str, tuple[int, ...]] = {}
        self._dull: set[str] = set()  # words that no phrase has
        self._later: dict[Hashable, Callable[[], Iterable[_Literals | None]]] = {}
        self._postponed = 0  # how many were added to these
        self._later_words: dict[str, list[Hashable]] = {}
        self._later_pieces: dict[str, list[Hashable]] = {}
        self._seen: set[str] = set()  # words that told what there was to tell of these

    def add(self, owner: Hashable, literals: Iterable[_Literals | None]) -> None:
        """Add the phrases of somebody who will ask for them, by the literals of each: sets of sorted words.

        None: a phrase that is left out.
        """
        for number, sets in enumerate(literals):
            if sets is not None:
                self._owners.append((owner, number))
                self._literals.append(sets)

    def add_later(
        self, owner: Hashable, words: Iterable[str], literals: Callable[[], Iterable[_Literals | None]]
    ) -> None:
        """Add phrases when a text has one of the words that tell them (`telling`): until then nobody reads them."""
        self._later[owner] = literals
        self._postponed += 1
        self._seen = set()
        for word in words:
            (self._later_words if word[0] == " " else self._later_pieces).setdefault(word, []).append(owner)

    def _wake(self, text: Folded) -> None:
        """Add what the words of a text tell of the phrases that are to be added later."""
        fresh = text.words - self._seen
        if not fresh:
            return
        self._seen |= fresh
        if len(self._seen) > _REMEMBERED:
            self._seen = set()
        told = [owners for word in fresh if (owners := self._later_words.get(word))]
        every = "".join(fresh)  # no piece has a blank, so none stands across two words
        told += [owners for piece, owners in self._later_pieces.items() if piece in every]
        for owner in dict.fromkeys(owner for owners in told for owner in owners):
            literals = self._later.pop(owner, None)
            if literals:
                self.add(owner, literals())

    def held(self, text: Folded) -> dict[Hashable, list[int]]:
        """Return, by their owners, the numbers of the phrases that a text may hold, in order."""
        size, held = text.held.get(self, (-1, {}))
        if size == len(self._owners) + self._postponed:
            return held
        if self._later:
            self._wake(text)
        if self._indexed < len(self._owners):
            self._index()
        near = set(self._always)
        for word in text.words - self._dull:
            near.update(self._near.get(word) or self._known(word))
        held, whole, pieces, lack = {}, self._whole, self._pieces, text.words.isdisjoint
        for one in sorted([one for one in near if not any(map(lack, whole[one]))]):
            if not pieces[one] or may_hold(pieces[one], text):
                owner, number = self._owners[one]
                held.setdefault(owner, []).append(number)
        text.held[self] = (len(self._owners) + self._postponed, held)
        return held

    def _index(self) -> None:
        """Index each phrase by the first of its sets that is made of whole words, else of pieces of words."""
        for one in range(self._indexed, len(self._owners)):
            sets = self._literals[one]
            words = telling(sets)
            others = [other for other in sets if other is not words]  # what it is found by is there already
            self._whole.append(tuple(frozenset(other) for other in others if _are_whole(other)))
            self._pieces.append(tuple(other for other in others if not _are_whole(other)))
            for word in words:
                (self._by_word if word[0] == " " else self._by_piece).setdefault(word, []).append(one)
            if not words:
                self._always.append(one)
        self._by_head = {}
        for piece in self._by_piece:
            self._by_head.setdefault(piece[:2], []).append(piece)
        self._indexed = len(self._owners)
        self._near, self._dull = {}, set()

    def _known(self, word: str) -> tuple[int, ...]:
        """Return the phrases that a word of a text may tell."""
        if len(self._near) + len(self._dull) > _REMEMBERED:
            self._near, self._dull = {}, set()
        heads = {word[at : at + length] for at in range(1, len(word)) for length in (1, 2)}
        pieces = (piece for head in heads for piece in self._by_head.get(head, ()) if piece in word)
        near = (*self._by_word.get(word, ()), *(one for piece in pieces for one in self._by_piece[piece]))
        if near:
            self._near[word] = near
        else:
            self._dull.add(word)
        return near


def telling(sets: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words that tell a phrase: the first set made of whole words, else of pieces of words, else nothing."""
    known = [words for words in sets if words[0][-1].isalnum()]
    return next((words for words in known if words[-1][0] == " "), known[0] if known else ())


def _are_whole(words: tuple[str, ...]) -> bool:
    return all(word[0] == " " for word in words)


def _each(text: str, mark: str) -> Iterator[int]:
    """Yield where a character stands; to ask the text itself is faster than an expression."""
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)


def is_picture(code: int) -> bool:
    """Tell whether a character is an emoji, an arrow or a dingbat; none of them has two cases but within these."""
    return 0x2190 <= code <= 0x2BFF or 0x1F000 <= code <= 0x1FAFF


def folded(text: str) -> str:
    """Return a text in which `literals` can be looked for: written as regular expressions compare without case."""
    return text.replace("\u0130", "i").casefold().replace("\u0131", "i")
