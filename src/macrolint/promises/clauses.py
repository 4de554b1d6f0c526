"""Clauses that promise: a future, who stands before it, which act after it; and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macrolint.phrases import alternatives
from macrolint.placeholders import VALUE
from macrolint.promises.actors import NAMED, NOBODY, ONE, READER, THIRD_PARTY, WE, Actors, Subject
from macrolint.promises.acts import OTHER, REFRAIN, Acts, Found
from macrolint.promises.lookalikes import Lookalikes
from macrolint.promises.words import FUTURES, VIEWS, PromiseWords, Told, any_of, ending
from macrolint.sieve import Folded
from macrolint.spans import Span
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

TIME, MORE = "time", "more"
HEDGED, PLAIN, FIRM = "hedged", "plain", "firm"
_OFFERS = ("offered", "ready", "able")
_END = lazy(
    r"[;!?]|:(?!\d)|\s[–—-]\s|[–—]|,?\s+(?:but|so|because|since|although|however|while|otherwise)\b"
    r"|,\s+(?:and|or|then|as|which)\s+(?:I|we|you|your|the|it|this|please|our|once|if|when)\b|\band\s+(?:you|please|we|I)\b",
    re.I,
)
_BOUNDARY = lazy(r"[,;:–—(]|\s-\s|\b(?:and|but|so|then)\b", re.I)
_COORDINATED = lazy(r"(?:,\s*(?:and\s+|then\s+|or\s+)?|\s(?:and|then)\s+)(?:then\s+|also\s+)?", re.I)
_AND_WILL = lazy(r"\b(?:and|then)\s+(?:then\s+|also\s+)?(?=(?:will|shall)\b)", re.I)
_LAST_AND = lazy(r"\s+(?:and|then)\s*\Z", re.I)
_FROM = lazy(r"\bfrom\s+(?:(?P<we>us)|(?P<i>me)|our\b)", re.I)
_BY = lazy(r"\s+by\s+(?:our|the|a|one of our)\s+[\w ]{0,20}(?:team|staff|agent|specialist|department|colleague)", re.I)
_FEELING = lazy(r"(?:happy|glad)\b", re.I)
_RELATIVE = lazy(r"[^\s,]\s+(?:(?P<which>which)|that)\s*\Z", re.I)  # “the bins which are due to be collected”
_BUT = lazy(r"(?:[,;–—-]|\b(?:but|and))\Z", re.I)
_AIM = lazy(r"our\b|(?P<i>my)\b", re.I)
_LONG = 99
_REACH = 200  # characters before a subject that say whose it is
_SMILEY = lazy(r"(?<=[.!?…])\s+[^\w\s\ufffc()\[\]\"”’]+\s*\Z")
_WE = lazy(r"(?:we|I)\s+", re.I)
_NEAR = 60  # characters before “will be taken” in which stands what is
_BLANK = lazy(r"\s*")


class Clause(NamedTuple):
    """A clause that promises. act_end: where the words of the act end.

    needs: what has to be said to make it a promise: a TIME; or MORE, which is any time or condition.
    needs_reader: only if the reader's move comes first.
    offer: the words that make it an offer of something named, which is on condition of the reader's wish anyway.
    chain: what several acts of one clause share.
    """

    span: Span
    who: str
    actor: Span | None
    act: str
    act_end: int
    strength: str
    sentence: Span
    needs: str = ""
    needs_reader: bool = False
    chain: int = 0
    offer: Span | None = None


class _Future(NamedTuple):
    """A future: how sure it is, where it starts, and where the act starts after its adverbs."""

    kind: str  # the list that it is of
    strength: str
    start: int
    act: int
    said: str
    adverbs: str

    @property
    def bare(self) -> bool:
        """Whether it is “should”, which says more often what is the rule."""
        return self.said.lower() == "should"


class Clauses:
    """Finds the clauses of a sentence that promise."""

    def __init__(self, words: PromiseWords) -> None:
        self.words, self.actors, self.acts, self.lookalikes = words, Actors(words), Acts(words), Lookalikes(words)
        futures = {name: getattr(words, name) for name in FUTURES}
        self._future = lazy("|".join(f"(?P<{name}>{alternatives(one)})" for name, one in futures.items()), re.I)
        self._foretold = Told(
            rf"(?:{alternatives(words.foretold)})(?:\s+[^\s,;:.!?]+){{1,6}}?\s+to(?=\s+be\b)", words.foretold
        )
        adverbs = ((HEDGED, words.hedges), (FIRM, words.pledges), ("", words.quiet_adverbs))
        self._adverbs = [(strength, any_of(phrases)) for strength, phrases in adverbs]
        asked = rf"(?:{alternatives(words.asked_or_told)})(?:\s+[^\s,;:]+){{0,2}}\s*\Z"
        self._asked = Told(asked, words.asked_or_told)
        views = {name: getattr(words, name) for name in VIEWS}
        self._view = Told(
            "|".join(f"(?P<{name}>{alternatives(one)})" for name, one in views.items()), sum(views.values(), ())
        )

    def found(self, text: str, sentence: Span, folded: Folded) -> list[Clause]:
        """Return the clauses of a sentence that promise, from left to right; none overlaps the next."""
        found = [
            clause for future in self._futures(text, sentence, folded) for clause in self._told(text, sentence, future)
        ]
        if not found:
            found = [*self._reader_view(text, sentence, folded), *self._habits(text, sentence, folded)]
        found.sort(key=lambda one: one.span)
        starts = [*(one.span.start for one in found[1:]), sentence.end]
        clipped = (
            [
                one._replace(span=_trimmed(text, Span(one.span.start, max(one.act_end, min(one.span.end, start)))))
                for one, start in zip(found, starts, strict=True)
            ]
            if found
            else []
        )
        return _chained(text, [one._replace(strength=self._firm(text, one)) for one in clipped])

    def opens_list(self, text: str, sentence: Span, folded: Folded) -> Subject | None:
        """Return who promises what the list below a sentence says: “We will:”, “What happens next:”."""
        if not text[sentence.start : sentence.end].rstrip(" *_").endswith(":"):
            return None
        for future in self._futures(text, sentence, folded):
            if not text[future.act : sentence.end].strip(" :*_") and future.kind != "negated":
                subject = self.actors.before(text, sentence.start, future.start)
                return subject if subject and subject.who in (ONE, WE, NAMED) else None
        opened = any_of(self.words.list_openers).search(text, *sentence)
        return Subject(WE, sentence.start, sentence.start) if opened else None

    def listed(self, text: str, item: Span, who: str) -> list[Clause]:
        """Return what an item of such a list promises: it starts with an act."""
        said = _WE.match(text, *item)
        at, strength = self._skip(text, said.end() if said else item.start, item.end)
        act = self.acts.known(text, at, item.end)
        if act is None:
            return []
        return list(self._acted(text, item, Subject(who, item.start, item.start), act, strength or PLAIN, item.start))

    def _futures(self, text: str, sentence: Span, folded: Folded) -> Iterator[_Future]:
        for one in self._foretold.finditer(text, *sentence):
            yield _Future("foretold", HEDGED, one.start(), one.end() + 1, one[0], "")
        for one in folded.finditer(self._future, self.words.starts_of_futures, text, *sentence):
            kind = str(one.lastgroup)
            at, said = self._skip(text, one.end(), sentence.end)
            strength = said or (kind if kind in (PLAIN, FIRM) else HEDGED)
            yield _Future(kind, strength, one.start(), at, one[0], text[one.end() : at])

    def _skip(self, text: str, at: int, end: int) -> tuple[int, str]:
        """Return where the adverbs at an offset end, and what they make of the promise."""
        strength = ""
        while True:
            blank = _BLANK.match(text, at, end)
            at = blank.end() if blank else at
            for says, expression in self._adverbs:
                found = expression.match(text, at, end)
                if found and found.end() > at:
                    at, strength = found.end(), says or strength
                    break
            else:
                return at, strength

    def _told(self, text: str, sentence: Span, future: _Future) -> Iterator[Clause]:
        subject = self._subject(text, sentence, future)
        at = subject.start if subject else future.start
        left = text[max(sentence.start, at - _REACH) : at]
        ours = subject is not None and subject.who != READER
        if (ending(self.words.asked_or_told) if subject else self._asked).search(left):
            return
        if (relative := _RELATIVE.search(left)) and (subject is None or relative["which"]):
            return
        if future.kind == "negated":
            if ours and any_of(self.words.refrains).match(text, future.act, sentence.end):
                yield self._clause(text, sentence, subject, Found(REFRAIN, future.act), PLAIN, future.start)
            return
        if future.kind in _OFFERS:
            yield from self._offered(text, sentence, subject, future)
        else:
            yield from self._done_later(text, sentence, subject, future)

    def _done_later(self, text: str, sentence: Span, subject: Subject | None, future: _Future) -> Iterator[Clause]:
        """Yield what somebody will do, what will be done to something, and what will come."""
        active = subject is not None and subject.who != READER and not subject.inherited
        known = self.acts.known(text, future.act, sentence.end) if active else None
        passive = None if known else self._done(text, sentence, future)
        if future.kind == "foretold":
            if passive and subject and subject.who != READER:
                yield self._clause(text, sentence, subject, passive, future.strength, future.start)
        elif future.kind == "due":
            if passive:
                yield from self._passive(text, sentence, future, passive)
        elif passive and not (subject and subject.who in (ONE, WE, READER) and not subject.inherited):
            yield from self._passive(text, sentence, future, passive)
        elif subject is None and (released := any_of(self.words.released).match(text, future.act, sentence.end)):
            yield self._come(text, sentence, future, Found("fix", released.end()))._replace(
                needs=TIME if future.bare else ""
            )
        elif subject and subject.who == READER:
            yield from self._received(text, sentence, subject, future)
        elif subject is not None:
            yield from self._active(text, sentence, subject, future)
        elif arrives := any_of(self.words.arrives).match(text, future.act, sentence.end):
            yield self._come(text, sentence, future, Found("send", arrives.end()))._replace(needs=TIME)
        elif subject is None and (done := self._participle(text, sentence, future)):
            for clause in self._passive(text, sentence, future, done):
                yield clause._replace(needs=TIME)

    def _subject(self, text: str, sentence: Span, future: _Future) -> Subject | None:
        """Return who stands before a future; “our aim is to” and a first “happy to” say themselves that it is we."""
        if future.kind == "ready" and _FEELING.match(future.said):
            left = text[sentence.start : future.start].strip(" *_>")
            first = not left or _BUT.search(left)
            return Subject(WE, future.start, future.start) if first else None
        if aim := _AIM.match(future.said):
            return Subject(ONE if aim["i"] else WE, future.start, future.start)
        return self.actors.before(text, sentence.start, future.start)

    def _participle(self, text: str, sentence: Span, future: _Future) -> Found | None:
        """Return what will be done by a verb that is in no list, unless it is done to the reader."""
        found = self.acts.participle(text, future.act, sentence.end)
        return None if found and any_of(self.words.done_to_reader).search(text, future.act, found.end) else found

    def _done(self, text: str, sentence: Span, future: _Future) -> Found | None:
        """Return what will be done to something: “will be refunded”, “action will be taken”."""
        deed = any_of(self.words.done_deeds).match(text, future.act, sentence.end)
        if deed and any_of(self.words.deeds).search(text, max(sentence.start, future.start - _NEAR), future.start):
            return Found(OTHER, deed.end(), passive=True)
        return self.acts.done(text, future.act, sentence.end)

    def _active(self, text: str, sentence: Span, subject: Subject, future: _Future) -> Iterator[Clause]:
        """Yield what I, we, somebody named or an outsider will do, unless it only looks like a promise."""
        at, end = future.act, sentence.end
        known = self.acts.known(text, at, end)
        if self.lookalikes.active(text, sentence, at, known.end if known else 0):
            return
        vague = subject.who == THIRD_PARTY or text[subject.start : subject.start + 1] == VALUE
        found = known or (None if vague else self.acts.any(text, at, end))
        if found is None:
            return
        for clause in self._acted(text, sentence, subject, found, future.strength, future.start):
            usual = future.kind == "striven" or _AIM.match(future.said) is not None
            timed = usual or (future.bare and clause.act not in ("reply", "update"))
            handed = self.lookalikes.handed(text, sentence, at)
            yield clause._replace(needs=TIME if timed else MORE if handed else "")

    def _offered(self, text: str, sentence: Span, subject: Subject | None, future: _Future) -> Iterator[Clause]:
        """Yield what is offered: “we'd be happy to look into it”, “we can reset it if you reply”."""
        if subject is None or subject.who not in (ONE, WE, NAMED, NOBODY) or subject.inherited:
            return
        known = self.acts.known(text, future.act, sentence.end)
        left = text[sentence.start : subject.start]
        if future.kind == "able" and (not known or self.lookalikes.purpose(left, future.adverbs)):
            return
        if act := known or self.acts.any(text, future.act, sentence.end):
            general = any_of(self.words.general_help).match(text, future.act, sentence.end)
            said = Span(future.start, future.start + len(future.said))
            feeling = self.lookalikes.active(text, sentence, future.act, known.end if known else 0)
            named = future.kind == "offered" and not general and not feeling
            for one in self._acted(text, sentence, subject, act, PLAIN, future.start):
                yield one._replace(needs_reader=True, offer=said if named else None)

    def _acted(
        self, text: str, sentence: Span, subject: Subject, act: Found, strength: str, at: int
    ) -> Iterator[Clause]:
        """Yield a clause for each act of a subject: “check it and get back to you” are two."""
        clause = self._clause(text, sentence, subject, act, strength, at)
        for link in _COORDINATED.finditer(text, act.end, clause.span.end):
            known = self.acts.known(text, link.end(), sentence.end) if link.start() >= clause.act_end else None
            if known and not any_of(self.words.asks).match(text, link.end(), sentence.end):
                yield clause._replace(span=Span(clause.span.start, link.start()))
                span = Span(link.end(), self._end(text, known.end, sentence))
                clause = clause._replace(act=known.act, act_end=known.end, span=span)
        yield clause

    def _passive(self, text: str, sentence: Span, future: _Future, act: Found) -> Iterator[Clause]:
        if future.bare and any_of(self.words.no_delivery).search(future.adverbs):
            return
        clause = self._clause(text, sentence, None, act, future.strength, future.start)
        if self.lookalikes.passive(text, sentence, clause.span.start, future.start, act.end):
            return
        itself = clause.act in ("fix", "update") and self.lookalikes.by_itself(text, future.adverbs, act.end)
        who = NAMED if _BY.match(text, act.end, sentence.end) else NOBODY
        given = self.acts.given(text, clause.span.start, future.start)
        yield clause._replace(
            who=who, act=clause.act if given == OTHER else given, needs=TIME if future.bare or itself else ""
        )

    def _come(self, text: str, sentence: Span, future: _Future, act: Found) -> Clause:
        """Return what will arrive or be there by itself: “your refund will arrive”."""
        clause = self._clause(text, sentence, None, act, future.strength, future.start)
        given = self.acts.given(text, clause.span.start, future.start)
        return clause if given == OTHER else clause._replace(act=given)

    def _received(self, text: str, sentence: Span, subject: Subject, future: _Future) -> Iterator[Clause]:
        found = any_of(self.words.receives).match(text, future.act, sentence.end)
        timed = None if found else any_of(self.words.receives_timed).match(text, future.act, sentence.end)
        if told := found or timed:
            clause = self._seen(text, sentence, subject.start, told.end(), future.strength, future.act)
            yield clause._replace(needs="" if found else TIME)

    def _reader_view(self, text: str, sentence: Span, folded: Folded) -> Iterator[Clause]:
        found = folded.search(self._view, self.words.starts_of_views, text, *sentence)
        if found is None or self._asked.search(text[sentence.start : found.start()]):
            return
        if found.lastgroup in ("takes", "slated"):
            act = "fix" if found.lastgroup == "slated" else self.acts.given(text, *sentence)
            if act != OTHER:
                clause = self._clause(text, sentence, None, Found(act, found.end()), HEDGED, found.start())
                yield clause._replace(needs=TIME)
        else:
            clause = self._seen(text, sentence, found.start(), found.end(), PLAIN, found.start())
            yield clause._replace(needs="" if found.lastgroup == "expects" else TIME)

    def _seen(self, text: str, sentence: Span, start: int, act_end: int, strength: str, at: int) -> Clause:
        """Return what the reader is told to expect; “from us” says whose promise it is."""
        end = self._end(text, act_end, sentence)
        sender = _FROM.search(text, at, end)
        who = NOBODY if not sender else WE if sender["we"] else ONE if sender["i"] else NAMED
        act = self.acts.given(text, at, end)
        return Clause(Span(start, end), who, None, act, act_end, strength, sentence, chain=start)

    def _habits(self, text: str, sentence: Span, folded: Folded) -> Iterator[Clause]:
        """Yield what we do as a rule: “we reply within a day”, “refunds are processed within a day”."""
        words = self.words
        for found in folded.finditer(any_of(words.done_habits), words.starts_of_done_habits, text, *sentence):
            if self.actors.before(text, sentence.start, found.start()) is None:
                done = self.acts.done(f"be {found[0].split()[-1]}", 0, _LONG)
                act = Found(done.act if done else OTHER, found.end(), passive=True)
                future = _Future("", PLAIN, found.start(), found.end(), "", "")
                for clause in self._passive(text, sentence, future, act):
                    yield clause._replace(needs=TIME)
        for found in folded.finditer(any_of(words.habits), words.starts_of_habits, text, *sentence):
            subject = self.actors.before(text, sentence.start, found.start())
            if subject is None or self.lookalikes.told(text[sentence.start : subject.start]):
                continue
            if subject.who in (ONE, WE, NAMED) and not subject.inherited and text[subject.start] != VALUE:
                known = self.acts.known(text, found.end() - len(found[0].split()[-1]), sentence.end)
                habit = Found(known.act if known else OTHER, found.end())
                yield self._clause(text, sentence, subject, habit, PLAIN, found.start())._replace(needs=TIME)

    def _clause(self, text: str, sentence: Span, subject: Subject | None, act: Found, strength: str, at: int) -> Clause:
        """Return a clause from its subject, or what stands in place of one, to its end."""
        if subject is None:
            last = 0
            for boundary in _BOUNDARY.finditer(text, sentence.start, at):
                last = boundary.end()
            start = max(sentence.start, last)
        else:
            start = subject.start
        actor = Span(subject.start, subject.end) if subject and subject.end > subject.start else None
        who = subject.who if subject else NOBODY
        return Clause(
            Span(start, self._end(text, act.end, sentence)), who, actor, act.act, act.end, strength, sentence, chain=at
        )

    @staticmethod
    def _end(text: str, at: int, sentence: Span) -> int:
        found = _END.search(text, at, sentence.end)
        return found.start() if found else sentence.end

    def _firm(self, text: str, clause: Clause) -> str:
        pledged = clause.strength == PLAIN and any_of(self.words.pledges).search(
            text, clause.sentence.start, clause.span.end
        )
        return FIRM if pledged else clause.strength


def _chained(text: str, clauses: list[Clause]) -> list[Clause]:
    """Let clauses with one subject share a chain: “we will check it and will write to you”."""
    made: list[Clause] = []
    for one in clauses:
        joint = _AND_WILL.search(text, made[-1].act_end, one.act_end) if made else None
        made.append(one._replace(chain=made[-1].chain) if joint and joint.end() == one.span.start else one)
    return made


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without blanks and stops around it, without a smiley after its stop and without a last “and”."""
    said = _LAST_AND.sub("", _SMILEY.sub("", text[span.start : span.end]))
    start = span.start + len(said) - len(said.lstrip(" ,;:*_-–—"))
    return Span(start, max(start + 1, span.start + len(said.rstrip(" \n.,;:!?*_-–—…"))))
