"""Rules and moves tried by their own examples, and what came of it in plain words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from macrolint import data
from macrolint.expressions import PatternStopped
from macrolint.mapping import copied
from macrolint.model import MacrolintError, Part, Unreadable
from macrolint.moves import Moves
from macrolint.prose import study
from macrolint.reports import Style, counted, visible, wrapped
from macrolint.rulebook import Example, Move, Rule
from macrolint.rules.catalog import Catalog, load_catalog
from macrolint.rules.load import duplicate, load_rule
from macrolint.rules.moves import cue_sets
from macrolint.rules.reading import Ruleset, move_files, no_rule, own_moves, read_rules, what_else
from macrolint.rules.telling import marked
from macrolint.sources import read_source
from macrolint.testing import Broken, broken, flagged
from macrolint.values import NamedTuple


class Trial(NamedTuple):
    """A rule, and every law that its examples break."""

    rule: Rule
    broken: tuple[Broken, ...]


class MoveTrial(NamedTuple):
    """A move with its file, and what its examples show that they should not: the example, what is expected, what is."""

    move: Move
    path: str
    broken: tuple[tuple[str, str, str], ...]


class Tested(NamedTuple):
    """What is to be tried: rules, and moves by the paths of their files; and a catalogue that knows them."""

    rules: list[Rule]
    moves: dict[str, Move]
    catalog: Catalog


def rules_at(paths: Iterable[str] | None, rulesets: Iterable[tuple[str, str]] = ()) -> Tested:
    """Return the rules and moves of files and folders, or the built-in rules.

    rulesets: those of the configuration, as `load_catalog` takes them: their rules and moves are known, too.
    """
    rulesets = list(rulesets)
    catalog = load_catalog(rulesets)
    if paths is None:
        return Tested([rule for _, rule in sorted(catalog.rules.items())], {}, catalog)
    known = {os.path.realpath(folder) for folder, _ in rulesets}
    found: dict[str, Rule] = {}
    moves: dict[str, Move] = {}
    for path in paths:
        for rule in _read(path, catalog, known):
            other = found.get(rule.id) or (catalog.rules.get(rule.id) if rule.origin == "team" else None)
            if other and os.path.realpath(other.path) != os.path.realpath(rule.path):
                raise duplicate(rule, other)
            found[rule.id] = rule._replace(cues=catalog.rules[rule.id].cues) if rule.check == "glossary" else rule
        if os.path.isdir(path):
            files = move_files(os.path.abspath(path), _shown(path))
            moves |= {file: catalog.moves[name] for name, file in files.items()}
    return Tested(list(found.values()), moves, catalog._replace(rules={**catalog.rules, **found}))


def _shown(path: str) -> str:
    return path.replace(os.sep, "/").rstrip("/")


def _read(path: str, catalog: Catalog, known: set[str]) -> list[Rule]:
    """Read the rules at a path; the moves of its ruleset get into the catalogue unless they are known."""
    whole, ours, shown = os.path.abspath(path), os.path.realpath(data.rulesets()), _shown(path)
    if not os.path.exists(path):
        what = "file" if path.endswith((".yaml", ".yml")) else "file or folder"
        raise MacrolintError(f"there is no {what} '{path}'")
    origin = "built-in" if f"{os.path.realpath(path)}{os.sep}".startswith(f"{ours}{os.sep}") else "team"
    if os.path.isfile(path) and (what := what_else(path)):
        raise no_rule(shown, what)
    if origin == "team":
        for folder in (whole, os.path.dirname(whole), os.path.dirname(os.path.dirname(whole))):
            if os.path.isdir(os.path.join(folder, "moves")):
                if os.path.realpath(folder) not in known:
                    catalog.moves.update(
                        own_moves([Ruleset(folder, _shown(os.path.relpath(folder)), origin)], catalog.moves)
                    )
                    known.add(os.path.realpath(folder))
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


def move_trial(move: Move, path: str, catalog: Catalog) -> MoveTrial:
    """Try a move by its examples: it is found in each 'yes' and in no 'no'."""
    known, problems = Moves(catalog.moves), []
    for texts, expected in ((move.is_, "the move is found"), (move.is_not, "nothing is found")):
        for text in texts:
            prose = study(Part("message", "text", copied(text)), catalog.words("en"))
            try:
                found = [" ".join(text[slice(*span)].split()) for span in known.found([move.id], prose)]
            except PatternStopped as error:
                problems.append((text, expected, str(error)))
                continue
            if bool(found) != (texts is move.is_):
                said = f"{flagged(found).replace('flagged', 'found')}"
                problems.append((text, expected, said))
    return MoveTrial(move, path, tuple(problems))


def told(trials: list[Trial], moves: list[MoveTrial], style: Style) -> str:
    """Return what went wrong, rule by rule: the example, what was expected, what happened; and a last line."""
    moves = [one for one in moves if one.move.is_ or one.move.is_not]
    out: list[str] = []
    for one in trials:
        if one.broken or not one.rule.examples:
            out += [f"{style.paint(visible(one.rule.path), 1)} ({one.rule.id})"]
            out += [line for problem in one.broken for line in _problem(problem, one.rule, style)]
            if not one.broken:
                out += ["  note: it has no examples, so nothing was tested; give it some under 'examples:'"]
            out.append("")
    for tried in moves:
        if tried.broken:
            out += [f"{style.paint(visible(tried.path), 1)} (the move {tried.move.id})"]
            for text, expected, found in tried.broken:
                kind = "yes" if text in tried.move.is_ else "no"
                out += _rows([(f"{kind} example", text), ("expected", expected), ("but", found)], style)
            out.append("")
    problems = sum(len(one.broken) for one in trials) + sum(len(one.broken) for one in moves)
    examples = sum(len(one.rule.examples) for one in trials)
    examples += sum(len(one.move.is_) + len(one.move.is_not) for one in moves)
    tested = f"Tested {_all(len(trials), len(moves))} with {counted(examples, 'example')}"
    if problems:
        bad = _all(sum(bool(one.broken) for one in trials), sum(bool(one.broken) for one in moves))
        out.append(f"{tested}: {counted(problems, 'problem')} in {bad}.")
    else:
        out.append(f"{tested}: {'all is well' if examples else 'nothing to hold'}.")
    return "".join(f"{line}\n" for line in out)


def _all(rules: int, moves: int) -> str:
    """Return “2 rules and 1 move”; what there is none of is left out."""
    said = [counted(number, what) for number, what in ((rules, "rule"), (moves, "move")) if number]
    return " and ".join(said) or counted(0, "rule")


def _problem(problem: Broken, rule: Rule, style: Style) -> Iterator[str]:
    example = next((one for one in rule.examples if one.text == problem.text), None)
    rows = []
    if example and problem.law < 5:
        rows += [(f"{'bad' if example.bad else 'good'} example", marked(example, "⟦", "⟧"))]
        rows += [("expected", _expected(problem, example))]
    elif problem.text:
        rows += [("text", problem.text)]
    rows += [("but", problem.what) if len(rows) == 2 else ("problem", problem.what)]
    yield from _rows(rows, style)


def _rows(rows: list[tuple[str, str]], style: Style) -> Iterator[str]:
    for number, (label, text) in enumerate(rows):
        head = f"  {'-' if number == 0 else ' '} {label + ':':<14}"
        yield from wrapped(text, style.width, head)


def _expected(problem: Broken, example: Example) -> str:
    if problem.law == 3:
        return f"the fix gives “{example.fixed}”" if example.fixed else "a 'fixed' text wherever there is a fix"
    return flagged(" ".join(example.text[start:end].split()) for start, end in example.spans)
