"""Which files are looked at, which count as templates without configuration, and what is said of the others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from running import macrolint, write

BLUNT = "Please calm down.\n"
FRONT = f"---\ntitle: A\n---\n{BLUNT}"
RECORD = "title: A\nbody: Please calm down.\n"


def shown(folder: Path, *arguments: str) -> dict[str, str]:
    """Return what `--show-files` says of each file."""
    lines = macrolint("check", "--show-files", *arguments, cwd=folder).out.splitlines()[:-1]
    said = (line.split(maxsplit=2) for line in lines)
    return {path: f"{what}: {why}" for what, path, why in said}


@pytest.mark.parametrize(
    ("path", "text", "counts"),
    [
        ("macros/a.md", BLUNT, True),
        ("support/email-templates/vip/a.txt", BLUNT, True),
        ("saved replies/a.html", f"<p>{BLUNT}</p>", True),
        ("canned_responses/a.md", BLUNT, True),
        ("snippets/a.txt", BLUNT, True),
        ("emails/a.txt.j2", BLUNT, True),
        (".github/SAVED_REPLIES.md", f"## A\n\n```\n{BLUNT}```\n", True),
        ("docs/canned-responses.md", f"## A\n\n{BLUNT}", True),
        ("notes/a.md", FRONT, True),
        ("notes/b.txt", FRONT.replace("title", "status_after"), True),
        ("notes/c.md", FRONT.replace("title", "layout"), False),
        ("notes/d.md", BLUNT, False),
        ("templated/e.md", BLUNT, False),
        ("macros/README.md", BLUNT, False),
        ("macros/CHANGELOG.txt", BLUNT, False),
        ("macros/LICENSE.txt", BLUNT, False),
        ("macros/contributing.md", BLUNT, False),
        ("macros/README.de.md", BLUNT, False),
        ("macros/license-key.md", BLUNT, True),
        ("macros/security-alert.md", BLUNT, True),
        ("macros/changes-to-an-order.md", BLUNT, True),
        ("macros/a.docx", BLUNT, False),
        ("macros/Makefile", BLUNT, False),
        ("any/a.yaml", RECORD, True),
        ("any/b.json", '{"items": [{"name": "A", "message": "Please calm down."}]}', True),
        ("any/c.csv", "Title;Body\nA;Please calm down.\n", True),
        ("any/c.tsv", "body\tid, or none, or many\ttitle\nPlease calm down.\t1\tA\n", True),
        ("any/d.yaml", "name: build\nsteps: [{run: calm down}]\n", False),
        ("any/e.yaml", "env:\n  - {name: MOOD, value: calm}\n", False),
        ("any/f.json", '{"body": "Please calm down."}', False),
        ("any/g.csv", "a,b\nc,calm down\n", False),
    ],
)
def test_what_counts_as_a_template_without_configuration(tmp_path: Path, path: str, text: str, counts: bool) -> None:
    write(tmp_path, {path: text, "macros/zz.md": "It is blue.\n"})
    found = [one for one, *_ in macrolint("check", "-f", "json", cwd=tmp_path).violations]
    assert found == ([path] if counts else [])


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    files = {
        "macros/a.md": BLUNT,
        "macros/b.yaml": f"- {RECORD}".replace("\nbody", "\n  body") * 3,
        "macros/c.docx": "x",
        "macros/d.json": "{",
        "macros/e.json": "{}",
        "README.md": "x",
        "notes.md": "x",
        "build/f.md": FRONT,
        ".gitignore": "build/\n*.log\n",
        "g.log": "x",
    }
    write(tmp_path, files)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert shown(tmp_path) == {
        ".gitignore": "skipped: files of this kind are not read",
        "README.md": "skipped: a file about the project, not a template",
        "g.log": "skipped: ignored by git",
        "notes.md": "skipped: no front matter of ours, no template folder or name",
        "macros/a.md": "read: 1 template",
        "macros/b.yaml": "read: 3 templates",
        "macros/c.docx": "skipped: .docx files are not read",
        "macros/d.json:1": "unreadable: it is not valid JSON: it ends too early",
        "macros/e.json": "skipped: no record with a title or id and a body",
    }


def test_gitignore_is_kept_as_git_keeps_it(tmp_path: Path) -> None:
    names = ["macros/a.md", "macros/b.md", "macros/keep/b.md", "macros/sub/c.md", "macros/sub/d.md", "old/macros/e.md"]
    write(tmp_path, dict.fromkeys(names, BLUNT))
    write(
        tmp_path,
        {".gitignore": "b.md\n/old/\n", "macros/sub/.gitignore": "*\n!d.md\n", "macros/keep/.gitignore": "!b.md\n"},
    )
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    command = ["git", "ls-files", "--others", "--exclude-standard", "*.md"]
    expected = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    found = [path for path, *_ in macrolint("check", "-f", "json", cwd=tmp_path).violations]
    assert sorted(found) == sorted(expected) == ["macros/a.md", "macros/keep/b.md", "macros/sub/d.md"]
    assert macrolint("check", "macros/b.md", cwd=tmp_path).code == 1


def test_a_folder_may_lie_outside_the_working_folder(tmp_path: Path) -> None:
    write(tmp_path, {"library/macros/a.md": BLUNT, "here/x": ""})
    done = macrolint("check", "../library", "-f", "json", cwd=tmp_path / "here")
    assert done.violations == [("../library/macros/a.md", 1, 8, "respect/calm-down")]


def test_folder_names_above_the_named_folder_count_as_well(tmp_path: Path) -> None:
    write(tmp_path, {"macros/billing/a.md": BLUNT, "notes/billing/b.md": BLUNT})
    assert macrolint("check", "macros/billing", "notes/billing", "-f", "json", cwd=tmp_path).violations == [
        ("macros/billing/a.md", 1, 8, "respect/calm-down")
    ]
    assert len(macrolint("check", "billing", "-f", "json", cwd=tmp_path / "macros").violations) == 1


def test_the_order_is_the_order_of_paths_and_names(tmp_path: Path) -> None:
    write(tmp_path, {f"macros/{name}.md": BLUNT for name in ("b", "a", "C", "sub/0")})
    found = [path for path, *_ in macrolint("check", "macros/b.md", "macros", "-f", "json", cwd=tmp_path).violations]
    assert found == ["macros/b.md", "macros/C.md", "macros/a.md", "macros/sub/0.md"]


def test_the_last_line_counts_what_was_read(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": BLUNT})
    last = macrolint("check", "--show-files", cwd=tmp_path).out.splitlines()[-1]
    assert last == "1 template in 1 file; 0 unreadable, 0 skipped."
    write(tmp_path, {"macros/b.md": BLUNT})
    last = macrolint("check", "--show-files", cwd=tmp_path).out.splitlines()[-1]
    assert last == "2 templates in 2 files; 0 unreadable, 0 skipped."
