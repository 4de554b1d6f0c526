"""`macrolint baseline`: an old library is adopted, and only what is new is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import macrolint, write

BLUNT = "---\ntitle: Late\n---\nPlease calm down.\n\nThanks!!\n"
FILE = ".macrolint-baseline.json"
FIRST = "Accepted 2 violations in 1 file: .macrolint-baseline.json was written.\n"


CONFIGURATION = "select: [respect/calm-down, tone/repeated-punctuation]\n"


def adopted(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    write(folder, {"macrolint.yaml": CONFIGURATION, **(files or {"macros/late.md": BLUNT})})
    done = macrolint("baseline", "create", cwd=folder)
    assert (done.code, done.err) == (0, "")
    return folder


def told(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    done = macrolint("check", "-f", "json", *arguments, cwd=folder)
    return [(one["rule"], one["excerpt"]) for one in done.json["violations"]]


def entries(folder: Path) -> dict[str, list[tuple[str, str, str]]]:
    document = json.loads((folder / FILE).read_text("utf-8"))
    return {
        path: [(one["rule"], one["template"], one["reason"]) for one in listed]
        for path, listed in document["violations"].items()
    }


def test_what_is_accepted_is_not_told_and_counted(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": CONFIGURATION, "macros/late.md": BLUNT})
    done = macrolint("baseline", "create", "--reason", "before we began", cwd=tmp_path)
    assert done == (0, FIRST + "Commit it. From now on `macrolint check` tells only of new violations; --no-baseline tells of all.\n", "")  # fmt: skip
    assert macrolint("check", cwd=tmp_path) == (
        0,
        "All is well: 1 template in 1 file (2 files skipped) (2 in the baseline).\n",
        "",
    )
    assert len(told(tmp_path, "--no-baseline")) == 2
    assert told(tmp_path, "--isolated")[0] == ("respect/calm-down", "calm down")
    assert entries(tmp_path) == {
        "macros/late.md": [
            ("respect/calm-down", "Late", "before we began"),
            ("tone/repeated-punctuation", "Late", "before we began"),
        ]
    }
    assert "Thanks" not in (tmp_path / FILE).read_text()


def test_an_entry_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    lines = (adopted(tmp_path) / FILE).read_text("utf-8").splitlines()
    assert [line[:15] for line in lines if "fingerprint" in line] == ['      {"rule": '] * 2
    assert json.loads(lines[5].strip().rstrip(",")).keys() == {"rule", "template", "fingerprint", "reason"}


def test_moved_lines_and_other_blanks_change_nothing_and_a_second_time_is_new(tmp_path: Path) -> None:
    adopted(tmp_path)
    write(tmp_path, {"macros/late.md": BLUNT.replace("Please calm", "Hello,\n\nI see that.\n\nPlease calm\n")})
    assert told(tmp_path) == []
    write(tmp_path, {"macros/late.md": BLUNT + "\nThank you!!\n"})
    assert told(tmp_path) == [("tone/repeated-punctuation", "!!")]


def test_a_template_that_moves_inside_an_export_is_the_same(tmp_path: Path) -> None:
    records = [{"title": f"T{number}", "body": "Please calm down."} for number in range(3)]
    adopted(tmp_path, {"a.json": json.dumps(records)})
    write(tmp_path, {"a.json": json.dumps([{"title": "New", "body": "Please calm down."}, *records[::-1]], indent=2)})
    report = macrolint("check", "-f", "json", cwd=tmp_path).json
    assert [one["template"]["title"] for one in report["violations"]] == ["New"]
    assert report["summary"]["baseline"] == 3


def test_what_is_mended_is_told_as_a_note_and_pruned(tmp_path: Path) -> None:
    adopted(tmp_path)
    write(tmp_path, {"macros/late.md": BLUNT.replace("!!", "!"), "macros/new.md": "Please calm down.\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.err) == (
        1, "note: 1 violation in the baseline is not there any more; take them out with: macrolint baseline prune\n"
    )  # fmt: skip
    assert macrolint("check", "--select", "respect", cwd=tmp_path).err == ""
    done = macrolint("baseline", "prune", cwd=tmp_path)
    assert done.out == f"{FILE} was written: 1 taken out, 0 moved with a file; now 1 violation accepted.\n"
    assert macrolint("check", cwd=tmp_path).err == ""
    assert told(tmp_path) == [("respect/calm-down", "calm down")]
    assert macrolint("baseline", "prune", cwd=tmp_path).out == f"{FILE} is up to date: 1 violation accepted.\n"


def test_update_accepts_what_is_new_and_keeps_the_reasons(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": CONFIGURATION, "macros/late.md": BLUNT})
    macrolint("baseline", "create", "--reason", "old", cwd=tmp_path)
    write(tmp_path, {"macros/late.md": BLUNT.replace("!!", "!"), "macros/new.md": "Please calm down.\n"})
    done = macrolint("baseline", "update", "--reason", "new", cwd=tmp_path)
    assert done.out == f"{FILE} was written: 1 accepted, 1 taken out, 0 moved with a file; now 2 violations accepted.\n"
    assert entries(tmp_path) == {
        "macros/late.md": [("respect/calm-down", "Late", "old")],
        "macros/new.md": [("respect/calm-down", "", "new")],
    }
    assert macrolint("check", cwd=tmp_path).code == 0


def test_a_renamed_file_keeps_what_was_accepted(tmp_path: Path) -> None:
    adopted(tmp_path, {"macros/late.md": BLUNT + "\nAgain!!\n"})
    (tmp_path / "macros/late.md").rename(tmp_path / "macros/delayed.md")
    assert told(tmp_path) == []
    done = macrolint("baseline", "update", cwd=tmp_path)
    assert done.out == f"{FILE} was written: 0 accepted, 0 taken out, 3 moved with a file; now 3 violations accepted.\n"
    assert list(entries(tmp_path)) == ["macros/delayed.md"]
    assert told(tmp_path) == []


def test_only_the_files_that_were_read_are_judged(tmp_path: Path) -> None:
    adopted(tmp_path, {"macros/a.md": "Please calm down.\n", "macros/b.md": "Please calm down.\n"})
    write(tmp_path, {"macros/a.md": "Hello.\n", "macros/b.md": "Hello.\n"})
    done = macrolint("baseline", "update", "macros/a.md", cwd=tmp_path)
    assert done.out.endswith("0 accepted, 1 taken out, 0 moved with a file; now 1 violation accepted.\n")
    assert list(entries(tmp_path)) == ["macros/b.md"]


def test_a_file_that_cannot_be_read_is_never_accepted(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "macros/late.md": BLUNT,
            "macros/broken.yaml": "title: [\nbody: x\n",
            "macrolint.yaml": "paths: [macros]\n" + CONFIGURATION,
        },
    )
    done = macrolint("baseline", "create", cwd=tmp_path)
    assert (done.code, done.err) == (0, "warning: macros/broken.yaml cannot be read, so nothing of it was accepted\n")
    assert [rule for rule, _ in told(tmp_path)] == ["files/unreadable"]


def test_what_is_accepted_is_not_fixed(tmp_path: Path) -> None:
    adopted(tmp_path)
    write(tmp_path, {"macros/late.md": BLUNT + "\nNow?? We do.\n"})
    assert macrolint("check", "--fix-only", cwd=tmp_path).err == "Fixed 1 violation in 1 file.\n"
    assert (tmp_path / "macros/late.md").read_text() == BLUNT + "\nNow? We do.\n"
    assert macrolint("check", "--fix-only", "--no-baseline", cwd=tmp_path).err == "Fixed 1 violation in 1 file.\n"


def test_show_counts_by_rule_or_path(tmp_path: Path) -> None:
    adopted(tmp_path)
    assert macrolint("baseline", "show", cwd=tmp_path).out == (
        "1  respect/calm-down\n1  tone/repeated-punctuation\n2 violations accepted in 1 file (.macrolint-baseline.json).\n"
    )
    assert macrolint("baseline", "show", "--by", "path", cwd=tmp_path).out.startswith("2  macros/late.md\n")


def test_the_configuration_may_name_the_baseline(tmp_path: Path) -> None:
    adopted(tmp_path, {"other/a.md": BLUNT})
    support = tmp_path / "support"
    adopted(support, {"macrolint.yaml": f"baseline: accepted.json\n{CONFIGURATION}", "macros/a.md": BLUNT})
    assert (support / "accepted.json").exists()
    assert macrolint("check", "support", cwd=tmp_path).code == 0
    assert macrolint("check", "--baseline", "support/accepted.json", "--no-baseline", "support", cwd=tmp_path).code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no baseline, or it is damaged"),
        ("[]", "is no baseline, or it is damaged"),
        ('{"version": 1, "violations": {"a": [{"rule": "x"}]}}', "is no baseline, or it is damaged"),
        ('{"version": 2, "created-by": "macrolint 9", "violations": {}}', "written by another version of macrolint (macrolint 9)"),
    ],
)  # fmt: skip
def test_a_damaged_baseline_is_said_and_never_ignored(tmp_path: Path, content: str, said: str) -> None:
    write(tmp_path, {"macros/late.md": BLUNT, FILE: content})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_create_overwrites_nothing_and_what_is_missing_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": BLUNT})
    for command in ("update", "prune", "show"):
        done = macrolint("baseline", command, cwd=tmp_path)
        assert (done.code, done.err.splitlines()[1]) == (2, "help: write it with: macrolint baseline create")
    assert macrolint("check", "--baseline", "none.json", cwd=tmp_path).code == 2
    adopted(tmp_path)
    done = macrolint("baseline", "create", cwd=tmp_path)
    assert (done.code, done.err.splitlines()[1]) == (2, "help: bring it up to date: macrolint baseline update")
    (tmp_path / FILE).unlink()
    (tmp_path / "macrolint.yaml").unlink()
    assert "macrolint init" in macrolint("baseline", "create", cwd=tmp_path).err
    write(tmp_path, {"clean/macrolint.yaml": CONFIGURATION, "clean/macros/a.md": "Hello.\n"})
    assert macrolint("baseline", "create", cwd=tmp_path / "clean").out.startswith("Nothing to accept")
    write(tmp_path, {"empty/macrolint.yaml": CONFIGURATION})
    assert macrolint("baseline", "create", cwd=tmp_path / "empty").code == 2
