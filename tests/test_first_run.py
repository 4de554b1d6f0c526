"""What a run over a whole library shows: the table of the rules, and on a first run the digest. A real terminal looks on."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import macrolint, write

from macrolint.model import FileResult, Violation
from macrolint.reports import Run, Style
from macrolint.reports.digest import foremost
from macrolint.reports.table import rows
from macrolint.reports.table import write as write_table
from macrolint.spans import Position

OLD = {
    **{f"macros/a{number:02}.md": "Sorry for any inconvenience this may have caused!!\n" for number in range(48)},
    **{f"macros/b{number:02}.md": "Please calm down.\n" for number in range(3)},
    "macros/c.md": "I'm sorry you feel that way. Why didn't you read the email?\n",
    "macros/d.md": "Thanks for the photos.\n",
}  # 48 + 48 + 3 + 2 violations in 52 of 53 templates
TABLE = """\
number  severity  rule                                  templates  fix   title
    48  warning   acknowledgement/hollow-inconvenience       91 %  no    Hollow apology
    48  warning   tone/repeated-punctuation                  91 %  yes   Repeated punctuation
     3  error     respect/calm-down                           6 %  no    Telling the reader to calm…
     1  warning   acknowledgement/non-apology                 2 %  no    Apology for the reader's r…
     1  warning   questions/accusing-why                      2 %  no    An accusing “why”
   101            5 rules                                    98 %  some

