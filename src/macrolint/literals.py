"""What every text holds that a regular expression matches, so that most expressions are never compiled nor tried.

The expression is read as a tree by Python's own parser. From the tree come strings in which every character is known: a
small letter or a digit, a mark of punctuation, a blank (something that is no letter or digit), `|` (the edge of a word)
or `?` (nothing is known). Of each stretch of words one string is in every match.
"""

from __future__ import annotations

import re
import re._constants as op  # type: ignore[import-not-found]
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from macrolint.sieve import AT, BEHIND, DIGIT, MARKS, PICTURE, folded, is_picture
from macrolint.uncompiled import lazy

_MOST = 200  # strings of one stretch; more of them rule out little
_SETS = 4
_SHORTEST = 2  # letters of a piece of a word
_PIECE = lazy(r"[a-z0-9]+")
_HEAD = lazy(r"\|+([a-z0-9]+)([^a-z0-9])")  # the first word of a string, at its edge
_MARKS = frozenset('[]<>(){}#@_…*!%$€£"\ufffc')
_KNOWN = lazy(r"[a-z0-9]")
STOPS = ".!?\n"
_UNKNOWN, _BLANK, _EDGE = "?", " ", "|"
_Strings = frozenset[str]
_NOTHING: _Strings = frozenset({""})
_ANYTHING: _Strings = frozenset({_UNKNOWN})
_APART: _Strings = frozenset({_BLANK})
_BORDER: _Strings = frozenset({_EDGE})
_LETTERS = frozenset({(op.CATEGORY, op.CATEGORY_WORD), (op.CATEGORY, op.CATEGORY_NOT_SPACE)})  # more than letters
_STOPS = "\n.!?;:,"
_STOPS_OF = {
    op.CATEGORY_SPACE: _STOPS[:1],
    op.CATEGORY_NOT_SPACE: _STOPS[1:],
    op.CATEGORY_NOT_WORD: _STOPS,
    op.CATEGORY_NOT_DIGIT: _STOPS,
    op.CATEGORY_WORD: "",
    op.CATEGORY_DIGIT: "",
}
_GREEDY = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


def literals_of(source: str) -> tuple[tuple[str, ...], ...]:
    """Return sets of words as `phrases.literals` does: of each set one is in every text that the expression matches.

    A blank before a word says that it stands there as a whole; a mark of punctuation stands for itself.
    """
    found = {tuple(sorted(words)) for words in _sure(_parser.parse(source, re.I | re.M)) if words}
    return tuple(sorted(found, key=lambda words: (-min(map(len, words)), len(words), words))[:_SETS])


def rarest_first(literals: Iterable[tuple[tuple[str, ...], ...]]) -> list[tuple[tuple[str, ...], ...]]:
    """Return the literals of many phrases, of each the set first whose words the fewest phrases have.

    What few phrases have is rare in texts, too, so it tells most.
    """
    every = list(literals)
    common = Counter(word for sets in every for words in sets for word in words)
    return [tuple(sorted(sets, key=lambda words: sum(common[word] for word in words))) for sets in every]


def starts_of(source: str) -> tuple[str, ...]:
    """Return the words and marks with which a match may start, none that it may not; nothing if they are not known.

    A blank before a word says that it is a whole word, else it may go on. Any match starts at the edge of one.
    Marks are written as `sieve.Folded.places` reads them.
    """
    tree = list(_flat(_parser.parse(source, re.I | re.M)))
    return tuple(sorted(_first_words(tree) or _first_marks(tree, []) or ()))


def stops_of(source: str) -> str:
    """Return the line feed and marks that no match goes over nor looks at: all of it lies between two of them."""
    met = set(_met(_parser.parse(source, re.I | re.M)))
    return "".join(stop for stop in _STOPS if stop not in met)


def _met(tree: Iterable[Any]) -> Iterator[str]:
    """Yield the characters, stops among them, that the items of a sequence stand for."""
    for kind, value in tree:
        if kind is op.IN:
            found = {stop for item in value for stop in _stops_in(*item)}
            yield from set(_STOPS) - found if value[0][0] is op.NEGATE else found
        elif kind is op.BRANCH:
            yield from (stop for branch in value[1] for stop in _met(branch))
        elif kind in (op.SUBPATTERN, op.ATOMIC_GROUP, op.ASSERT, *_GREEDY):
            yield from _met(value if kind is op.ATOMIC_GROUP else value[-1])
        elif kind is op.LITERAL:
            yield chr(value)
        elif kind not in (op.AT, op.ASSERT_NOT, op.GROUPREF):  # what must not stand there tells no words
            yield from _STOPS


def _stops_in(kind: Any, value: Any) -> Iterable[str]:
    """Return the stops that an item of a class stands for."""
    if kind is op.CATEGORY:
        return _STOPS_OF[value]
    first, last = value if kind is op.RANGE else (value, value)
    return (stop for stop in _STOPS if kind is not op.NEGATE and first <= ord(stop) <= last)


