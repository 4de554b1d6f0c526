"""The ledger of promises in every format: exact outputs, and templates that try to break out of them."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from running import macrolint, write

LATE = (
    "---\ntitle: Parcel is late\n---\nOur team will call you within 2 business days.\n"
    "If you send us a photo, we'll look into it.\n"
)
TITLES = [
    '=HYPERLINK("http://evil.example","x")',
    "</td><script>alert(1)</script>",
    "| pipe | `code` ![x](http://evil.example/x.png)",
    "@octocat #12 www.evil.example",
    "\x1b[31mred",
    "\u202eesrever\u200b",
    "-2+3",
    "@SUM(A1)",
]


def attacked(folder: Path) -> Path:
    """Write a library whose titles, paths and words attack every format."""
    import json

    macros = [{"title": title, "body": f"We will reply to {title} within 2 days."} for title in TITLES]
    return write(folder, {"macros/=cmd|x.json": json.dumps(macros)})


def test_csv_is_a_row_a_promise_for_a_spreadsheet(tmp_path: Path) -> None:
    done = macrolint("promises", "-f", "csv", cwd=write(tmp_path, {"macros/late.md": LATE}))
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "\ufeffFile,Line,Column,Template,Promise,Who,What,Until,At most (hours),Hours of,Waits for,How sure,If not kept,"
        "Owner,Kept by,ID\r\n"
        "macros/late.md,4,1,Parcel is late,Our team will call you within 2 business days,Our team,reply,"
        "within 2 business days,48,business days,,,,,,reply-b750fc25\r\n"
        "macros/late.md,5,25,Parcel is late,we'll look into it,we,look into,no time is said,,,"
        "the reader's move: “If you send us a photo”,,,,,check-9ad3d68c\r\n"
    )


def test_markdown_is_a_short_table(tmp_path: Path) -> None:
    done = macrolint("promises", "-f", "markdown", cwd=write(tmp_path, {"macros/late.md": LATE}))
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "<!-- macrolint-promises -->\n\n## Promises\n\n"
        "2 promises in 1 template in 1 file: 1 with a time, 1 waiting for the reader.\n\n"
        "| Template | Promise | Who | What | Until |\n| --- | --- | --- | --- | --- |\n"
        "| Parcel is late<br>macros/late.md:4:1 | “Our team will call you within 2 business days” | Our team | reply |"
        " within 2 business days |\n"
        "| Parcel is late<br>macros/late.md:5:25 | “we'll look into it” | we | look into |"
        " no time is said<br>the reader's move: “If you send us a photo” |\n"
    )


class _Page(HTMLParser):
    """What a page holds: its tags, and the texts of its cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[dict[str, str | None]]] = {}
        self.cells: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.setdefault(tag, []).append(dict(attrs))
        self.open.append(tag)
        if tag in ("td", "th", "caption"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if {"td", "th", "caption"} & set(self.open):
            self.cells[-1] += data


def test_html_is_one_page_with_a_real_table(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": LATE})
    done = macrolint("promises", "-f", "html", "-o", "out/promises.html", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (0, "", "")
    text = (tmp_path / "out/promises.html").read_text(encoding="utf-8")
    page = _Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">\n')
    assert page.attributes["html"] == [{"lang": "en"}]
    assert [one["scope"] for one in page.attributes["th"]] == ["col"] * 6 + ["rowgroup"]
    assert page.cells == [
        "Promises, template by template", "Line", "Promise", "Who", "What", "Until", "Also",
        "Parcel is late macros/late.md",
        "4", "“Our team will call you within 2 business days”", "Our team", "reply", "within 2 business days", "",
        "5", "“we'll look into it”", "we", "look into", "no time is said",
        "waits for: the reader's move: “If you send us a photo”",
    ]  # fmt: skip
    assert not {"link", "script", "img", "iframe"} & set(page.tags)
    assert not re.search(r"url\(|@import|https?:|src=|href=", text)
    assert os.listdir(tmp_path / "out") == ["promises.html"]


def test_a_title_cannot_break_out_of_html(tmp_path: Path) -> None:
    done = macrolint("promises", "-f", "html", cwd=attacked(tmp_path))
    page = _Page(done.out)
    assert "script" not in page.tags
    assert f"{TITLES[1]} macros/=cmd|x.json" in page.cells
    assert "\\u202eesrever\\u200b macros/=cmd|x.json" in page.cells
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u200b]", done.out)


def test_a_title_cannot_break_out_of_a_markdown_table(tmp_path: Path) -> None:
    done = macrolint("promises", "-f", "markdown", cwd=attacked(tmp_path))
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(done.out)
    tags = set(re.findall(r"<(\w+)", rendered))
    assert tags == {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert rendered.count("<td>") == len(TITLES) * 5
    assert {line.count("|") for line in done.out.splitlines() if "|" in line} == {6}
    assert "@<!-- -->octocat #<!-- -->12 www<!-- -->.evil" in done.out.replace("&#35;", "#")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\u200b]|://", done.out.replace("&#33;", ""))


def test_a_title_cannot_become_a_formula(tmp_path: Path) -> None:
    done = macrolint("promises", "-f", "csv", cwd=attacked(tmp_path))
    rows = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(TITLES) + 1
    assert {row[0] for row in rows[1:]} == {"macros/=cmd|x.json"}
    titles = [row[3] for row in rows[1:]]
    assert titles[0] == "'" + TITLES[0]
    assert (titles[4], titles[5]) == ("\\u001b[31mred", "\\u202eesrever\\u200b")
    assert titles[6:] == ["'-2+3", "'@SUM(A1)"]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("format_", ["text", "json", "csv", "markdown", "html"])
def test_nothing_in_a_template_acts_on_a_terminal(tmp_path: Path, format_: str) -> None:
    done = macrolint("promises", "-f", format_, cwd=attacked(tmp_path))
    assert done.code == 0
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u200b]", done.out)
    if format_ == "json":
        assert [one["template"]["title"] for one in done.json["promises"]] == TITLES


def test_standard_input_is_a_file_with_the_name_that_is_given(tmp_path: Path) -> None:
    said = b'{"title": "Late", "body": "We will reply within 2 days."}'
    done = macrolint("promises", "-", "--stdin-filename", "macros/a.json", cwd=tmp_path, stdin=said)
    assert done.out.startswith("Late (macros/a.json)\n  macros/a.json:1:28\n    “We will reply within 2 days”\n")
    assert macrolint("promises", "-", cwd=tmp_path, stdin=b"We will reply soon.").out.startswith("stdin.md\n")
    more = macrolint("promises", "-", "macros", cwd=tmp_path)
    assert (more.code, more.err[:54]) == (2, "error: '-' stands alone: standard input is one file\nhe")


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path, {"macros/late.md": LATE, "taken": "a file, no folder", "old.csv": "before"})
    failed = macrolint("promises", "-f", "csv", "-o", "taken/promises.csv", cwd=tmp_path)
    assert (failed.code, failed.out) == (2, "")
    assert failed.err.startswith("error: 'taken/promises.csv' cannot be written: ")
    nothing = macrolint("promises", "empty.md", "-o", "old.csv", cwd=write(tmp_path, {"empty.md": ""}))
    assert (nothing.code, (tmp_path / "old.csv").read_text()) == (2, "before")
    assert macrolint("promises", "-f", "csv", "-o", "old.csv", cwd=tmp_path).code == 0
    assert (tmp_path / "old.csv").read_bytes().startswith(b"\xef\xbb\xbfFile,Line")
    assert sorted(os.listdir(tmp_path)) == ["empty.md", "macros", "old.csv", "taken"]


