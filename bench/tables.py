"""Time a table against the same texts as files, one process each, in turns.

usage: tables.py [TEXTS] [ROUNDS]

The texts are those of the examples, each with a number of its own. Both runs are the command line from start to end,
with the same rules and no configuration; files are reported as JSON to a file. Prints the CPU seconds of each, and the
ratio of the medians.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
OPTIONS = ["--isolated", "--exit-zero", "--quiet", "--ignore", "library,tone/missing-greeting,tone/missing-signoff"]
RUNS = {
    "files": ["check", "macros", "-f", "json", "-o", "found.json", "--no-cache", "--jobs", "1", *OPTIONS],
    "table": ["check-table", "replies.parquet", "-o", "found.parquet", "--text-format", "markdown", *OPTIONS],
}


def main() -> None:
    """Print the times and the ratio."""
    count, rounds = (int(one) for one in [*sys.argv[1:], *["1000", "5"][len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), count)
        times: dict[str, list[float]] = {name: [] for name in RUNS}
        for _ in range(rounds):
            for name, arguments in RUNS.items():
                times[name].append(cpu(arguments, folder))
        found = pq.ParquetFile(Path(folder, "found.parquet")).metadata.num_rows
    for name, taken in times.items():
        print(f"{name}: {' '.join(f'{one:.2f}' for one in taken)} s")
    ratio = statistics.median(times["table"]) / statistics.median(times["files"])
    print(f"{count} texts, {found} violations: a table takes {ratio:.2f} of the CPU time of files")


def generate(folder: Path, count: int) -> None:
    """Write the texts as files and as a table."""
    bodies = [path.read_text(encoding="utf-8").split("\n---\n")[-1] for path in sorted(EXAMPLES.rglob("*.md"))]
    texts = [f"{bodies[number % len(bodies)]}\nNumber {number}.\n" for number in range(count)]
    paths = [f"macros/{number // 1000:03}/{number:07}.md" for number in range(count)]
    for path, text in zip(paths, texts, strict=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    pq.write_table(pa.table({"id": range(count), "path": paths, "text": texts}), folder / "replies.parquet")


def cpu(arguments: list[str], folder: str) -> float:
    """Return the CPU seconds of a run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "macrolint", *arguments], cwd=folder, check=True, env={**os.environ})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
