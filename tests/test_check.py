"""`macrolint check` from the outside: what is printed, where, and with which exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import ROOT, macrolint, write

BLUNT = "---\ntitle: Late\n---\nHi Ana 😀, please calm down!!\n"
FULL = """\
error[respect/calm-down] “calm down” fuels anger; acknowledge what happened instead.
 --> late.md:4:18 (Late)
  |
3 | ---
4 | Hi Ana 😀, please calm down!!
  |                   ^^^^^^^^^
  = why: Nobody has ever calmed down because a support reply told them to. It says that the feeling
         is the problem, and not what caused it.

warning[tone/repeated-punctuation] [*] “!!” reads as shouting or impatience; one mark is enough.
 --> late.md:4:27 (Late)
  |
3 | ---
4 | Hi Ana 😀, please calm down!!
  |                            ^^
  = help: replace with “!”
  = why: In writing, punctuation carries the tone of voice. A doubled mark turns a question into an
         accusation and thanks into noise.

Found 2 violations in 1 template in 1 file: 1 error, 1 warning.
[*] 1 fixable with `macrolint check --fix`.
"""


def test_full_shows_the_words_in_their_line_with_carets_by_display_width(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": BLUNT})
    done = macrolint("check", "late.md", cwd=tmp_path)
    assert done.code == 1
    assert done.err == ""
    assert done.out == FULL


def test_concise_is_a_line_for_each_violation(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": BLUNT})
    done = macrolint("check", "late.md", "-f", "concise", "--quiet", cwd=tmp_path)
    assert done.out == (
        "late.md:4:18: error[respect/calm-down] “calm down” fuels anger; acknowledge what happened instead.\n"
        "late.md:4:27: warning[tone/repeated-punctuation] [*] “!!” reads as shouting or impatience; one mark is enough.\n"
    )


def test_json_keeps_the_contract(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": BLUNT})
    report = macrolint("check", "late.md", "-f", "json", cwd=tmp_path / "macros").json
    assert (report["version"], report["errors"]) == (1, [])
    assert report["tool"]["name"] == "macrolint"
    calm, marks = report["violations"]
    assert (calm["rule"], calm["severity"], calm["confidence"]) == ("respect/calm-down", "error", "high")
    assert calm["template"] == {"id": None, "title": "Late", "kind": "other", "address": None}
    assert (calm["path"], calm["part"], calm["excerpt"], calm["fix"]) == ("late.md", "message", "calm down", None)
    assert calm["start"] == {"line": 4, "column": 18, "offset": 37}
    assert calm["end"] == {"line": 4, "column": 27, "offset": 46}
    assert BLUNT[37:46] == "calm down"
    assert marks["fix"]["safety"] == "safe"
    assert marks["fix"]["edits"] == [{"start": marks["start"], "end": marks["end"], "text": "!"}]
    assert len(calm["fingerprint"]) == 32
    assert calm["fingerprint"] != marks["fingerprint"]


def test_a_fingerprint_survives_moved_lines_and_tells_repeats_apart(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": "---\ntitle: Late\n---\nWhat?? Really?? No.\n"})
    before = macrolint("check", "late.md", "-f", "json", cwd=tmp_path).json["violations"]
    write(tmp_path, {"late.md": "---\ntitle: Late\n---\nHello,\n\nthis is new. What?? Really?? No.\n"})
    after = macrolint("check", "late.md", "-f", "json", cwd=tmp_path).json["violations"]
    assert [one["fingerprint"] for one in before] == [one["fingerprint"] for one in after]
    assert len({one["fingerprint"] for one in before}) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "error"), 1),
        (("--fail-on", "never"), 0),
        (("--ignore", "respect,tone"), 0),
        (("--ignore", "respect", "--fail-on", "error"), 0),
        (("--select", "warmth"), 0),
        (("--select", "respect/calm-down"), 1),
    ],
)
def test_exit_codes_follow_what_was_asked(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    write(tmp_path, {"late.md": BLUNT})
    assert macrolint("check", "late.md", *arguments, cwd=tmp_path).code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--selct", "tone"), "error: no such option '--selct'"),
        (("--select", "tune"), "error: unknown rule 'tune' in select\nhelp: did you mean 'tone'"),
        (("--select", "calm-down"), "help: did you mean 'respect/calm-down'?"),
        (("--ignore", "respect/calm-dwon"), "help: did you mean 'respect/calm-down'"),
        (
            ("--preset", "recomended"),
            "error: unknown preset 'recomended' in presets\nhelp: did you mean 'recommended' or 'ecommerce'?",
        ),
        (("-f", "jsn"), "error: unknown format 'jsn'. Did you mean 'json'?"),
        (("--fail-on", "warn"), "error: unknown severity 'warn'. Did you mean 'warning'?"),
        (("--config", "nowhere.yaml"), "error: there is no configuration file 'nowhere.yaml'"),
        (("--select", "tone", "--ignore", "tone"), "error: no rule is left to check"),
        (("lat.md",), "error: no such file or folder: 'lat.md'\nhelp: did you mean 'late.md'?"),
    ],
)
def test_a_request_that_cannot_be_met_says_so_and_exits_2(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    write(tmp_path, {"late.md": BLUNT})
    done = macrolint("check", "late.md", *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message.lower() in done.err.lower()
    assert "Traceback" not in done.err


def test_a_path_in_place_of_a_command_is_understood(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": BLUNT})
    done = macrolint("macros", cwd=tmp_path)
    assert done.code == 2
    assert "no such command 'macros'. Did you mean 'macrolint check macros'?" in done.err
    assert "Did you mean 'check'?" in macrolint("chek", cwd=tmp_path).err


def test_bare_macrolint_prints_help(tmp_path: Path) -> None:
    done = macrolint(cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "check" in done.out
    assert macrolint("--version", cwd=tmp_path).out.startswith("macrolint ")


def test_no_template_is_an_error_unless_it_is_allowed(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "Calm down!!\n", "notes.md": "Calm down!!\n"})
    done = macrolint("check", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith("error: no templates found in '.'")
    assert "1 × a file about the project, not a template" in done.err
    assert macrolint("check", "--no-error-on-empty", cwd=tmp_path).code == 0


def test_a_template_with_nothing_to_say_about_is_said_to_be_well(tmp_path: Path) -> None:
    write(tmp_path, {"macros/fine.md": "Thanks for the photos!\n"})
    done = macrolint("check", cwd=tmp_path)
    assert (done.code, done.out) == (0, "All is well: 1 template in 1 file.\n")


def test_standard_input_takes_its_name_from_the_option(tmp_path: Path) -> None:
    text = b'{"title": "Late", "body": "Please calm down."}'
    done = macrolint("check", "-", "--stdin-filename", "late.json", "-f", "json", cwd=tmp_path, stdin=text)
    assert done.code == 1
    assert done.violations == [("late.json", 1, 35, "respect/calm-down")]
    assert macrolint("check", "-", "-f", "json", cwd=tmp_path, stdin=b"Calm down.").code == 1
    assert macrolint("check", "-", "late.md", cwd=tmp_path, stdin=b"x").code == 2


def test_a_report_goes_to_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": BLUNT})
    done = macrolint("check", "late.md", "-f", "json", "-o", "out/report.json", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert len(json.loads((tmp_path / "out/report.json").read_text())["violations"]) == 2


@pytest.mark.parametrize(
    ("env", "arguments", "coloured"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "0"}, (), False),
        ({"CLICOLOR_FORCE": "1"}, (), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
    ],
)
def test_colours_follow_the_option_then_the_environment(
    tmp_path: Path, env: dict[str, str], arguments: tuple[str, ...], coloured: bool
) -> None:
    write(tmp_path, {"late.md": BLUNT})
    assert ("\x1b[" in macrolint("check", "late.md", *arguments, cwd=tmp_path, env=env).out) is coloured


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently on Windows")
def test_a_pipe_closed_early_ends_the_run_quietly(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": BLUNT})
    command = f"(sleep 1; {sys.executable} -m macrolint check; echo code $? >&2) | true"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "code 141\n")


def test_template_text_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": '---\ntitle: "a\\e[31mb\\u202e"\n---\n\x1b]8;;x\x07Please calm down \u202eevil.\n'})
    done = macrolint("check", "late.md", cwd=tmp_path)
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    assert "\\u001b]8;;x\\u0007Please calm down \\u202eevil." in done.out


def test_crlf_files_are_read_and_shown_without_stray_characters(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": BLUNT.replace("\n", "\r\n")})
    done = macrolint("check", "late.md", "-f", "json", cwd=tmp_path)
    assert done.violations == [
        ("late.md", 4, 18, "respect/calm-down"),
        ("late.md", 4, 27, "tone/repeated-punctuation"),
    ]
    assert "\r" not in macrolint("check", "late.md", cwd=tmp_path).out


def test_a_run_imports_only_what_it_needs(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "Thanks for the photos! Please calm down.\n"})
    macrolint("check", "a.md", cwd=tmp_path)  # a checkout compiles its rules once
    command = [sys.executable, "-X", "importtime", "-m", "macrolint", "check", "--no-cache", "a.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    imported = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {"click", "re", "macrolint.engine"} <= imported
    foreign = {name.split(".")[0] for name in imported}
    unwanted = {"ruamel", "_ruamel_yaml", "regex", "pathspec", "markdown_it", "yaml", "tomllib", "csv", "dataclasses"}
    assert foreign & unwanted == set()
    assert "macrolint.readers.json_" not in imported


def test_the_demo_shows_at_least_ten_places() -> None:
    done = macrolint("check", "-f", "json", cwd=ROOT / "examples")
    assert done.code == 1
    assert len(done.violations) >= 10
    assert {Path(path).suffix for path, *_ in done.violations} == {".yaml", ".md", ".json", ".csv", ".html", ".txt"}


def test_long_lines_are_cut_to_the_width_of_the_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": f"{'before ' * 30}please calm down {'after ' * 30}\n"})
    done = macrolint("check", "late.md", "--select", "respect", cwd=tmp_path, env={"COLUMNS": "60"})
    lines = done.out.splitlines()
    shown = next(line for line in lines if "calm" in line and "|" in line)
    carets = next(line for line in lines if "^" in line)
    assert len(shown) == 60
    assert shown[4] == shown[-1] == "…"
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "calm down"
    assert max(map(len, lines[1:-2])) <= 60


def test_help_into_a_closed_pipe_is_no_violation(tmp_path: Path) -> None:
    command = f"(sleep 1; {sys.executable} -m macrolint check --help; echo code $? >&2) | true"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == "code 141\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_an_interrupted_run_exits_with_130(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "macrolint", "check", "-"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        time.sleep(2)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 130
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()


BUG = """
import sys
from macrolint.checks import phrases
from macrolint.cli.main import run

