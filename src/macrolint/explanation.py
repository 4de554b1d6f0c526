"""A rule, a group or the list of rules, told to people on a terminal or in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macrolint.reports import COLOURS, Style, counted, visible, wrapped
from macrolint.rulebook import Example, Rule
from macrolint.rules import telling
from macrolint.rules.catalog import Catalog
from macrolint.settings import Settings
from macrolint.values import NamedTuple

_EXAMPLES = 6  # bad ones that are shown, and good ones, where not all are asked for
_OFF = {  # why a rule does not run, in words
    "opt-in": "select it",
    "ignored": "ignored here",
    "off": "its severity here is off",
    "not selected": "not selected here",
    "no vocabulary": "needs your word list (vocabulary)",
}


class Listed(NamedTuple):
    """A rule as it stands here: `state` is on, or one of those that say why it does not run."""

    rule: Rule
    state: str
    severity: str


def listed(settings: Settings) -> list[Listed]:
    """Return every rule, in the order of the names, with what the configuration makes of it."""
    vocabulary = settings.configuration.vocabulary._replace(reject=(("some word", ()),))
    configuration = settings.configuration._replace(vocabulary=vocabulary)
    worded = Settings(configuration, settings.catalog).chosen
    unignored = Settings(configuration._replace(ignore=()), settings.catalog).chosen
    running = {active.rule.id for active in settings.active}

    def state(rule: Rule) -> str:
        if rule.id in running:
            return "on"
        if rule.id in settings.chosen:
            return "off"
        if rule.id in worded:
            return "no vocabulary"
        if rule.id in unignored:
            return "ignored"
        return rule.default if rule.default == "opt-in" else "not selected"

    rules = [
        rule._replace(options=settings.options.get(name, rule.options))
        for name, rule in sorted(settings.catalog.rules.items())
    ]
    return [Listed(rule, state(rule), settings.severities.get(rule.id, rule.severity)) for rule in rules]


def table(rows: Iterable[Listed], catalog: Catalog, style: Style) -> str:
    """Return the rules by group, a line each: severity or off, id, title, why it is off; and how many there are."""
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
            why = "" if row.state == "on" else style.paint(f" – off: {_OFF[row.state]}", 2)
            out.append(f"  {painted}{blanks}  {row.rule.id.ljust(width)}  {visible(row.rule.title)}{why}")
        out.append("")
    running = sum(row.state == "on" for row in rows)
    states = f"{running} on{f', {len(rows) - running} off' if running < len(rows) else ''}"
    out.append(f"{counted(len(rows), 'rule')}: {states}. Explain one: macrolint explain RULE")
    return "".join(f"{line}\n" for line in out)


def _word(row: Listed) -> str:
    return row.severity if row.state == "on" else "off"


def explain(row: Listed, catalog: Catalog, style: Style, *, whole: bool = False) -> str:
    """Return what a rule says, for one who has never seen a linter; `whole`: with all of its examples."""
    rule = row.rule
    out = [f"{style.paint(rule.id, 1)}: {visible(rule.title)}", "", *wrapped(telling.message(rule), style.width)]
    for title, text in (("Why", rule.why), ("When it is fine", rule.when_fine)):
        if text:
            out += ["", style.paint(title, 1), *wrapped(text, style.width)]
    out += _examples(rule, style, None if whole else _EXAMPLES)
    out += [
        "",
        style.paint("Good to know", 1),
        *_labelled([*_here(row), *telling.good_to_know(rule, catalog.moves)], style),
    ]
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


def _here(row: Listed) -> Iterator[tuple[str, str]]:
    usual = telling.by_default(row.rule)
    if row.state == "on":
        here = f"on, as {row.severity}"
    else:
        here = usual if row.state == ("opt-in" if row.rule.default == "opt-in" else "on") else f"off: {_OFF[row.state]}"
    yield "Here", here
    if here != usual:
        yield "By default", usual


def _examples(rule: Rule, style: Style, most: int | None) -> Iterator[str]:
    """Yield the examples; `most`: so many bad ones, and so many good ones, of both kinds where there are both."""
    bad = [example for example in rule.examples if example.bad]
    fine, better = telling.near_misses(rule), telling.better(rule)
    room = len(fine) if most is None else max(most - len(better), most // 2)
    rest = None if most is None else most - min(len(fine), room)
    for title, examples, number in (("Flagged", bad, most), ("Fine", fine, room), ("Better", better, rest)):
        if examples:
            yield ""
            yield style.paint(title, 1)
        for example in examples[:number]:
            yield from _example(example, rule, style)
        if more := len(examples[len(examples) if number is None else number :]):
            yield from wrapped(f"{more} more: macrolint explain {rule.id} --all", style.width, "  … ")


def _example(example: Example, rule: Rule, style: Style) -> Iterator[str]:
    yield from _painted(wrapped(telling.marked(example, "⟦", "⟧"), style.width, "  - "), style)
    if example.fixed is not None:
        yield from wrapped(f"fixed: {example.fixed}", style.width, "    ")
    for said in telling.remarks(example, rule):
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
