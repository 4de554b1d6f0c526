"""Fixes: the smallest edits, checked again, written whole or not at all; the real command line on real files."""

from __future__ import annotations

import difflib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import ROOT, SHARED, macrolint, write

from macrolint.configuration import read
from macrolint.mending import Fixing, mend
from macrolint.model import FileResult, Layout, Unreadable
from macrolint.readers import Claim, NotOurs, claim
from macrolint.rewriting import rewrite
from macrolint.settings import Settings, settings_of
from macrolint.sources import Source, decode, read_source

needs_corpus = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside this checkout")
WORDS = "vocabulary: {reject: {utilise: use}}\nselect: [clarity/rejected-word]\n"
PLAIN = b"---\r\ntitle: A\r\n---\r\nPlease utilise it, \xc3\xa9 {{name}}.  \r\n\r\nEnd"
LOUD = 'title: A\nbody: "No!!"\n'
ONE = "title: A\nbody: utilise it\n"


def fixed(folder: Path, *arguments: str, code: int = 0) -> str:
    done = macrolint("check", "--fix", *arguments, cwd=folder)
    assert done.code == code, (done.out, done.err)
    return done.err


# What is written: one case a container and style. `utilise` becomes `use`, every other byte stays.

CONTAINERS: dict[str, bytes] = {
    "macros/plain.md": PLAIN,
    "macros/no-end.txt": b"Please utilise it",
    "macros/old-mac.txt": b"Hello,\rplease utilise it.\r",
    "macros/mark.md": b"\xef\xbb\xbfPlease utilise it.\n",
    "macros/wide.md": b"\xff\xfe" + "Please utilise \U0001f600 it.\r\n".encode("utf-16-le"),
    "macros/wide-be.md": b"\xfe\xff" + "Please utilise it.\n".encode("utf-16-be"),
    "macros/bold.md": b"*  a list\n*  please **utilise** it\n\n> utilise `x`\n",
    "macros/page.html": b"<P CLASS=x>Please &nbsp;utilise<BR>it &amp; &eacute;</p>\n",
    "macros/mail.liquid": b"{% if a %}Please utilise it{% endif %}\n",
    "literal.yaml": b"- title:   'A' # a remark\n  body: |-\n      Please utilise it.\n\n      Bye\n",
    "folded.yaml": b"title: A\nbody: >+\n  Please\n  utilise it.\n\n\n",
    "double.yaml": b'title: "\\u0041"\nbody: "Please \\u00e9 utilise\\n\\x41 \\\n  it"\n',
    "single.yaml": b"{title: A, body: 'It''s time, utilise it'}\n",
    "unquoted.yaml": b"title: A\nbody: Please\n  utilise it # a remark\nother: [ 1,2 ]\n",
    "crlf.yaml": b"title: A\r\nbody: |\r\n  Please utilise it.\r\n",
    "compact.json": b'{"title":"A","body":"\\u00e9 \\ud83d\\ude00 utilise\\/it \\"now\\""}',
    "pretty.json": b'[\n\t{ "title" : "A",\r\n\t  "body": "Please utilise it", "n": 1.0e5 }\n]\n\n',
    "lines.jsonl": b'{"title": "A", "body": "utilise it"}\n\n{"title": "B", "body": "x"}\n',
    "quoted.csv": b'id;title;body\r\n"1";A;"Please ""now"" utilise it\nnow"\r\n2;"B";fine\r\n',
    "bare.csv": b"title,body\nA,Please utilise it\n",
    "tab.tsv": b"title\tbody\nA\tPlease utilise it\n",
    "zendesk.json": b'{"macros": [{"id": 1, "title": "A", "active": true, "actions": [{"field": "comment_value",'
    b' "value": "Please utilise it"}], "restriction": null}], "count": 1}',
    "macros/heredoc.tf": b'resource "zendesk_macro" "a" {\n  title = "A"\n  action {\n    field = "comment_value"\n'
    b"    value = <<-END\n      Please\n        utilise it\n    END\n  }\n}\n",
    "SAVED_REPLIES.md": b"# Replies\n\n## One\n\n```\nPlease utilise it\n```\n\n## Two\n\n> utilise\n> this\n",
    "folded-keep.yaml": b"- title: A\n  body: >2+\n\n    Please\n\n     utilise it.\n\n- title: B\n  body: >-\n    x\n",
    "anchors.yaml": b"- &a {title: A, body: &b \"utilise it\"}\n- {<<: *a, title: B}\n- title: C\n  body: *b\n",
    "several.yaml": b"%YAML 1.2\n---\ntitle: A\nbody: utilise it\n...\n---\n# none\n--- {title: B, body: 'x'}\n",
    "macros/en.po": b'msgid ""\nmsgstr "Language: en\\n"\n\n#: a.py:1\nmsgctxt "late"\nmsgid "x"\nmsgstr ""\n"Please \\"now\\"\\n"\n"utilise it"\n',
    "macros/dash.txt": "Please utilise it – no.\n".encode(),
    "macros/page.erb": b"<%# utilise %><p>Please <b>utilise</b> it<%= utilise %></p>\n",
    "macros.tf": b'resource "zendesk_macro" "a" {\n  title = "A"\n  action {\n    field = "comment_value"\n'
    b'    value = "Please utilise it ${var.x}"\n  }\n}\n',
}  # fmt: skip


