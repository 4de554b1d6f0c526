"""Count violations that start where no prose is, and placeholders that a fix changes, over made templates.

    python bench/places.py GENERATOR [NUMBER]

GENERATOR is a program whose functions `md`, `macro` and `html` return the text of a template for a number; what it
writes itself is not run. NUMBER: templates of each kind (default 200). The rules are those of all presets together, and
a vocabulary of words that stand in the prose and in the tags of these templates. Prints a table, a line a container.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|%\{\w+\}|\[\[\w+\]\]|\{\w+\}", re.S)
URL = re.compile(r"https?://[^\s)<]+")
MARKUP = re.compile(r"<[/!]?[a-z][^>]*>", re.I)
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
KEYS = re.compile(r"^(?:version: .*|macros:|  - id: .*|    (?!body)\w+: .*|    body: \|)$", re.M)
AROUND = {"md": FRONT, "yaml": KEYS, "html": MARKUP}
WORDS = (
    "name=label first=foremost order=purchase number=figure item=article customer=buyer agent=helper email=mail "
    "guide=manual endif=fi contact=reach user=person total=sum title=heading channel=lane address=place date=day"
    " team=crew"
)
PRESETS = "recommended, strict, it-support, ecommerce, chat, email, regulated, open-source"
CONFIGURATION = (
    f"presets: [{PRESETS}]\npaths: [macros]\n"
    f"vocabulary: {{reject: {{{', '.join(word.replace('=', ': ') for word in WORDS.split())}}}}}\n"
)


def written(generator: Path, number: int, folder: Path) -> None:
    """Write the configuration and so many templates of each kind into a folder."""
    made: dict[str, Callable[[int], str]] = {}
    exec(generator.read_text("utf-8").split("\nout = ")[0], made)
    for kind in ("md", "yaml", "html"):
        (folder / kind / "macros").mkdir(parents=True)
        (folder / kind / "macrolint.yaml").write_text(CONFIGURATION, "utf-8")
    for one in range(number):
        (folder / f"md/macros/t{one:05}.md").write_text(made["md"](one), "utf-8")
        (folder / f"html/macros/t{one:05}.html").write_text(made["html"](one), "utf-8")
    macros = "".join(made["macro"](one) for one in range(number))
    (folder / "yaml/macros/all.yaml").write_text(f"version: 1\nmacros:\n{macros}", "utf-8")


def macrolint(folder: Path, *arguments: str) -> str:
    """Run macrolint in a folder; return what it writes."""
    command = [sys.executable, "-m", "macrolint", "check", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if done.returncode > 1:
        sys.exit(done.stderr)
    return done.stdout + done.stderr


def texts(folder: Path) -> dict[str, str]:
    """Return the text of each file with templates."""
    return {f"macros/{path.name}": path.read_text("utf-8") for path in sorted((folder / "macros").iterdir())}


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [one.span() for one in pattern.finditer(text)]


def places(folder: Path, kind: str) -> tuple[int, int, list[str]]:
    """Return how many templates and violations there are, and which violations start where no prose is."""
    report = json.loads(macrolint(folder, "-f", "json"))
    held = texts(folder)
    where = {
        name: {"tag": spans(TAG, text), "url": spans(URL, text), "around": spans(AROUND[kind], text)}
        for name, text in held.items()
    }
    wrong = []
    for one in report["violations"]:
        offset = one["start"]["offset"]
        for place, found in where[one["path"]].items():
            if any(start <= offset < end for start, end in found):
                wrong.append(f"{place} {one['rule']} {one['path']}:{one['start']['line']}")
    return report["summary"]["templates"], len(report["violations"]), wrong


def protected(text: str, kind: str) -> list[str]:
    """Return all that no fix may touch, in order."""
    return [text[start:end] for pattern in (TAG, URL, AROUND[kind]) for start, end in spans(pattern, text)]


def rows(generator: Path, number: int) -> Iterator[tuple[object, ...]]:
    """Yield a line of the table for each container."""
    with tempfile.TemporaryDirectory() as name:
        written(generator, number, Path(name))
        for kind in ("md", "yaml", "html"):
            folder = Path(name, kind)
            templates, violations, wrong = places(folder, kind)
            before = texts(folder)
            said = macrolint(folder, "--fix-only", "--unsafe-fixes")
            after = texts(folder)
            changed = sum(protected(before[path], kind) != protected(after[path], kind) for path in before)
            again = "Fixed nothing" in macrolint(folder, "--fix-only", "--unsafe-fixes") and texts(folder) == after
            fixes = int((re.search(r"Fixed (\d+)", said) or [0, 0])[1])
            for line in wrong:
                print(line, file=sys.stderr)
            held = sum(len(protected(text, kind)) for text in before.values())
            yield kind, templates, violations, len(wrong), fixes, held, changed, "nothing" if again else "SOMETHING"


if __name__ == "__main__":
    columns = "templates", "violations", "start in no prose", "fixes", "tags, addresses, keys", "files with one changed"
    print("| container |", " | ".join(columns), "| fixed the second time |")
    print("|---|--:|--:|--:|--:|--:|--:|---|")
    for row in rows(Path(sys.argv[1]), int((sys.argv[2:] or ["200"])[0])):
        print("|", " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row), "|")
