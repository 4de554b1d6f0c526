"""Inputs that are generated and always the same: replies as files, in YAML, as an export, and as a table."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

RULESETS = Path(__file__).resolve().parents[1] / "rulesets"
FEW = 100
FORMS = 16  # of a phrase with alternatives
EXPORT = 5_000_000  # characters
_TABLE = """
import json, sys
import pyarrow, pyarrow.parquet
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), sys.argv[2])
"""
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


def write(folder: Path, files: int, more: bool) -> None:
    """Write the inputs. files: how many `many` has; `tenth` has the first tenth of them, `fifth` a fifth.

    more: ten times as many in `more`, too.
    """
    every = texts(files * 10 if more else files)
    (folder / "one.md").write_text("Hello there, thank you for writing.\n", encoding="utf-8")
    for team in (folder / "team", folder / "quiet"):
        team.mkdir()
        (team / "macrolint.yaml").write_text("presets: [recommended]\nseverity:\n  tone: info\n", encoding="utf-8")
        (team / "one.md").write_text("Hello there, thank you for writing.\n", encoding="utf-8")
    for name, count in (("few", FEW), ("tenth", files // 10), ("fifth", files // 5), ("many", files)):
        _files(folder / name, every[:count])
    if more:
        _files(folder / "more", every)
    _macros(folder / "macros20.yaml", every[:20])
    _macros(folder / "fifth.yaml", every[: files // 5])
    _export(folder / "export.json", every)
    _table(folder, every[: files // 5])
    _lines(folder / "phrases.txt", phrases())


def texts(count: int) -> list[str]:
    """Return so many replies, the same each time."""
    chance = random.Random(20261122)
    return [_reply(chance) for _ in range(count)]


def phrases() -> list[str]:
    """Return the phrases of the rules and moves in plain words, as any search finds them; `[a|b]` is two of them."""
    found: set[str] = set()
    for path in sorted(RULESETS.rglob("*.yaml")):
        read = YAML(typ="safe").load(path)
        for key in ("phrases", "cues"):
            said = read.get(key) if isinstance(read, dict) else None
            for one in said or []:
                found |= set(_written_out(str(one.get("text", "")) if isinstance(one, dict) else str(one)))
    return sorted(one for one in found if one and not set(one) & set("[]{}|\n"))


def _written_out(phrase: str) -> list[str]:
    """Return a phrase with each of its alternatives; nothing for one with more of them than it is worth."""
    found = [""]
    for piece in re.split(r"(\[[^\[\]]*\])", phrase):
        choices = piece[1:-1].split("|") if piece.startswith("[") else [piece]
        found = [
            before + one.strip(" ") if piece.startswith("[") else before + one for before in found for one in choices
        ]
        if len(found) > FORMS:
            return []
    return [" ".join(one.split()) for one in found]


def _files(folder: Path, every: Sequence[str]) -> None:
    for number, text in enumerate(every):
        path = folder / f"g{number // 100:04}" / f"t{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Reply {number}\n---\n\n{text}", encoding="utf-8")


def _macros(path: Path, every: Sequence[str]) -> None:
    lines = ["macros:"]
    for number, text in enumerate(every):
        lines += [f"  - title: Reply {number}", "    body: |"]
        lines += [f"      {line}" if line else "" for line in text.rstrip("\n").split("\n")]
    _lines(path, lines)


def _export(path: Path, every: Sequence[str]) -> None:
    """Write an export: as many texts as there is room for, again from the first where there are too few."""
    rows, size = [], 0
    while size < EXPORT:
        text = every[len(rows) % len(every)]
        rows.append({"id": len(rows), "title": f"Reply {len(rows)}", "body": text})
        size += len(text) + 60
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _table(folder: Path, every: Sequence[str]) -> None:
    """Write the texts as a table; in a process of its own: what this one holds counts for those that it starts."""
    rows = [{"id": str(number), "path": f"{number}.md", "text": text} for number, text in enumerate(every)]
    _lines(folder / "fifth.jsonl", [json.dumps(row) for row in rows])
    arguments = [str(folder / "fifth.jsonl"), str(folder / "fifth.parquet")]
    subprocess.run([sys.executable, "-c", _TABLE, *arguments], check=True)


def _lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _reply(chance: random.Random) -> str:
    def said(sentence: str) -> str:
        words = {"issue": chance.choice(ISSUES), "time": chance.choice(TIMES), "number": str(chance.randint(3, 90))}
        return sentence.format(**words)

    paragraphs = [" ".join(said(one) for one in chance.sample(MIDDLES, chance.randint(1, 4))) for _ in range(3)]
    opening = said(chance.choice(OPENINGS))
    return "\n\n".join([f"Hi {chance.choice(NAMES)},", opening, *paragraphs, "Kind regards,\n{{agent.name}}"]) + "\n"
