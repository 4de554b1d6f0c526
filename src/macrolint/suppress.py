"""What is not told because somebody said so: comments in a file, and the configuration's `suppress` entries."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from macrolint.comments import Comment, may_speak
from macrolint.frames import did_you_mean
from macrolint.model import Document, FileResult, MacrolintError, Template
from macrolint.prose import study
from macrolint.settings import UNKNOWN, UNUSED, Settings
from macrolint.shown import Snippet
from macrolint.sources import Source
from macrolint.spans import FileSpan, Position, Span
from macrolint.suppressions import today
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

_WORDS = lazy(
    r"(?P<verb>disable|disable-next-line|disable-file)\s*=\s*(?P<names>[^\s,]+(?:\s*,\s*[^\s,]+)*)(?:\s.*)?", re.S
)
_NAME = lazy(r"[^\s,]+")


class Notice(NamedTuple):
    """What macrolint has to say of a file itself: under which rule, why, and where. excerpt: the words it is about."""

    rule: str
    reason: str
    path: str
    start: Position
    end: Position
    snippet: Snippet | None = None
    excerpt: str = ""


class _Asked(NamedTuple):
    """A rule or group that is not to be told of.

    place: where it is named, if in a comment. templates: their numbers; None: all. line: only what starts there.
    entry: the number of the configuration's entry and of the rule in it.
    """

    name: str
    rules: frozenset[str]
    place: FileSpan | None = None
    templates: frozenset[int] | None = None
    line: FileSpan | None = None
    entry: tuple[int, int] | None = None


class Suppressions:
    """The suppressions that hold in a file; they remember which of them did something."""

    def __init__(self, source: Source, document: Document, settings: Settings) -> None:
        self.source = source
        self.templates = document.templates
        self.settings = settings
        self.asked: list[_Asked] = []
        self.by_template: defaultdict[int | None, list[_Asked]] = defaultdict(list)  # None: in the whole file
        self.by_line: defaultdict[int, list[_Asked]] = defaultdict(list)
        self.unknown: list[Notice] = []
        self.used: set[_Asked] = set()
        self.waiting: set[int] = set()  # numbers of those that stand over facts, which only a library can judge
        self.covered: set[tuple[str, int]] = set()  # rules that whole templates suppress, once that was of use
        self.ran: dict[int, Settings] = {}  # the settings that held, by the number of the template
        self.unsure: set[str] = set()  # rules that were stopped
        if document.templates:
            if may_speak(source.text):
                for comment, templates in comments_of(document, settings):
                    self._read(comment, templates)
            self._configured()

    def cover(self, rule: str, template: int, at: int) -> bool:
        """Tell whether a violation of a rule, in a template and from an offset on, is suppressed."""
        if not self.asked:
            return False
        if (rule, template) in self.covered:
            return True
        whole = [one for one in (*self.by_template[None], *self.by_template[template]) if rule in one.rules]
        self.used.update(whole)
        if whole:
            self.covered.add((rule, template))
        line = self.source.lines.position(at).line if self.by_line else 0
        beside = [
            one
            for one in self.by_line.get(line, ())
            if one.line and one.line.start <= at < one.line.end and rule in one.rules
        ]
        self.used.update(beside)
        return bool(whole or beside)

    def over(self, rule: str, template: int, at: int) -> tuple[int, ...]:
        """Return the numbers of the suppressions that stand over a fact."""
        if not self.asked:
            return ()
        line = self.source.lines.position(at).line
        found = [
            self.asked.index(one)
            for one in (*self.by_template[None], *self.by_template[template], *self.by_line.get(line, ()))
            if rule in one.rules and (one.line is None or one.line.start <= at < one.line.end)
        ]
        self.waiting.update(found)
        return tuple(found)

    def _ask(self, one: _Asked) -> None:
        self.asked.append(one)
        if one.line:
            first, last = (self.source.lines.position(offset).line for offset in one.line)
            for number in range(first, last + 1):
                self.by_line[number].append(one)
        else:
            for template in (None,) if one.templates is None else one.templates:
                self.by_template[template].append(one)

    def unused(self) -> Iterator[tuple[int, Notice]]:
        """Yield the comments' rules that suppressed nothing although they ran, each with its number."""
        for number, one in enumerate(self.asked):
            if one.place and one not in self.used and self._judged(one):
                finds = "no rule finds anything" if one.name == "ALL" else f"{one.name} finds nothing"
                yield number, self._notice(UNUSED, f"{finds} {self._where(one)}", one.place, one.name)

    def entries(self) -> tuple[tuple[int, int, bool], ...]:
        """Return the configuration's rules that could suppress something here, and whether they did.

        Each is told by the number of its entry and by its own in the entry.
        """
        entries = [(one, one in self.used) for one in self.asked if one.entry]
        return tuple((*one.entry, used) for one, used in entries if one.entry and (used or self._judged(one)))

    def entry(self, number: int) -> tuple[int, int] | None:
        """Return which rule of which of the configuration's entries a suppression is."""
        return self.asked[number].entry

    def _judged(self, one: _Asked) -> bool:
        """Tell whether all that a name stands for ran, apart from rules that do not run by themselves."""
        catalog = self.settings.catalog.rules
        expected = {name for name in one.rules if catalog[name].default == "on" and catalog[name].check != "vocabulary"}
        expected = expected or set(one.rules)
        numbers = range(len(self.templates)) if one.templates is None else one.templates
        held = {id(settings): settings for number in numbers if (settings := self.ran.get(number))}
        return all(expected <= settings.names - self.unsure for settings in (held or {0: self.settings}).values())

    def _read(self, comment: Comment, templates: frozenset[int] | None) -> None:
        """Read what a comment says, every rule it names for itself."""
        said, whole = comment.body.text, Span(0, len(comment.body.text))
        found = _WORDS.fullmatch(said)
        if not found:
            self._say(_unread(said, self.settings), comment, whole)
            return
        verb, line = found["verb"], None
        if verb == "disable-next-line":
            line = comment.next
            if line is None:
                self._say("no line with words stands below it", comment, whole)
                return
        for name in _NAME.finditer(said, *found.span("names")):
            span = Span(*name.span())
            try:
                rules = _texts(name[0], self.settings)
            except MacrolintError as error:
                self._say(error.message, comment, span)
                continue
            place = comment.body.locate(span)
            self._ask(_Asked(name[0], rules, place, None if verb == "disable-file" else templates, line))

    def _configured(self) -> None:
        day = today() if self.settings.suppressions else ""
        for number, (entry, matches) in enumerate(self.settings.suppressions):
            if not matches(self.source.key):
                continue
            named = [
                index
                for index, template in enumerate(self.templates)
                if not entry.templates or {template.id, template.title} & set(entry.templates)
            ]
            for index, mention in enumerate(entry.rules):
                try:
                    rules = _texts(mention.name, self.settings)
                except MacrolintError:
                    continue  # told once, for the configuration
                one = _Asked(mention.name, rules, None, frozenset(named), None, (number, index))
                if entry.expires and entry.expires < day:
                    self.asked.append(one)  # to be told of; it suppresses nothing
                else:
                    self._ask(one)

    def _where(self, one: _Asked) -> str:
        if one.line:
            return "on the next line"
        if one.templates is None:
            return "in this file"
        titles = [self.templates[number].title or self.templates[number].id for number in one.templates]
        return f"in “{titles[0]}”" if len(titles) == 1 and titles[0] else "in its template"

    def _say(self, reason: str, comment: Comment, span: Span) -> None:
        place = comment.body.locate(span)
        self.unknown.append(self._notice(UNKNOWN, reason, place, comment.body.text[span.start : span.end]))

    def _notice(self, rule: str, reason: str, place: FileSpan, excerpt: str) -> Notice:
        lines = self.source.lines
        start, end = lines.position(place.start), lines.position(place.end)
        line = lines.line(start.line)
        column = start.column - 1
        before = lines.line(start.line - 1) if start.line > 1 else None
        snippet = Snippet(before, line, column, min(len(line), column + place.end - place.start))
        return Notice(rule, reason, self.source.path, start, end, snippet, excerpt)


