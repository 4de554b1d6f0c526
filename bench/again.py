"""Time the second run against the first, and two processes against one: medians of interleaved rounds, as ratios.

usage: python bench/again.py FOLDER [ROUNDS]
FOLDER holds templates; nothing is written there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

_CHECK = [sys.executable, "-m", "macrolint", "check", "--isolated", "--exit-zero", "-f", "concise"]


def main(folder: str, rounds: int = 3) -> None:
    """Print the ratios, and the most memory that a process of each run took."""
    with tempfile.TemporaryDirectory() as kept:
        runs = {
            "one process, no cache": ["--jobs", "1", "--no-cache"],
            "two processes, no cache": ["--jobs", "2", "--no-cache"],
            "second run": ["--jobs", "1", "--cache-dir", str(Path(kept) / "cache")],
        }
        took([*_CHECK, folder, *runs["second run"]])
        seen: dict[str, list[tuple[float, float, int]]] = {name: [] for name in runs}
        for _ in range(rounds):
            for name, options in runs.items():
                seen[name].append(took([*_CHECK, folder, *options]))
    print(f"{'run':26}{'wall s':>9}{'cpu s':>9}{'MB':>7}")
    wall, cpu = {}, {}
    for name, one in seen.items():
        wall[name], cpu[name] = median(wall for wall, _, _ in one), median(cpu for _, cpu, _ in one)
        print(f"{name:26}{wall[name]:9.2f}{cpu[name]:9.2f}{max(size for _, _, size in one) / 1024:7.0f}")
    first, two, again = runs
    print(f"\nsecond run over the first, cpu: {cpu[again] / cpu[first]:.3f} (bar: at most 0.10)")
    print(f"two processes, times as fast as one, wall: {wall[first] / wall[two]:.2f} (bar: at least 1.6)")


def took(command: list[str]) -> tuple[float, float, int]:
    """Run a command; return its wall time and CPU time in seconds, and the memory of its largest process in KiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    passed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return passed, used.ru_utime + used.ru_stime, used.ru_maxrss


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