def test_colours_mark_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": "Your refund will be issued soon.\n"})
    done = macrolint("promises", "--color", "always", cwd=tmp_path)
    assert "      \x1b[33mwho: nobody is named\x1b[0m · what: refund · \x1b[33muntil: soon" in done.out
    assert done.out.endswith("1 promise in 1 template in 1 file: 1 without a time.\nIt names nobody who will do it.\n")
    assert "\x1b" not in macrolint("promises", cwd=tmp_path).out
    macrolint("promises", "--color", "always", "-o", "out.txt", cwd=tmp_path)
    assert "\x1b" not in (tmp_path / "out.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, width: int) -> None:
    long = (
        "We will, " + "as we have said many times before, " * 8 + "reply within 2 days if you send us the long form.\n"
    )
    write(tmp_path, {"macros/a.md": long, "macros/b.md": LATE})
    done = macrolint("promises", cwd=tmp_path, env={"COLUMNS": str(width)})
    said = [line for line in done.out.splitlines()[:-1] if not line.startswith("  macros")]
    assert max(map(len, said)) <= width


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    write(tmp_path, {f"macros/{number}.md": LATE for number in range(300)})
    command = f"{sys.executable} -m macrolint promises | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"Parcel is late (macros/0.md)\n", b"")


def test_a_long_ledger_stays_below_what_a_comment_holds(tmp_path: Path) -> None:
    write(tmp_path, {f"macros/{number}.md": LATE for number in range(600)})
    done = macrolint("promises", "-f", "markdown", cwd=tmp_path)
    assert len(done.out) < 60_000
    assert re.search(r"\n\n… and \d+ more promises: <code>macrolint promises</code>\n$", done.out)
