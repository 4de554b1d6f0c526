"""The check `library`: what a message says that another template may contradict.

The check itself finds facts in one message: promises with a time, promises and what denies them, numbers, forms of
a word, all its words (`checks.copies`), habits (`checks.habits`).
`checks.conflicts` holds those of all templates against each other, `checks.drift` those of the variants of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from macrolint.checks import Check, Known
from macrolint.checks.phrases import Match, Phrases
from macrolint.checks.promises import promised
from macrolint.checks.variants import facts_of
from macrolint.guards import stands
from macrolint.model import Fact, Finding, Template
from macrolint.phrases import literals, pattern
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.sieve import fold, may_hold
from macrolint.spans import Span
from macrolint.uncompiled import lazy

if TYPE_CHECKING:
    from macrolint.promises.acts import Acts
    from macrolint.promises.times import When

_Find = Callable[[Prose], Iterator[tuple[Span, Fact]]]
_LENGTHS = ("range", "within", "end-of-day", "relative-day")  # forms of times whose length is known
_WORD = lazy(r"[a-z0-9]+")
_SMALL = frozenset(  # words that name nothing
    "a an the this that these those it its them they you your yours our ours my mine us me we i he she s re ll ve "
    "to for of on in at with by from and or as all any some out up back".split()
)
_CENTS = lazy(r"[.:,]00\b")
_LONG = 400  # characters of a sentence that hardly comes again
_APART = lazy(r"[_/:=.-]+")  # between the words of tags and names


def compile_(rule: Rule, known: Known) -> Check:
    """Return the check of a rule about the whole library; it yields facts."""
    if rule.options.compare == "variants":
        return facts_of(rule, known)
    if rule.options.compare in ("habits", "signers"):
        from macrolint.checks import habits

        return habits.compile_(rule, known)
    if rule.options.compare == "counterparts":
        from macrolint.checks import counterparts

        return counterparts.compile_(rule, known)
    return _Facts(
        rule,
        {"times": _times, "denials": _denials, "numbers": _numbers, "forms": _forms, "copies": _copies}[
            str(rule.options.compare)
        ](rule, known),
    ).check


def apart(text: str, phrases: tuple[str, ...]) -> str:
    """Return which of the phrases that set things apart a text holds, by their numbers."""
    return (_apart if len(text) <= _LONG else _apart.__wrapped__)(text, phrases)


@lru_cache(maxsize=200)  # a template states many facts, and its sentences stand in others, too
def _apart(text: str, phrases: tuple[str, ...]) -> str:
    words = fold(text)
    held = (one for one in enumerate(phrases) if may_hold(literals(one[1]), words))
    return " ".join(str(number) for number, phrase in held if _compiled(phrase).search(text))


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(pattern(phrase), re.I)


class _Facts:
    """The facts of a template, and what they are about: for which readers, and what else sets them apart."""

    def __init__(self, rule: Rule, facts: _Find) -> None:
        self.rule, self.facts = rule, facts

    def check(self, prose: Prose, template: Template) -> Iterator[Finding]:
        if template.active is False:
            return
        for span, fact in self.facts(prose):
            around = prose.masked[slice(*prose.sentence_at(span))]
            about = (*fact.about, *self._whose(template), f"sentence {apart(around, self.rule.options.apart)}")
            yield Finding(span, {}, fact=fact._replace(about=about))

    def _whose(self, template: Template) -> Iterator[str]:
        """Yield for whom a template is: what it says itself, its tags, and its name."""
        language = (template.language or "").lower().replace("_", "-")
        yield f"audience {(template.audience or '').lower()}"
        yield f"channel {(template.channel or '').lower()}"
        yield f"language {language.removeprefix('en').strip('-')}"
        if self.rule.options.compare == "copies":
            yield f"kind {template.kind or ''}"
        options = self.rule.options
        yield from sorted(tag.lower() for tag in template.tags if _APART.split(tag.lower())[0] in options.scopes)
        named = " ".join(filter(None, (template.title, template.id, template.address, *template.tags)))
        yield f"template {apart(_APART.sub(' ', named), options.apart)}"


def _times(rule: Rule, known: Known) -> _Find:
    """Return what finds until when something is promised, or how long a rule's phrases say that it takes."""
    options, words, acts = rule.options, Phrases(rule, known.moves), _acts(known)

    def found(prose: Prose) -> Iterator[tuple[Span, Fact]]:
        for promise in promised(prose, known):
            whole = promise.span
            if promise.act not in options.act or not promise.when or not _is_length(promise.when):
                continue
            if not stands(prose, whole, whole, rule.unless, rule.only, rule.origin):
                continue
            left_out = {*_SMALL, *options.generic} if promise.act in options.alone else _SMALL
            things = _named(promise.object, prose, left_out)
            if things or promise.act in options.alone:
                actor = _named(promise.actor, prose, {*_SMALL, *options.generic})
                condition = " ".join([promise.condition or "", _named(promise.waits_for, prose, frozenset())])
                yield promise.when.span, Fact((promise.act, things, actor, condition), _length(promise.when))
        for said in words.standing(prose):
            act = acts().given(_plain(said.span, prose), 0, said.span.end - said.span.start)
            for when in known.promises().times.found(prose, prose.sentence_at(said.span)):
                if act in options.act and _is_length(when) and 0 <= when.span.start - said.span.end <= 1:
                    yield when.span, Fact((act, "takes"), _length(when))

    return found


