"""How fast macrolint is: whole processes on inputs that are generated, side by side with other tools, against the bars.

speed.py MACROLINT [--peers FOLDER] [--rounds N] [--files N] [--long] [--skip-slow]
    MACROLINT: the command of an installed wheel, with its extra `table`. FOLDER: where other tools are installed, if
    they are not there yet. N: 10,000 files unless told otherwise. --long: ten times as many, too.
    --skip-slow: only the rows that take a moment.
Prints a table of the bars, each with what was measured and whether it is met, and one of what each command took.
A figure is one median over another of the same rounds. CPU is user and system time of a process and its children.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import inputs
import peers
from timing import Command, Run, in_turns

SLOW = ("proselint", "textlint", "alex", "harper-cli")  # one of them is the fastest
RULES = 30
TABLE = ("--ignore", "library,tone/missing-greeting,tone/missing-signoff", "--quiet")  # what a table has no use for


class Row(NamedTuple):
    """A bar. figure: from what the commands took; least: the bar is the least that it may be, else the most."""

    what: str
    bar: float
    figure: Callable[[dict[str, Run]], float]
    least: bool = False


def cpu(one: str, other: str) -> Callable[[dict[str, Run]], float]:
    """Return what tells the CPU time of one command over that of another."""
    return lambda found: found[one].cpu / found[other].cpu


def per_template(more: str, fewer: str) -> Callable[[dict[str, Run]], float]:
    """Return what tells the cost of a template where there are ten times as many, over that where there are fewer."""
    return lambda found: found[more].cpu / found[fewer].cpu / 10


ROWS = (
    Row("one small Markdown file, no configuration: first run against `import click`, CPU", 1.20, cpu("one", "click")),
    Row("the same, seen before", 1.20, cpu("one again", "click")),
    Row("a new file with a `macrolint.yaml` seen before", 1.35, cpu("configured", "click")),
    Row("the same, both seen before", 1.35, cpu("configured again", "click")),
    Row("a YAML file of 20 macros, not seen before, against the same", 1.70, cpu("macros20", "click")),
    Row("the same, seen before", 1.70, cpu("macros20 again", "click")),
    Row("one new file against proselint: CPU", 0.5, cpu("one", "one: proselint")),
    Row("the same, seen before", 0.5, cpu("one again", "one: proselint")),
    Row("one new file against harper-cli: CPU", 0.1, cpu("one", "one: harper-cli")),
    Row("the same, seen before", 0.1, cpu("one again", "one: harper-cli")),
    Row("many files against ripgrep with all plain phrases: CPU", 8, cpu("many", "many: ripgrep")),
    Row("many files against the fastest of the others: CPU", 1 / 12, cpu("many", "many: fastest")),
    Row("many files against proselint: CPU", 0.08, cpu("many", "many: proselint")),
    Row(
        "two workers against one: times as fast by the clock", 1.6,
        lambda found: found["many"].wall / found["two workers"].wall, least=True,
    ),
    Row("second run, nothing changed: CPU against the first", 0.10, cpu("second run", "first run")),
    Row("one YAML file against the same texts as one file each: CPU", 1.5, cpu("fifth.yaml", "fifth")),
    Row("all rules against 30 rules: CPU", 1.8, cpu("tenth", "30 rules")),
    Row("peak memory over many files, one process: MB", 100, lambda found: found["many"].memory),
    Row("peak memory over many files, largest of two workers: MB", 100, lambda found: found["two workers"].memory),
    Row("cost per template, many over a tenth of them: CPU", 1.15, per_template("many", "tenth")),
    Row("cost per template, ten times as many over many: CPU", 1.15, per_template("more", "many")),
    Row("a table against the same texts through files: CPU", 1.0, cpu("table", "table as files")),
)  # fmt: skip


def main() -> None:
    """Write the inputs, measure, and print the tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("macrolint", type=Path)
    asked.add_argument("--peers", type=Path)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--files", type=int, default=10_000)
    asked.add_argument("--long", action="store_true")
    asked.add_argument("--skip-slow", action="store_true")
    given = asked.parse_args()
    others = peers.installed(given.peers.absolute()) if given.peers else peers.Peers({}, [])
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        # in a process of its own: the memory of a command is counted from that of the process that starts it
        writer = multiprocessing.get_context("spawn").Process(
            target=inputs.write, args=(folder, given.files, given.long)
        )
        writer.start()
        writer.join()
        peers.configure(folder, (folder / "phrases.txt").read_text(encoding="utf-8").splitlines())
        ours = commands(given.macrolint.absolute(), folder)
        theirs = {name: peers.command(name, others.programs, folder, "one.md") for name in others.programs}
        quick = ("click", "one", "one again", "configured", "configured again", "macros20", "macros20 again", "few")
        start = {name: ours[name] for name in quick} | {f"one: {name}": one for name, one in theirs.items()}
        found = in_turns(start, 3 * given.rounds)
        if not given.skip_slow:
            found |= many(ours, others.programs, folder, given.rounds, longest=given.long)
    print(report(found, given.files, others.left_out))