@pytest.fixture(scope="module")
def containers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("containers")
    write(folder, {"macrolint.yaml": WORDS, **CONTAINERS})
    assert "left out" not in fixed(folder)
    return folder


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_byte_outside_the_edits_is_the_same(containers: Path, name: str) -> None:
    before, after = CONTAINERS[name], (containers / name).read_bytes()
    assert after != before
    if name == "macros/wide.md":
        assert after == before.replace("utilise".encode("utf-16-le"), "use".encode("utf-16-le"))
    elif name == "macros/wide-be.md":
        assert after == before.replace("utilise".encode("utf-16-be"), "use".encode("utf-16-be"))
    elif name == "macros/page.erb":
        assert after == before.replace(b"<b>utilise", b"<b>use")
    elif name in ("SAVED_REPLIES.md", "macros/bold.md"):  # a quote is a quote, not words of ours
        assert after in (before.replace(b"utilise", b"use"), before.replace(b"utilise", b"use", 1))
    else:
        assert after == before.replace(b"utilise", b"use")


def test_a_second_time_changes_nothing(containers: Path) -> None:
    before = {path: path.read_bytes() for path in containers.rglob("*") if path.is_file()}
    assert fixed(containers, "--unsafe-fixes") == "Fixed nothing.\n"
    assert {path: path.read_bytes() for path in containers.rglob("*") if path.is_file()} == before


# What the options do


