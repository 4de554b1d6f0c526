"""The pieces for CI: the pages say what `macrolint init` writes, and the programs that read such files take them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from running import ROOT, macrolint, write

from macrolint import REPOSITORY, __version__, starting
from macrolint.configuration import FORMATS


def judge(name: str) -> str:
    """Return a program, or skip where it is not installed."""
    found = shutil.which(name, path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
    return found or pytest.skip(f"{name} is not installed")


def judged(*command: str | Path) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("page", "text"),
    [("github.md", starting.github()), ("gitlab.md", starting.gitlab()), ("pre-commit.md", starting.pre_commit())],
)
def test_the_pages_say_what_init_writes(page: str, text: str) -> None:
    assert f"\n{text}```" in (ROOT / "docs" / page).read_text("utf-8")


@pytest.mark.parametrize("config", [None, "support/macrolint.yaml"])
@pytest.mark.parametrize("schema", ["vendor.github-workflows", "vendor.gitlab-ci"])
def test_the_pieces_keep_to_their_schemas(tmp_path: Path, schema: str, config: str | None) -> None:
    text = starting.github(config) if "github" in schema else starting.gitlab(config)
    write(tmp_path, {"piece.yml": text})
    judged(judge("check-jsonschema"), "--builtin-schema", schema, tmp_path / "piece.yml")


def blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.S)


@pytest.mark.parametrize(
    ("page", "schema"), [("github.md", "vendor.github-workflows"), ("gitlab.md", "vendor.gitlab-ci")]
)
def test_the_comments_of_the_pages_keep_to_their_schemas(tmp_path: Path, page: str, schema: str) -> None:
    (piece,) = [one for one in blocks(page) if "macrolint report" in one]
    write(tmp_path, {"piece.yml": piece})
    judged(judge("check-jsonschema"), "--builtin-schema", schema, tmp_path / "piece.yml")


_GH = """#!/bin/sh
echo "$@" >> asked
case "$*" in
*--jq*) if [ -e there ]; then printf '71\\n72\\n'; fi ;;
esac
"""


def test_the_comment_on_github_is_written_once_and_then_replaced(tmp_path: Path) -> None:
    from ruamel.yaml import YAML

    (piece,) = [one for one in blocks("github.md") if "macrolint report" in one]
    script = YAML(typ="safe").load(piece)["jobs"]["comment"]["steps"][-1]["run"]
    write(tmp_path, {"gh": _GH})
    (tmp_path / "gh").chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "a/b",
        "NUMBER": "7",
        "RUNNER_TEMP": "/t",
    }
    for expected in (
        "pr comment 7 --body-file /t/comment.md",
        "api --silent --method PATCH repos/a/b/issues/comments/71 -F body=@/t/comment.md",
    ):
        subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)
        first, last = (tmp_path / "asked").read_text("utf-8").splitlines()[-2:]
        assert first.startswith('api --paginate repos/a/b/issues/7/comments --jq .[] | select(.user.type == "Bot"')
        assert last == expected
        write(tmp_path, {"there": ""})


def test_the_action_keeps_to_its_schema() -> None:
    judged(judge("check-jsonschema"), "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")


def test_the_hooks_keep_to_the_schema_of_their_file() -> None:
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [one["id"] for one in hooks] == ["macrolint", "macrolint-fix", "macrolint-library"]
    for one in hooks:
        assert one["entry"].startswith("macrolint check")
        options = re.findall(r"--[a-z-]+", one["entry"])
        said = macrolint("check", "--help", cwd=ROOT).out
        assert [option for option in options if option not in said] == []


def test_the_job_of_gitlab_writes_the_reports_that_it_names(tmp_path: Path) -> None:
    """The commands of the job are run as a runner does, but for the install."""
    job = YAML(typ="safe").load(starting.gitlab())["macrolint"]
    install, *commands = job["script"]
    assert install == f'pip install "git+{REPOSITORY}@v{__version__}"'
    write(tmp_path, {"work/macros/a.md": "Please calm down.\n"})
    write(tmp_path, {"bin/macrolint": f'#!/bin/sh\nexec "{sys.executable}" -m macrolint "$@"\n'})
    (tmp_path / "bin/macrolint").chmod(0o755)
    env = {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": os.devnull, "GITLAB_CI": "true"}
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(commands)], cwd=tmp_path / "work", env=env, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "error[respect/calm-down]" in done.stdout
    for name in job["artifacts"]["reports"].values():
        assert "calm-down" in (tmp_path / "work" / name).read_text("utf-8")


def test_zizmor_finds_nothing_in_the_action_and_the_workflow(tmp_path: Path) -> None:
    write(tmp_path, {".github/workflows/macrolint.yml": starting.github()})
    write(tmp_path, {"zizmor.yml": 'rules: {unpinned-uses: {config: {policies: {"*": ref-pin}}}}\n'})
    for path in (tmp_path / ".github/workflows/macrolint.yml", ROOT / "action.yml"):
        judged(judge("zizmor"), "--offline", "--config", tmp_path / "zizmor.yml", path)


def test_the_dockerfile_is_sound() -> None:
    judged(judge("hadolint"), ROOT / "Dockerfile")


def test_the_hooks_and_the_configuration_for_them_are_valid(tmp_path: Path) -> None:
    judged(judge("pre-commit"), "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    for config in (None, "support/macrolint.yaml"):
        write(tmp_path, {"hooks.yaml": starting.pre_commit_file(config)})
        judged(judge("pre-commit"), "validate-config", tmp_path / "hooks.yaml")


@pytest.mark.skipif(not {"github", "sarif", "markdown"} <= set(FORMATS), reason="the formats are not there yet")
@pytest.mark.parametrize(("fail", "code"), [("true", 1), ("false", 0)])
def test_the_action_annotates_counts_and_fails(tmp_path: Path, fail: str, code: int) -> None:
    """The script is run as the runner does, but for the install: what is tested is the macrolint of this checkout."""
    write(
        tmp_path,
        {"work/macros/a.md": "Please calm down.\n", "bin/python3": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'},
    )
    script = (ROOT / "action.sh").read_text("utf-8")
    install = '"$home/venv/bin/pip" install --quiet --no-color --disable-pip-version-check "$GITHUB_ACTION_PATH"'
    assert install in script
    here = f'printf \'#!/bin/sh\\nexec "{sys.executable}" -m macrolint "$@"\\n\' > "$home/venv/bin/macrolint"; chmod +x "$home/venv/bin/macrolint"'
    write(tmp_path, {"action.sh": script.replace(install, here)})
    environment = {
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": os.devnull, "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "ML_SARIF": "m.sarif", "ML_FAIL": fail,
        "ML_ARGS": "--select\nrespect\n", "ML_PATHS": "\nmacros\n",
    }  # fmt: skip
    (tmp_path / "bin/python3").chmod(0o755)
    done = subprocess.run(
        ["bash", tmp_path / "action.sh"],
        cwd=tmp_path / "work",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "::error" in done.stdout
    assert (tmp_path / "output").read_text() == "violations=1\nsarif-file=m.sarif\n"
    assert "calm" in (tmp_path / "summary").read_text()