whole = phrases.Phrases.check

def check(self, prose, template):
    if self.rule.id == "respect/calm-down":
        raise RuntimeError("ours")
    return whole(self, prose, template)

phrases.Phrases.check = check
sys.argv[1:] = ["check", "late.md", *sys.argv[1:]]
run()
"""


def test_a_bug_of_ours_is_named_exits_with_3_and_hides_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": BLUNT})
    command = [sys.executable, "-c", BUG, "-f", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert [one["rule"] for one in report["violations"]] == ["tone/repeated-punctuation"]
    assert report["errors"] == [{"message": "RuntimeError: ours", "where": "late.md: rule respect/calm-down"}]
    assert done.stderr.startswith(
        "internal error in late.md: rule respect/calm-down: RuntimeError: ours\nhelp: this is a bug"
    )
    assert "Traceback" not in done.stderr
    verbose = subprocess.run([*command, "-v"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Traceback" in verbose.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links and pipes in folders")
def test_a_report_never_replaces_what_is_no_plain_file(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": BLUNT, "real.json": ""})
    (tmp_path / "link.json").symlink_to("real.json")
    assert macrolint("check", "late.md", "-f", "json", "-o", "link.json", cwd=tmp_path).code == 1
    assert (tmp_path / "link.json").is_symlink()
    assert len(json.loads((tmp_path / "real.json").read_text())["violations"]) == 2
    assert macrolint("check", "late.md", "-o", os.devnull, cwd=tmp_path).code == 1
    before = sorted(path.name for path in tmp_path.iterdir())
    done = macrolint("check", "late.md", "-o", ".", cwd=tmp_path)
    assert (done.code, done.err) == (2, "error: '.' cannot be written: is a directory\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_named_file_that_is_not_read_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"fine.md": "Thanks for the photos!\n", "x.docx": "x"})
    done = macrolint("check", "fine.md", "x.docx", cwd=tmp_path)
    assert done.err == "warning: x.docx was not checked: .docx files are not read\n"
    assert done.out == "All is well: 1 template in 1 file (1 file skipped).\n"


def test_a_fingerprint_does_not_depend_on_where_macrolint_is_run(tmp_path: Path) -> None:
    write(tmp_path, {"macrolint.yaml": "", "macros/late.md": BLUNT})
    runs = [("macros", tmp_path), (".", tmp_path / "macros"), (str(tmp_path / "macros"), Path("/"))]
    found = [macrolint("check", path, "-f", "json", cwd=folder).json["violations"] for path, folder in runs]
    assert len({tuple(one["fingerprint"] for one in violations) for violations in found}) == 1


def test_markup_inside_the_words_is_left_out_of_the_message(tmp_path: Path) -> None:
    write(tmp_path, {"late.md": "Please [calm](https://example.com/a/long/address) **down**.\n"})
    (one,) = macrolint("check", "late.md", "-f", "json", cwd=tmp_path).json["violations"]
    assert one["message"].startswith("“calm down” fuels anger")