def _is_length(when: When) -> bool:
    return when.form in _LENGTHS and bool(when.latest_hours)


def _length(when: When) -> tuple[str | float, ...]:
    return (when.latest_hours or 0.0, str(when.calendar), str(when.unit), when.form)


def _acts(known: Known) -> Callable[[], Acts]:
    @cache
    def acts() -> Acts:
        from macrolint.promises.acts import Acts

        return Acts(known.promises().words)

    return acts


def _plain(span: Span, prose: Prose) -> str:
    """Return words without the s at their ends."""
    return " ".join(word.removesuffix("s") for word in _words(prose.masked[slice(*span)]))


def _named(span: Span | None, prose: Prose, left_out: AbstractSet[str]) -> str:
    """Return the words that tell a thing or a person from others, in the order of the alphabet."""
    words = _words(prose.masked[slice(*span)]) if span else []
    return " ".join(sorted({word.removesuffix("s") for word in words if word not in left_out}))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _denials(rule: Rule, known: Known) -> _Find:
    """Return what finds promises, and what says that such a thing is never done."""
    words, meant, acts = Phrases(rule, known.moves), rule.options.act, _acts(known)

    def found(prose: Prose) -> Iterator[tuple[Span, Fact]]:
        for denied in words.standing(prose):
            said = _plain(denied.span, prose)
            act = acts().given(said, 0, len(said))
            if act in meant:
                yield denied.span, Fact((act,), ("denied",))
        for promise in promised(prose, known):
            if promise.act in meant and not promise.condition and promise.strength != "hedged":
                yield promise.span, Fact((promise.act,), ("promised",))

    return found


def _numbers(rule: Rule, known: Known) -> _Find:
    """Return what finds the numbers of things: the days of a return window, a fee, a telephone number."""
    words = Phrases(rule, known.moves)

    def found(prose: Prose) -> Iterator[tuple[Span, Fact]]:
        for one in words.standing(prose):
            number, named = _captured(one, words, rule, prose)
            about = [word.removesuffix("s") for word in _words(named.get("about") or "")] or [str(number)]
            said = _CENTS.sub("", prose.masked[slice(*one.span)])
            digits = "".join(char if char.isdigit() else " " for char in said).split()
            if digits:
                yield one.span, Fact((" ".join(about),), ("".join(digits),))

    return found


def _forms(rule: Rule, known: Known) -> _Find:
    """Return what finds in which of several forms something is written: named groups of a pattern, besides `match`."""
    words = Phrases(rule, known.moves)

    def found(prose: Prose) -> Iterator[tuple[Span, Fact]]:
        for one in words.standing(prose):
            number, named = _captured(one, words, rule, prose)
            form = next((name for name, said in named.items() if said and name != "match"), None)
            if form:
                yield one.span, Fact((str(number),), (form,))

    return found


def _captured(one: Match, words: Phrases, rule: Rule, prose: Prose) -> tuple[int, dict[str, str | None]]:
    """Return the number of the cue that matched, and its named groups."""
    number = rule.cues.index(one.cue)
    groups = words.expressions[number].match(prose.masked, one.whole.start)
    return number, groups.groupdict() if groups else {}


def _copies(rule: Rule, known: Known) -> _Find:
    from macrolint.checks.copies import whole

    return whole