def _first_words(tree: Iterable[Any]) -> frozenset[str]:
    """Return the words with which a sequence starts; none if one of them is not known."""
    stretch = _NOTHING
    for kind, value in _flat(tree):
        stretch = _joined(stretch, _strings(kind, value))
        if all(_HEAD.match(string) for string in stretch):
            break
    else:
        stretch = _joined(stretch, _ANYTHING)
    heads = [_HEAD.match(string) for string in stretch]
    if not all(heads):
        return frozenset()
    return frozenset(f" {head[1]}" if head[2] != _UNKNOWN else head[1] for head in heads if head)


def _first_marks(tree: list[tuple[Any, Any]], before: list[tuple[Any, Any]]) -> frozenset[str]:
    """Return the marks, or words, with which a sequence starts; none if one of them is not known.

    before: items that take no room and say nothing of the start themselves, such as the edge of a word.
    """
    if not tree:
        return frozenset()
    (kind, value), rest = tree[0], tree[1:]
    if kind is op.AT and value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
        return frozenset({BEHIND} if value is op.AT_BEGINNING_STRING else {BEHIND, f"{BEHIND}\n"})
    if kind is op.ASSERT and value[0] < 0 and (found := _marks(*value[1][-1])):
        return frozenset(f"{BEHIND}{mark}" for mark in found)
    if kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
        ahead = kind is op.ASSERT and value[0] > 0 and _first_marks([*_flat(value[1])], before)
        return ahead or _first_marks(rest, [*before, tree[0]])
    if kind is op.BRANCH:
        return _all_of(_first_marks([*_flat(branch), *rest], before) for branch in value[1])
    if kind in _GREEDY:
        once = _first_marks([*_flat(value[2]), *rest], before)
        return once if value[0] else _all_of((once, _first_marks(rest, before)))
    if found := _marks(kind, value):
        return frozenset(f"{AT}{mark}" for mark in found)
    return _first_words([*before, *tree])


def is_confined(source: str) -> bool:
    """Tell whether an expression finds nothing that holds a stop (`STOPS`), nor asks what stands at or beyond one.

    What it finds in a text it finds in the stretch between two stops alone.
    """
    return all(map(_passes_no_stop, _everything(_parser.parse(source, re.I | re.M))))


