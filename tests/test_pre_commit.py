"""The pre-commit hook as people use it: pre-commit itself installs it from this checkout and git runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, write

BLUNT = "Hi {{name}}, please calm down.\n"
STOPPED = "error[respect/calm-down] “calm down” fuels anger; acknowledge what happened instead."


class Repository:
    """A git repository with the hook of the README in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write(folder, {".pre-commit-config.yaml": "", "home/.gitconfig": ""})
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        self.env |= {
            f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        self.env |= {"GIT_CONFIG_GLOBAL": str(folder / "home/.gitconfig"), "GIT_CONFIG_NOSYSTEM": "1"}
        self.env |= {
            "PRE_COMMIT_HOME": str(folder / "home/cache"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.work = folder / "work"

    def run(self, *command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command; what it says on both channels is its stdout."""
        return subprocess.run(
            command, cwd=cwd or self.work, env=self.env, text=True, check=False, timeout=300,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def commit(self, files: dict[str, str | bytes]) -> tuple[int, str]:
        """Commit files; return the exit code and what is said. What a hook stops is taken back."""
        write(self.work, files)
        assert self.run("git", "add", "--all").returncode == 0
        done = self.run("git", "commit", "--message", "x")
        if done.returncode:
            assert self.run("git", "reset", "--quiet", "--hard").returncode == 0
        return done.returncode, done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = Repository(tmp_path_factory.mktemp("pre-commit"))
    source = made.folder / "macrolint"
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    for name in filter(None, names.stdout.split("\0")):
        if (ROOT / name).is_file():  # as it is in the working folder, committed or not
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    for folder in (source, made.work):
        folder.mkdir(exist_ok=True)
        assert made.run("git", "init", "--quiet", cwd=folder).returncode == 0
    for command in (["add", "--all"], ["commit", "--quiet", "--message", "x"], ["tag", "v0.1.0"]):
        assert made.run("git", *command, cwd=source).returncode == 0
    example = re.search(
        r"```yaml\n(# \.pre-commit-config\.yaml\n.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S
    )
    assert example
    write(made.work, {".pre-commit-config.yaml": re.sub("https://.*", str(source), example[1])})
    assert made.run("git", "add", "--all").returncode == made.run("git", "commit", "--message", "x").returncode == 0
    done = made.run("pre-commit", "install", "--install-hooks")
    if done.returncode:
        index = made.run(
            sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(made.folder / "got"), "hatchling"
        )
        if index.returncode:
            pytest.skip("pip reaches no package index, so pre-commit cannot install the hook")
        pytest.fail(done.stdout)
    return made


def test_a_commit_with_a_blunt_macro_is_stopped(repository: Repository) -> None:
    code, said = repository.commit({"macros/late.md": BLUNT})
    assert code == 1
    assert STOPPED in said
    assert "--> macros/late.md:1:21" in said


def test_a_commit_with_a_good_macro_passes(repository: Repository) -> None:
    code, said = repository.commit({"macros/late.md": "Hi {{name}}, your parcel is late, and that is on us.\n"})
    assert (code, re.findall(r"^macrolint\.+(\w+)$", said, re.M)) == (0, ["Passed"])


@pytest.mark.parametrize(
    "path", ["README.md", "CHANGELOG.md", "docs/guide.md", "notes.txt", "app.py", "macros/README.md"]
)
def test_a_commit_without_templates_passes(repository: Repository, path: str) -> None:
    code, said = repository.commit({path: BLUNT})
    assert (code, re.findall(r"^macrolint\.+(\w+)$", said, re.M)) == (0, ["Passed"])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("any/a.yaml", f"title: A\nbody: {BLUNT}"),
        ("any/a.jsonl", '{"title": "A", "body": "Please calm down."}\n'),
        ("any/a.csv", "title,body\nA,Please calm down.\n"),
        ("any/a.tsv", "title\tbody\nA\tPlease calm down.\n"),
        *(
            (f"emails/a.{ending}", BLUNT)
            for ending in ("txt", "html", "liquid", "erb", "hbs", "tpl", "j2", "handlebars")
        ),
    ],
)
def test_templates_of_every_format_are_given_to_the_hook(repository: Repository, path: str, text: str) -> None:
    write(repository.work, {path: text})
    assert repository.run("git", "add", path).returncode == 0
    done = repository.run("pre-commit", "run", "macrolint", "--color", "never", "--files", path)
    repository.run("git", "rm", "--quiet", "--force", path)
    assert done.returncode == 1, done.stdout
    assert STOPPED in done.stdout


def test_a_terminal_that_pre_commit_makes_for_its_hooks_shows_everything(repository: Repository) -> None:
    write(
        repository.work, {"macros/many.md": "".join(f"{number} lamps, please calm down.\n\n" for number in range(120))}
    )
    assert repository.run("git", "add", "macros/many.md").returncode == 0
    done = repository.run("pre-commit", "run", "macrolint", "--color", "always", "--files", "macros/many.md")
    repository.run("git", "rm", "--quiet", "--force", "macros/many.md")
    assert done.returncode == 1
    assert done.stdout.count("--> macros/many.md:") + done.stdout.count("\x1b[34m-->\x1b[0m macros/many.md:") == 120


def hook(repository: Repository, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one hook of the repository."""
    source = repository.folder / "macrolint"
    write(
        repository.folder,
        {f"{name}.yaml": f"repos:\n  - repo: {source}\n    rev: v0.1.0\n    hooks:\n      - id: {name}\n"},
    )
    config = str(repository.folder / f"{name}.yaml")
    return repository.run("pre-commit", "run", name, "--config", config, "--color", "never", *arguments)


def test_the_fixing_hook_stops_once_and_then_passes(repository: Repository) -> None:
    write(repository.work, {"macros/loud.md": "Thanks!!\n"})
    assert repository.run("git", "add", "macros/loud.md").returncode == 0
    first = hook(repository, "macrolint-fix", "--files", "macros/loud.md")
    assert (first.returncode, "files were modified by this hook" in first.stdout) == (1, True), first.stdout
    assert (repository.work / "macros/loud.md").read_text() == "Thanks!\n"
    assert hook(repository, "macrolint-fix", "--files", "macros/loud.md").returncode == 0
    repository.run("git", "rm", "--quiet", "--force", "macros/loud.md")


def test_the_library_hook_checks_what_is_not_in_the_commit(repository: Repository) -> None:
    write(repository.work, {"macros/blunt.md": BLUNT})
    done = hook(repository, "macrolint-library", "--hook-stage", "manual", "--files", "README.md")
    (repository.work / "macros/blunt.md").unlink()
    assert done.returncode == 1, done.stdout
    assert STOPPED in done.stdout
