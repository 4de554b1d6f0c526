"""What the files of the rulesets say: rules with their cues and examples, moves, kinds of message, times, scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from macrolint import REPOSITORY
from macrolint.spans import Span
from macrolint.values import NamedTuple

Rules = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]  # options by the name of the rule


class Guard(NamedTuple):
    """What stands around a match, as a rule file's `unless:` (none may hold) or `only:` (all given must hold) says.

    before, after: phrases right beside the match. sentence: phrases anywhere in its sentence.
    nearby: phrases in its sentence or the next.
    zone: zones it touches. at: sentence-start, sentence-end or question.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


class Cue(NamedTuple):
    """A phrase or a regular expression that a rule looks for, what to write instead, and its own guards.

    literals: sets of words, of each of which one is in every text that it matches (`phrases.literals`).
    regular: it is a regular expression, not a phrase. move: it stands for a move, wherever that is made.
    suggestions: what a team's vocabulary, or a glossary, offers instead; of several, none is the fix.
    glossary: the name of the glossary that holds the word. starts: what it starts with (`literals.starts_of`).
    reach: how many words it has at most; 0 where that is not known. stops: the marks that it never goes over
    (`literals.stops_of`). confined: as `literals.is_confined` tells.
    """

    text: str
    replace: str | None = None
    unless: Guard = Guard()
    only: Guard = Guard()
    literals: tuple[tuple[str, ...], ...] = ()
    regular: bool = False
    suggestions: tuple[str, ...] = ()
    move: str = ""
    glossary: str = ""
    starts: tuple[str, ...] = ()
    reach: int = 0
    stops: str = ""
    confined: bool = False


class Example(NamedTuple):
    """A text that is flagged at `spans`, or is not (`bad` tells); `fixed` is what its fix makes of it.

    policy: the acts of the policy under which that holds, as in a configuration.
    status_after: how its template leaves the ticket. actions: all that it does, such as `status solved`; None: unknown.
    locales: of the variants of one template that it tells of, as the names of their files say them.
    """

    text: str
    bad: bool
    spans: tuple[Span, ...] = ()
    fixed: str | None = None
    note: str = ""
    allow: tuple[str, ...] = ()
    kind: str | None = None
    title: str | None = None
    policy: str | None = None
    platform: str | None = None
    status_after: str | None = None
    actions: tuple[str, ...] | None = None
    locales: tuple[str, ...] = ()


class Applies(NamedTuple):
    """Which texts a rule reads: languages (`en` covers `en-GB`), roles of parts, audiences, kinds; empty means all.

    not_kinds: kinds of message that it leaves alone; notes among colleagues, unless it says otherwise.
    platforms: the help desks whose templates it reads.
    """

    languages: tuple[str, ...] = ("en",)
    roles: tuple[str, ...] = ("message",)
    audiences: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ("internal",)
    platforms: tuple[str, ...] = ()


class Options(NamedTuple):
    """What a rule that counts, measures, misses something or reads promises is told; a configuration may say otherwise.

    moves: names of moves, of which one is enough. zone: where they, or the units, are looked for.
    within, side: how many sentences around the words (both), before or after them; None: the whole message.
    of: what is counted or measured (words, sentences, questions, characters, or the school grade that reading takes).
    per: of what (message, paragraph, sentence). at_most, at_least: how many may be, and must be.
    stretch: in so many words in a row; None: in all of it.
    who, act, when (its class), form, condition, strength, fallback: which promises or times are meant, as
    `promises.extraction.Promise` and `promises.times.When` call them, and `none`; empty means all.
    problem: what has to be wrong with them besides, of `checks.promises.PROBLEMS`.
    flag: what of a promise is flagged (promise, time, condition, actor or words).
    compare: what of the templates of a library is held against each other, of `checks.library.FACTS`.
    alone: acts that are the same whatever they are done to. generic: words that do not tell one thing from another.
    apart: phrases that set promises or templates apart. scopes: the first halves of tags that do.
    about: what in a text is held against the actions of its template (words, promise, question, anything).
    status_after, owner_after: how such a template leaves the ticket. does: an action it has, in words. without: what a
    template that tells all its actions does not do. silent_with: actions that make it fine.
    glossaries: the glossaries of which words are looked for.
    """

    moves: tuple[str, ...] = ()
    zone: str = "body"
    within: int | None = None
    side: str = "both"
    of: str = "words"
    per: str = "message"
    at_most: int | None = None
    at_least: int | None = None
    stretch: int | None = None
    who: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    problem: str | None = None
    flag: str = "promise"
    compare: str | None = None
    alone: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    about: str = "words"
    status_after: tuple[str, ...] = ()
    owner_after: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    silent_with: tuple[str, ...] = ()
    glossaries: tuple[str, ...] = ()


class Move(NamedTuple):
    """Something a reply does, such as thanking, and the cues that show it.

    includes: moves that count as this one. fakes: phrases that look like it and are none.
    is_, is_not: sentences that show it, and that do not: its tests.
    """

    id: str
    title: str
    cues: tuple[Cue, ...] = ()
    includes: tuple[str, ...] = ()
    fakes: tuple[Cue, ...] = ()
    is_: tuple[str, ...] = ()
    is_not: tuple[str, ...] = ()
    origin: str = "built-in"


class Sign(NamedTuple):
    """What tells a kind of message.

    where: named (title, id, tags, file, folder), starts (a sentence of its opening), opens (in its opening),
        says (anywhere) or begins (what its first words stand in, such as code).
    """

    where: str
    weight: float
    cue: Cue


