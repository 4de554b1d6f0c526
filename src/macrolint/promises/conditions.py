"""What a promise waits for: the reader's move, ours or somebody else's."""

from __future__ import annotations

import re

from macrolint.phrases import alternatives
from macrolint.promises.words import PromiseWords, Told, any_of, ending
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

READER, OURS, THIRD_PARTY = "reader", "ours", "third-party"
_LINKED = lazy(r"(?:\b(?:and|so|then|so that|or|that way)|[,:;–—&-]|\))\s*\Z", re.I)
_KNOW = lazy(r"\byou know\s*\Z", re.I)
_IF = lazy(r"\bif\b", re.I)
_YOU = lazy(r"\byou\b", re.I)
_END = lazy(r"[,;:–—!?]|\s-\s|\)", re.I)


class Condition(NamedTuple):
    """A stretch that says what has to happen first, and whose move it is.

    milestone: it is an event of ours that comes anyway, such as the next release.
    """

    span: Span
    whose: str
    milestone: bool = False


class Conditions:
    """Finds what promises wait for, and what is to be done when they are not kept."""

    def __init__(self, words: PromiseWords) -> None:
        self.words = words
        verbs, asks = alternatives(words.requests_first), alternatives(words.requests)
        nothing = alternatives(words.no_requests)
        pauses = alternatives(words.pauses)
        self._request = Told(
            rf"\A\W*(?!{pauses})(?:(?:then|also|so|or|alternatively|otherwise|next|now),?\s+)?(?:{verbs})|(?:{asks})\s+(?!(?:{asks}|{nothing}))\w",
            words.requests_first + words.requests,
        )
        release = rf"(?:{alternatives(words.next_ones)})(?:\s+[\w.-]+){{0,2}}?\s+(?:{alternatives(words.releases)})"
        self._milestone = Told(rf"{alternatives(words.milestones)}|{release}", words.milestones + words.releases)
        self._outsiders = any_of(words.outsiders + words.outside_names)

    def found(self, text: str, sentence: Span) -> list[Condition]:
        """Return the conditions that a sentence names, from left to right."""
        out: list[Condition] = []
        for start in any_of(self.words.starts).finditer(text, *sentence):
            inside = out and start.start() < out[-1].span.end
            if inside or any_of(self.words.no_condition).match(text, start.start(), sentence.end):
                continue
            if ending(self.words.asked_after).search(text[sentence.start : start.start()]):
                continue
            stop = _END.search(text, start.end(), sentence.end)
            end = stop.start() if stop else sentence.end
            span = Span(start.start(), start.start() + len(text[start.start() : end].rstrip(" .…")))
            told = _KNOW.search(text, sentence.start, start.start())  # “we'll let you know if anything changes”
            out.append(Condition(span, OURS if told and not _YOU.search(text, *span) else self._whose(text, span)))
        for one in self._milestone.finditer(text, *sentence):
            stop = _END.search(text, one.end(), sentence.end)
            said = text[one.start() : stop.start() if stop else sentence.end].rstrip(" .…*_")
            out.append(Condition(Span(one.start(), one.start() + len(said)), OURS, milestone=True))
        return sorted(out)

    def request(self, text: str, sentence: Span, before: int) -> Condition | None:
        """Return what the sentence asks the reader to do before a promise in it: “reply and we'll help”."""
        left = text[sentence.start : before]
        if not _LINKED.search(left):
            return None
        found = self._request.search(left)
        if found is None:
            return None
        start = sentence.start + found.start() + len(found[0]) - len(found[0].lstrip())
        said = re.sub(r"(?:\s*(?:\b(?:and|so|then|or|so that)|[,:;–—&-]))*\s*\Z", "", text[start:before], flags=re.I)
        return Condition(Span(start, start + len(said)), READER) if said.strip() else None

    def wish(self, text: str, sentence: Span) -> Condition | None:
        """Return a sentence that takes up an offer: “If you'd like that, reply here.”"""
        return Condition(sentence, READER) if any_of(self.words.wishes).match(text, *sentence) else None

    def asked(self, text: str, sentence: Span) -> Condition | None:
        """Return a sentence that asks the reader to do something."""
        found = self._request.search(text[sentence.start : sentence.end])
        return Condition(sentence, READER) if found else None

    def asked_for(self, text: str, sentence: Span) -> Condition | None:
        """Return a sentence that asks for what the next one cannot do without: “Please send us the number.”"""
        start = sentence.end - len(text[sentence.start : sentence.end].lstrip(" *_>\n"))
        asks = any_of(self.words.asked_for).match(text, start, sentence.end)
        return Condition(sentence, READER) if asks and not _IF.search(text, *sentence) else None

    def fallback(self, text: str, span: Span) -> Span | None:
        """Return where a stretch says what to do when the promise is not kept."""
        found = any_of(self.words.fallbacks).search(text, *span)
        return Span(*found.span()) if found else None

    def _whose(self, text: str, span: Span) -> str:
        if self._outsiders.search(text, *span) and not _YOU.search(text, *span):
            return THIRD_PARTY
        by_reader = any_of(self.words.readers).search(text, *span) and not any_of(self.words.not_readers).search(
            text, *span
        )
        return READER if by_reader else OURS


class Fallbacks:
    """What to do when promises are not kept: looked for once for all the promises that stand before it."""

    def __init__(self, conditions: Conditions, text: str) -> None:
        self._conditions, self._text = conditions, text
        self._known: tuple[Span, Span | None] | None = None  # the stretch that was looked at, and what is there

    def after(self, start: int, end: int) -> Span | None:
        """Return the first one of a stretch."""
        if self._known is not None:
            stretch, found = self._known
            if stretch.end == end and stretch.start <= start and (found is None or found.start >= start):
                return found
        found = self._conditions.fallback(self._text, Span(start, end))
        self._known = Span(start, end), found
        return found
