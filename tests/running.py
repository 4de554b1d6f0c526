"""Run the command line as people do: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def violations(self) -> list[tuple[str, int, int, str]]:
        """Path, line, column and rule of each violation of a JSON report."""
        return [
            (one["path"], one["start"]["line"], one["start"]["column"], one["rule"]) for one in self.json["violations"]
        ]


def macrolint(*arguments: str | Path, cwd: Path, stdin: bytes | None = None, env: dict[str, str] | None = None) -> Done:
    """Run macrolint with a clean environment; nothing of the machine's colours or home folder gets in."""
    clean = {"PATH": os.environ["PATH"], "HOME": os.devnull, **(env or {})}
    command = [sys.executable, "-m", "macrolint", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, input=stdin or b"", capture_output=True, env=clean, timeout=120, check=False
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files below a folder; text as UTF-8 with the line ends it has."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
