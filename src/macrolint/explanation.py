"""A rule, a group or the list of rules, told to people on a terminal or in a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from macrolint.reports import COLOURS, Style, counted, visible, wrapped
from macrolint.rulebook import Example, Rule
from macrolint.rules import telling
from macrolint.rules.catalog import Catalog
from macrolint.settings import Settings

_STATES = ("opt-in", "adaptive", "ignored", "off", "not selected")  # why a rule does not run


class Listed(NamedTuple):
    """A rule as it stands here: `state` is on, opt-in, ignored, off or not selected."""

    rule: Rule
    state: str
    severity: str


def listed(settings: Settings) -> list[Listed]:
    """Return every rule, in the order of the names, with what the configuration makes of it."""
    everything = settings.configuration._replace(ignore=())
    unignored = Settings(everything, settings.catalog).chosen
    running = {active.rule.id for active in settings.active}

    def state(rule: Rule) -> str:
        if rule.id in running:
            return "on"
        if rule.id in settings.chosen:
            return "off"
        if rule.id in unignored:
            return "ignored"
        return rule.default if rule.default != "on" else "not selected"

    rules = [
        rule._replace(options=settings.options.get(name, rule.options))
        for name, rule in sorted(settings.catalog.rules.items())
    ]
    return [Listed(rule, state(rule), settings.severities.get(rule.id, rule.severity)) for rule in rules]


def table(rows: Iterable[Listed], catalog: Catalog, style: Style) -> str:
    """Return the rules by group, a line each: severity or why it does not run, id, title; and how many there are."""
    rows = list(rows)
    titles, out = telling.groups(catalog), []
    width = max((len(row.rule.id) for row in rows), default=0)
    first = max((len(_word(row)) for row in rows), default=0)
    for group in dict.fromkeys(row.rule.group for row in rows):
        out.append(style.paint(visible(titles[group]), 1))
        for row in (row for row in rows if row.rule.group == group):
            word = _word(row)
            painted = style.paint(word, *(COLOURS[word] if row.state == "on" and word in COLOURS else (2,)))
            blanks = " " * (first - len(word))
            out.append(f"  {painted}{blanks}  {row.rule.id.ljust(width)}  {visible(row.rule.title)}")
        out.append("")
    counts = Counter(row.state for row in rows)
    states = [f"{counts[state]} {state}" for state in ("on", *_STATES) if counts[state] or state == "on"]
    out.append(f"{counted(len(rows), 'rule')}: {', '.join(states)}. Explain one: macrolint explain RULE")
    return "".join(f"{line}\n" for line in out)


def _word(row: Listed) -> str:
    return row.severity if row.state == "on" else row.state


def explain(row: Listed, style: Style) -> str:
    """Return all that a rule says, for one who has never seen a linter."""
    rule = row.rule
    out = [f"{style.paint(rule.id, 1)}: {visible(rule.title)}", "", *wrapped(telling.message(rule), style.width)]
    for title, text in (("Why", rule.why), ("When it is fine", rule.when_fine)):
        if text:
            out += ["", style.paint(title, 1), *wrapped(text, style.width)]
    out += _examples(rule, style)
    out += ["", style.paint("Good to know", 1), *_labelled([("Here", _here(row)), *telling.good_to_know(rule)], style)]
    if rule.evidence:
        out += ["", style.paint("Evidence", 1)]
    for one in rule.evidence:
        grade = f" ({one.grade})" if one.grade else ""
        said = f"{one.source}{grade}{': ' if one.says else ''}{one.says} {one.url}".rstrip()
        out += wrapped(said, style.width, "  - ")
    out += ["", style.paint("Change it, in macrolint.yaml", 1)]
    ways = telling.settings(rule)
    width = max(len(way.line) for way in ways)
    out += [f"  {way.line.ljust(width)}  # {way.what}" for way in ways]
    out += ["", style.paint("Where it is defined", 1), f"  {visible(rule.path)}"]
    out += [f"  {rule.url}"] if rule.url else []
    return "".join(f"{line}\n" for line in out)


def _here(row: Listed) -> str:
    if row.state == "on":
        return f"on, as {row.severity}"
    return row.state if row.state == "off" else f"off ({row.state})"


def _examples(rule: Rule, style: Style) -> Iterator[str]:
    bad = [example for example in rule.examples if example.bad]
    shown = (("Flagged", bad), ("Fine", telling.near_misses(rule)), ("Better", telling.better(rule)))
    for title, examples in shown:
        if examples:
            yield ""
            yield style.paint(title, 1)
        for example in examples:
            yield from _example(example, style)


def _example(example: Example, style: Style) -> Iterator[str]:
    yield from _painted(wrapped(telling.marked(example, "⟦", "⟧"), style.width, "  - "), style)
    if example.fixed is not None:
        yield from wrapped(f"fixed: {example.fixed}", style.width, "    ")
    for said in telling.remarks(example):
        yield from wrapped(f"({said})", style.width, "    ")


def _painted(lines: list[str], style: Style) -> Iterator[str]:
    """Yield lines with colour in place of the marks; without colours the marks stay."""
    inside = False
    for line in lines:
        if not style.colour:
            yield line
            continue
        out = "\x1b[31;1m" if inside else ""
        for char in line:
            inside = char == "⟦" or (inside and char != "⟧")
            out += {"⟦": "\x1b[31;1m", "⟧": "\x1b[0m"}.get(char, char)
        yield f"{out}\x1b[0m" if inside else out


def _labelled(pairs: list[tuple[str, str]], style: Style) -> Iterator[str]:
    width = max(len(label) for label, _ in pairs) + 2
    for label, text in pairs:
        yield from wrapped(text, style.width, f"  {f'{label}:'.ljust(width)}")
