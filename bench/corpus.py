"""Count what is read of a corpus of real template files, beside what is known to be in them.

usage: corpus.py CORPUS     a folder with native/, templates.jsonl and SOURCES.tsv

Prints a Markdown table: per source the templates known, read without configuration and read with the
layouts of corpus.yaml, then the share of texts with an exact map and the reasons of the others.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from macrolint.configuration import Configuration, read
from macrolint.model import FileResult
from macrolint.rules.catalog import load_catalog
from macrolint.runner import run
from macrolint.settings import Settings

LAYOUTS = Path(__file__).with_name("corpus.yaml")
WHY = {
    "discordjs-support-tags": "TOML is not read",
    "videochat-site-macros": "the columns are called question and answer",
    "python-discord-tags": "neither front matter of ours nor a folder name says that these are replies",
    "mozilla-bugbot-needinfo": "neither a folder name nor front matter says that these are replies",
    "freecodecamp-reply-templates": "half of the replies are boxes in a handbook",
}


class Counted(NamedTuple):
    templates: Counter[str]
    parts: int
    coarse: list[FileResult]


def count(native: Path, configuration: Configuration) -> Counted:
    """Read every file of the corpus; return the templates per source and what could not be placed exactly."""
    settings = Settings(configuration, load_catalog())
    templates: Counter[str] = Counter()
    parts, coarse = 0, []
    for result in run([str(native)], settings):
        if result.crashes:
            sys.exit("\n".join(result.crashes))
        source = Path(result.path).resolve().relative_to(native).parts[0]
        templates[source] += result.templates
        parts += result.parts
        if result.coarse:
            coarse.append(result)
    return Counted(templates, parts, coarse)


def known(corpus: Path) -> Counter[str]:
    """Return how many templates of each source are known, those of former versions of a file left out."""
    counts: Counter[str] = Counter()
    with open(corpus / "templates.jsonl", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            counts[row["source"]] += "superseded" not in row["meta"]
    return counts


def main() -> None:
    corpus = Path(sys.argv[1])
    native = (corpus / "native").resolve()
    told = read(str(LAYOUTS))._replace(root=str(native))
    without, with_layouts = count(native, Configuration(str(Path.cwd()))), count(native, told)
    expected = known(corpus)
    print("| source | known | read without configuration | read with layouts | why less than 80 % without |")
    print("|---|--:|--:|--:|---|")
    for source in sorted(path.name for path in native.iterdir() if path.is_dir()):
        have = without.templates[source]
        why = WHY.get(source, "") if have < 0.8 * expected[source] or not expected[source] else ""
        print(f"| {source} | {expected[source] or 'unknown'} | {have} | {with_layouts.templates[source]} | {why} |")
    print(f"\n{with_layouts.parts} texts read with the layouts, {without.parts} without;")
    inexact = sum(result.coarse for result in with_layouts.coarse)
    print(f"{100 * (1 - inexact / with_layouts.parts):.2f} % of them have an exact map.")
    for result in with_layouts.coarse:
        print(f"- {result.path}: {result.coarse} of {result.parts}")


if __name__ == "__main__":
    main()
