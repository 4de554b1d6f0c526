"""Rules tried by their own examples, and what came of it in plain words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from macrolint import data
from macrolint.model import MacrolintError, Unreadable
from macrolint.reports import Style, counted, visible, wrapped
from macrolint.rulebook import Example, Rule
from macrolint.rules.catalog import Catalog, load_catalog, moves_in, read_rules
from macrolint.rules.load import duplicate, load_rule
from macrolint.rules.moves import cue_sets
from macrolint.rules.telling import marked
from macrolint.sources import read_source
from macrolint.testing import Broken, broken, flagged


class Trial(NamedTuple):
    """A rule, and every law that its examples break."""

    rule: Rule
    broken: tuple[Broken, ...]


def rules_at(paths: Iterable[str] | None) -> tuple[list[Rule], Catalog]:
    """Return the rules of files and folders, or the built-in ones, and a catalogue that knows them."""
    catalog = load_catalog()
    if paths is None:
        return [rule for _, rule in sorted(catalog.rules.items())], catalog
    found: dict[str, Rule] = {}
    for path in paths:
        for rule in _read(path, catalog):
            other = found.get(rule.id) or (catalog.rules.get(rule.id) if rule.origin == "team" else None)
            if other and os.path.realpath(other.path) != os.path.realpath(rule.path):
                raise duplicate(rule, other)
            found[rule.id] = rule
    return list(found.values()), catalog._replace(rules={**catalog.rules, **found})


def _read(path: str, catalog: Catalog) -> list[Rule]:
    """Read the rules at a path; the moves of its ruleset get into the catalogue."""
    whole, ours = os.path.abspath(path), os.path.realpath(data.rulesets())
    shown = path.replace(os.sep, "/").rstrip("/")
    origin = "built-in" if f"{os.path.realpath(path)}{os.sep}".startswith(f"{ours}{os.sep}") else "team"
    if origin == "team":
        for folder in (whole, os.path.dirname(whole), os.path.dirname(os.path.dirname(whole))):
            if os.path.isdir(os.path.join(folder, "moves")):
                catalog.moves.update(moves_in(folder, os.path.relpath(folder), catalog.moves))
                break
    if os.path.isdir(path):
        return read_rules(whole, shown, origin, cue_sets(catalog.moves))
    try:
        text = read_source(path).text
    except Unreadable as error:
        raise MacrolintError(f"{shown} cannot be read: {error.reason}") from None
    expected = "/".join(os.path.splitext(whole)[0].split(os.sep)[-2:])
    return [load_rule(shown, text, expected, origin, cue_sets(catalog.moves))]


def trial(rule: Rule, catalog: Catalog) -> Trial:
    """Try a rule by its examples. What breaks everywhere is told once, and not for each container again."""
    found = list(broken(rule, catalog))
    plain = {one.text for one in found if one.law < 4}
    return Trial(rule, tuple(one for one in found if one.law != 4 or one.text not in plain))


def told(trials: list[Trial], style: Style) -> str:
    """Return what went wrong, rule by rule: the example, what was expected, what happened; and a last line."""
    out: list[str] = []
    for one in trials:
        if one.broken or not one.rule.examples:
            out += [f"{style.paint(visible(one.rule.path), 1)} ({one.rule.id})"]
            out += [line for problem in one.broken for line in _problem(problem, one.rule, style)]
            if not one.broken:
                out += ["  note: it has no examples, so nothing was tested; give it some under 'examples:'"]
            out.append("")
    problems = sum(len(one.broken) for one in trials)
    examples = counted(sum(len(one.rule.examples) for one in trials), "example")
    tested = f"Tested {counted(len(trials), 'rule')} with {examples}"
    if problems:
        bad = counted(sum(bool(one.broken) for one in trials), "rule")
        out.append(f"{tested}: {counted(problems, 'problem')} in {bad}.")
    else:
        out.append(f"{tested}: {'all is well' if any(one.rule.examples for one in trials) else 'nothing to hold'}.")
    return "".join(f"{line}\n" for line in out)


def _problem(problem: Broken, rule: Rule, style: Style) -> Iterator[str]:
    example = next((one for one in rule.examples if one.text == problem.text), None)
    rows = []
    if example and problem.law < 5:
        rows += [(f"{'bad' if example.bad else 'good'} example", marked(example, "⟦", "⟧"))]
        rows += [("expected", _expected(problem, example))]
    elif problem.text:
        rows += [("text", problem.text)]
    rows += [("but", problem.what) if len(rows) == 2 else ("problem", problem.what)]
    for number, (label, text) in enumerate(rows):
        head = f"  {'-' if number == 0 else ' '} {label + ':':<14}"
        yield from wrapped(text, style.width, head)


def _expected(problem: Broken, example: Example) -> str:
    if problem.law == 3:
        return f"the fix gives “{example.fixed}”" if example.fixed else "a 'fixed' text wherever there is a fix"
    return flagged(" ".join(example.text[start:end].split()) for start, end in example.spans)