def contents(folder: Path) -> dict[Path, bytes]:
    """Return what a folder holds, the cache apart."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".macrolint_cache" not in path.parts)
    return {path: path.read_bytes() for path in files}


def test_diff_shows_what_fix_would_do_and_patch_does_it(tmp_path: Path) -> None:
    files = {name: content for name, content in CONTAINERS.items() if "wide" not in name and "old-mac" not in name}
    write(tmp_path, {"macrolint.yaml": WORDS, "macros/two words.md": "Please utilise it.\n", **files})
    before = contents(tmp_path)
    done = macrolint("check", "--diff", cwd=tmp_path)
    assert done.code == 1
    assert re.fullmatch(r"Would fix \d+ violations in \d+ files\.\n", done.err)
    assert contents(tmp_path) == before
    raw = subprocess.run(
        [sys.executable, "-m", "macrolint", "check", "--diff"], cwd=tmp_path, capture_output=True, check=False
    )
    subprocess.run(["patch", "-p0", "--binary"], cwd=tmp_path, input=raw.stdout, check=True, capture_output=True)
    patched = {path: path.read_bytes() for path in before}
    for path, content in before.items():
        path.write_bytes(content)
    fixed(tmp_path)
    assert {path: path.read_bytes() for path in before} == patched
    assert macrolint("check", "--diff", cwd=tmp_path)[:3] == (0, "", "Would fix nothing.\n")


def test_a_diff_says_where_there_is_no_line_end(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": WORDS, "a.yaml": "title: A\nbody: utilise it"})
    assert macrolint("check", "--diff", cwd=tmp_path).out == (
        "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n title: A\n-body: utilise it\n\\ No newline at end of file\n"
        "+body: use it\n\\ No newline at end of file\n"
    )


def test_fix_reports_what_is_left_and_fix_only_does_not(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "Please calm down!! Now.\n"})
    done = macrolint("check", "--fix-only", "--show-fixes", cwd=tmp_path)
    assert done == (0, "", "macros/a.md: 1 × tone/repeated-punctuation\nFixed 1 violation in 1 file.\n")
    assert (tmp_path / "macros/a.md").read_text() == "Please calm down! Now.\n"
    done = macrolint("check", "--fix", "-f", "concise", cwd=tmp_path)
    assert (done.code, done.err) == (1, "Fixed nothing.\n")
    assert done.out.startswith("macros/a.md:1:8: error[respect/calm-down] “calm down”")


def test_a_change_may_be_told_by_the_exit_code(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": WORDS, "a.yaml": ONE})
    fixed(tmp_path, "--exit-non-zero-on-fix", code=1)
    fixed(tmp_path, "--exit-non-zero-on-fix")
    write(tmp_path, {"a.yaml": ONE})
    fixed(tmp_path, "--exit-non-zero-on-fix", "--exit-zero")


@pytest.mark.parametrize("option", ["--unsafe-fixes", "--show-fixes", "--exit-non-zero-on-fix"])
def test_an_option_that_would_do_nothing_is_refused(tmp_path: Path, option: str) -> None:
    write(tmp_path, {"a.yaml": ONE})
    done = macrolint("check", option, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: '{option}' needs --fix or --diff\n")


UNSAFE = """\
id: test/now
message: "“{match}” is for this test."
phrases: [{text: right now, replace: now}]
fix: unsafe
"""


def test_unsafe_fixes_are_made_only_when_asked_for(tmp_path: Path) -> None:
    configuration = "rulesets: [rules]\nselect: [test/now]\n"
    write(tmp_path, {"macrolint.yaml": configuration, "rules/test/now.yaml": UNSAFE, "a.yaml": "title: A\nbody: Come right now\n"})  # fmt: skip
    done = macrolint("check", cwd=tmp_path)
    assert "read it before you apply it" in done.out
    assert done.out.endswith("1 fixable with `macrolint check --fix --unsafe-fixes`.\n")
    assert "[*]" not in done.out
    assert fixed(tmp_path, code=1) == "Fixed nothing (1 more with --unsafe-fixes).\n"
    assert macrolint("check", "--diff", cwd=tmp_path).code == 0
    assert fixed(tmp_path, "--unsafe-fixes") == "Fixed 1 violation in 1 file.\n"
    assert (tmp_path / "a.yaml").read_text() == "title: A\nbody: Come now\n"


def test_standard_input_is_fixed_on_standard_output(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfPlease utilise it.\r\nPlease calm down.\r\n"
    write(tmp_path, {"macrolint.yaml": "vocabulary: {reject: {utilise: use}}\n"})
    command = [sys.executable, "-m", "macrolint", "check", "--fix", "-f", "concise", "-"]
    done = subprocess.run(command, cwd=tmp_path, input=content, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, content.replace(b"utilise", b"use"))
    assert b"stdin.md:2:8: error[respect/calm-down]" in done.stderr
    untouched = subprocess.run(command, cwd=tmp_path, input=b"All is well.\r\n", capture_output=True, check=False)
    assert (untouched.returncode, untouched.stdout) == (0, b"All is well.\r\n")


def test_what_is_suppressed_is_not_fixed(tmp_path: Path) -> None:
    text = "title: A\n# macrolint: disable=clarity/rejected-word It is a name.\nbody: utilise it\n"
    write(tmp_path, {"macrolint.yaml": WORDS, "a.yaml": text})
    fixed(tmp_path)
    assert (tmp_path / "a.yaml").read_text() == text


# What is left out


def result_of(configuration: str, text: str, folder: Path) -> FileResult:
    write(folder, {"macrolint.yaml": configuration})
    settings = settings_of(read(str(folder / "macrolint.yaml")))
    return mend(Source("a.md", text), Claim("markdown", Layout(), True), settings, Fixing(unsafe=True))


def test_a_fix_that_brings_another_violation_is_left_out(tmp_path: Path) -> None:
    words = "vocabulary: {reject: {utilise: calm down, soonest: soon}}\nselect: [clarity, respect/calm-down]\n"
    result = result_of(words, "Please utilise it soonest.\n", tmp_path)
    assert result.mended is not None
    assert result.mended.after == b"Please utilise it soon.\n"
    assert [one.excerpt for one in result.mended.left_out] == ["utilise"]
    write(tmp_path, {"macros/a.md": "Please utilise it soonest.\n"})
    said = macrolint("check", "--fix-only", cwd=tmp_path).err
    assert said == (
        "Fixed 1 violation in 1 file.\n1 fix left out (clarity/rejected-word): making it would change a promise or"
        " bring a violation that is as severe.\n"
    )


def test_a_violation_that_is_milder_than_the_one_mended_does_not_matter(tmp_path: Path) -> None:
    words = (
        "vocabulary: {reject: {utilise: calm down}}\nseverity: {respect/calm-down: info}\n"
        "select: [clarity/rejected-word, respect/calm-down]\n"
    )
    result = result_of(words, "Please utilise it.\n", tmp_path)
    assert result.mended is not None
    assert result.mended.after == b"Please calm down it.\n"
    assert [one.rule for one in result.violations] == ["respect/calm-down"]


def test_two_words_that_stand_for_each_other_do_not_go_round_in_a_circle(tmp_path: Path) -> None:
    for old, new in (("happy", "glad"), ("glad", "happy")):
        text = UNSAFE.replace("test/now", f"test/{old}").replace("right now, replace: now", f"{old}, replace: {new}")
        write(tmp_path, {f"rules/test/{old}.yaml": text})
    result = result_of("rulesets: [rules]\nselect: [test]\n", "We are happy.\n", tmp_path)
    assert result.mended is not None
    assert (result.mended.made, result.mended.after) == ((), b"We are happy.\n")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("{will: may}", "We will call you within 2 business days.\n"),
        ("{business: working week}", "We will call you within 2 business days.\n"),
        ("{hours: days}", "We'll refund you within 24 hours.\n"),
    ],
)
def test_a_fix_that_changes_a_promise_is_left_out(tmp_path: Path, words: str, text: str) -> None:
    result = result_of(f"vocabulary: {{reject: {words}}}\nselect: [clarity/rejected-word]\n", text, tmp_path)
    assert result.mended is not None
    assert (result.mended.made, result.mended.after) == ((), text.encode())
    assert len(result.mended.left_out) == 1


def test_a_promise_in_other_words_is_the_same_promise(tmp_path: Path) -> None:
    words = "vocabulary: {reject: {ring: call}}\nselect: [clarity/rejected-word]\n"
    result = result_of(words, "We will utilise this and ring you within 2 business days.\n", tmp_path)
    assert result.mended is not None
    assert result.mended.after == b"We will utilise this and call you within 2 business days.\n"


# How files are written


def test_the_mode_is_kept_and_nothing_is_left_beside(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": WORDS, "a.yaml": ONE})
    (tmp_path / "a.yaml").chmod(0o640)
    fixed(tmp_path)
    assert (tmp_path / "a.yaml").stat().st_mode & 0o7777 == 0o640
    assert sorted(os.listdir(tmp_path)) == [".macrolint_cache", "a.yaml", "macrolint.yaml"]


def test_a_link_inside_the_project_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": WORDS, "shared/a.yaml": ONE})
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros/a.yaml").symlink_to("../shared/a.yaml")
    fixed(tmp_path, "macros/a.yaml")
    assert (tmp_path / "macros/a.yaml").is_symlink()
    assert (tmp_path / "shared/a.yaml").read_text() == "title: A\nbody: use it\n"


@pytest.mark.parametrize("configured", [True, False])
def test_a_link_that_leaves_the_project_is_refused(tmp_path: Path, configured: bool) -> None:
    write(tmp_path, {"outside/a.yaml": LOUD, "inside/b.yaml": LOUD})
    inside = tmp_path / "inside"
    if configured:
        write(inside, {"macrolint.yaml": "select: [tone]\n"})
    else:
        subprocess.run(["git", "init", "-q"], cwd=inside, check=True)
    (inside / "a.yaml").symlink_to("../outside/a.yaml")
    done = macrolint("check", "--fix", "-f", "concise", cwd=inside)
    assert done.err.startswith("error: a.yaml was not changed: it is a link that leads out of the project, to ")
    assert "a.yaml:2:10: warning[tone/repeated-punctuation]" in done.out
    assert macrolint("check", "--fix-only", cwd=inside).code == 2
    assert (tmp_path / "outside/a.yaml").read_text() == LOUD
    assert (inside / "b.yaml").read_text() == LOUD.replace("!!", "!")


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"mine\n")
    assert rewrite(str(path), b"old\n", b"new\n") == "it was changed by another program meanwhile"
    assert path.read_bytes() == b"mine\n"
    assert os.listdir(tmp_path) == ["a.md"]
    assert rewrite(str(path), b"mine\n", b"new\n") is None
    assert path.read_bytes() == b"new\n"


def test_a_file_that_went_away_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    assert rewrite(str(tmp_path / "a.md"), b"old\n", b"new\n") == "no such file or directory"
    assert os.listdir(tmp_path) == []


WRITER = """
import sys
from macrolint.rewriting import rewrite
old, new = (bytes([letter]) * 3_000_000 for letter in b"ab")
print("ready", flush=True)
while True:
    assert rewrite(sys.argv[1], old, new) is None
    assert rewrite(sys.argv[1], new, old) is None
