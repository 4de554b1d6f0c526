"""`macrolint check --changed`: only templates that differ from a revision, in real git repositories."""

from __future__ import annotations

import json
import os
from pathlib import Path

from running import macrolint, write
from test_since import commit, git, repository

BLUNT = "---\ntitle: Late\n---\nPlease calm down.\n"


def export(*bodies: str, indent: int | None = 1) -> str:
    return json.dumps([{"title": f"T{number}", "body": body} for number, body in enumerate(bodies)], indent=indent)


def changed(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    done = macrolint("check", "-f", "json", *(arguments or ("--changed=main",)), cwd=folder)
    assert done.err == "", done.err
    return [(one["path"], one["template"]["title"]) for one in done.json["violations"]]


def test_only_files_that_differ_are_told_of(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/old.md": BLUNT, "macros/late.md": BLUNT})
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(tmp_path, {"macros/late.md": BLUNT + "\nPlease calm down again.\n"})
    write(tmp_path, {"macros/new.md": BLUNT.replace("Late", "New")})
    assert changed(tmp_path) == [("macros/late.md", "Late")] * 2 + [("macros/new.md", "New")]
    assert changed(tmp_path, "--changed", "macros/new.md") == [("macros/new.md", "New")]
    assert changed(tmp_path, "--changed") == changed(tmp_path)


def test_only_templates_that_differ_are_told_of_inside_one_export(tmp_path: Path) -> None:
    bodies = ["Please calm down.", "Please calm down now.", "Please calm down, all."]
    repository(tmp_path, {"macros.json": export(*bodies)})
    git(tmp_path, "checkout", "-q", "-b", "change")
    bodies[1] = "Please do calm down."
    commit(tmp_path, {"macros.json": export(*bodies)})
    assert changed(tmp_path) == [("macros.json", "T1")]


def test_a_new_layout_or_order_of_the_file_is_no_change(tmp_path: Path) -> None:
    records = json.loads(export("Please calm down.", "Please calm down now."))
    repository(tmp_path, {"macros.json": json.dumps(records)})
    write(
        tmp_path, {"macros.json": json.dumps([{"title": "New", "body": "Please calm down."}, *records[::-1]], indent=4)}
    )
    assert changed(tmp_path) == [("macros.json", "New")]


def test_what_is_told_of_a_template_counts_as_the_template(tmp_path: Path) -> None:
    repository(
        tmp_path,
        {
            "a.json": json.dumps(
                [{"title": "A", "body": "Please calm down."}, {"title": "B", "body": "Please calm down."}]
            )
        },
    )
    write(
        tmp_path,
        {
            "a.json": json.dumps(
                [
                    {"title": "A", "body": "Please calm down.", "tags": ["vip"]},
                    {"title": "B", "body": "Please calm down."},
                ]
            )
        },
    )
    assert changed(tmp_path) == [("a.json", "A")]


def test_a_suppression_that_was_taken_out_is_a_change(tmp_path: Path) -> None:
    one = "- title: A\n  # macrolint: disable=respect/calm-down A name.\n  body: Please calm down.\n"
    two = "- title: B\n  body: Please calm down.\n"
    repository(tmp_path, {"a.yaml": one + two})
    write(tmp_path, {"a.yaml": "".join(line for line in (one + two).splitlines(keepends=True) if "#" not in line)})
    assert changed(tmp_path) == [("a.yaml", "A")]


def test_a_renamed_file_is_compared_with_what_it_was(tmp_path: Path) -> None:
    bodies = [f"Please calm down, {number} times or more." for number in range(6)]
    repository(tmp_path, {"a.json": export(*bodies)})
    git(tmp_path, "mv", "a.json", "b.json")
    bodies[4] = "Please calm down."
    commit_ = export(*bodies)
    write(tmp_path, {"b.json": commit_})
    assert changed(tmp_path) == [("b.json", "T4")]


def test_what_others_did_on_the_branch_since_is_no_change_of_ours(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT, "macros/b.md": BLUNT.replace("Late", "B")})
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(tmp_path, {"macros/c.md": BLUNT.replace("Late", "C")})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"macros/a.md": "---\ntitle: Late\n---\nMended.\n"})
    git(tmp_path, "checkout", "-q", "change")
    assert changed(tmp_path) == [("macros/c.md", "C")]


def test_a_contradiction_with_a_template_that_did_not_change_is_told(tmp_path: Path) -> None:
    old = "---\ntitle: Refund\n---\nWe will refund you within 5 business days.\n"
    new = "---\ntitle: Money\n---\nWe will refund you within 10 business days.\n"
    for configured in ("", "paths: [macros]\n"):
        folder = tmp_path / (configured[:1] or "bare")
        files: dict[str, str | bytes] = {"macrolint.yaml": configured} if configured else {}
        repository(folder, {"macros/a.md": old, **files})
        write(folder, {"macros/b.md": new})
        done = macrolint("check", "--changed=main", "-f", "json", "--select", "library", cwd=folder)
        assert [one["path"] for one in done.json["violations"]] == ["macros/b.md"], configured


def test_nothing_changed_is_all_well_and_says_so(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT})
    assert macrolint("check", "--changed", cwd=tmp_path) == (0, "", "No template differs from 'main'.\n")
    (tmp_path / "other").mkdir()
    assert macrolint("check", "--changed", "other", cwd=tmp_path).code == 2


def test_only_what_differs_is_fixed(tmp_path: Path) -> None:
    repository(tmp_path, {"a.json": export("Thanks!!", "Hello!!")})
    write(tmp_path, {"a.json": export("Thanks!!", "Hello again!!")})
    done = macrolint("check", "--changed", "--fix-only", cwd=tmp_path)
    assert (done.code, done.err) == (0, "Fixed 1 violation in 1 file.\n")
    assert (tmp_path / "a.json").read_text() == export("Thanks!!", "Hello again!")


def test_a_revision_that_is_not_there_is_said(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": BLUNT})
    done = macrolint("check", "--changed=mian", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: git knows no revision 'mian'\nhelp: did you mean 'main'?\n"
    assert macrolint("check", "--changed=", cwd=tmp_path).code == 2
    assert macrolint("check", "--changed", "-", cwd=tmp_path).code == 2
    git(tmp_path, "branch", "-m", "trunk")
    assert "--changed=REF" in macrolint("check", "--changed", cwd=tmp_path).err


def test_the_target_of_a_pull_request_is_what_is_compared_with(tmp_path: Path) -> None:
    repository(tmp_path / "origin", {"macros/a.md": BLUNT, "macros/b.md": BLUNT})
    git(tmp_path, "clone", "-q", "origin", "here")
    here = tmp_path / "here"
    commit(here, {"macros/a.md": BLUNT + "More.\n"})
    git(here, "push", "-q", "origin", "HEAD:refs/heads/release")
    commit(here, {"macros/b.md": BLUNT + "More.\n"})
    done = macrolint("check", "--changed", "-f", "json", cwd=here, env={"GITHUB_BASE_REF": "release"})
    assert [one["path"] for one in done.json["violations"]] == ["macros/b.md"]
    done = macrolint("check", "--changed", "-f", "json", cwd=here)
    assert [one["path"] for one in done.json["violations"]] == ["macros/a.md", "macros/b.md"]
    assert os.path.isdir(here / ".git")
