"""Whatever a file holds is reported as what it is; the other files are still checked; nothing hangs."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from running import Done, macrolint, write

GOOD = {"macros/zz-good.md": "Please calm down.\n"}
FOUND = ("macros/zz-good.md", 1, 8, "respect/calm-down")
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)
DEEP = 100_000


def check(folder: Path, *arguments: str) -> Done:
    started = time.monotonic()
    done = macrolint("check", "macros", "-f", "json", *arguments, cwd=folder)
    assert time.monotonic() - started < 30
    assert "Traceback" not in done.err
    return done


@pytest.mark.parametrize(
    ("name", "content", "place", "reason"),
    [
        ("quote.yaml", 'title: A\nbody: "Hello\nx: y\n', (2, 7), "a quotation mark that opens here is never closed"),
        ("colon.yaml", "title: A\nbody: Hi: there\n", (2, 9), "mapping values are not allowed"),
        ("tab.yaml", "title: A\n\tbody: x\n", (2, 1), "found a tab character that violates indentation"),
        ("alias.yaml", "title: A\nbody: *x\n", (2, 7), "x"),
        ("deep.yaml", "body: " + "[" * DEEP, (1, 106), "nested deeper than 100 levels"),
        ("control.yaml", "title: A\nbody: a\x01b\n", (2, 8), "control characters are not allowed"),
        (
            "quote.json",
            '{"title": "A",\n "body": "Hello}\n',
            (2, 10),
            "a quotation mark that opens here is never closed",
        ),
        ("comma.json", '{"title": "A", "body": "b",}', (1, 28), "a comma stands before the closing bracket"),
        ("comment.json", '// x\n{"title": "A", "body": "b"}', (1, 1), "comments are not allowed in JSON"),
        ("two.json", '{"title": "A"} {"body": "b"}', (1, 16), "something follows after the end of the document"),
        ("deep.json", "[" * DEEP, (1, 1), "nested deeper than 100 levels"),
        ("deep101.json", "[" * 101 + "]" * 101, (1, 101), "nested deeper than 100 levels"),
        ("empty.json", "", (1, 1), "expecting value"),
        ("quote.csv", 'title,body\nA,"Hello\nB,x\n', (2, 3), "a quotation mark that opens here is never closed"),
        ("front.md", "---\ntitle: [A\n---\nHello\n", (3, 1), "front matter: it is not valid YAML"),
        ("nul.md", b"Hello\nyou\0there\n", (2, 1), "it holds a NUL byte"),
        ("nul.yaml", b"title: A\nbody: x\0\n", (2, 1), "it holds a NUL byte"),
        ("latin1.md", "Grüße\nDoña\n".encode("latin-1"), (1, 1), "byte 0xFC; it looks like Latin-1 or Windows-1252"),
        ("cp1252.csv", "title,body\nA,it\u2019s\n".encode("cp1252"), (2, 1), "byte 0x92; it looks like Windows-1252"),
        ("utf16.csv", "title,body\nA,Hello there\n".encode("utf-16-le"), (1, 1), "UTF-16 without a byte order mark"),
        ("cut.txt", b"\xff\xfeH\x00\x00\xd8", (1, 1), "it starts like UTF-16-LE but is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 14 else "",
)
def test_a_file_that_cannot_be_read_is_a_violation_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, place: tuple[int, int], reason: str
) -> None:
    write(tmp_path, {**GOOD, f"macros/{name}": content})
    done = check(tmp_path)
    assert done.code == 1
    assert done.violations == [(f"macros/{name}", *place, "files/unreadable"), FOUND]
    broken = done.json["violations"][0]
    assert reason in broken["message"]
    assert broken["severity"] == "error"
    assert done.json["errors"] == []


def test_utf_16_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.csv": "title,body\r\nA,Please calm down\r\n".encode("utf-16")})
    assert check(tmp_path).violations == [("macros/a.csv", 2, 10, "respect/calm-down")]


def test_a_broken_line_of_json_lines_does_not_hide_the_others(tmp_path: Path) -> None:
    lines = ['{"id": 1, "text": "Calm down."}', '{"id": 2, "text": "x"', '{"id": 3, "text": "Calm down."}']
    write(tmp_path, {"macros/a.jsonl": "\n".join(lines)})
    assert [(line, rule) for _, line, _, rule in check(tmp_path).violations] == [
        (2, "files/unreadable"),
        (1, "respect/calm-down"),
        (3, "respect/calm-down"),
    ]


def test_the_text_below_broken_front_matter_is_still_checked(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "---\ntitle: [A\n---\nPlease calm down.\n"})
    assert [rule for *_, rule in check(tmp_path).violations] == ["files/unreadable", "respect/calm-down"]


def test_files_above_the_size_limit_are_named_and_not_read(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "macrolint.yaml": "max-file-size: 1 KiB\n", "macros/big.md": "Calm down. " * 100})
    done = check(tmp_path)
    assert done.violations == [("macros/big.md", 1, 1, "files/unreadable"), FOUND]
    assert "it is 1.07 KiB, more than max-file-size (1 KiB)" in done.json["violations"][0]["message"]


def test_a_yaml_bomb_is_read_in_linear_time(tmp_path: Path) -> None:
    bomb = f"{BOMB}macro: {{title: *a, body: [*u], text: Please calm down}}\n"
    write(tmp_path, {**GOOD, "macros/bomb.yaml": bomb, "macros/bomb2.yaml": BOMB})
    done = check(tmp_path)
    assert done.violations[-1] == FOUND


def test_cyclic_aliases_are_read_once(tmp_path: Path) -> None:
    text = "macros: &m\n  - title: A\n    body: Please calm down\n    again: *m\n  - &n [*n, *m]\n"
    write(tmp_path, {"macros/cycle.yaml": text})
    assert check(tmp_path).violations == [("macros/cycle.yaml", 3, 18, "respect/calm-down")]


def test_a_merge_key_that_merges_itself_ends(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "macros/a.yaml": "&a\n<<: *a\ntitle: A\nbody: Please calm down\n"})
    assert check(tmp_path).violations == [("macros/a.yaml", 4, 14, "respect/calm-down"), FOUND]


def test_symbolic_links_are_followed_to_files_only(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    folder = tmp_path / "macros"
    (folder / "loop").symlink_to(folder)
    (folder / "self.md").symlink_to(folder / "self.md")
    (folder / "nowhere.md").symlink_to(folder / "gone.md")
    (folder / "again.md").symlink_to(folder / "zz-good.md")
    done = check(tmp_path)
    assert done.violations == [
        ("macros/again.md", 1, 8, "respect/calm-down"),
        ("macros/nowhere.md", 1, 1, "files/unreadable"),
        ("macros/self.md", 1, 1, "files/unreadable"),
    ]
    assert [one["message"] for one in done.json["violations"][1:]] == [
        "Can't read this file: the link leads nowhere.",
        "Can't read this file: its link goes round in a circle.",
    ]
    files = macrolint("check", "macros", "--show-files", cwd=tmp_path).out
    assert "skipped     macros/loop  a link to a folder is not followed" in files
    assert "skipped     macros/zz-good.md  the same file as macros/again.md" in files


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "macros/secret.md": "x"})
    (tmp_path / "macros/secret.md").chmod(0)
    assert "permission denied" in check(tmp_path).json["violations"][0]["message"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_pipe_among_the_files_does_not_hang(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    os.mkfifo(tmp_path / "macros/pipe.md")
    done = check(tmp_path)
    assert done.violations == [("macros/pipe.md", 1, 1, "files/unreadable"), FOUND]
    assert "it is no regular file" in done.json["violations"][0]["message"]


def test_a_broken_file_that_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    chart = "apiVersion: v1\nkind: Pod\n{{- if .Values.name }}\nmetadata: x\n{{- end }}\n"
    write(tmp_path, {**GOOD, "charts/pod.yaml": chart})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert done.violations == [FOUND]
    shown = macrolint("check", "--show-files", cwd=tmp_path).out
    assert "skipped     charts/pod.yaml  not known to hold templates, and it is not valid YAML" in shown


def test_a_broken_file_that_seems_to_hold_messages_is_reported_anywhere(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "support/late.yaml": 'title: Late\nbody: "Hello\n'})
    done = macrolint("check", "-f", "json", cwd=tmp_path)
    assert done.violations == [FOUND, ("support/late.yaml", 2, 7, "files/unreadable")]


def test_a_pattern_of_the_team_that_backtracks_without_end_is_stopped_and_named(tmp_path: Path) -> None:
    rule = 'id: team/slow\nmessage: "“{match}” is slow."\npatterns: ["(a|aa)+$|(x+x+)+y"]\n'
    write(tmp_path, {**GOOD, "macrolint.yaml": "rulesets: [rules]\n", "rules/team/slow.yaml": rule})
    write(tmp_path, {"macros/a.md": "a" * 250 + "b " + "x" * 250 + "\n", "macros/b.md": "x" * 250})
    done = check(tmp_path)
    assert done.code == 2
    assert done.err.count("error: team/slow: a pattern took longer than 0.5 s and was stopped") == 1
    assert done.violations == [FOUND]


def test_lone_surrogates_survive_every_format(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.json": '{"title": "\\ud83d", "body": "\\udc00 please calm down"}'})
    done = check(tmp_path)
    assert done.json["violations"][0]["template"]["title"] == "\ud83d"
    for format_ in ("full", "concise"):
        assert "respect/calm-down" in macrolint("check", "macros", "-f", format_, cwd=tmp_path).out


def test_hostile_text_does_not_slow_a_run_down(tmp_path: Path) -> None:
    texts = [
        "{{ " * 33_000,
        "<a " * 33_000,
        "![" * 49_000,
        "`" * 99_999,
        "*a" * 49_000,
        "> " * 5_000,
        "_a " * 33_000,
    ]
    records = [{"id": number, "text": text} for number, text in enumerate(texts)]
    html = [{"id": number, "text": f"<p>{text}"} for number, text in enumerate(texts)]
    write(tmp_path, {**GOOD, "macros/a.json": json.dumps(records), "macros/b.json": json.dumps(html)})
    broken = "placeholders/malformed-placeholder"  # a row of braces is told once
    assert check(tmp_path).violations == [("macros/a.json", 1, 21, broken), ("macros/b.json", 1, 24, broken), FOUND]


def test_a_json_number_that_is_none_is_no_text(tmp_path: Path) -> None:
    records = '[{"title": "A", "body": NaN}, {"title": "B", "body": "Calm down.", "note": Infinity}]'
    write(tmp_path, {"macros/a.json": records})
    assert [rule for *_, rule in check(tmp_path).violations] == ["respect/calm-down"]


def test_text_that_a_reader_cannot_place_is_said_not_dropped(tmp_path: Path) -> None:
    files = {
        "macros/a.csv": "title,body\nA,hello, please calm down\n",
        "macros/b.csv": "title,body\n,Please calm down.\n",
        "macros/c.md": "---\nHi, please calm down.\n\n---\nMore.\n",
        "macros/d.html": '<p>a</p><svg width="1"/><p>calm down</p>',
        "macros/e.jsonl": '{"a":',
    }
    write(tmp_path, files)
    found = {path: rule for path, _, _, rule in check(tmp_path).violations}
    assert found == {
        "macros/a.csv": "files/unreadable",
        "macros/b.csv": "respect/calm-down",
        "macros/c.md": "respect/calm-down",
        "macros/d.html": "respect/calm-down",
        "macros/e.jsonl": "files/unreadable",
    }


def test_replies_that_are_commented_out_are_no_replies(tmp_path: Path) -> None:
    text = "## A\n\n```\nyour parcel is here\n```\n\n<!--\n## Old\n\n```\ncalm down\n```\n-->\n"
    write(tmp_path, {**GOOD, "macros/SAVED_REPLIES.md": text})
    assert check(tmp_path).violations == [FOUND]


def test_a_file_named_after_its_folder_is_checked(tmp_path: Path) -> None:
    write(tmp_path, {"docs/x.md": "Calm down.\n"})
    for paths in (["docs/x.md"], ["docs", "docs/x.md"], [".", "docs/x.md"]):
        assert macrolint("check", *paths, cwd=tmp_path).code == 1


def test_many_fixes_and_zones_in_one_text_take_no_longer_than_they_must(tmp_path: Path) -> None:
    texts = {
        "a.yaml": "title: A\nbody: |\n  " + "a!!\n  " * 4000,
        "b.html": "a&amp;!! " * 4000,
        "c.md": " “a” hi!!" * 4000,
        "d.md": "> hi!!\n\n" * 3000,
        "e.md": "%%7Ba,fallback:" * 6_000,
        "f.html": "<a " + '="<a " ' * 14_000,
        "g.yaml": "a: [\n" + "\n" * 20_000,
    }
    write(tmp_path, {f"macros/{name}": text for name, text in texts.items()})
    assert check(tmp_path).code == 1
