"""The little language of phrases, and the regular expressions it stands for.

`[a|b]` are alternatives, `[a|]` may be left out, `{reason}` stands for every phrase of a cue set and
`{placeholder}` for any placeholder; everything else is meant as written: blanks, case, apostrophes and
hyphens are flexible, and a phrase starts and ends at the edge of a word. There are no regular
expressions in it. Masked text has blanks for soft line breaks, so a blank never crosses a
paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from macrolint.placeholders import VALUE
from macrolint.sieve import folded
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_BLANK = r"[^\S\n]+"
_APOSTROPHE = "(?:'|’|‘|´|`|ʼ(?=))"  # a class of characters so far apart takes five times as long to compile
_CLINGING = rf"(?:{_BLANK}|(?={_APOSTROPHE}))"  # before what may start with an apostrophe: [we|I] ['ve|have]
_SETS = 4  # more sets of literals rule out little
_APOSTROPHES = tuple("'’‘")
PLACEHOLDER = "placeholder"  # the cue set that is always there
_SET = lazy(r"\{([^{}]*)\}")
_FLEXIBLE = {VALUE: f"{VALUE}+", "'": _APOSTROPHE, "-": "[-\u2010\u2011]", '"': '["“”„]', "…": r"(?:…|\.\.\.)"}


_Literals = tuple[tuple[str, ...], ...]

_sources: dict[str, str] = {}  # what phrases of the compiled catalogue stand for
_literals: dict[str, _Literals] = {}  # their literals, as far as they are asked for
_unread: list[bytes | str] = []  # more of both, as JSON


def learn(sources: Mapping[str, str], words: Mapping[str, Iterable[Iterable[str]]]) -> None:
    """Take over what `pattern` and `literals` said of phrases when the catalogue was compiled."""
    _sources.update(sources)
    _literals.update((phrase, tuple(map(tuple, sets))) for phrase, sets in words.items())


def learn_later(text: bytes | str) -> None:
    """Do the same with a pair of such mappings, as JSON, when a phrase is asked for that is not known."""
    _unread.append(text)


def _learn_all() -> None:
    import json

    while _unread:
        learn(*json.loads(_unread.pop()))


class PhraseError(ValueError):
    """A phrase that cannot be read: `at` is the offset in it."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class _Element(NamedTuple):
    """What stands between two blanks."""

    pattern: str
    optional: bool
    first: str  # the first character it must start with, as far as one is known
    last: str
    literals: frozenset[str]  # one of these must be in what it matches; empty if nothing is known
    clings: bool = False  # it may start with an apostrophe, and then no blank is needed before it
    words: int = 0  # so many it has at most, as the sieve counts them


class _Group(NamedTuple):
    """What `[a|b]` stands for, and where it ends."""

    pattern: str
    end: int
    literals: frozenset[str]
    clings: bool
    words: int
    first: str  # as of an element
    last: str


def pattern(phrase: str) -> str:
    """Return the regular expression source of a phrase. Raises PhraseError for one that cannot be read."""
    if phrase not in _sources and _unread:
        _learn_all()
    return _sources.get(phrase) or pattern_of(phrase)


def pattern_of(phrase: str) -> str:
    """Return the same, read from the phrase itself."""
    elements = _elements(phrase)
    return rf"{_edge(elements[0].first, start=True)}{_joined(elements)}{_edge(elements[-1].last, start=False)}"


def reach(phrase: str) -> int:
    """Return how many words a text has at most that a phrase matches, as `sieve.Folded` counts them."""
    return sum(element.words for element in _elements(phrase))


def named(phrase: str) -> tuple[str, ...]:
    """Return the cue sets that a phrase names."""
    return tuple(found[1].strip() for found in _SET.finditer(phrase))


