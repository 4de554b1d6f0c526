"""How fast macrolint is: whole processes, on inputs that are generated, side by side with others where those are there.

speed.py MACROLINT [--peers FOLDER] [--rounds N] [--files N]
    MACROLINT: the command of an installed wheel. FOLDER: where `proselint` and `rg` are looked for.
Each row is the median of rounds in which all commands of a table take turns, so that a busy machine is as slow for one
as for another. CPU is user and system time of the process; a ratio is one median over another of the same rounds.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ISSUES = "a duplicate charge|a late delivery|a missing item|a damaged box|a locked account|an error at checkout".split(
    "|"
)
TIMES = "24 hours|2 business days|48 hours|the end of the week|3-5 business days|tomorrow|Friday".split("|")
NAMES = "{{ticket.requester.first_name}}|{{ customer.name }}|there".split("|")
OPENINGS = (
    "Thanks for reaching out about {issue}.",
    "I'm sorry to hear about {issue}; that isn't how it should go.",
    "Unfortunately we cannot help with {issue}.",
    "You failed to provide the details we need about {issue}.",
    "Apologies for any inconvenience caused by {issue}.",
    "I've read through the whole thread, so you don't have to repeat yourself.",
)
MIDDLES = (
    "You must reply with your order number before we can do anything.",
    "I've escalated this to our billing team, and they will get back to you within {time}.",
    "We will process your refund of {{{{order.total}}}} within {time}.",
    "Please open **Settings > Billing** and choose *Update card*.",
    "The tracking link for order {{{{ order.number }}}} is https://track.example.com/{number}.",
    "For security reasons we can't change the address over email.",
    "Simply log out, wait {number} minutes, and log back in.",
    "A replacement will be shipped to {{{{shipping_address}}}} today.",
    "If you’d like to keep the item, we can offer you a discount of {number}%.",
    "Have you tried a different browser?",
    "I'll keep an eye on this and update you by {time}.",
    "As a gesture of goodwill, I've extended your trial by {number} days.",
    "Per our terms of service, the fee is non-refundable after {number} days.",
    "In the meantime, the [guide](https://help.example.com/{number}) shows how to do it.",
)


class Run(NamedTuple):
    """What a process took: seconds of CPU and of the clock, and its memory at most, in MB."""

    cpu: float
    wall: float
    memory: float


def texts(count: int) -> list[str]:
    """Return so many replies, the same each time."""
    chance = random.Random(20261122)
    return [_reply(chance) for _ in range(count)]


def _reply(chance: random.Random) -> str:
    def said(sentence: str) -> str:
        words = {"issue": chance.choice(ISSUES), "time": chance.choice(TIMES), "number": str(chance.randint(3, 90))}
        return sentence.format(**words)

    paragraphs = [" ".join(said(one) for one in chance.sample(MIDDLES, chance.randint(1, 4))) for _ in range(3)]
    opening = said(chance.choice(OPENINGS))
    return "\n\n".join([f"Hi {chance.choice(NAMES)},", opening, *paragraphs, "Kind regards,\n{{agent.name}}"]) + "\n"


def write(folder: Path, files: int) -> None:
    """Write the inputs: one file, many files, the same texts in one YAML file, 20 macros."""
    every = texts(max(files, 2000))
    (folder / "one.md").write_text("Hello there, thank you for writing.\n", encoding="utf-8")
    for name, count in (("few", files // 10), ("many", files), ("singles", 200)):
        for number, text in enumerate(every[:count]):
            path = folder / name / f"g{number // 100:03}" / f"t{number:05}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: Reply {number}\n---\n\n{text}", encoding="utf-8")
    for name, count in (("macros20", 20), ("macros200", 200)):
        lines = ["macros:"]
        for number, text in enumerate(every[:count]):
            lines += [f"  - id: macro-{number}", "    body: |"]
            lines += [f"      {line}" if line else "" for line in text.rstrip("\n").split("\n")]
        (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    team = folder / "team"
    team.mkdir()
    (team / "macrolint.yaml").write_text("presets: [recommended]\nseverity:\n  tone: info\n", encoding="utf-8")
    (team / "one.md").write_text("Hello there, thank you for writing.\n", encoding="utf-8")
    phrases = sorted({sentence.split("{")[0].strip() for sentence in (*OPENINGS, *MIDDLES)} - {""})
    (folder / "phrases").write_text("\n".join(phrases) + "\n", encoding="utf-8")


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end, wherever its output goes."""
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss * unit / 2**20)


def measured(commands: dict[str, tuple[list[str], Path]], rounds: int) -> dict[str, Run]:
    """Run commands in turns; return the median of each."""
    every: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, folder) in commands.items():
            every[name].append(run(command, folder))
    return {name: Run(*map(statistics.median, zip(*runs, strict=True))) for name, runs in every.items()}


def table(title: str, found: dict[str, Run], against: str) -> None:
    """Print a table of medians, each over those of one command."""
    print(f"\n### {title}\n\n| what | CPU ms | wall ms | MB | CPU ratio | wall ratio |\n|---|---|---|---|---|---|")
    for name, one in found.items():
        ratios = f"{one.cpu / found[against].cpu:.2f} | {one.wall / found[against].wall:.2f}"
        print(f"| {name} | {one.cpu * 1e3:.0f} | {one.wall * 1e3:.0f} | {one.memory:.0f} | {ratios} |")


def main() -> None:
    """Write the inputs, measure, and print the tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("macrolint")
    asked.add_argument("--peers", type=Path)
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--files", type=int, default=1000)
    given = asked.parse_args()
    command = Path(given.macrolint).absolute()
    check = [str(command), "check", "--isolated", "--output-format", "concise", "--all", "--no-cache", "--jobs", "1"]
    peers = {name: given.peers.absolute() / name for name in ("proselint", "rg") if given.peers}
    peers = {name: path for name, path in peers.items() if path.exists()}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder, given.files)
        start: dict[str, tuple[list[str], Path]] = {
            "import click": ([str(command.parent / "python"), "-c", "import click"], folder),
            "one small file": ([*check, "one.md"], folder),
            "the same with a macrolint.yaml": ([str(command), "check", "one.md"], folder / "team"),
            "20 macros in YAML": ([*check, "macros20.yaml"], folder),
        }
        if "proselint" in peers:
            start["proselint, one small file"] = ([str(peers["proselint"]), "check", "one.md"], folder)
        table("Start-up", measured(start, given.rounds), "import click")
        many: dict[str, tuple[list[str], Path]] = {
            f"{given.files // 10} files": ([*check, "few"], folder),
            f"{given.files} files": ([*check, "many"], folder),
            "200 files": ([*check, "singles"], folder),
            "the same 200 in one YAML file": ([*check, "macros200.yaml"], folder),
            "the rules of one group, the same 200 files": ([*check, "--select", "tone", "singles"], folder),
        }
        if "rg" in peers:
            line = [str(peers["rg"]), "-j1", "-c", "-i", "-F", "-f", "phrases", "many"]
            many[f"ripgrep, {given.files} files"] = (line, folder)
        if "proselint" in peers:
            many[f"proselint, {given.files} files"] = ([str(peers["proselint"]), "check", "many"], folder)
        table("Many templates", measured(many, max(1, given.rounds // 2)), f"{given.files} files")


if __name__ == "__main__":
    main()