def told_of_configuration(results: Iterable[FileResult], settings: Settings, *, whole: bool) -> Iterator[Notice]:
    """Yield what is wrong with the configuration's entries.

    whole: the run went over all that the configuration names; only then something can be unused, and only where
    files that the entry looks at were read.
    """
    entries = [one for result in results for one in result.entries]
    seen = {(number, index) for number, index, _ in entries}
    used = {(number, index) for number, index, did in entries if did}
    stopped = {rule for result in results for rule, _ in result.stopped}
    day = today()
    for number, entry in enumerate(settings.configuration.suppress):
        for index, mention in enumerate(entry.rules):
            rule, reason = UNUSED, f"{mention.name} finds nothing in the templates it names"
            try:
                rules = _texts(mention.name, settings)
            except MacrolintError as error:
                rule, reason = UNKNOWN, error.message
            else:
                if not whole or (number, index) not in seen - used or rules & stopped:
                    continue
                if entry.expires and entry.expires < day:
                    reason = f"it expired on {entry.expires}"
            yield Notice(rule, reason, entry.path, mention.start, mention.end, mention.snippet, mention.name)


def comments_of(document: Document, settings: Settings) -> Iterator[tuple[Comment, frozenset[int] | None]]:
    """Yield the comments of a file, and the numbers of the templates that each stands in or before."""
    seen: set[FileSpan] = set()
    for number, template in enumerate(document.templates):
        for part in template.parts:
            if part.comments or may_speak(part.body.text):
                for comment in study(part, settings.words(template)).comments:
                    seen.add(_place(comment))
                    yield comment, frozenset((number,))
    others = document.comments
    if document.around:
        others += study(document.around, settings.words(document.templates[0])).comments
    places = _Places(document.templates)
    for comment in others:
        if _place(comment) not in seen:
            where = comment.where
            yield comment, places.at(where) if where else None


