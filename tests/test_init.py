"""`macrolint init`: what it finds, what it writes, and that it overwrites nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from running import ROOT, macrolint, write

from macrolint import starting

BLUNT = "---\ntitle: Late\n---\nPlease calm down.\n"
HOOK = ".pre-commit-config.yaml"


def loaded(path: Path) -> object:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def start(folder: Path, remote: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], cwd=folder, check=True)
    return folder


def test_it_says_what_it_found_and_writes_a_configuration_that_finds_the_same(tmp_path: Path) -> None:
    export = (ROOT / "tests/exports/zendesk-macro.json").read_bytes()
    write(
        tmp_path,
        {"support/macros/a.md": BLUNT, "support/macros/b.md": BLUNT, "zendesk.json": export, "README.md": "x\n"},
    )
    bare = macrolint("check", "-f", "json", cwd=tmp_path).json
    done = macrolint("init", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "Found 3 templates in 3 files:\n  support/macros  2 templates in 2 files\n  zendesk.json    1 template (zendesk)\n"
    )
    assert "Wrote macrolint.yaml.\n" in done.out
    assert done.out.count("\n  macrolint ") == 2
    assert loaded(tmp_path / "macrolint.yaml") == {
        "paths": ["support/macros", "zendesk.json"], "presets": ["recommended"], "fail-on": "warning"
    }  # fmt: skip
    now = macrolint("check", "-f", "json", cwd=tmp_path).json
    assert now["summary"]["templates"] == bare["summary"]["templates"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".macrolint_cache",
        "README.md",
        "macrolint.yaml",
        "support",
        "zendesk.json",
    ]


def test_a_folder_with_other_texts_is_not_named_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path, {"docs/reply.md": BLUNT, "docs/guide.md": "A guide.\n", "macros/a.md": BLUNT})
    macrolint("init", cwd=tmp_path)
    assert loaded(tmp_path / "macrolint.yaml")["paths"] == ["docs/reply.md", "macros"]  # type: ignore[index]
    assert macrolint("check", "-f", "json", cwd=tmp_path).json["summary"]["templates"] == 2


def test_the_comments_of_the_configuration_are_true(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": BLUNT})
    macrolint("init", "--preset", "strict", cwd=tmp_path)
    lines = (tmp_path / "macrolint.yaml").read_text("utf-8").splitlines()
    opened = [line[2:] if line[:3] in ("# v", "# i", "# s", "# e", "#  ") else line for line in lines]
    write(tmp_path, {"macrolint.yaml": "\n".join(opened) + "\n"})
    assert macrolint("config", "show", cwd=tmp_path).code == 0
    assert macrolint("init", "--preset", "strikt", cwd=tmp_path).code == 2


def test_nothing_is_overwritten_and_what_to_add_is_printed(tmp_path: Path) -> None:
    files = {"macrolint.yaml": "fail-on: error\n", HOOK: "repos: []\n", ".gitlab-ci.yml": "stages: [test]\n", ".github/workflows/macrolint.yml": "x\n"}  # fmt: skip
    write(start(tmp_path), {"macros/a.md": BLUNT, **files})
    done = macrolint("init", "--github", "--gitlab", cwd=tmp_path)
    assert done.code == 0
    assert {name: (tmp_path / name).read_text("utf-8") for name in files} == files
    assert "Wrote" not in done.out
    assert starting.pre_commit() in done.out
    assert starting.gitlab() in done.out


@pytest.mark.parametrize(
    ("remote", "written"),
    [
        ("https://github.com/a/b", [".github/workflows/macrolint.yml", HOOK]),
        ("git@gitlab.example.com:a/b.git", [".gitlab-ci.yml", HOOK]),
        ("", [HOOK]),
    ],
)
def test_the_pieces_for_ci_go_by_where_the_repository_lies(tmp_path: Path, remote: str, written: list[str]) -> None:
    write(start(tmp_path, remote), {"macros/a.md": BLUNT})
    said = macrolint("init", cwd=tmp_path).out
    assert [name for name in written if f"Wrote {name}.\n" in said] == written
    assert said.count("Wrote ") == len(written) + 1
    again = macrolint("init", cwd=tmp_path).out
    assert "Wrote" not in again


def test_a_configuration_further_down_is_named_in_the_pieces(tmp_path: Path) -> None:
    write(start(tmp_path, "https://github.com/a/b"), {"support/macros/a.md": BLUNT})
    macrolint("init", "--gitlab", cwd=tmp_path / "support")
    assert (tmp_path / HOOK).read_text().endswith("        args: [--config, support/macrolint.yaml]\n")
    assert (tmp_path / ".github/workflows/macrolint.yml").read_text().endswith("            support/macrolint.yaml\n")
    assert "macrolint check --config support/macrolint.yaml -f full" in (tmp_path / ".gitlab-ci.yml").read_text()


def test_without_templates_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "Hello.\n"})
    done = macrolint("init", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("help: name the folder with the templates: macrolint init support/macros\n")
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_an_empty_folder_says_how_to_get_macros(tmp_path: Path) -> None:
    for command in ("init", "report", "check"):
        done = macrolint(command, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            "error: no templates found in '.'\nhelp: there is no file there. Put the macros of your help desk there first;"
            " how to get them: https://github.com/macrolint/macrolint/blob/main/docs/platforms/README.md\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_configuration_in_pyproject_is_one_and_that_of_another_tool_is_none(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": BLUNT, "pyproject.toml": "[tool.ruff]\n"})
    assert "Wrote macrolint.yaml.\n" in macrolint("init", cwd=tmp_path).out
    (tmp_path / "macrolint.yaml").unlink()
    write(tmp_path, {"pyproject.toml": '[tool.macrolint]\nfail-on = "error"\n'})
    said = macrolint("init", cwd=tmp_path).out
    assert "pyproject.toml holds a configuration already and was left alone.\n" in said
    assert not (tmp_path / "macrolint.yaml").exists()


def test_where_there_is_much_the_page_and_a_baseline_come_next(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "Please calm down.\n" * 30})
    said = macrolint("init", cwd=tmp_path).out
    assert "They have 30 violations: 30 errors.\n" in said
    assert re.findall(r"^  (macrolint \w+(?: \S+)?)  ", said, re.M) == ["macrolint report", "macrolint baseline create"]
    write(tmp_path, {"macros/a.md": BLUNT})
    said = macrolint("init", cwd=tmp_path).out
    assert re.findall(r"^  (macrolint \w+(?: \S+)?)  ", said, re.M) == ["macrolint check", "macrolint check --diff"]
