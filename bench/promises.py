"""What promises cost: the share of the time of linting that goes to them.

    python bench/promises.py TEMPLATES.jsonl [NUMBER]

TEMPLATES.jsonl: a template a line, its text under `body`. Whole runs over the first NUMBER (1,000) of them, in CPU
time of one process: with every rule that is on, and without the rules that read promises; both in turn, five times.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from macrolint.configuration import Configuration
from macrolint.engine import lint
from macrolint.model import Layout
from macrolint.readers import Claim
from macrolint.settings import Settings, settings_of
from macrolint.sources import Source

ROUNDS = 5
HOW = Claim("markdown", Layout(format="markdown"), sure=True)


def main() -> None:
    """Print both times, as medians, and the share."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["body"] for line in lines[: int(sys.argv[2]) if len(sys.argv) > 2 else 1000]]
    every = settings_of(Configuration("."))
    reading = [active.rule.id for active in every.active if _reads_promises(active.rule.check, active.rule.id)]
    without = settings_of(Configuration(".", ignore=tuple(reading)))
    for settings in (every, without):
        _seconds(texts, settings)  # compiles what these texts need
    runs = [(_seconds(texts, every), _seconds(texts, without)) for _ in range(ROUNDS)]
    whole, rest = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"{len(texts)} templates, {len(reading)} rules that read promises")
    print(f"with them {whole:.2f} s, without {rest:.2f} s: promises take {1 - rest / whole:.0%} of the time")


def _reads_promises(check: str, name: str) -> bool:
    return check in ("promise", "time", "action", "library") or name.startswith("promises/")


def _seconds(texts: list[str], settings: Settings) -> float:
    start = time.process_time()
    for text in texts:
        lint(Source("a.md", text), HOW, settings)
    return time.process_time() - start


if __name__ == "__main__":
    main()