def _place(comment: Comment) -> FileSpan:
    return comment.body.locate(Span(0, len(comment.body.text)))


class _Places:
    """Where the templates of a file stand."""

    def __init__(self, templates: tuple[Template, ...]) -> None:
        self.spans = [one.span for one in templates]
        self.order = sorted(
            range(len(templates)), key=lambda number: (self.spans[number].start, -self.spans[number].end)
        )
        self.starts = [self.spans[number].start for number in self.order]
        self.reach = list(accumulate((self.spans[number].end for number in self.order), max))

    def at(self, where: FileSpan) -> frozenset[int]:
        """Return the innermost templates that a stretch of the file touches; else the next one, else the last one."""
        first, last = bisect_left(self.starts, where.start), bisect_left(self.starts, where.end)
        touched = self.order[first:last]
        before = first - 1
        while before >= 0 and self.reach[before] > where.start:
            if self.spans[self.order[before]].end > where.start:
                touched.insert(0, self.order[before])
                break
            before -= 1
        if touched:
            return frozenset(self._innermost(touched))
        return frozenset((self.order[min(last, len(self.order) - 1)],))

    def _innermost(self, touched: list[int]) -> Iterator[int]:
        for number, after in zip(touched, [*touched[1:], None], strict=True):
            if after is None or self.spans[after].start >= self.spans[number].end:
                yield number


def _texts(name: str, settings: Settings) -> frozenset[str]:
    """Return the rules of a name that read texts. Raises MacrolintError where there are none, saying why."""
    try:
        rules = settings.named(name)
    except MacrolintError:
        catalog = settings.catalog
        near = did_you_mean(name, [*catalog.rules, *catalog.groups])
        hint = f" ({near})" if near else ""
        raise MacrolintError(f"no rule or group is called '{name}'{hint}") from None
    texts = frozenset(rule for rule in rules if settings.catalog.rules[rule].check != "reader")
    if not texts:
        raise MacrolintError(
            f"'{name}' is about files and not about texts; 'ignore' in the configuration leaves it out"
        )
    return texts


def _unread(said: str, settings: Settings) -> str:
    """Return what is wrong with words that cannot be read, and how they are written."""
    mended = re.sub(r"^macrolint[\s=-]*", "", said, flags=re.I)
    if mended != said and (meant := _WORDS.fullmatch(mended)):
        return f"a colon is missing; write “macrolint: {meant['verb']}={meant['names']}”"
    words = mended.split()
    known = {"ALL", *settings.catalog.rules, *settings.catalog.groups}
    named = [name for word in words[1:2] if (name := word.strip(",:[]")) in known]
    example = named[0] if named else "tone/nothing-we-can-do"
    verb = next(
        (verb for verb in ("disable-next-line", "disable-file") if words and words[0].startswith(verb)), "disable"
    )
    if words and words[0] in ("disable", "disable-next-line", "disable-file") and not named:
        return f"it names no rule; write “macrolint: {verb}={example}”, or {verb}=ALL"
    return f"write it like “macrolint: {verb}={example}”, then the reason"