def spread(phrase: str, sets: Mapping[str, tuple[str, ...]]) -> str:
    """Return a phrase with those of a cue set in place of its `{name}`. Raises PhraseError for unknown names."""

    def meant(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name == PLACEHOLDER:
            return VALUE
        if name not in sets:
            from macrolint.frames import did_you_mean

            known = did_you_mean(name, [*sets, PLACEHOLDER]) or f"known: {', '.join(sorted([*sets, PLACEHOLDER]))}"
            raise PhraseError(f"there is no cue set '{name}' ({known.rstrip('?')})", found.start())
        return f"[{'|'.join(sets[name])}]"

    return _SET.sub(meant, phrase)


def literals(phrase: str) -> _Literals:
    """Return sets of words; of each set one is in every text that a phrase matches.

    A blank before a word says that it stands there as a whole. Most texts hold none of some set, and then nothing
    needs to be compiled. The rarest sets come first.
    """
    if phrase not in _literals and _unread:
        _learn_all()
    return _literals[phrase] if phrase in _literals else _literals.setdefault(phrase, literals_of(phrase))


def literals_of(phrase: str) -> _Literals:
    """Return the same, read from the phrase itself."""
    known = {tuple(sorted(element.literals)) for element in _elements(phrase) if not element.optional}
    return tuple(sorted(known - {()}, key=lambda words: (-min(map(len, words)), len(words), words))[:_SETS])


def _elements(phrase: str) -> list[_Element]:
    elements, end = _sequence(phrase, 0, inside=False)
    if end < len(phrase):
        raise PhraseError("a ']' has no '[' before it", end)
    if all(element.optional for element in elements):
        raise PhraseError("every word of it may be left out" if elements else "it is empty", 0)
    return elements


def _surest(candidates: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the set whose words are the longest, and then the fewest."""
    known = [words for words in candidates if words]
    return max(known, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def alternatives(phrases: tuple[str, ...]) -> str:
    """Return the expression that matches any of the phrases, the longest first written as it is."""
    return "|".join(map(pattern, phrases))


def _edge(char: str, *, start: bool) -> str:
    """Return what keeps a phrase from starting or ending in the middle of a word; `char` is its edge if it is known."""
    if not char:
        return r"(?!\B\w)"
    if not (char.isalnum() or char == "_"):
        return ""
    if char.isascii():
        return r"\b"
    return r"(?<!\w)" if start else r"(?!\w)"


def _joined(elements: list[_Element]) -> str:
    """Join elements by blanks; a blank beside an optional element is left out with it."""
    pivot = next((number for number, element in enumerate(elements) if not element.optional), len(elements))
    out = []
    for number, element in enumerate(elements):
        body, blank = element.pattern, _CLINGING if element.clings else _BLANK
        if number < pivot:
            out.append(f"(?:{body}{_BLANK})?")
        elif number == pivot:
            out.append(body)
        else:
            out.append(f"(?:{blank}{body})?" if element.optional else f"{blank}{body}")
    return "".join(out)


def _sequence(phrase: str, at: int, *, inside: bool) -> tuple[list[_Element], int]:
    """Read elements up to the end, or inside brackets up to `|` or `]`."""
    elements: list[_Element] = []
    pieces: list[str] = []
    found: list[frozenset[str]] = []
    groups, first, last, run, clings, foreign, count = 0, "", "", "", False, False, 0

    def flush() -> None:
        nonlocal run, count
        count += bool(run)
        found.append(frozenset({f" {folded(run)}"} if run else ()))
        run = ""

    def close() -> None:
        nonlocal pieces, groups, first, last, clings, foreign, count
        flush()
        if pieces:
            if foreign or (groups and len(pieces) > 1):  # no run is surely a word of its own
                found[:] = [frozenset(word.lstrip() for word in words) for words in found]
            optional = len(pieces) == 1 and groups == 1 and pieces[0].endswith(")?")
            body = pieces[0][:-1] if optional else "".join(pieces)
            elements.append(_Element(body, optional, first, last, _surest(found), clings, count))
        pieces, groups, first, last, clings, foreign, count = [], 0, "", "", False, False, 0
        found.clear()

    while at < len(phrase):
        char = phrase[at]
        if char == "]" or (char == "|" and inside):
            break
        if char.isspace():
            close()
            at += 1
            continue
        if char == "[":
            flush()
            group = _group(phrase, at)
            clings |= group.clings and not pieces
            pieces.append(group.pattern)
            found.append(group.literals)
            first, last, groups, at, count = (
                first if pieces[1:] else group.first, group.last, groups + 1, group.end, count + group.words,
            )  # fmt: skip
            continue
        if char in "{}":
            raise PhraseError("a '{' and its '}' hold the name of a cue set, such as {placeholder}", at)
        if char == "|":
            raise PhraseError("alternatives stand in brackets: [one|other]", at)
        pieces.append(_FLEXIBLE.get(char, re.escape(char)))
        first, last = first or ("" if groups else char), char
        if char.isascii() and char.isalnum():
            run += char
        else:
            foreign, count = foreign or char.isalnum(), count + char.isalnum()
            flush()
        at += 1
    close()
    return elements, at


def _group(phrase: str, start: int) -> _Group:
    """Read `[a|b|]`; it is optional if one of its alternatives is empty."""
    at, options, empty, clings, most = start + 1, [], False, False, 0
    words: list[frozenset[str]] = []
    firsts, lasts = set(), set()
    while True:
        clings = clings or phrase[at : at + 1] in _APOSTROPHES
        elements, at = _sequence(phrase, at, inside=True)
        if at >= len(phrase):
            raise PhraseError("a '[' is never closed", start)
        if elements:
            if all(element.optional for element in elements):
                raise PhraseError("every word of an alternative may be left out; leave it empty instead", start)
            options.append(_joined(elements))
            firsts.add(elements[0].first)
            lasts.add(elements[-1].last)
            most = max(most, sum(element.words for element in elements))
            words.append(_surest(element.literals for element in elements if not element.optional))
        else:
            empty = True
        if phrase[at] == "]":
            break
        at += 1
    if not options:
        raise PhraseError("nothing stands between '[' and ']'", start)
    sure = frozenset().union(*words) if all(words) and not empty else frozenset()
    source = f"(?:{'|'.join(options)}){'?' if empty else ''}"
    return _Group(source, at + 1, sure, clings, most, *("" if empty else _one_of(chars) for chars in (firsts, lasts)))


def _one_of(chars: set[str]) -> str:
    """Return one of some characters at the edges of words, which are alike there; nothing where they may differ."""
    return min(chars) if all(char.isascii() and char.isalnum() for char in chars) else ""
