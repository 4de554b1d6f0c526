"""Variants of one template in several languages that no longer say the same.

Variants are found by their place: the same key in files whose names differ by their locale, or the same id or title in
one file or in such files, with different languages. One of them, the English one where there is one, is what the
others are held to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from macrolint.checks.conflicts import Conflict
from macrolint.checks.locales import IN_PATH
from macrolint.checks.variants import (
    LINK,
    NO_PLACEHOLDERS,
    NUMBER,
    PLACEHOLDER,
    PROMISE,
    WHOLE,
    counts,
    in_words,
)
from macrolint.model import FOREIGN, Stated
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_PLURAL = lazy(r"(?:^|[/_.])(?:zero|one|two|few|many|other|plural)\Z")  # keys of the forms of a number
_SAME = (24, 60, 7, 5, 12)  # 24 hours are 1 day, 2 weeks are 14 days, or 10 that one works
_NAME, _TEAM = lazy(r"name|surname|salutation", re.I), lazy(r"agent|user|assignee|staff|owner|sender", re.I)


class _Variant(NamedTuple):
    """A template in a language. whole: the numbers of the facts of its messages; said: of each kind of thing, what is
    said and by which fact."""

    language: str
    path: str
    whole: list[int]
    said: dict[str, list[tuple[str, int]]]


def drifts(facts: Sequence[Stated]) -> Iterator[Conflict]:
    """Yield what sets the variants of a template apart; the facts are in the order of their places."""
    variants: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, one in enumerate(facts):
        variants[one.violation.path, one.template].append(number)
    made = [made for numbers in variants.values() if (made := _variant(facts, numbers))]
    for group in _groups(made, facts):
        first = min(group, key=lambda one: (one.language != "en", not one.language.startswith("en"), one.path))
        for other in group:
            if other is not first:
                yield from _between(first, other, facts)


def _variant(facts: Sequence[Stated], numbers: list[int]) -> _Variant | None:
    one = facts[numbers[0]]
    language, path = one.fact.about[0], one.violation.path
    if language in ("", FOREIGN):
        named = IN_PATH.findall(path)
        if not named and not language:
            return None  # nothing tells its language
        if named and named[-1].startswith("en") == (language == FOREIGN):
            return None  # the words are not in the language that the name of the file tells
        language = named[-1].lower().replace("_", "-") if named else FOREIGN
    said: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for number in numbers:
        kind, value, *_ = facts[number].fact.says
        said[str(kind)].append((str(value), number))
    whole = [number for _, number in said[WHOLE]]
    if not whole or _PLURAL.search(one.violation.address or ""):
        return None
    return _Variant(language, path, whole, said)


def _groups(variants: Iterable[_Variant], facts: Sequence[Stated]) -> Iterator[list[_Variant]]:
    """Yield the variants of each template; a key that two templates of one language have tells nothing."""
    keys: defaultdict[tuple[str, str, str], list[_Variant]] = defaultdict(list)
    for variant in variants:
        violation = facts[variant.whole[0]].violation
        shown, address = IN_PATH.sub("*", variant.path), violation.address or ""
        if shown != variant.path and not re.search(r"/\d+(?:/|\Z)", address):
            keys["address", shown, address].append(variant)
        for name, value in (("id", violation.template_id), ("title", violation.template_title)):
            if value:
                keys[name, shown, value].append(variant)
    grouped: set[int] = set()
    for _, group in sorted(keys.items(), key=lambda item: ("address", "id", "title").index(item[0][0])):
        apart = len(group) > 1 and len({one.language for one in group}) == len(group)
        if apart and grouped.isdisjoint(map(id, group)):
            grouped.update(map(id, group))
            yield group


def _between(first: _Variant, other: _Variant, facts: Sequence[Stated]) -> Iterator[Conflict]:
    """Yield how a variant differs from the one that it is held to: one violation for each kind of thing."""
    for kind, differing in ((PLACEHOLDER, _names), (NUMBER, _amounts), (LINK, _links), (PROMISE, _promises)):
        missing, extra = differing(first, other, facts), differing(other, first, facts)
        if kind == NUMBER and not (missing and extra):
            missing = missing if counts(other.language) else []
            extra = extra if counts(first.language) else []
        if not missing and not extra:
            continue
        language = first.language
        if extra and missing:
            yield _conflict(
                extra, missing, facts, extra[0], f"here, {_said(facts[missing[0]])} in the variant {language}"
            )
        elif extra:
            yield _conflict(extra, first.whole[:1], facts, extra[0], f"is here and not in the variant {language}")
        else:
            at = other.whole[0]
            yield _conflict([at], missing, facts, missing[0], f"is in the variant {language} and missing here")
        if kind == NUMBER:
            return  # a promise that differs by its number is told


def _conflict(at: list[int], against: list[int], facts: Sequence[Stated], match: int, said: str) -> Conflict:
    return Conflict(at[0], tuple(against), told=True, values=(_said(facts[match])[1:-1], said))


def _said(one: Stated) -> str:
    return f"“{' '.join(one.violation.excerpt.split())}”"


def _names(one: _Variant, other: _Variant, facts: Sequence[Stated]) -> list[int]:
    """Return the facts of placeholders that the other variant has not; any name of the reader is as good as another."""
    if any(NO_PLACEHOLDERS in facts[number].fact.says for number in (*one.whole, *other.whole)):
        return []
    known = {_of_person(name) for name, _ in other.said[PLACEHOLDER]}
    return [number for name, number in one.said[PLACEHOLDER] if _of_person(name) not in known]


def _of_person(name: str) -> str:
    if not _NAME.search(name):
        return name
    return "the team's name" if _TEAM.search(name) else "the reader's name"


def _amounts(one: _Variant, other: _Variant, facts: Sequence[Stated]) -> list[int]:
    """Return the facts of numbers that the other variant says neither in digits nor in words, nor in another unit."""
    known: set[float] = set()
    for number in other.whole:
        *_, digits, words = map(str, facts[number].fact.says)
        known |= {float(value) for value in (*digits.split(), *in_words(words, other.language))}
    return [
        number for said, number in one.said[NUMBER] if not any(_is_said(float(value), known) for value in said.split())
    ]


def _is_said(value: float, known: set[float]) -> bool:
    return value in known or any(value * times in known or value / times in known for times in _SAME)


def _links(one: _Variant, other: _Variant, facts: Sequence[Stated]) -> list[int]:
    """Return the facts of links, where the other variant has none at all and is written in the same markup."""
    markups = {str(facts[number].fact.says[1]) for number in (*one.whole, *other.whole)}
    return [] if other.said[LINK] or len(markups) > 1 else [number for _, number in one.said[LINK]]


def _promises(one: _Variant, other: _Variant, facts: Sequence[Stated]) -> list[int]:
    """Return the facts of promises that the other variant has not; in English only."""
    if not (one.language.startswith("en") and other.language.startswith("en")):
        return []
    known = {act for act, _ in other.said[PROMISE]}
    return [number for act, number in one.said[PROMISE] if act not in known]