"""


def test_killing_the_writer_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    old, new = b"a" * 3_000_000, b"b" * 3_000_000
    left: set[bytes] = set()
    dice, ends = random.Random(), time.monotonic() + 6
    for turn in range(24):
        path.write_bytes(old)
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as child:
            assert child.stdout
            assert child.stdout.readline() == b"ready\n"
            time.sleep(dice.uniform(0, 0.1))
            child.kill()
        assert child.returncode == -signal.SIGKILL
        content = path.read_bytes()
        assert content in (old, new)
        left.add(content[:1])
        if len(left) == 2 and turn > 10 and time.monotonic() > ends:
            break
    assert left == {b"a", b"b"}
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".md"] == ["a.md"]


def test_killing_a_run_leaves_whole_files_and_the_next_run_ends_the_work(tmp_path: Path, containers: Path) -> None:
    """Files of every container are fixed by a run that is killed, again and again, at any moment."""
    wanted = {name: (containers / name).read_bytes() for name in CONTAINERS}
    files: dict[str, str | bytes] = {**CONTAINERS}
    write(tmp_path, {"macrolint.yaml": WORDS, **files})
    command = [sys.executable, "-m", "macrolint", "check", "--fix-only"]
    started = time.monotonic()
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    whole = time.monotonic() - started
    seen = set()
    dice, ends = random.Random(), time.monotonic() + 12
    for turn in range(12):
        write(tmp_path, files)
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            time.sleep(whole * dice.uniform(0.2, 1))
            child.kill()
        done = 0
        for name, text in files.items():
            content = (tmp_path / name).read_bytes()
            assert content in (text, wanted[name]), name
            done += content != text
        seen.add(done)
        if len(seen) > 1 and turn > 4 and time.monotonic() > ends:
            break
    assert len(seen) > 1
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert {name: (tmp_path / name).read_bytes() for name in files} == wanted


# Real files and many made ones

MANY = {
    "please": "kindly",
    "thanks": "cheers",
    "your": "thy",
    "the": "ye",
    "issue": "trouble",
    "will": "shall",
    "day": "date",
}


def sources(folder: Path, settings: Settings) -> Iterator[tuple[Source, Claim]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        how = claim(relative, settings.layout(relative), "home", settings.given(relative)) if path.is_file() else None
        if how is None or isinstance(how, NotOurs):
            continue
        try:
            yield read_source(str(path), relative), how
        except Unreadable:
            continue


@needs_corpus
def test_in_real_files_every_byte_outside_the_edits_is_the_same(tmp_path: Path) -> None:
    write(
        tmp_path, {"macrolint.yaml": f"vocabulary: {{reject: {json.dumps(MANY)}}}\nselect: [clarity/rejected-word]\n"}
    )
    settings = settings_of(read(str(tmp_path / "macrolint.yaml")))
    words = re.compile("|".join([*MANY, *MANY.values()]), re.I)
    made = 0
    for source, how in sources(SHARED / "corpus/native", settings):
        before = source.encode()
        result = mend(source, how, settings, Fixing(unsafe=True))
        assert result.crashes == ()
        if result.mended is None:
            continue
        after = decode(source.path, result.mended.after)
        assert (after.encoding, after.bom, result.mended.before) == (source.encoding, source.bom, before)
        assert words.sub("~", after.text) == words.sub("~", source.text), source.path
        assert after.text.count("\r") == source.text.count("\r")
        again = mend(after, how, settings, Fixing(unsafe=True))
        assert again.mended is None or again.mended.made == (), source.path
        made += len(result.mended.made)
    assert made > 2000


EXPORTS = sorted(path.name for path in (ROOT / "tests/exports").iterdir())
FAMILIAR = {**MANY, "hi": "hello", "hallo": "guten Tag", "call": "ring"}
NOT_FIXED = [  # notes may say what they like; of a text that stands there twice one alone is not changed
    "freshdesk-scenario.json", "helpscout-saved-replies.json", "zammad-macros.json",
]  # fmt: skip


def test_in_the_exports_of_help_desks_every_byte_outside_the_edits_is_the_same(tmp_path: Path) -> None:
    rules = f"paths: [macros]\nvocabulary: {{reject: {json.dumps(FAMILIAR)}}}\nselect: [clarity/rejected-word]\n"
    shutil.copytree(ROOT / "tests/exports", tmp_path / "macros")
    write(tmp_path, {"macrolint.yaml": rules})
    fixed(tmp_path, "--fix-only", "--unsafe-fixes")
    words = re.compile("|".join(re.escape(one) for one in [*FAMILIAR, *FAMILIAR.values()]), re.I)
    touched = []
    for name in EXPORTS:
        before = (ROOT / "tests/exports" / name).read_bytes().decode()
        after = (tmp_path / "macros" / name).read_bytes().decode()
        assert words.sub("~", after) == words.sub("~", before), name
        touched += [name] if after != before else []
    assert [name for name in EXPORTS if name not in touched] == NOT_FIXED
    assert fixed(tmp_path, "--fix-only", "--unsafe-fixes").startswith("Fixed nothing")


@needs_corpus
@pytest.mark.parametrize("first", range(8) if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else [0])
def test_in_real_files_the_rules_themselves_change_only_the_lines_that_they_name(tmp_path: Path, first: int) -> None:
    """Every eighth real file, and with `make thorough` all of them: presets together, every fix there is."""
    paths = sorted(path for path in (SHARED / "corpus/native").rglob("*") if path.is_file())
    for path in paths[first::8]:
        target = tmp_path / "macros" / path.relative_to(SHARED / "corpus/native")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    words = "vocabulary: {reject: {please: kindly, thanks: cheers, your: thy}}\n"
    write(tmp_path, {"macrolint.yaml": f"paths: [macros]\npresets: [recommended, strict, it-support]\n{words}"})
    told = macrolint("check", "-f", "json", cwd=tmp_path).json["violations"]
    lines: dict[str, set[int]] = {}
    placed = [one for one in told if one["start"]]
    for one in placed:  # of a large file not every fix is offered at once, but the violation is told
        for place in (one, *(one["fix"] or {"edits": ()})["edits"]):
            span = range(place["start"]["line"], place["end"]["line"] + 1)
            lines.setdefault(one["path"], set()).update(span)
    before = {path: path.read_bytes() for path in (tmp_path / "macros").rglob("*") if path.is_file()}
    said = fixed(tmp_path, "--fix-only", "--unsafe-fixes")
    assert int(re.findall(r"Fixed (\d+)", said)[0]) > 20
    after = {path: path.read_bytes() for path in before}
    for path, content in before.items():
        named = lines.get(path.relative_to(tmp_path).as_posix(), set())
        old, new = content.splitlines(keepends=True), after[path].splitlines(keepends=True)
        if len(old) == len(new):
            assert {number for number, (a, b) in enumerate(zip(old, new, strict=True), 1) if a != b} <= named, path
        else:
            for what, start, end, _, _ in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
                assert what == "equal" or {*range(start + 1, end + 1)} <= named, path
    assert fixed(tmp_path, "--fix-only", "--unsafe-fixes").startswith("Fixed nothing")
    assert {path: path.read_bytes() for path in before} == after
