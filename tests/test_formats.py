"""The formats for other programs: exact outputs, columns in each format's unit, and templates that try to break out."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from junitparser import JUnitXml
from running import macrolint, write

from macrolint.configuration import FORMATS
from macrolint.reports import wrapped
from macrolint.reports.linehashes import hashes

RULES = "https://github.com/macrolint/macrolint/blob/main/docs/rules"
EMOJI = "---\ntitle: Late 😀\n---\nHi {{ticket.requester.first_name}} 😀é, per our policy we wait.\nThanks!!\n"
FOUND = ("--select", "transparency/policy-shield,tone/repeated-punctuation")
ATTACKS = [
    '=HYPERLINK("http://evil.example","x")',
    "</td></article><script>alert(1)</script>",
    "| pipe | `code` ![x](http://evil.example/x.png)",
    "@octocat #12 www.evil.example",
    "\x1b[31mred\x9b31m\x07",
    "\u202eesrever\u200b\u2066\u061c",
    "::error::broken out",
    "##[group]broken out ##vso[task.complete]",
    'quote" &amp; ]]> <!-- --%0A::error::x',
]
ENDS = {"sarif": "sarif", "junit": "xml", "checkstyle": "xml", "markdown": "md"}


def found(format_: str, folder: Path, *more: str, env: dict[str, str] | None = None) -> str:
    done = macrolint("check", "-f", format_, *FOUND, *more, cwd=folder, env=env)
    assert (done.code, done.err) == (1, "")
    return done.out


@pytest.fixture
def emoji(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return write(
        tmp_path, {"macros/late.md": EMOJI, "macros/fine.md": "---\ntitle: Fine\n---\nYour parcel left today.\n"}
    )


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    """A library whose titles, words and paths attack every format."""
    (tmp_path / ".git").mkdir()
    macros = [{"title": title, "body": f"{title}\nPer our policy, {title} must wait!!"} for title in ATTACKS]
    return write(tmp_path, {"macros/::error file=x,=cmd|<b>%0A.json": json.dumps(macros)})


def test_columns_are_in_the_unit_of_each_format(emoji: Path) -> None:
    first = json.loads(found("json", emoji))["violations"][0]
    assert (first["start"]["column"], first["end"]["column"]) == (40, 54)  # code points
    assert json.loads(found("jsonl", emoji).splitlines()[0]) == first
    assert "col=40,endColumn=54::" in found("github", emoji)
    assert 'line="4" column="40"' in found("checkstyle", emoji)
    assert list(csv.reader(io.StringIO(found("csv", emoji))))[1][1:3] == ["4", "40"]
    region = result(emoji)["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (41, 55)  # UTF-16 code units
    places = json.loads(found("rdjson", emoji))["diagnostics"][0]["location"]["range"]
    assert (places["start"]["column"], places["end"]["column"]) == (44, 58)  # UTF-8 bytes


def test_columns_count_the_characters_of_standard_input(tmp_path: Path) -> None:
    done = macrolint("check", "-f", "rdjson", "-", *FOUND, cwd=tmp_path, stdin=EMOJI.encode())
    assert done.json["diagnostics"][0]["location"]["range"]["start"] == {"line": 4, "column": 44}


def test_a_byte_order_mark_is_not_counted_but_hashed(emoji: Path) -> None:
    plain = result(emoji)
    write(emoji, {"macros/late.md": b"\xef\xbb\xbf---\n" + EMOJI.encode().removeprefix(b"---\n")})
    marked = result(emoji)
    assert marked["locations"] == plain["locations"]
    assert marked["partialFingerprints"] == plain["partialFingerprints"]


def test_lines_have_the_hashes_that_github_gives_them() -> None:
    vectors = {
        "": ["c129715d7a2bc9a3:1"],
        "Hi\n": ["45579d50734c2a1a:1", "c129715d7a2bc9a3:1"],
        "Hi  {{name}},\n\tthanks.\n": ["eabadcff4e6dad80:1", "c07899658173e3ec:1", "c129715d7a2bc9a3:1"],
        "a\r\nb\r\n": ["81b8d8db678b2bbe:1", "ade70578248be16f:1", "c129715d7a2bc9a3:1"],
        "Thanks 😀\nThanks 😀\n": ["af0c472fd5b0ed23:1", "721195ed7ba5c1e3:1", "c129715d7a2bc9a3:1"],
        "Same line.\n" * 4: [
            "5b26ee43e8c451b:1", "4d7364d6232c7135:1", "91a9ec43011924ff:1", "16577a88a7fb7ef9:1", "c129715d7a2bc9a3:1",
        ],
        "x" * 300 + "\nshort\n": ["52b56201ffb58620:1", "8bf8ff854171d875:1", "c129715d7a2bc9a3:1"],
        "one\rtwo\r\n\nthree": ["22e7ed6e68435b95:1", "b7f8f27b9f3c0ed1:1", "5ff58b2f1ce0cba9:1", "e65cf7c92d5cdd03:1"],
    }  # fmt: skip
    assert {text: hashes(text) for text in vectors} == vectors
    assert hashes(("y" * 120 + "\n") * 2)[:2] == [hashes("y" * 120 + "\n")[0].replace(":1", f":{n}") for n in (1, 2)]


def result(folder: Path, number: int = 0) -> Any:
    return json.loads(found("sarif", folder))["runs"][0]["results"][number]


def test_sarif_says_all_that_code_scanning_reads(emoji: Path) -> None:
    run = json.loads(found("sarif", emoji))["runs"][0]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert set(FOUND[1].split(",")) <= set(names) - {"tone/you-must"} == set(names)  # all that ran, and no other
    assert (run["columnKind"], run["automationDetails"]) == ("utf16CodeUnits", {"id": "macrolint/"})
    assert run["invocations"] == [{"executionSuccessful": True}]
    marks = run["results"][1]
    assert marks["message"]["text"].startswith("Repeated punctuation: “!!” reads as shouting")
    assert run["tool"]["driver"]["rules"][marks["ruleIndex"]]["id"] == marks["ruleId"] == "tone/repeated-punctuation"
    place = marks["locations"][0]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "macros/late.md", "uriBaseId": "%SRCROOT%"}
    assert place["physicalLocation"]["region"] == {
        "startLine": 5, "startColumn": 7, "endLine": 5, "endColumn": 9, "snippet": {"text": "!!"},
    }  # fmt: skip
    assert place["logicalLocations"][0]["name"] == "Late 😀"
    assert marks["partialFingerprints"]["primaryLocationLineHash"] == hashes(EMOJI)[4]
    (change,) = marks["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "!"}
    rule = run["tool"]["driver"]["rules"][marks["ruleIndex"]]
    assert rule["helpUri"] == f"{RULES}/tone/repeated-punctuation.md"
    assert "security-severity" not in json.dumps(run)


def test_paths_are_those_of_the_repository_wherever_macrolint_runs(emoji: Path) -> None:
    below = emoji / "macros"
    assert json.loads(found("gitlab", below))[0]["location"]["path"] == "macros/late.md"
    assert "file=macros/late.md," in found("github", below)
    assert result(below)["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "macros/late.md"
    assert "file=late.md," in found("github", emoji, env={"GITHUB_WORKSPACE": str(below)})


def test_a_path_in_sarif_is_an_address(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, {"macros/a b#1?é.md": "---\ntitle: x\n---\nThanks!!\n"})
    assert (
        result(tmp_path)["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "macros/a%20b%231%3F%C3%A9.md"
    )


def test_sarif_leaves_out_what_is_suppressed_and_what_an_export_holds_besides(tmp_path: Path) -> None:
    macro = {"title": "x", "token": "s3cret", "body": "Thanks!!"}
    write(tmp_path, {
        "macros/a.json": json.dumps([macro]),
        "macros/b.md": "---\ntitle: y\n---\n<!-- macrolint: disable=tone/repeated-punctuation Meant. -->\nThanks!!\n",
    })  # fmt: skip
    said = found("sarif", tmp_path)
    assert [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in json.loads(said)["runs"][0]["results"]
    ] == ["macros/a.json"]
    assert "s3cret" not in said


def test_an_unreadable_file_has_a_place_in_every_format(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": b"---\ntitle: caf\xe9\n---\nThanks!!\n", "macros/b.md": EMOJI})
    for format_ in ("sarif", "rdjson", "gitlab", "junit", "checkstyle", "github", "csv", "markdown", "html"):
        done = macrolint("check", "-f", format_, cwd=tmp_path)
        assert (done.code, done.err) == (1, ""), format_
        assert "files/unreadable" in done.out.replace("&#45;", "-"), format_


def test_grouped_names_each_file_once(emoji: Path) -> None:
    assert found("grouped", emoji) == (
        "macros/late.md:\n"
        "  4:40  warning[transparency/policy-shield] “per our policy” hides behind a rule; give the reason for the rule.\n"
        "  5:7  warning[tone/repeated-punctuation] “!!” reads as shouting or impatience; one mark is enough.\n\n"
        "Found 2 violations in 2 templates in 2 files: 2 warnings.\n"
        "[*] 1 fixable with `macrolint check --fix`.\n"
    )


def test_github_gets_workflow_commands(emoji: Path) -> None:
    assert found("github", emoji).splitlines()[1] == (
        "::warning title=macrolint tone/repeated-punctuation,file=macros/late.md,line=5,endLine=5,col=7,endColumn=9::"
        "“!!” reads as shouting or impatience; one mark is enough.%0Areplace with “!”%0A"
        f"{RULES}/tone/repeated-punctuation.md"
    )


def test_github_shows_ten_of_a_severity_and_the_rest_as_lines(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "---\ntitle: x\n---\n" + "Thanks!!\n\n" * 13 + "Please calm down.\n"})
    done = macrolint("check", "-f", "github", "--select", "tone/repeated-punctuation,respect/calm-down", cwd=tmp_path)
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[:11]] == ["::error", *["::warning"] * 10]
    assert lines[11] == "… and 3 more violations; GitHub shows 10 of a severity:"
    assert [line.split(": ")[0] for line in lines[12:15]] == [
        "macros/a.md:24:7",
        "macros/a.md:26:7",
        "macros/a.md:28:7",
    ]
    assert len(lines) == 17


def test_gitlab_gets_entries_with_fingerprints_of_their_own(emoji: Path) -> None:
    write(emoji, {"macros/more.md": "---\ntitle: x\n---\nThanks!! Thanks!! Thanks!!\n"})
    entries = json.loads(found("gitlab", emoji))
    assert len({one["fingerprint"] for one in entries}) == len(entries) == 5
    assert entries[1] == {
        "description": "“!!” reads as shouting or impatience; one mark is enough.",
        "check_name": "tone/repeated-punctuation", "fingerprint": entries[1]["fingerprint"], "severity": "minor",
        "location": {"path": "macros/late.md", "lines": {"begin": 5, "end": 5}}, "categories": ["Style"], "type": "issue",
        "content": entries[1]["content"],
    }  # fmt: skip


def test_junit_has_a_suite_for_each_file(emoji: Path) -> None:
    read = JUnitXml.fromstring(found("junit", emoji).encode())
    assert [(suite.name, suite.tests, suite.failures) for suite in read] == [
        ("macros/fine.md", 1, 0), ("macros/late.md", 2, 2),
    ]  # fmt: skip
    assert (read.tests, read.failures, read.errors) == (3, 2, 0)
    (failure,) = list(list(read)[1])[1].result
    assert failure.text.startswith("macros/late.md:5:7: tone/repeated-punctuation “!!” reads as shouting")


def test_checkstyle_is_a_file_with_its_errors(emoji: Path) -> None:
    (file,) = ET.fromstring(found("checkstyle", emoji))
    assert file.attrib == {"name": "macros/late.md"}
    assert file[1].attrib == {
        "line": "5", "column": "7", "severity": "warning", "source": "macrolint.tone/repeated-punctuation",
        "message": "“!!” reads as shouting or impatience; one mark is enough.",
    }  # fmt: skip


def test_rdjson_suggests_the_fix(emoji: Path) -> None:
    marks = json.loads(found("rdjson", emoji))["diagnostics"][1]
    assert marks["suggestions"] == [
        {"range": {"start": {"line": 5, "column": 7}, "end": {"line": 5, "column": 9}}, "text": "!"}
    ]


def rendered(text: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)


def test_markdown_puts_first_what_matters_most(emoji: Path) -> None:
    page = rendered(found("markdown", emoji))
    assert page.count("<table>") == 2
    assert "<td>2</td>" in page
    assert "<td>macros/late.md:5<br>Late 😀</td>" in page
    assert f'<a href="{RULES}/tone/repeated-punctuation.md">tone/repeated-punctuation</a>' in page


def test_markdown_stays_below_what_a_comment_holds(tmp_path: Path) -> None:
    write(tmp_path, {f"macros/{name}/a.md": "---\ntitle: x\n---\n" + "Thanks!!\n\n" * 300 for name in "ab"})
    said = found("markdown", tmp_path)
    assert 45_000 < len(said) < 60_000
    assert "<summary>macros/b: 299 more</summary>" in said
    assert re.search(r"… and \d+ more violations: <code>macrolint check</code>\n$", said)


def test_several_reports_are_written_at_once(emoji: Path) -> None:
    done = macrolint("check", *FOUND, "-f", "concise", "-f", "sarif=out/a.sarif", "-f", "junit=out/b.xml", cwd=emoji)
    assert done.out.startswith("macros/late.md:4:40: warning[")
    assert (emoji / "out/a.sarif").read_text("utf-8") == found("sarif", emoji)
    assert (emoji / "out/b.xml").read_text("utf-8") == found("junit", emoji)
    done = macrolint("check", *FOUND, "-f", "gitlab=only.json", cwd=emoji, env={"FORCE_COLOR": "1"})
    assert (done.code, done.out, done.err) == (1, "", "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-f", "jsn"), "error: unknown format 'jsn'. Did you mean 'json'? Known: full, concise, grouped, json"),
        (("-f", "sarif="), "error: 'sarif=' names no file after '='"),
        (("-f", "json", "-f", "csv"), "error: only one report can go to standard output; name a file for all but one"),
        (("-f", "json=x", "-f", "csv=x"), "error: two reports cannot go to the same file"),
        (("-f", "json", "-f", "csv=x", "-o", "y"), "error: '--output-file' is for one report; write -f FORMAT=FILE"),
        (("-f", "json=x", "-o", "y"), "error: '--output-file' is for one report"),
    ],
)
def test_what_cannot_be_written_is_refused(emoji: Path, options: tuple[str, ...], said: str) -> None:
    done = macrolint("check", *options, cwd=emoji)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)


def test_the_summary_of_a_job_is_added_to(emoji: Path) -> None:
    write(emoji, {"summary.md": "before\n"})
    path = str(emoji / "summary.md")
    macrolint("check", *FOUND, "-f", f"markdown={path}", cwd=emoji, env={"GITHUB_STEP_SUMMARY": path})
    assert (emoji / "summary.md").read_text("utf-8") == "before\n" + found("markdown", emoji)


@pytest.mark.parametrize(("format_", "said"), [("gitlab", "[]\n"), ("jsonl", ""), ("rdjson", '"diagnostics": []')])
def test_a_program_gets_its_format_when_there_is_nothing(tmp_path: Path, format_: str, said: str) -> None:
    write(tmp_path, {"macros/fine.md": "---\ntitle: Fine\n---\nYour parcel left today.\n"})
    done = macrolint("check", *FOUND, "-f", format_, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert said in done.out
    none = macrolint("check", *FOUND, "-f", format_, "--no-error-on-empty", cwd=write(tmp_path / "none", {"a.py": ""}))
    assert (none.code, none.out) == (0, done.out)


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_of_a_template_acts_on_a_terminal_or_a_log(attacked: Path, format_: str) -> None:
    done = macrolint("check", "-f", format_, cwd=attacked)
    assert (done.code, done.err) == (1, "")
    said = done.out.removeprefix("\ufeff")
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2066-\u2069]", said)
    assert not re.search(r"##(\[|vso\[)", said)
    lines = [line.lstrip() for line in said.splitlines()]
    commands = [line for line in lines if line.startswith("::")]
    if format_ == "github":
        assert all(
            re.match(r"::(error|warning|notice) title=macrolint [a-z/-]+,file=macros/%3A%3Aerror file=x%2C", one)
            for one in commands
        )
    else:
        assert commands == []
    assert format_ == "csv" or not re.search(r"\r", said)


def test_markup_in_a_template_stays_text(attacked: Path) -> None:
    for format_ in ("junit", "checkstyle"):
        root = ET.fromstring(macrolint("check", "-f", format_, cwd=attacked).out)
        assert {one.tag for one in root.iter()} <= {
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
            "checkstyle",
            "file",
            "error",
        }
    page = rendered(macrolint("check", "-f", "markdown", cwd=attacked).out)
    assert set(re.findall(r"<(\w+)", page)) <= {
        "h2",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "a",
        "details",
        "summary",
    }
    assert {one.partition("/blob/")[0] for one in re.findall(r'href="([^"]*)"', page)} == {RULES.partition("/blob/")[0]}
    cells = [
        cell
        for row in csv.reader(
            io.StringIO(macrolint("check", "-f", "csv", cwd=attacked).out.removeprefix("\ufeff"), newline="")
        )
        for cell in row
    ]
    assert not any(cell.lstrip(" '\"").startswith(("=", "+", "-", "@")) and not cell.startswith("'") for cell in cells)
    assert "'" + ATTACKS[0] in cells


def test_the_same_library_gives_the_same_bytes(attacked: Path) -> None:
    for format_ in FORMATS:
        runs = {macrolint("check", "-f", format_, cwd=attacked, env={"SOURCE_DATE_EPOCH": "0"}).out for _ in range(2)}
        assert len(runs) == 1
        assert str(attacked) not in runs.pop()


def test_a_linked_file_is_named_by_where_it_lies(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    write(tmp_path, {"real/a.md": "---\ntitle: x\n---\nThanks!!\n"})
    (tmp_path / "macros").mkdir()
    os.symlink("../real/a.md", tmp_path / "macros" / "b.md")
    assert json.loads(found("gitlab", tmp_path, "macros/b.md"))[0]["location"]["path"] == "real/a.md"


def test_no_line_for_people_starts_a_command_in_a_log(tmp_path: Path) -> None:
    macro = {"title": "::add-mask::late", "body": "We will reply within 2 days."}
    write(tmp_path, {"macros/a.json": json.dumps([macro])})
    done = macrolint("promises", cwd=tmp_path)
    assert done.out.startswith(":\\u003aadd-mask::late (macros/a.json)\n")
    assert wrapped("aaaa bbbb ::error::x", 9) == ["  aaaa", "  bbbb", "  :\\u003aerror::x"]
    write(tmp_path, {"::error ::x.md": "---\ntitle: x\n---\nThanks!!\n"})
    for format_ in ("concise", "grouped"):
        assert found(format_, tmp_path, "::error ::x.md").startswith(":\\u003aerror ::x.md:")
