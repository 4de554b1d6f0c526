"""The values that travel from reader to report, and the errors.

All are frozen plain data. `Finding` speaks about a text, `Violation` about the file; `engine.cross` goes between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from macrolint.spans import FileSpan, Position, Span
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.comments import Comment
    from macrolint.mapping import Mapped
    from macrolint.outlines import Outline
    from macrolint.promised import Promised
    from macrolint.rulebook import Guess
    from macrolint.shown import Shown, Snippet, Within

FOREIGN = "und"  # the language tag of a text in another language than its template should have
SEVERITIES = ("error", "warning", "info")  # from the loudest to the quietest


class MacrolintError(Exception):
    """Something the user asked for cannot be done: said in one line, with the place and what to do."""

    def __init__(self, message: str, frame: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.frame = frame
        self.hint = hint


class Unreadable(Exception):
    """A template file cannot be read. `line` and `column` count from 1 where the place is known.

    content: the bytes that are no text, where there are any.
    """

    def __init__(
        self, reason: str, line: int = 1, column: int = 1, offset: int | None = None, content: bytes = b""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.offset = offset
        self.content = content


class Layer(NamedTuple):
    """How a text is written down in what holds it.

    style: text, html, json, csv, single, double, plain, literal or folded; or mixed, where nothing can be written
        (a text whose lines are written in different styles).
    prefix: what each further line starts with (indentation, `> `).
    special: characters that this place cannot hold unquoted (the separator of a CSV file).
    """

    style: str
    prefix: str = ""
    special: str = ""


class Mark(NamedTuple):
    """A stretch of a part that its markup labels: code, quote, list or heading."""

    label: str
    span: Span


class Part(NamedTuple):
    """One text of a template.

    role: message (the reader gets it), note (colleagues do), subject (what the reader sees first) or
        side-conversation (a third party gets it).
    markup: text, markdown or html; an html body holds the visible text, its tags are gaps.
    layers: how the body is written, from the innermost layer to the file itself.
    borrowed: the text stands elsewhere (dynamic content) and is checked there; here it only counts as said.
    """

    role: str
    markup: str
    body: Mapped
    layers: tuple[Layer, ...] = (Layer("text"),)
    marks: tuple[Mark, ...] = ()
    comments: tuple[Comment, ...] = ()
    borrowed: bool = False


class Action(NamedTuple):
    """What a template does besides speaking: a verb and a word for its value, at `span` of its file.

    verb: status, owner, team, tag, untag, tags, priority, type, wake, due, note, side-conversation, notify, field, ...
    value: a word that holds on every platform, a tag, a priority, hours; never an id, an address or a token.
    span: empty for one that stands in no template file but in a configuration.
    """

    verb: str
    value: str
    span: FileSpan


class Outcome(NamedTuple):
    """How a ticket is left by a template. What is not told is `unknown`, which is not `unchanged`.

    status_after: open, waiting_customer, waiting_internal, snoozed, solved, closed, unchanged or unknown.
    owner_after: same, current_user, user, team, nobody or unknown. wakes_at: hours until the ticket comes back.
    """

    status_after: str = "unknown"
    owner_after: str = "unknown"
    wakes_at: float | None = None


class Template(NamedTuple):
    """What a support person calls a macro, at `span` of its file. `address`: as headings or as keys.

    active: whether the team uses it; not so if it is switched off or one person's own. None: nobody says.
    outdated: it is older than the text that it translates.
    dialect: how its placeholders are written, where its platform or layout says so.
    complete: whether `actions` are all that it does; else there may be others that nobody tells.
    """

    id: str | None
    title: str | None
    parts: tuple[Part, ...]
    address: str = ""
    kind: str | None = None
    channel: str | None = None
    language: str | None = None
    audience: str | None = None
    active: bool | None = None
    tags: tuple[str, ...] = ()
    platform: str | None = None
    span: FileSpan = FileSpan(0, 0)
    dialect: str | None = None
    actions: tuple[Action, ...] = ()
    outcome: Outcome = Outcome()
    complete: bool = False
    outdated: bool = False


class Failure(NamedTuple):
    """Why a file, or a stretch of it, could not be read, and where."""

    reason: str
    position: Position


class Document(NamedTuple):
    """What a reader made of a file. `skipped`: why it holds none. `around`: a whole library, as one text."""

    templates: tuple[Template, ...] = ()
    failure: Failure | None = None
    skipped: str | None = None
    comments: tuple[Comment, ...] = ()
    around: Part | None = None


class ActionAt(NamedTuple):
    """Where a record keeps an action: the verb, the path to its value, and how the value is read.

    value: what it always is. words: the table of `words` to read it by, else the one named like the verb.
    otherwise: what a value is that stands in no table.
    """

    verb: str
    at: str
    value: str | None = None
    words: str | None = None
    otherwise: str | None = None


Tables = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # table, and its pairs of what is written and its word


class Layout(NamedTuple):
    """Where a file keeps its templates: a team's `layouts:` entry, one of a platform, or what was recognised.

    files: patterns as in .gitignore, relative to the configuration.
    format: how bodies are written (text, markdown, html), or the field that tells it; None: see `readers.records`.
    split: how a prose file is cut: file (one template), headings, fences, quotes or paragraphs (a library file);
        None: seen from the file.
    records: path to the records of a structured file (see `paths`); None: found by field names.
    id, title, body, subject, note, side, language, kind, channel, tags: paths to fields in a record; `$key` is the
        record's own key, `$value` the record itself, `$locale` what the file's name says. A CSV column is named by
        its header, or by its number from 1. side: what a third party gets.
    public: the field that tells whether the reader sees the body; no: it is a note.
    active, personal: the fields that tell whether the record is in use, and one person's own; `!` for the opposite.
    outdated: that which tells whether it is older than the text that it translates.
    dialect: how placeholders are written. platform: what the templates are said to come from.
    actions, words: what a record does besides speaking. complete: whether the record tells all that it does.
    separator: of a CSV file; None: seen from its first line. header: whether that line names the columns.
    holds: of a platform only: words that stand in such a file. asked: read only where it is asked for.
    """

    files: tuple[str, ...] = ()
    name: str = ""
    format: str | None = None
    split: str | None = None
    records: str | None = None
    id: str | None = None
    title: str | None = None
    body: tuple[str, ...] = ()
    subject: str | None = None
    note: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    language: str | None = None
    kind: str | None = None
    channel: str | None = None
    tags: str | None = None
    public: str | None = None
    active: str | None = None
    personal: str | None = None
    outdated: str | None = None
    dialect: str | None = None
    platform: str | None = None
    actions: tuple[ActionAt, ...] = ()
    words: Tables = ()
    complete: bool = False
    separator: str | None = None
    header: bool = True
    holds: tuple[str, ...] = ()
    asked: bool = False


class Replacement(NamedTuple):
    """Words to put in place of a stretch of a text; the stretch may be wider than what was flagged."""

    span: Span
    text: str
    title: str


class Related(NamedTuple):
    """Another place that a violation speaks of, and what is there."""

    label: str
    path: str
    start: Position
    end: Position


class Mention(NamedTuple):
    """Another place of the same text, or of the same file, that a finding speaks of, and what is there."""

    label: str
    at: Span | FileSpan


class Fact(NamedTuple):
    """What a message says that another template may contradict.

    about: what has to be the same in two facts that are compared. says: what may not differ then.
    """

    about: tuple[str, ...]
    says: tuple[str | float, ...]


class Finding(NamedTuple):
    """What a check saw in a text: where, the values for its message, and a replacement that keeps the meaning.

    related: the other places that it speaks of. fact: it is no violation unless the library contradicts it.
    """

    span: Span
    values: Mapping[str, str]
    replacement: Replacement | None = None
    related: tuple[Mention | Related, ...] = ()
    fact: Fact | None = None


class Change(NamedTuple):
    """A stretch of the file and the characters to put in its place."""

    start: Position
    end: Position
    text: str


class Fix(NamedTuple):
    """A change of the file that keeps the meaning (safe) or may not (unsafe).

    which, meant: number of the template and of its part, and what the change means in the part's text.
    """

    safety: str
    title: str
    edits: tuple[Change, ...]
    which: tuple[int, int] = (0, 0)
    meant: Replacement | None = None


class Violation(NamedTuple):
    """A rule broken at a place of a file: plain data that pickles, caches and prints without its rule.

    within: the same place in the texts of the file; None for what is said of the file.
    """

    rule: str
    severity: str
    confidence: str
    message: str
    why: str
    path: str
    start: Position
    end: Position
    excerpt: str = ""
    template_id: str | None = None
    template_title: str | None = None
    template_kind: str | None = None
    address: str | None = None
    part: str | None = None
    snippet: Snippet | None = None
    fix: Fix | None = None
    fingerprint: str = ""
    title: str = ""
    url: str | None = None
    note: str = ""
    related: tuple[Related, ...] = ()
    within: Within | None = None


class Stated(NamedTuple):
    """A fact at a place of a file. violation: what is told where the library contradicts it; its message is not filled.

    template: its number in the file. suppressed: numbers of the suppressions that stand over it.
    """

    fact: Fact
    violation: Violation
    template: int
    suppressed: tuple[int, ...] = ()


class Waiting(NamedTuple):
    """A suppression that stands over facts: only the library shows whether it is of use.

    unused: what is told if it is not. entry: of the configuration, as in `FileResult.entries`.
    """

    number: int
    unused: Violation | None
    entry: tuple[int, int] | None


class Mended(NamedTuple):
    """What became of the fixes of a file: the violations that were fixed, and those whose fix was left out.

    before, after: the bytes of the file. refused: why nothing was written, if so.
    """

    made: tuple[Violation, ...]
    left_out: tuple[Violation, ...]
    before: bytes
    after: bytes
    refused: str | None = None


class FileResult(NamedTuple):
    """What came of a file. `skipped` says why it was left out; `templates`, `parts` and `coarse` count what was read.

    stopped: rules of the team that took too long, with the reason. crashes: our own bugs, with their tracebacks.
    kinds: what each template was taken for. platforms: where the templates come from.
    suppressed: how many are not told. entries: of `suppress.Suppressions`.
    promises, shown: what `ledger` and `showing` found; `check` leaves them out.
    facts, waiting: what `library.compared` needs.
    outlines: of its templates, where they are asked for.
    mended: where fixes were asked for and there were some. key: what the project calls the file.
    accepted: how many violations are not told because they are in the baseline.
    """

    path: str
    violations: Sequence[Violation] = ()
    templates: int = 0
    parts: int = 0
    coarse: int = 0
    skipped: str | None = None
    failure: Failure | None = None
    stopped: tuple[tuple[str, str], ...] = ()
    crashes: tuple[str, ...] = ()
    kinds: tuple[tuple[str, Guess], ...] = ()
    suppressed: int = 0
    entries: tuple[tuple[int, int, bool], ...] = ()
    promises: tuple[Promised, ...] = ()
    platforms: tuple[str, ...] = ()
    facts: tuple[Stated, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    outlines: tuple[Outline, ...] = ()
    mended: Mended | None = None
    key: str = ""
    accepted: int = 0
    shown: tuple[Shown, ...] = ()