class Kind(NamedTuple):
    """A kind of message: how to tell it, and the moves that a message of this kind needs."""

    id: str
    title: str
    needs: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()


FRAGMENT = "fragment"  # kinds that checks know by their names
INTERNAL = "internal"
SURE = 0.6  # of a guess; below it, what a kind needs is asked for one severity more quietly


class Guess(NamedTuple):
    """What kind a message is taken for, how sure that is (from 0 to 1), and why."""

    kind: str
    confidence: float = 1.0
    reason: str = "declared"


class Stretch(NamedTuple):
    """A stretch of time that has a name, such as “tomorrow”, and how long it is counted from now."""

    phrases: tuple[str, ...]
    latest: float  # hours; a business day has 24 of them
    calendar: str = "calendar"  # or business
    klass: str = "exact"  # or window
    unit: str = "day"  # in which `latest` is written
    literals: tuple[tuple[tuple[str, ...], ...], ...] = ()  # of each phrase (`phrases.literals`)


class TimeForm(NamedTuple):
    """A way to write a time: its form and class, and the phrases that do.

    form: empty for what looks like a time and is none. klass: empty where the stretch in it says so.
    latest: hours, where no other part of a phrase tells them.
    """

    form: str
    klass: str
    phrases: tuple[Cue, ...]
    latest: float | None = None


class TimeWords(NamedTuple):
    """How people write times (`rulesets/promises/times.yaml`).

    units: the words of each unit. business, calendar, plain: words before a unit. numbers, articles: their values.
    few: at least and at most so many. halves, more: what may follow and adds to it: “and a half”, “or two” (then that
    is the most). stretches: by day, weekday and end. due_names, other_names: words in names of placeholders that
    print a time, and that print something else. event_ends: phrases before which an event ends.
    """

    units: dict[str, tuple[str, ...]]
    business: tuple[str, ...]
    calendar: tuple[str, ...]
    plain: tuple[str, ...]
    numbers: dict[str, float]
    articles: dict[str, float]
    few: dict[str, tuple[float, float]]
    halves: tuple[str, ...]
    more: dict[str, float]
    joins: tuple[str, ...]
    months: tuple[str, ...]
    clock_words: tuple[str, ...]
    zones: tuple[str, ...]
    due_names: frozenset[str]
    other_names: frozenset[str]
    stretches: dict[str, tuple[Stretch, ...]]
    forms: tuple[TimeForm, ...]
    event_ends: tuple[str, ...]


class Pillar(NamedTuple):
    """One of the sides of a template that are scored.

    groups, rules: whose violations count; a rule that is named counts here and not with its group.
    parts: groups by the name of a part that is told apart. moves: by kind what it needs, of which one is enough.
    """

    groups: tuple[str, ...]
    rules: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    moves: Mapping[str, tuple[str, ...]]


class Scheme(NamedTuple):
    """How templates are scored, as `rulesets/score.yaml` says it.

    weights: of each pillar by kind, with `default` for all others; those of a kind add up to 100.
    gate: the severity and the groups of violations with which a template is not ready to be sent.
    """

    pillars: Mapping[str, Pillar]
    weights: Mapping[str, Mapping[str, float]]
    penalties: Mapping[str, float]
    confidence: Mapping[str, float]
    gate: tuple[str, tuple[str, ...]]
    bands: tuple[tuple[str, float], ...]
    otherwise: str
    unscored: tuple[str, ...]
    shortest: float
    again: float
    counted: float
    not_ready: float
    uncovered: float

    @property
    def moves(self) -> frozenset[str]:
        """The moves that a kind may need."""
        return frozenset(
            move for pillar in self.pillars.values() for needed in pillar.moves.values() for move in needed
        )

    def pillar(self, rule: str) -> str | None:
        """Return the pillar that a rule counts in; None for what macrolint says of files."""
        group = rule.split("/", 1)[0]
        if group == "files":
            return None
        named = (name for name, pillar in self.pillars.items() if rule in pillar.rules)
        grouped = (name for name, pillar in self.pillars.items() if group in pillar.groups)
        return next(named, None) or next(grouped, self.otherwise)


class Evidence(NamedTuple):
    """What a rule rests on: the source, what it says, where it is, how strong it is."""

    source: str
    says: str = ""
    url: str = ""
    grade: str = ""


class Rule(NamedTuple):
    """A rule as its file tells it. `path` is the file; `origin` is built-in, team or plugin:NAME.

    yields_to: rules that say the same better; where one of them speaks of the sentence, this one is silent.
    finds: what a rule about placeholders looks for (`checks.placeholders.FINDS`).
    """

    id: str
    title: str
    check: str
    message: str
    severity: str = "warning"
    confidence: str = "medium"
    default: str = "on"
    why: str = ""
    when_fine: str = ""
    applies: Applies = Applies()
    cues: tuple[Cue, ...] = ()
    unless: Guard = Guard()
    only: Guard = Guard()
    options: Options = Options()
    yields_to: tuple[str, ...] = ()
    fix: str | None = None
    evidence: tuple[Evidence, ...] = ()
    since: str = ""
    examples: tuple[Example, ...] = ()
    path: str = ""
    origin: str = "built-in"
    finds: str = ""

    @property
    def group(self) -> str:
        """The folder of the rule: the first half of its id."""
        return self.id.split("/", 1)[0]

    @property
    def url(self) -> str | None:
        """The address of the page about the rule; a team's own rules have none."""
        return f"{REPOSITORY}/blob/main/docs/rules/{self.id}.md" if self.origin == "built-in" else None