def commands(macrolint: Path, folder: Path) -> dict[str, Command]:
    """Return our own commands, by what they are called."""
    bare = [str(macrolint), "check", "--isolated", "--output-format", "concise", "--all"]
    alone = [*bare, "--no-cache", "--jobs", "1"]
    kept = folder / "cache"
    lines = {name: [*alone, name] for name in ("few", "tenth", "fifth", "many", "more", "fifth.yaml", "export.json")}
    lines |= {
        "click": [str(macrolint.parent / "python"), "-c", "import click"],
        "one": [*alone, "one.md"],
        "macros20": [*alone, "macros20.yaml"],
        "one again": [*bare, "--cache-dir", str(folder / "again"), "one.md"],
        "macros20 again": [*bare, "--cache-dir", str(folder / "again"), "macros20.yaml"],
        "two workers": [*bare, "--no-cache", "--jobs", "2", "many"],
        "first run": [*bare, "--jobs", "1", "--cache-dir", str(kept), "many"],
        "second run": [*bare, "--jobs", "1", "--cache-dir", str(kept), "many"],
        "30 rules": [*alone, "--select", ",".join(_some_rules(macrolint)), "tenth"],
        "table as files": [
            *(str(macrolint), "check", "fifth", "-f", "json", "-o", "found.json", "--no-cache", "--jobs", "1"),
            *("--isolated", *TABLE),
        ],
        "table": [
            *(str(macrolint), "check-table", "fifth.parquet", "-o", "found.parquet", "--text-format", "markdown"),
            *("--isolated", *TABLE),
        ],
    }  # fmt: skip
    made = {name: Command(line, folder) for name, line in lines.items()}
    made["first run"] = made["first run"]._replace(without=kept)
    made["configured"] = Command(
        [str(macrolint), "check", "one.md"], folder / "team", changed=folder / "team" / "one.md"
    )
    made["configured again"] = Command([str(macrolint), "check", "one.md"], folder / "quiet")
    return made


def _some_rules(macrolint: Path) -> list[str]:
    """Return thirty of the rules that run without configuration, from all over them."""
    line = [str(macrolint), "rules", "list", "--isolated", "--output-format", "json"]
    rules = json.loads(subprocess.run(line, capture_output=True, check=True).stdout)["rules"]
    running = sorted(one["id"] for one in rules if one["state"] == "on")
    return [running[number * len(running) // RULES] for number in range(RULES)]


def many(
    ours: dict[str, Command], programs: dict[str, str], folder: Path, rounds: int, *, longest: bool
) -> dict[str, Run]:
    """Measure what takes long. Of the slow tools only proselint and the fastest over a tenth see all files, once."""
    tenth = {f"tenth: {name}": peers.command(name, programs, folder, "tenth") for name in programs}
    found = in_turns(tenth, 1)
    names = (
        "many",
        "two workers",
        "first run",
        "second run",
        "tenth",
        "30 rules",
        "fifth",
        "fifth.yaml",
        "table as files",
    )
    turns = {name: ours[name] for name in (*names, "table", "export.json")}
    if "ripgrep" in programs:
        turns["many: ripgrep"] = peers.command("ripgrep", programs, folder, "many")
    slow = sorted((name for name in SLOW if f"tenth: {name}" in found), key=lambda name: found[f"tenth: {name}"].cpu)
    found |= in_turns(turns, rounds)
    once = {
        f"many: {name}": peers.command(name, programs, folder, "many") for name in {*slow[:1], "proselint"} & set(slow)
    }
    found |= in_turns(once, 1)
    if slow and f"many: {slow[0]}" in found:
        found["many: fastest"] = found[f"many: {slow[0]}"]
    if longest:
        found |= in_turns({"more": ours["more"]}, 1)
    return found


def report(found: dict[str, Run], files: int, left_out: list[str]) -> str:
    """Return the tables: the bars, then what each command took."""
    out = [f"{files:,} files are many. Python {platform.python_version()}, {os.cpu_count()} processors.", ""]
    out += ["| what | figure | bar | |", "|---|--:|---|---|"]
    for row in ROWS:
        try:
            figure = row.figure(found)
        except KeyError as error:
            out.append(f"| {row.what} | - | {_bar(row)} | not measured: {error.args[0]} |")
            continue
        met = figure >= row.bar if row.least else figure <= row.bar
        out.append(f"| {row.what} | {_said(figure)} | {_bar(row)} | {'met' if met else 'missed'} |")
    out += ["", "| command | CPU s | clock s | MB |", "|---|--:|--:|--:|"]
    out += [f"| {name} | {one.cpu:.2f} | {one.wall:.2f} | {one.memory:.0f} |" for name, one in found.items()]
    return "\n".join([*out, *(f"\n{line}." for line in left_out)])


def _bar(row: Row) -> str:
    return f"at {'least' if row.least else 'most'} {_said(row.bar)}"


def _said(figure: float) -> str:
    return f"{figure:.0f}" if figure >= 20 else f"{figure:.3g}"


if __name__ == "__main__":
    main()
