"""The page of requests: each of its commands is run in a folder with the files of its section, and writes what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, write

PAGE = (ROOT / "docs" / "requests.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\d+\. [^\n]*)\n(.*?)(?=^## |\Z)", PAGE, re.S | re.M))
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.S | re.M)
_SHOWN = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)

_RUN = "import sys; sys.argv[0] = 'macrolint'; from macrolint.cli.main import run; run()"


def said(command: str, folder: Path) -> str:
    """Run a command line as a shell does; return what it writes on both channels."""
    program = folder.parent / "bin"
    write(program, {"macrolint": f'#!/bin/sh\nexec "{sys.executable}" -c "{_RUN}" "$@"\n'})
    (program / "macrolint").chmod(0o755)
    env = {"PATH": f"{program}{os.pathsep}{os.environ['PATH']}", "HOME": os.devnull, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, text=True, encoding="utf-8", timeout=120, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"


def played(section: str, folder: Path) -> str:
    """Return the console of a section as it is when its commands are run."""
    folder.mkdir()
    write(folder, dict(_FILE.findall(section)))
    console = _SHOWN.search(section)
    assert console
    commands = [line for line in console[1].splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{said(line[2:], folder)}" for line in commands)


def test_there_are_twenty_five_requests_and_each_names_who_asked() -> None:
    assert [int(title.split(".")[0]) for title in SECTIONS] == [*range(1, 26)]
    for title, text in SECTIONS.items():
        assert "](https://github.com/" in text, title


@pytest.mark.parametrize("title", SECTIONS)
def test_a_command_writes_what_the_page_shows(title: str, tmp_path: Path) -> None:
    console = _SHOWN.search(SECTIONS[title])
    assert console
    assert played(SECTIONS[title], tmp_path / "work") == console[1]
