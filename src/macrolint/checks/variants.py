"""What the variants of one template in several languages must have in common: the facts of `compare: variants`.

Placeholders, numbers of time and money (the rule's patterns find them), links, and of English messages what they
promise. `checks.drift` holds those of the variants against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macrolint.checks import Check, Known
from macrolint.checks.phrases import Phrases
from macrolint.checks.promises import promised
from macrolint.model import Fact, Finding, Template
from macrolint.prose import Prose
from macrolint.rulebook import Rule
from macrolint.spans import Span
from macrolint.uncompiled import lazy

WHOLE, PLACEHOLDER, NUMBER, LINK, PROMISE = "whole", "placeholder", "number", "link", "promise"
NO_PLACEHOLDERS = "forms"  # of a text that says itself in several forms, each with braces of its own
_FORMS = lazy(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,")
_ADDRESS = lazy(r"url|uri|link|href", re.I)  # may stand in a tag, where the reader of HTML does not see it
_LINK = lazy(r"\bhttps?://[^\s<>\"'“”)\]]+", re.I)
_DIGITS = lazy(r"\d+(?:[.,'’\u00a0\u202f]\d+)*")
_GROUPS = lazy(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_WORD = lazy(r"\w+")
_LONGEST_NUMBER = 100  # digits
_COUNTED = {  # what each language calls the numbers from one to twelve
    "en": "one|a|an two three four five six seven eight nine ten eleven twelve",
    "de": "eins|ein|eine|einem|einen|einer|eines zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "un|une deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "uno|un|una due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze",
    "nl": "een|één twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
_MEANT = {
    language: {word: str(number) for number, words in enumerate(said.split(), 1) for word in words.split("|")}
    for language, said in _COUNTED.items()
}


def counts(language: str) -> bool:
    """Tell whether the words for numbers of a language are known."""
    return language[:2] in _MEANT


def in_words(text: str, language: str) -> Iterator[str]:
    """Yield the numbers that a text says in words of a language."""
    meant = _MEANT.get(language[:2], {})
    return (meant[word] for word in text.split() if word in meant)


def facts_of(rule: Rule, known: Known) -> Check:
    """Return the check: one fact of the whole message, and one of each thing that its variants must have, too."""
    words = Phrases(rule, known.moves)

    def check(prose: Prose, template: Template) -> Iterator[Finding]:
        if template.active is False or template.outdated:
            return
        language = (template.language or "").lower().replace("_", "-")
        for span, fact in _found(prose, words, rule, known, language):
            yield Finding(span, {}, fact=fact)

    return check


def _found(prose: Prose, words: Phrases, rule: Rule, known: Known, language: str) -> Iterator[tuple[Span, Fact]]:
    text, about = prose.part.body.text, (language,)
    forms = NO_PLACEHOLDERS if _FORMS.search(text) else ""
    numbers, said = " ".join(_numbers(prose.masked)), " ".join(_WORD.findall(prose.masked.lower()))
    first = prose.sentences[0] if prose.sentences else Span(0, len(text))
    yield first, Fact(about, (WHOLE, prose.part.markup, forms, numbers, said))
    for one in prose.placeholders:
        if one.prints and not forms and not (prose.part.markup == "html" and _ADDRESS.search(one.name)):
            yield one.span, Fact(about, (PLACEHOLDER, one.name))
    for match in words.standing(prose):
        yield match.span, Fact(about, (NUMBER, " ".join(_numbers(prose.masked[slice(*match.span)]))))
    for link in _LINK.finditer(text):
        yield Span(*link.span()), Fact(about, (LINK, link[0]))
    for promise in promised(prose, known) if language[:2] in ("en", "") else ():
        if promise.act in rule.options.act:
            yield promise.span, Fact(about, (PROMISE, promise.act))


def _numbers(text: str) -> Iterator[str]:
    """Yield the numbers of a text as any language would write them: 1000 for “1,000” and “1.000”, 5.5 for “5,50”."""
    for found in _DIGITS.findall(text):
        if _GROUPS.fullmatch(found):
            yield re.sub(r"\D", "", found)
            continue
        whole, *rest = re.split(r"\D", found)
        if len(rest) == 1 and len(rest[0]) <= 2:  # cents, or a decimal
            yield f"{_plain(whole)}.{rest[0]}".rstrip("0").rstrip(".")
        else:
            yield from map(_plain, (whole, *rest))


def _plain(digits: str) -> str:
    """Return a number without the zeros before it; Python refuses to count with very many digits."""
    return str(int(digits)) if len(digits) <= _LONGEST_NUMBER else digits
