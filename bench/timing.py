"""What whole processes take, run in turns so that a busy machine is as slow for one as for another."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """What a process and its children took: seconds of CPU and of the clock; and the memory of the largest, in MB."""

    cpu: float
    wall: float
    memory: float


class Command(NamedTuple):
    """A command, where it runs, and what is done first.

    codes: those with which it may end; none: with any. without: is taken away. changed: a text that gets another line.
    """

    line: list[str]
    folder: Path
    codes: tuple[int, ...] = (0, 1)
    without: Path | None = None
    changed: Path | None = None


class Failed(Exception):
    """A command did not end as it should."""


def took(command: Command) -> Run:
    """Run a command to its end, wherever its output goes."""
    if command.without:
        shutil.rmtree(command.without, ignore_errors=True)
    if command.changed:
        with command.changed.open("a", encoding="utf-8") as file:
            file.write(f"\nThis is line {command.changed.stat().st_size}.\n")
    start = time.perf_counter()
    with subprocess.Popen(
        command.line, cwd=command.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        passed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode < 0 or (command.codes and process.returncode not in command.codes):
        raise Failed(f"{' '.join(command.line[:12])}: ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(used.ru_utime + used.ru_stime, passed, used.ru_maxrss * unit / 2**20)


def in_turns(commands: dict[str, Command], rounds: int) -> dict[str, Run]:
    """Run commands in turns; return the medians of each, and the most memory it took; one that fails is left out."""
    every: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            if name in every:
                try:
                    every[name].append(took(command))
                except Failed as error:
                    del every[name]
                    print(error, file=sys.stderr, flush=True)
                else:
                    print(f"round {number + 1}, {name}: {every[name][-1].cpu:.2f} s", file=sys.stderr, flush=True)
    return {name: _median(runs) for name, runs in every.items()}


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(one.cpu for one in runs),
        statistics.median(one.wall for one in runs),
        max(one.memory for one in runs),
    )
