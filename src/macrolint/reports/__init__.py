"""Reports: one module an output format, each with one function `write(run, style)` that returns text.

`table` and `digest` are shorter ones, shown instead of `full` or `concise`.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from macrolint.model import SEVERITIES, FileResult, Violation
from macrolint.rulebook import Rule
from macrolint.sources import Source
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.reports.promises import Ledger
    from macrolint.scores import Scores

COLOURS = {"error": (31, 1), "warning": (33, 1), "info": (34, 1)}  # of severities, as terminals number them
_COMMAND = lazy(r"##(?=[a-z]*\[)", re.I)
_ACTING = lazy(  # controls but the tab, bidi and zero-width characters, marks of byte order, halves of pairs, tags
    "[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Page(NamedTuple):
    """What only the report for people tells besides.

    ledger: of all promises. groups: how the groups of rules are called.
    links: addresses of templates by the name of their platform, or by "" for all others;
    `{id}` stands for a template's id. date: the day of the run. gone: how many violations a change took away.
    """

    ledger: Ledger
    groups: Mapping[str, str] = {}
    links: Mapping[str, str] = {}
    title: str = "What macrolint found in our templates"
    date: str = ""
    gone: int = 0


class Run(NamedTuple):
    """The results of a run, in the order of the files; `paths` are those that were named.

    configuration: what there is to say of the configuration. scores: where they were asked for.
    given: what came on standard input. rules: those that ran, with their severity. page: for the report for people.
    """

    results: tuple[FileResult, ...]
    paths: tuple[str, ...] = ()
    configuration: tuple[Violation, ...] = ()
    scores: Scores | None = None
    given: tuple[Source, ...] = ()
    rules: tuple[tuple[Rule, str], ...] = ()
    page: Page | None = None

    @property
    def violations(self) -> Collection[Violation]:
        """All violations, in the order of the files and of the places in them; those of the configuration last."""
        return _Told(self.results, self.configuration)

    @property
    def suppressed(self) -> int:
        """How many violations are not told because somebody said so."""
        return sum(result.suppressed for result in self.results)

    @property
    def accepted(self) -> int:
        """How many violations are not told because they are in the baseline."""
        return sum(result.accepted for result in self.results)

    @property
    def read(self) -> list[FileResult]:
        """The files that held templates or should have."""
        return [result for result in self.results if not result.skipped]

    @property
    def templates(self) -> int:
        """How many templates were read."""
        return sum(result.templates for result in self.results)


class _Told(Collection[Violation]):
    """The violations of a run, one after another, so that they need not all be there at once."""

    def __init__(self, results: tuple[FileResult, ...], last: tuple[Violation, ...]) -> None:
        self.results, self.last = results, last

    def __iter__(self) -> Iterator[Violation]:
        for result in self.results:
            yield from result.violations
        yield from self.last

    def __len__(self) -> int:
        return sum(len(result.violations) for result in self.results) + len(self.last)

    def __contains__(self, one: object) -> bool:
        return any(one == other for other in self)


class Style(NamedTuple):
    """How to show things: whether colours may be used, and whether the summary is left out.

    width: how wide text may be. columns: how wide a table may be, which is all that a terminal has.
    """

    colour: bool = False
    quiet: bool = False
    width: int = 100
    columns: int = 100

    def paint(self, text: str, *codes: int) -> str:
        """Return the text in a colour or weight, where colours may be used."""
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if self.colour and text else text


def render(format_: str, run: Run, style: Style) -> str:
    """Return the report of a run in a format."""
    module = importlib.import_module(f"macrolint.reports.{f'{format_}_' if format_ in ('json', 'csv') else format_}")
    written: str = module.write(run, style)
    return written


def summary(run: Run) -> str:
    """Return what a report for people ends with: what was found, and the score where it was asked for."""
    library = run.scores.library if run.scores else None
    if library is None:
        return _found(run)
    pillars = ", ".join(f"{name} {points}" for name, points in library.pillars.items())
    return f"{_found(run)}\nScore: {library.overall} of 100 ({library.band}); {pillars}; lowest tenth {library.worst}."


def _found(run: Run) -> str:
    files, templates = counted(len(run.read), "file"), counted(run.templates, "template")
    violations = run.violations
    kept = [
        f"{count} {what}"
        for count, what in ((run.suppressed, "suppressed"), (run.accepted, "in the baseline"))
        if count
    ]
    quiet = f" ({', '.join(kept)})" if kept else ""
    skipped = len(run.results) - len(run.read)
    if skipped:
        files += f" ({counted(skipped, 'file')} skipped)"
    if any(result.crashes or result.stopped for result in run.results):
        files += ", not all of them checked"
    elif not violations:
        return f"All is well: {templates} in {files}{quiet}."
    found = counted(len(violations), "violation")
    told = of_severities(Counter(violation.severity for violation in violations))
    said = f"Found {found} in {templates} in {files}{': ' if told else ''}{told}{quiet}."
    return "\n".join(filter(None, [said, _fixable(violations)]))


def _fixable(violations: Collection[Violation]) -> str:
    """Return how many violations `--fix` would fix, and how many more `--unsafe-fixes` would."""
    counts = Counter(violation.fix.safety for violation in violations if violation.fix)
    if counts["safe"]:
        more = f" ({counts['unsafe']} more with --unsafe-fixes)" if counts["unsafe"] else ""
        return f"[*] {counts['safe']} fixable with `macrolint check --fix`{more}."
    return f"{counts['unsafe']} fixable with `macrolint check --fix --unsafe-fixes`." if counts["unsafe"] else ""


def of_severities(counts: Counter[str]) -> str:
    """Return “1 error, 2 warnings, 3 info”, without those that there are none of."""
    return ", ".join(
        f"{counts[name]} info" if name == "info" else counted(counts[name], name) for name in SEVERITIES if counts[name]
    )


def counted(number: int, noun: str) -> str:
    """Return “1 file”, “2 files”."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def wrapped(text: str, width: int, first: str = "  ") -> list[str]:
    """Return a text as lines of a width, without what acts on a terminal; `first` opens it, the rest is indented."""
    import textwrap

    out: list[str] = []
    for line in text.rstrip("\n").split("\n"):
        lead, rest = (" " * len(first) if out else first), " " * len(first)
        out += textwrap.wrap(
            visible(line), width, initial_indent=lead, subsequent_indent=rest, break_long_words=False,
            break_on_hyphens=False,
        ) or [""]  # fmt: skip
    return [still(line) for line in out]


def visible(text: str) -> str:
    """Return a text that cannot act where it is shown.

    Control, bidi and zero-width characters become escapes, and so does the mark by which a CI log knows a command
    wherever it stands (`##[group]`, `##vso[…]`, `##teamcity[…]`).
    """
    if "##" in text:
        text = _COMMAND.sub("#\\\\u0023", text)
    if text.isascii() and text.isprintable():
        return text
    return _ACTING.sub(_escape, text)


def _escape(char: re.Match[str]) -> str:
    """Return a character as JSON writes it."""
    units = char[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2]):04x}" for at in range(0, len(units), 2))


def still(line: str) -> str:
    """Return a line that no CI log takes for a command: `::` opens one where a line starts with it."""
    said = line.lstrip()
    return f"{line[: len(line) - len(said)]}:\\u003a{said[2:]}" if said.startswith("::") else line