Found 101 violations in 53 templates in 53 files: 3 errors, 98 warnings.
[*] 48 fixable with `macrolint check --fix`.
"""


def on_terminal(*arguments: str, cwd: Path, **env: str) -> SimpleNamespace:
    """Run macrolint with a pseudo-terminal as its standard output; return what it shows, and its exit code."""
    ours, theirs = pty.openpty()
    attributes = termios.tcgetattr(theirs)
    attributes[1] &= ~termios.OPOST  # line ends as they are written
    termios.tcsetattr(theirs, termios.TCSANOW, attributes)
    clean = {"PATH": os.environ["PATH"], "HOME": os.devnull, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "100", **env}
    process = subprocess.Popen(
        [sys.executable, "-m", "macrolint", "check", *arguments], cwd=cwd, env=clean, stdout=theirs, stderr=theirs, stdin=theirs
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            new = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not new:
            break
        shown += new
    os.close(ours)
    return SimpleNamespace(out=shown.decode(), code=process.wait(60))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("library"), OLD)


def blocks(report: str) -> list[tuple[str, str]]:
    """Return the rule and the path of each violation that is shown one by one."""
    return re.findall(r"^\w+\[(\S+)\] .*\n *--> ([^:]+):", report, re.M)


def test_the_table_has_a_line_for_each_rule_and_totals(library: Path) -> None:
    for form in ("full", "concise"):
        done = macrolint("check", "--statistics", "-f", form, cwd=library)
        assert (done.code, done.err, done.out) == (1, "", TABLE)
    assert on_terminal("--statistics", cwd=library).out == TABLE


def test_the_quiet_table_is_its_rules_only(library: Path) -> None:
    done = macrolint("check", "--statistics", "--quiet", cwd=library)
    assert done.out == "".join(TABLE.splitlines(keepends=True)[1:6])


def test_the_table_of_nothing_is_the_summary(tmp_path: Path) -> None:
    write(tmp_path, {"macros/d.md": OLD["macros/d.md"]})
    done = macrolint("check", "--statistics", cwd=tmp_path)
    assert (done.code, done.out) == (0, "All is well: 1 template in 1 file.\n")
    assert macrolint("check", "--statistics", "-q", cwd=tmp_path).out == ""


def test_json_says_the_table_beside_the_violations(library: Path) -> None:
    report = macrolint("check", "-f", "json", "--statistics", cwd=library).json
    assert len(report["violations"]) == 101
    table = report["summary"]["statistics"]
    assert [(row["rule"], row["violations"], row["fixable"]) for row in table][:3] == [
        ("acknowledgement/hollow-inconvenience", 48, 0), ("tone/repeated-punctuation", 48, 48), ("respect/calm-down", 3, 0)
    ]  # fmt: skip
    assert table[3] == {
        "rule": "acknowledgement/non-apology", "title": "Apology for the reader's reaction", "severity": "warning",
        "violations": 1, "templates": 1, "share": 0.0189, "fixable": 0,
    }  # fmt: skip


def test_a_file_that_cannot_be_read_has_no_share_of_the_templates(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.json": "{", "macros/d.md": "Fine.\n"})
    line = macrolint("check", "--statistics", "-q", cwd=tmp_path).out.split()
    assert line[:5] == ["1", "error", "files/unreadable", "-", "no"]


def test_records_with_the_same_title_are_templates_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "- {title: A, body: Please calm down.}\n" * 4 + "- {title: A, body: Fine.}\n"})
    assert "     4  error     respect/calm-down       80 %" in macrolint("check", "--statistics", cwd=tmp_path).out


def test_a_first_run_on_a_terminal_shows_ten_places_a_table_and_the_way_on(library: Path) -> None:
    done = on_terminal("macros", cwd=library)
    assert done.code == 1
    assert blocks(done.out) == [
        ("respect/calm-down", "macros/b00.md"), ("respect/calm-down", "macros/b01.md"), ("respect/calm-down", "macros/b02.md"),
        ("acknowledgement/hollow-inconvenience", "macros/a00.md"), ("acknowledgement/hollow-inconvenience", "macros/a02.md"),
        ("acknowledgement/hollow-inconvenience", "macros/a04.md"),
        ("tone/repeated-punctuation", "macros/a01.md"), ("tone/repeated-punctuation", "macros/a03.md"),
        ("questions/accusing-why", "macros/c.md"),  # surer than the next
        ("acknowledgement/non-apology", "macros/c.md"),
    ]  # fmt: skip
    assert TABLE in done.out
    said = dict(re.findall(r"^([a-z ]+): +(.*)$", done.out.split(TABLE)[1], re.M))
    assert said == {
        "show all": "macrolint check macros --all",
        "show this table": "macrolint check macros --statistics",
        "show one rule": "macrolint check macros --select respect/calm-down",
        "why it matters": "macrolint explain respect/calm-down",
        "leave it out": "write 'ignore: [respect/calm-down]' into macrolint.yaml",
    }
    assert len(blocks(on_terminal(*said["show all"].split()[2:], cwd=library).out)) == 101
    assert on_terminal(*said["show this table"].split()[2:], cwd=library).out == TABLE
    assert len(blocks(on_terminal(*said["show one rule"].split()[2:], cwd=library).out)) == 3


def test_a_terminal_shows_colours_in_the_digest(library: Path) -> None:
    done = on_terminal(cwd=library, NO_COLOR="")
    assert "\x1b[31;1merror\x1b[0m     respect/calm-down  " in done.out
    assert "\x1b[36mshow all:       \x1b[0m  macrolint check --all\n" in done.out


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (["--all"], {}),
        (["-f", "full"], {}),
        (["-q"], {}),
        (["--select", "ALL"], {}),
        ([], {"CI": "true"}),
        ([], {"PRE_COMMIT": "1"}),
    ],
)
def test_whoever_says_what_they_want_gets_all_of_it(library: Path, arguments: list[str], env: dict[str, str]) -> None:
    done = on_terminal(*arguments, cwd=library, **env)
    assert len(blocks(done.out)) == 101
    assert "macrolint check --all" not in done.out


def test_a_pipe_and_a_file_get_everything(library: Path, tmp_path: Path) -> None:
    assert len(blocks(macrolint("check", cwd=library).out)) == 101
    assert on_terminal("-o", str(tmp_path / "out.txt"), cwd=library).out == ""
    assert len(blocks((tmp_path / "out.txt").read_text(encoding="utf-8"))) == 101


def test_a_configuration_ends_the_first_run(tmp_path: Path) -> None:
    write(tmp_path, {**OLD, "macrolint.yaml": ""})
    assert len(blocks(on_terminal(cwd=tmp_path).out)) == 101


def test_a_hundred_violations_are_shown_one_by_one(tmp_path: Path) -> None:
    lines = [f"Please calm down, lamp {number}.\n\n" for number in range(101)]
    write(tmp_path, {"macros/a.md": "".join(lines[:100])})
    assert len(blocks(on_terminal(cwd=tmp_path).out)) == 100
    write(tmp_path, {"macros/a.md": "".join(lines)})
    assert len(blocks(on_terminal(cwd=tmp_path).out)) == 10


def violation(rule: str, severity: str, confidence: str, path: str, line: int = 1) -> Violation:
    place = Position(line, 1, line)
    return Violation(rule, severity, confidence, "m", "w", path, place, place, part="message")


def test_rules_take_turns_by_severity_then_confidence_then_number() -> None:
    found = [violation("a/info", "info", "high", f"{number}") for number in range(50)]
    found += [violation("b/unsure", "error", "low", f"{number}") for number in range(2)]
    found += [violation("c/rare", "warning", "high", "0")]
    found += [violation("d/common", "warning", "high", f"{number}") for number in range(20)]
    found += [violation("e/sure", "error", "high", "0", line) for line in range(3)]
    assert [one.rule for one in foremost(found, 5)] == ["e/sure", "b/unsure", "d/common", "c/rare", "a/info"]
    chosen = [(one.rule[0], one.path) for one in foremost(found)]
    assert "".join(rule for rule, _ in chosen) == "eeebbddcaa"
    assert [path for rule, path in chosen if rule in "bd"] == ["1", "0", "2", "4"]
    assert [one.rule for one in foremost(found[:3])] == ["a/info"] * 3


def test_a_share_is_never_nothing_of_something_nor_all_of_less() -> None:
    results = [FileResult(f"{number}", templates=1) for number in range(1000)]
    for rule, number in (("a/one", 1), ("b/nearly", 999), ("c/all", 1000), ("d/eighth", 125)):
        for index in range(number):
            had = results[index]
            results[index] = had._replace(violations=(*had.violations, violation(rule, "info", "low", f"{index}")))
    run = Run(tuple(results))
    assert [row.violations for row in rows(run)] == [1000, 999, 125, 1]
    shares = re.findall(r"/\w+ +(\S+ %)", write_table(run, Style(quiet=True)))
    assert shares == ["100 %", ">99 %", "13 %", "<1 %"]


def test_titles_give_way_to_a_narrow_terminal(library: Path) -> None:
    for columns in (40, 60, 80, 100):
        lines = macrolint("check", "--statistics", "-q", cwd=library, env={"COLUMNS": str(columns)}).out.splitlines()
        assert max(map(len, lines)) <= max(columns, 71)
        assert ("Hollow" in lines[0]) == (columns >= 100)


def test_titles_take_the_room_that_a_wide_terminal_has(library: Path) -> None:
    wide = on_terminal("--statistics", cwd=library, COLUMNS="120").out
    assert "Telling the reader to calm down\n" in wide
    assert "…" not in wide