def _everything(tree: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the items of a sequence that hold no others, wherever they stand."""
    for kind, value in _flat(tree):
        if kind is op.BRANCH:
            for branch in value[1]:
                yield from _everything(branch)
        elif kind in _GREEDY:
            yield from _everything(value[2])
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _everything(value[1])
        else:
            yield kind, value


def _passes_no_stop(item: tuple[Any, Any]) -> bool:
    """Tell whether an item of an expression is no stop, and no start or end of a text or line."""
    kind, value = item
    if kind is op.AT:
        return value in (op.AT_BOUNDARY, op.AT_NON_BOUNDARY)
    if kind is op.LITERAL:
        return chr(value) not in STOPS
    return kind is op.GROUPREF or (kind is op.IN and not any(_is_in(ord(stop), value) for stop in STOPS))


def _is_in(code: int, items: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether a class holds a stop."""
    blank = chr(code).isspace()
    kinds = {
        op.CATEGORY_SPACE: blank,
        op.CATEGORY_NOT_SPACE: not blank,
        op.CATEGORY_NOT_WORD: True,
        op.CATEGORY_NOT_DIGIT: True,
    }
    found = any(
        (kind is op.LITERAL and value == code)
        or (kind is op.RANGE and value[0] <= code <= value[1])
        or (kind is op.CATEGORY and kinds.get(value, False))
        for kind, value in items
    )
    return found != (items[0][0] is op.NEGATE)


def _all_of(some: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return every one of some sets; none if one of them is empty, and so not known."""
    known = list(some)
    return frozenset().union(*known) if all(known) else frozenset()


def _marks(kind: Any, value: Any) -> frozenset[str]:
    """Return the marks that an item stands for; none if it stands for anything else."""
    items = [(kind, value)] if kind is op.LITERAL else value if kind is op.IN else []
    found: set[str] = set()
    for one, what in items:
        first, last = what if one is op.RANGE else (what, what)
        if (one, what) == (op.CATEGORY, op.CATEGORY_DIGIT):
            found.add(DIGIT)
        elif one not in (op.LITERAL, op.RANGE):
            return frozenset()
        elif is_picture(first) and is_picture(last):
            found.add(PICTURE)
        elif one is op.LITERAL and chr(what) in MARKS:
            found.add(chr(what))
        else:
            return frozenset()
    return frozenset(found)


def _sure(tree: Iterable[Any]) -> Iterator[frozenset[str]]:
    """Yield the sets of a sequence: of each stretch between two blanks one."""
    stretch: _Strings = _ANYTHING
    for kind, value in _flat(tree):
        if kind is op.ASSERT:
            yield from _sure(value[1])
            continue
        strings = _strings(kind, value)
        longer = _joined(stretch, strings)
        if not longer:  # too many, or too much
            yield from _least(stretch, _UNKNOWN)
            yield from _within(kind, value)
            stretch = _ANYTHING
        elif any(_KNOWN.match(string[-1:]) for string in longer):
            stretch = longer
        else:
            yield from _least(longer, "")
            stretch = _APART if all(string[-1:] in (_BLANK, _EDGE) for string in longer) else _ANYTHING
    yield from _least(stretch, _UNKNOWN)


def _flat(tree: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the items of a sequence, those of its groups in their places."""
    for kind, value in tree:
        if kind is op.SUBPATTERN:
            yield from _flat(value[3])
        elif kind is op.ATOMIC_GROUP:
            yield from _flat(value)
        else:
            yield kind, value


def _within(kind: Any, value: Any) -> Iterator[frozenset[str]]:
    """Yield what is sure of an item that stands for too many strings."""
    if kind is op.BRANCH:
        words = [[one for one in _sure(branch) if _MARKS.isdisjoint(one)] for branch in value[1]]
        best = [max(some, key=_weight, default=frozenset()) for some in words]
        if all(best) and sum(map(len, best)) <= _MOST:
            yield frozenset().union(*best)
    elif kind in _GREEDY and value[0]:
        yield from _sure(value[2])


def _least(stretch: _Strings, after: str) -> Iterator[frozenset[str]]:
    """Yield the longest piece of each string of a stretch, and a mark of each, where all have one."""
    words = [max(_pieces(string + after), key=len, default="") for string in stretch]
    if all(words):
        yield frozenset(words)
    marks = [next((char for char in string if char in _MARKS), "") for string in stretch]
    if all(marks):
        yield frozenset(marks)


def _pieces(string: str) -> Iterator[str]:
    """Yield words with a blank before them, and pieces of words."""
    for found in _PIECE.finditer(string):
        sides = string[found.start() - 1 : found.start()], string[found.end() : found.end() + 1]
        whole = all(side and side != _UNKNOWN for side in sides)
        if whole or len(found[0]) >= _SHORTEST:
            yield f" {found[0]}" if whole else found[0]


def _weight(words: frozenset[str]) -> tuple[int, int]:
    return (min(map(len, words), default=0), -len(words))


def _joined(left: _Strings, right: _Strings) -> _Strings:
    """Return every string of `left` with every one of `right` after it; none if there are too many."""
    if len(left) * len(right) > _MOST:
        return frozenset()
    return frozenset(one + other for one in left for other in right)


def _strings(kind: Any, value: Any) -> _Strings:
    """Return the strings that an item stands for; none if there are too many."""
    if kind is op.LITERAL:
        return frozenset({_char(value)})
    if kind is op.IN:
        return _class(value)
    if kind is op.BRANCH:
        every = [_sequence(branch) for branch in value[1]]
        strings: _Strings = frozenset().union(*every)
        return strings if all(every) and len(strings) <= _MOST else frozenset()
    if kind in _GREEDY:
        return _repeated(*value)
    if kind is op.AT:
        return _NOTHING if value is op.AT_NON_BOUNDARY else _BORDER
    if kind is op.ASSERT_NOT:
        return _BORDER if _is_edge(value[1]) else _NOTHING
    if kind is op.ASSERT:
        return _NOTHING
    return _ANYTHING


def _sequence(tree: Iterable[Any]) -> _Strings:
    strings = _NOTHING
    for kind, value in _flat(tree):
        strings = _joined(strings, _strings(kind, value))
        if not strings:
            break
    return strings


def _repeated(least: int, most: Any, tree: Sequence[Any]) -> _Strings:
    once = _sequence(tree)
    if most == 1:
        return once if least else once | _NOTHING if once else _ANYTHING
    if not least:
        return _ANYTHING
    return once if once == _APART else frozenset(string + _UNKNOWN for string in once)


def _char(code: int) -> str:
    """Return a character as it shows in a text without case."""
    char = chr(code)
    if char in _MARKS:
        return char
    plain = folded(char)
    if _PIECE.fullmatch(plain):
        return plain
    return _UNKNOWN if char.isalnum() or any(map(str.isalnum, plain)) else _BLANK


def _class(items: Sequence[Any]) -> _Strings:
    """Return the characters of a class, if they are few; a class of blanks is one blank."""
    found: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            found.add(_char(value))
        elif kind is op.RANGE and value[1] - value[0] < 12:
            found.update(map(_char, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value in (op.CATEGORY_SPACE, op.CATEGORY_NOT_WORD):
            found.add(_BLANK)
        else:
            return _APART if items[0][0] is op.NEGATE and not _LETTERS.isdisjoint(items) else _ANYTHING
    return frozenset(found)


def _is_edge(tree: Sequence[Any]) -> bool:
    """Tell whether what must not stand there is any letter: that is the edge of a word."""
    if len(tree) == 2 and tree[0] == (op.AT, op.AT_NON_BOUNDARY):  # it does not go on within a word
        tree = tree[1:]
    if len(tree) != 1 or tree[0][0] is not op.IN:
        return False
    items = tree[0][1]
    return items[0][0] is not op.NEGATE and (op.CATEGORY, op.CATEGORY_WORD) in items
