"""The comment on a pull request: what a change adds and what it promises differently, template by template.

Worst first, and no longer than somebody reads. A template's text is only text in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macrolint.comparison import Pair
from macrolint.model import SEVERITIES, Violation
from macrolint.promised import Promised
from macrolint.reports import Page, Run, Style, counted
from macrolint.reports.escaping import markdown
from macrolint.reports.markdown import MARK, SIGNS
from macrolint.reports.promises import Ledger, differences, until, what, who
from macrolint.reports.promises import template as name_of
from macrolint.values import NamedTuple

_TEMPLATES = 15  # that are shown, as far as there is room
_LINES = 6  # of the violations of each, and of its promises
_ROOM = 30_000  # characters; a comment on GitHub holds 65,536
_WORDS = 160  # characters of a promise

_Key = tuple[str, str | None, str | None, str | None]


class _Told(NamedTuple):
    """A template and what is told of it: its violations, and what became of its promises, as lines."""

    path: str
    name: str
    violations: list[Violation]
    promises: list[str]

    @property
    def weight(self) -> tuple[int, int]:
        """How far down it stands."""
        severities = [SEVERITIES.index(one.severity) for one in self.violations]
        return min(severities, default=len(SEVERITIES)), -len(severities)


def write(run: Run, _style: Style) -> str:
    """Return the comment. The violations of the run are the new ones; the page's ledger holds the comparison."""
    page = run.page
    assert page is not None, "the comment needs its page"
    told = sorted(_told(run, page.ledger), key=lambda one: one.weight)
    if not told:
        return f"{MARK}\n{_nothing(page)}\n"
    out, room = [MARK, "## What this change brings", _summary(run, page)], _ROOM
    for shown, one in enumerate(told):
        lines = "\n".join(_lines(one))
        room -= len(lines)
        if shown == _TEMPLATES or room < 0:
            out.append(_more(told[shown:], page.ledger.since))
            break
        name = markdown(one.name or one.path, _WORDS)
        out.append("\n\n".join([f"### {name}", *([f"in {markdown(one.path)}"] if one.name else []), lines]))
    return "\n\n".join(out) + "\n"


def _told(run: Run, ledger: Ledger) -> list[_Told]:
    """Return the templates of which there is something to tell, in the order in which they are met."""
    found: dict[_Key, _Told] = {}

    def at(one: Violation | Promised, name: str) -> _Told:
        key = (one.path, one.template_id, one.template_title, one.address or None)
        return found.setdefault(key, _Told(one.path, name, [], []))

    for violation in run.violations:
        name = violation.template_title or violation.template_id or violation.address or ""
        at(violation, name).violations.append(violation)
    made = ledger.comparison
    for added in made.added:
        at(added, name_of(added)).promises.append(f"➕ **new promise** {_promise(added, ledger)}")
    for pair in made.changed:
        at(pair.after, name_of(pair.after)).promises.append(f"✏️ **changed promise** {_changed(pair, ledger)}")
    for removed in made.removed:
        at(removed, name_of(removed)).promises.append(f"➖ **promise gone** {_words(removed)}")
    return list(found.values())


def _nothing(page: Page) -> str:
    gone = f"{_gone(page.gone)} " if page.gone else ""
    said = f"macrolint: nothing new since {markdown(page.ledger.since)}. {gone}"
    return f"{said}No promise is new, changed or gone."


def _summary(run: Run, page: Page) -> str:
    counts, made = Counter(one.severity for one in run.violations), page.ledger.comparison
    severities = ", ".join(f"{counts[name]} {SIGNS[name]}" for name in SEVERITIES if counts[name])
    number = f"**{counted(len(run.violations), 'new violation')}**" if run.violations else "No new violation"
    numbers = {"new": made.added, "changed": made.changed, "gone": made.removed, "only in other words": made.reworded}
    promises = ", ".join(f"{len(found)} {words}" for words, found in numbers.items() if found)
    out = [f"{number} since {markdown(page.ledger.since)}{f' ({severities})' if severities else ''}."]
    out += [_gone(page.gone)] if page.gone else []
    out += [f"Promises to readers: {promises}." if promises else "No promise is new, changed or gone."]
    return " ".join(out)


def _gone(number: int) -> str:
    return f"{counted(number, 'violation')} {'is' if number == 1 else 'are'} gone."


def _lines(one: _Told) -> Iterator[str]:
    violations = sorted(one.violations, key=lambda found: SEVERITIES.index(found.severity))
    yield from (f"- {_violation(found)}" for found in violations[:_LINES])
    if len(violations) > _LINES:
        yield f"- … and {counted(len(violations) - _LINES, 'more violation')}"
    yield from (f"- {line}" for line in one.promises[:_LINES])
    if len(one.promises) > _LINES:
        yield f"- … and {counted(len(one.promises) - _LINES, 'more promise')}"


def _violation(one: Violation) -> str:
    rule = f"[{markdown(one.rule)}]({one.url})" if one.url else markdown(one.rule)
    suggested = f" *Try:* {markdown(one.fix.title)}" if one.fix else ""
    return f"{SIGNS[one.severity]}, line {one.start.line}: {markdown(one.message)} {rule}{suggested}"


def _promise(one: Promised, ledger: Ledger) -> str:
    told = f"who: {who(one)}; what: {what(one, ledger.titles)}; until: {until(one)}"
    return f"{_words(one)} ({markdown(told)})"


def _changed(pair: Pair, ledger: Ledger) -> str:
    said = "; ".join(f"{label}: {was} → {now}" for label, (was, now) in differences(pair, ledger).items())
    return f"{_words(pair.before)} → {_words(pair.after)} ({markdown(said)})"


def _words(one: Promised) -> str:
    return f"“{markdown(one.text, _WORDS)}”"


def _more(left: list[_Told], since: str) -> str:
    violations, promises = (sum(map(len, each)) for each in zip(*((one[2], one[3]) for one in left), strict=True))
    parts = [counted(number, noun) for number, noun in ((violations, "violation"), (promises, "promise")) if number]
    commands = (f"macrolint check --changed={since}", f"macrolint promises --since={since}")
    said = " and ".join(f"<code>{markdown(command)}</code>" for command in commands)
    return f"… and {counted(len(left), 'more template')} ({', '.join(parts)}): {said}"
