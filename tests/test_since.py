"""What a change promises: `macrolint promises --since=REF` in real git repositories."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from running import ROOT, Done, macrolint, write

from macrolint.model import MacrolintError
from macrolint.revisions import revision

LATE = "---\ntitle: Parcel is late\n---\nWe will call you within 2 business days.\n"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=True)
    return done.stdout.strip()


def repository(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Make a repository with one commit on the branch main."""
    write(folder, files)
    git(folder, "init", "-q", "-b", "main")
    return commit(folder)


def commit(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    write(folder, files or {})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "a change")
    return folder


def export(*macros: dict[str, str]) -> str:
    return json.dumps({"macros": macros}, indent=1)


def told(done: Done) -> dict[str, list[Any]]:
    """Return the words of what is new, gone, changed and reworded."""
    assert (done.code, done.err) == (0, "")
    found = done.json
    pairs = {name: [(one["before"]["text"], one["after"]["text"]) for one in found[name]] for name in PAIRS}
    single = {name: [one["text"] for one in found[name]] for name in ("added", "removed")}
    return {name: value for name, value in {**single, **pairs}.items() if value}


PAIRS = ("changed", "reworded")


def since(folder: Path, ref: str = "main", *arguments: str) -> dict[str, list[Any]]:
    return told(macrolint("promises", f"--since={ref}", "-f", "json", *arguments, cwd=folder))


TEXT = """\
New:
  New (macros/new.md)
    macros/new.md:4:1
      “Your refund will be issued soon”
        who: nobody is named · what: refund · until: soon (no time to count on)

Changed:
  Parcel is late (macros/late.md)
    macros/late.md:4:1
      was  “We will call you within 2 business days”
      now  “We will call you within 4 hours”
        until: within 2 business days → within 4 hours

Gone:
  Old (macros/old.md)
    macros/old.md:4:1
      “We'll fix it tomorrow”
        who: we · what: fix or change · until: tomorrow

In other words, but the same:
  Invoice (macros/words.md)
    macros/words.md:4:1
      was  “We'll reply within 24 hours”
      now  “We will answer in 1 day”

Promises since main: 1 new, 1 changed, 1 gone, 1 reworded.
"""
MARKDOWN = """\
<!-- macrolint-promises -->

## Promises to readers

Promises since main: 1 changed.

### Changed (1)

| Template | Before | After | What differs |
| --- | --- | --- | --- |
| Parcel is late<br>macros/late.md:4:1 | “We will call you within 2 business days” | “We will call you within 4 hours” | \
until: within 2 business days → within 4 hours |
"""


def test_a_change_is_told_for_people(tmp_path: Path) -> None:
    repository(
        tmp_path,
        {
            "macros/late.md": LATE,
            "macros/old.md": "---\ntitle: Old\n---\nWe'll fix it tomorrow.\n",
            "macros/words.md": "---\ntitle: Invoice\n---\nWe'll reply within 24 hours.\n",
            "macros/same.md": "---\ntitle: Same\n---\nWe will refund you.\n",
        },
    )
    git(tmp_path, "checkout", "-q", "-b", "change")
    (tmp_path / "macros/old.md").unlink()
    commit(tmp_path, {"macros/late.md": LATE.replace("2 business days", "4 hours")})
    write(tmp_path, {"macros/words.md": "---\ntitle: Invoice\n---\nWe will answer in 1 day.\n"})
    write(tmp_path, {"macros/new.md": "---\ntitle: New\n---\nYour refund will be issued soon.\n"})  # not added to git
    done = macrolint("promises", "--since=main", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, TEXT, "")


