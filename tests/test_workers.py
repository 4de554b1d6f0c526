"""Processes that share a run out among them tell the same as one, and leave nothing behind when they end."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

from macrolint import crew, runner
from macrolint.configuration import Configuration
from macrolint.crew import AUTO, Pace, shared_out
from macrolint.engine import lint
from macrolint.files import Found
from macrolint.model import FileResult, MacrolintError
from macrolint.readers import Claim
from macrolint.runner import Going, run
from macrolint.settings import Settings, settings_of
from macrolint.sources import Source

FILES = [Found(f"{number}.md", f"{number}.md", f"{number}.md", "named") for number in range(100)]
TEXTS = (
    "Hi,\n\nYou must send the form!!\n",
    "Hello,\n\nWe will refund you within 2 days.\n",
    "Hello,\n\nWe will refund you within 5 days.\n",
    b"\xff\xfe\x00",
    "Sorry for any inconvenience.\n",
)


def library(folder: Path, count: int = 12) -> Path:
    return write(folder, {f"macros/{number:02}.md": TEXTS[number % len(TEXTS)] for number in range(count)})


def told(files: Sequence[Found]) -> list[FileResult]:
    return [FileResult(one.shown) for one in files]


@pytest.mark.parametrize("format_", ["json", "full", "html"])
def test_what_two_processes_tell_is_what_one_tells(format_: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", library(tmp_path) / "examples")
    said = ("check", ".", "-f", format_, "--no-cache", "--jobs")
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    one, two = (macrolint(*said, number, cwd=tmp_path, env=env) for number in "12")
    assert (two.code, two.out, two.err) == (one.code, one.out, one.err)
    assert "library/conflicting-promises" in one.out


def test_fixes_are_made_by_two_processes_as_by_one(tmp_path: Path) -> None:
    folders = [library(tmp_path / name) for name in "ab"]
    outs = [macrolint("check", "--fix", "--jobs", str(n), cwd=one) for n, one in enumerate(folders, 1)]
    assert outs[0] == outs[1]
    texts = [[one.read_bytes() for one in sorted((folder / "macros").iterdir())] for folder in folders]
    assert texts[0] == texts[1]
    assert b"form!\n" in texts[0][0]


def test_two_processes_keep_what_one_finds_again(tmp_path: Path) -> None:
    library(tmp_path)
    said = ("check", "-f", "json", "--cache-dir", "kept", "--jobs")
    two, one = (macrolint(*said, number, cwd=tmp_path) for number in "21")
    assert one == two

    def packs() -> dict[Path, int]:
        return {path: path.stat().st_size for path in (tmp_path / "kept").glob("*.pack")}

    before = packs()
    assert len(before) == 2  # the results, and the configuration
    assert macrolint(*said, "2", cwd=tmp_path) == one
    assert packs() == before


NAME = "tone/repeated-punctuation"


def slow(source: Source, how: Claim, settings: Settings) -> FileResult:
    """Check a file; the rule about repeated punctuation is stopped in the third one."""
    result = lint(source, how, settings)
    if source.path.endswith("02.md") and NAME in settings.names:
        return result._replace(stopped=((NAME, f"{NAME}: took too long"),))
    return result


def broken(source: Source, how: Claim, settings: Settings) -> FileResult:
    if source.path.endswith("05.md"):
        raise RuntimeError("oh no")
    return lint(source, how, settings)


@pytest.mark.parametrize("work", [slow, broken])
def test_rules_that_are_stopped_and_bugs_are_told_alike(
    work: runner.Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library(tmp_path))
    settings = settings_of(Configuration(str(tmp_path)))
    one, two = (list(run(["macros"], settings, work=work, going=Going(jobs=jobs))) for jobs in (1, 2))
    if work is slow:
        assert one == two
        rules = [{violation.rule for violation in result.violations} for result in one]
        assert NAME in rules[0]
        assert NAME not in rules[5] | rules[10]
    else:
        assert [one._replace(crashes=()) for one in one] == [one._replace(crashes=()) for one in two]
        assert [bool(result.crashes) for result in two] == [number == 5 for number in range(12)]


@pytest.mark.parametrize("count", [1, 2, 7, 100])
def test_results_come_in_the_order_of_the_files(count: int) -> None:
    def late(files: Sequence[Found]) -> list[FileResult]:
        if files[0].shown == "0.md":
            time.sleep(0.2)
        return told(files)

    assert list(shared_out(FILES[:count], late, 3)) == told(FILES[:count])


def test_what_cannot_be_done_is_told_once_and_in_order() -> None:
    def refuse(files: Sequence[Found]) -> list[FileResult]:
        raise MacrolintError(f"no {files[0].shown}", hint="mend it")

    with pytest.raises(MacrolintError, match=r"no 0\.md") as found:
        list(shared_out(FILES, refuse, 2))
    assert found.value.hint == "mend it"


def test_a_process_that_dies_is_reported() -> None:
    def die(files: Sequence[Found]) -> list[FileResult]:
        if files[-1] == FILES[-1]:
            os.kill(os.getpid(), signal.SIGKILL)
        return told(files)

    with pytest.raises(MacrolintError, match=r"a process that checked 99\.md was ended by signal 9"):
        list(shared_out(FILES, die, 2))


def test_processes_can_start_from_nothing(tmp_path: Path) -> None:
    """As on macOS and Windows, where a process shares nothing with the one that starts it."""
    library(tmp_path)
    script = (
        "import sys\nfrom macrolint import crew\ncrew._FORKS = False\nfrom macrolint.cli.main import run\n"
        "if __name__ == '__main__':\n    run()\n"
    )
    (tmp_path / "start.py").write_text(script)
    said = ["check", "macros", "-f", "json", "--cache-dir", "kept", "--jobs"]
    outs = [
        subprocess.run([sys.executable, "start.py", *said, jobs], cwd=tmp_path, capture_output=True, check=False)
        for jobs in "21"
    ]
    assert outs[0].stdout == outs[1].stdout != b""
    assert (outs[0].returncode, outs[0].stderr) == (1, b"")


def test_no_process_is_started_for_a_small_run(tmp_path: Path) -> None:
    library(tmp_path, 3)
    script = (
        "import sys\nfrom macrolint.cli.main import _guarded\n_guarded()\nprint('multiprocessing' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "macros/00.md"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.endswith("False\n")


def test_a_crew_is_worth_it_only_for_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(crew, "process_time", lambda: now[0])
    monkeypatch.setattr(crew, "available", lambda: 32)
    pace = Pace(AUTO)
    assert pace.size == 8
    now[0] += 1.0
    assert not pace.is_slow(1, 10_000)  # rules were compiled
    assert not pace.is_slow(8, 10_000)
    now[0] += 0.5
    assert pace.is_slow(18, 10_000)
    assert not pace.is_slow(10_008, 10_000)  # the rest takes half a second
    few = Pace(AUTO)
    now[0] += 3.0
    assert not few.is_slow(1, 3)
    now[0] += 3.0
    assert few.is_slow(2, 2)
    assert not pace.is_slow(1, 1)
    assert not Pace(1).is_slow(0, 10_000)
    assert Pace(2).is_slow(0, 2)
    monkeypatch.setattr(crew, "available", lambda: 1)
    assert Pace(AUTO).size == 1


@pytest.mark.parametrize("word", ["0", "-1", "many", "²", "1000"])
def test_a_number_of_processes_that_is_none_is_refused(word: str, tmp_path: Path) -> None:
    done = macrolint("check", f"--jobs={word}", cwd=tmp_path)
    assert done.code == 2
    assert f"'{word}' is no number of processes: write auto, or a number from 1 to 256" in done.err


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(one) for one in found.stdout.split()]


def test_ctrl_c_ends_all_processes_at_once_and_in_silence(tmp_path: Path) -> None:
    library(tmp_path, 600)
    command = [sys.executable, "-m", "macrolint", "check", "macros", "--jobs", "2", "--no-cache"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        end = time.monotonic() + 60
        while len(workers := children(process.pid)) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
    assert len(workers) == 2
    assert not [one for one in workers if Path(f"/proc/{one}").exists()]


QUICK = (
    "from macrolint.cli import run_going\nrun_going._QUICK = run_going._OFTEN = 0\n"
    "from macrolint.cli.main import run\nrun()\n"
)


def on_terminal(folder: Path, *said: str, **env: str) -> str:
    """Return what a terminal shows of standard error when no file is too quick for progress."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", QUICK, "check", "macros", "--jobs", "1", *said]
    known = {"PATH": os.environ["PATH"], "TERM": "xterm", **env}
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, env=known, check=False)
    os.write(theirs, b"end")
    shown = ""
    while not shown.endswith("end"):
        shown += os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)
    return shown


def test_progress_is_shown_on_a_terminal_and_taken_away(tmp_path: Path) -> None:
    library(tmp_path, 3)
    line = f"\rchecked 1 of 3 files\rchecked 2 of 3 files\r{'':20}\rend"
    assert on_terminal(tmp_path) == line
    assert on_terminal(tmp_path, "--no-progress") == on_terminal(tmp_path, "--quiet") == "end"
    assert on_terminal(tmp_path, CI="true") == on_terminal(tmp_path, PRE_COMMIT="1") == "end"
    assert on_terminal(tmp_path, "--progress", CI="true") == line


def test_progress_is_not_shown_where_nobody_looks_on(tmp_path: Path) -> None:
    library(tmp_path, 3)
    command = [sys.executable, "-c", QUICK, "check", "macros", "--progress"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.stderr == b""