def test_a_change_is_told_for_a_pull_request(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/late.md": LATE})
    write(tmp_path, {"macros/late.md": LATE.replace("2 business days", "4 hours")})
    done = macrolint("promises", "--since=main", "-f", "markdown", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, MARKDOWN, "")
    assert MarkdownIt("gfm-like", {"linkify": False}).render(done.out).count("<td>") == 4
    git(tmp_path, "checkout", "-q", ".")
    assert macrolint("promises", "--since=main", cwd=tmp_path).out == "No promise is new, changed or gone since main.\n"


def test_a_change_is_told_for_a_spreadsheet_and_as_a_page(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/late.md": LATE})
    write(tmp_path, {"macros/late.md": LATE.replace("2 business days", "4 hours")})
    table = macrolint("promises", "--since=main", "-f", "csv", cwd=tmp_path).out.splitlines()
    assert table[0].startswith("\ufeffChange,Promise before,Until before,File,Line")
    assert table[1] == (
        "changed,We will call you within 2 business days,within 2 business days,macros/late.md,4,1,Parcel is late,"
        "We will call you within 4 hours,we,reply,within 4 hours,4,calendar days,,,,,,reply-6931a76f"
    )
    page = macrolint("promises", "--since=main", "-f", "html", cwd=tmp_path).out
    assert "<td>until: within 2 business days → within 4 hours</td>" in page


def test_templates_of_one_file_are_matched_by_id_then_by_title_then_by_place(tmp_path: Path) -> None:
    one = {"id": "1", "title": "One", "body": "We will reply within 2 days."}
    two = {"id": "2", "title": "Two", "body": "We will refund you within 3 days."}
    three = {"title": "Three", "body": "We will call you within 4 days."}
    four = {"title": "Four", "body": "We will send you a new lamp within 5 days."}
    repository(tmp_path, {"macros.json": export(one, two, three, four)})
    later = [
        {**three, "body": "We will call you within 9 days."},  # by title, at another place
        {**two, "title": "Deux", "body": "We will refund you within 9 days."},  # by id
        {**one, "id": "11", "body": "We will reply within 9 days."},  # by title, for there is no such id
        {"title": "Vier", "body": "We will send you a new lamp within 9 days."},  # by place
    ]
    write(tmp_path, {"macros.json": export(*later)})
    assert since(tmp_path) == {
        "changed": [
            ("We will call you within 4 days", "We will call you within 9 days"),
            ("We will refund you within 3 days", "We will refund you within 9 days"),
            ("We will reply within 2 days", "We will reply within 9 days"),
            ("We will send you a new lamp within 5 days", "We will send you a new lamp within 9 days"),
        ]
    }


def test_a_template_that_moved_to_another_file_is_the_same(tmp_path: Path) -> None:
    body = {"id": "7", "title": "One", "body": "We will reply within 2 days."}
    other = {"id": "8", "title": "Two", "body": "We will refund you within 3 days."}
    repository(tmp_path, {"macros/a.json": export(body, other), "macros/b.json": export()})
    write(tmp_path, {"macros/a.json": export(other), "macros/b.json": export({**body, "title": "Uno"})})
    assert since(tmp_path) == {}


def test_a_renamed_file_is_followed(tmp_path: Path) -> None:
    text = "Hello,\n\nthank you for your patience.\n\nWe will reply within 2 days.\n\nBest,\nAnn\n"
    repository(tmp_path, {"macros/a.md": text})
    git(tmp_path, "mv", "macros/a.md", "macros/b.md")
    assert since(tmp_path) == {}
    write(tmp_path, {"macros/b.md": text.replace("2 days", "3 days")})
    assert since(tmp_path) == {"changed": [("We will reply within 2 days", "We will reply within 3 days")]}
    assert since(tmp_path, "main", "macros/b.md") == since(tmp_path)  # though the old file lay elsewhere


def test_promises_of_a_template_are_matched_by_what_they_promise_then_by_words(tmp_path: Path) -> None:
    before = "We will reply within 2 days. We will refund you within 3 days. We will water the plants."
    after = "We will refund you within 9 days. We will answer you in 2 days. We will paint the house."
    repository(tmp_path, {"macros/a.md": before})
    write(tmp_path, {"macros/a.md": after})
    assert since(tmp_path) == {
        "changed": [("We will refund you within 3 days", "We will refund you within 9 days")],
        "reworded": [
            ("We will reply within 2 days", "We will answer you in 2 days"),
            ("We will water the plants", "We will paint the house"),
        ],
    }


def test_only_paths_that_are_named_are_compared_also_from_a_subfolder(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": "We will reply soon.\n", "macros/deep/b.md": "We will refund you soon.\n"})
    (tmp_path / "macros/a.md").unlink()
    (tmp_path / "macros/deep/b.md").unlink()
    write(tmp_path, {"macros/deep/c.md": "We will call you soon.\n"})
    assert since(tmp_path, "main", "macros/deep") == {
        "added": ["We will call you soon"], "removed": ["We will refund you soon"],
    }  # fmt: skip
    done = macrolint("promises", "--since=main", "-f", "json", cwd=tmp_path / "macros/deep")
    assert [one["path"] for one in done.json["removed"]] == ["b.md"]


def test_the_old_files_are_read_with_the_settings_of_today(tmp_path: Path) -> None:
    repository(tmp_path, {"texts/a.md": "We will reply soon.\n", "texts/b.md": "We will refund you soon.\n"})
    write(tmp_path, {"macrolint.yaml": "paths: [texts]\nexclude: [b.md]\n", "texts/a.md": "Hello.\n"})
    (tmp_path / "texts/b.md").unlink()
    assert since(tmp_path) == {"removed": ["We will reply soon"]}


def test_what_others_did_since_is_not_part_of_the_change(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.md": "We will reply soon.\n"})
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(tmp_path, {"macros/mine.md": "We will refund you soon.\n"})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"macros/theirs.md": "We will call you soon.\n"})
    git(tmp_path, "checkout", "-q", "change")
    assert since(tmp_path) == {"added": ["We will refund you soon"]}


def test_json_names_the_revision_and_the_whole_promises(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/late.md": LATE})
    write(tmp_path, {"macros/late.md": LATE.replace("2 business days", "4 hours")})
    found = macrolint("promises", "--since=HEAD", "-f", "json", cwd=tmp_path).json
    assert list(found) == ["version", "since", "added", "removed", "changed", "reworded"]
    assert (found["version"], found["since"]) == (1, "HEAD")
    (pair,) = found["changed"]
    assert pair["before"]["when"]["latest_hours"] == 48
    assert (pair["after"]["when"]["latest_hours"], pair["after"]["path"]) == (4, "macros/late.md")


def test_a_folder_reached_by_a_link_is_compared_where_it_lies(tmp_path: Path) -> None:
    repository(tmp_path / "repo", {"macros/late.md": LATE})
    write(tmp_path / "repo", {"macros/late.md": LATE.replace("2 business days", "4 hours")})
    (tmp_path / "link").symlink_to(tmp_path / "repo/macros")
    done = macrolint("promises", "--since=main", "-f", "json", "link", cwd=tmp_path)
    assert len(done.json["changed"]) == 1


def test_the_repository_is_that_of_the_files_also_in_a_hook_of_another(tmp_path: Path) -> None:
    repository(tmp_path / "repo", {"macros/late.md": LATE})
    repository(tmp_path / "other", {"a.md": "a"})
    environment = {"GIT_DIR": str(tmp_path / "other/.git"), "GIT_INDEX_FILE": "index"}
    done = macrolint("promises", "--since=main", cwd=tmp_path / "repo", env=environment)
    assert (done.code, done.out) == (0, "No promise is new, changed or gone since main.\n")


def test_names_of_files_are_taken_as_they_are(tmp_path: Path) -> None:
    names = ["macros/ä ö.md", 'macros/a"b.md', "macros/tab\there.md"]
    repository(tmp_path, dict.fromkeys(names, "We will reply soon.\n"))
    for name in names:
        (tmp_path / name).unlink()
    assert since(tmp_path) == {"removed": ["We will reply soon"] * 3}


def test_nothing_to_compare_with_is_an_error_that_helps(tmp_path: Path) -> None:
    none = macrolint("promises", "--since=main", cwd=write(tmp_path / "none", {"macros/late.md": LATE}))
    assert (none.code, none.out) == (2, "")
    folder = os.path.realpath(tmp_path / "none")
    assert none.err == (
        f"error: there is no git repository at '{folder}', so nothing can be compared with 'main'\n"
        "help: run this where the templates are under version control\n"
    )
    repo = repository(tmp_path / "repo", {"macros/late.md": LATE})
    typo = macrolint("promises", "--since=mian", cwd=repo)
    assert (typo.code, typo.err) == (2, "error: git knows no revision 'mian'\nhelp: did you mean 'main'?\n")
    option = macrolint("promises", "--since=--output=x", cwd=repo)
    assert (option.code, option.err.splitlines()[0]) == (2, "error: git knows no revision '--output=x'")
    empty = macrolint("promises", "--since=", cwd=repo)
    assert (empty.code, empty.err[:47]) == (2, "error: '--since' needs a branch, a tag or a com")
    commitless = write(tmp_path / "commitless", {"macros/late.md": LATE})
    git(commitless, "init", "-q")
    assert macrolint("promises", "--since=HEAD", cwd=commitless).code == 2
    away = macrolint("promises", "--since=main", "macros", "../none/macros", cwd=repo)
    assert (away.code, "does not lie in the git repository" in away.err) == (2, True)


def test_without_git_the_error_says_so(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/late.md": LATE})
    (tmp_path / "bin").mkdir()
    done = macrolint("promises", "--since=main", cwd=tmp_path, env={"PATH": str(tmp_path / "bin")})
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: git cannot be run, and only git knows older revisions\nhelp: install git\n"


def test_a_shallow_clone_says_what_to_fetch(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo", {"macros/late.md": LATE})
    git(repo, "tag", "v1")
    commit(repo, {"macros/late.md": LATE.replace("2 business days", "4 hours")})
    git(tmp_path, "clone", "-q", "--depth=1", "--no-tags", f"file://{repo}", "clone")
    shallow = macrolint("promises", "--since=v1", cwd=tmp_path / "clone")
    assert (shallow.code, shallow.err) == (
        2,
        "error: git knows no revision 'v1'\nhelp: only a part of the history was fetched (a shallow clone). Fetch the"
        " rest: git fetch --unshallow; in a GitHub workflow, give actions/checkout 'fetch-depth: 0'\n",
    )
    git(tmp_path / "clone", "fetch", "-q", "--depth=1", "origin", "tag", "v1")
    done = macrolint("promises", "--since=v1", "-f", "json", cwd=tmp_path / "clone")
    assert done.code == 0
    assert len(done.json["changed"]) == 1
    assert done.err == (
        "warning: 'v1' and the current branch share no commit that was fetched, so 'v1' itself is compared\n"
    )
    git(tmp_path / "clone", "checkout", "-q", "-b", "mine")
    git(tmp_path / "clone", "branch", "-q", "-D", "main")
    remote = macrolint("promises", "--since=main", cwd=tmp_path / "clone")
    assert (remote.code, remote.err) == (
        2,
        "error: git knows no revision 'main'\nhelp: did you mean 'origin/main'?\n",
    )


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    repository(tmp_path, {"macros/a.yaml": "title: [\n", "macros/b.md": LATE})
    write(tmp_path, {"macros/a.yaml": "title: A\nbody: We will reply soon.\n"})
    done = macrolint("promises", "--since=main", "-f", "json", cwd=tmp_path)
    assert (done.code, [one["text"] for one in done.json["added"]]) == (0, ["We will reply soon"])
    assert done.err.startswith("warning: macros/a.yaml could not be read as it was at 'main' (line 2: ")
    write(tmp_path, {"macros/a.yaml": "title: [[\n"})
    broken = macrolint("promises", "--since=main", cwd=tmp_path)
    assert (broken.code, "\nerror: macros/a.yaml:" in f"\n{broken.err}") == (1, True)


def test_a_revision_tells_which_files_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path, {"a.md": "a", "b.md": "b", "c.md": "c", "deep/d.md": "d" * 90})
    git(tmp_path, "mv", "deep/d.md", "e.md")
    write(tmp_path, {"b.md": "B", "new.md": "new"})
    (tmp_path / "c.md").unlink()
    monkeypatch.chdir(tmp_path / "deep" if (tmp_path / "deep").exists() else tmp_path)
    at = revision("main", [str(tmp_path)])
    assert {name: at.differs(str(tmp_path / name)) for name in ("a.md", "b.md", "e.md", "new.md")} == {
        "a.md": False, "b.md": True, "e.md": True, "new.md": True,
    }  # fmt: skip
    assert at.renamed == {"e.md": "deep/d.md"}
    assert at.changed == {"b.md", "c.md", "deep/d.md"}
    assert dict(at.contents(["b.md", "nowhere.md", "deep/d.md"])) == {"b.md": b"b", "deep/d.md": b"d" * 90}


def test_a_content_that_git_has_lost_is_an_error(tmp_path: Path) -> None:
    repository(tmp_path, {"a.md": "a"})
    at = revision("main", [str(tmp_path)])
    with pytest.raises(MacrolintError, match=r"^git cannot read 'a\.md' of 'main': "):
        list(at._replace(files={"a.md": "1" * 40}).contents(["a.md"]))


def test_the_workflow_of_the_documentation_is_yaml_that_names_real_options(tmp_path: Path) -> None:
    from ruamel.yaml import YAML

    page = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
    (text,) = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.S) if "on: pull_request" in block]
    workflow = YAML(typ="safe").load(text)
    steps = workflow["jobs"]["promises"]["steps"]
    assert steps[0]["with"] == {"fetch-depth": 0}
    (command,) = [one["run"] for one in steps if one.get("run", "").startswith("macrolint ")]
    repository(tmp_path, {"macros/late.md": LATE})
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "main")
    arguments = shlex.split(command.replace("$GITHUB_BASE_REF", "main"))[1:]
    assert macrolint(*arguments, cwd=tmp_path) == (0, "", "")
    assert (
        (tmp_path / "promises.md")
        .read_text(encoding="utf-8")
        .endswith("No promise is new, changed or gone since origin/main.\n")
    )
