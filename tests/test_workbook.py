"""`macrolint report -o report.xlsx`: a workbook that is read back as spreadsheets read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import macrolint, write
from test_formats import ATTACKS

LATE = "---\ntitle: Late\n---\nHi Ada, I'm sorry that your parcel is late. Per our policy, we will reply within 2 days. Thanks!!\n"
SELECT = "select: [transparency/policy-shield, tone/repeated-punctuation, respect/calm-down]\n"


def workbook(folder: Path, *options: str) -> Any:
    done = macrolint("report", "-o", "report.xlsx", *options, cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("Wrote report.xlsx.\n")
    return openpyxl.load_workbook(folder / "report.xlsx")


def rows(sheet: Any) -> list[dict[str, Any]]:
    heads, *found = sheet.values
    return [dict(zip(heads, row, strict=True)) for row in found]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    fine = "---\ntitle: Fine\nid: 7\n---\nYour parcel left today.\n"
    return write(tmp_path, {"macros/late.md": LATE, "replies/fine.md": fine, "macrolint.yaml": SELECT})


def test_each_sheet_holds_what_it_says(library: Path) -> None:
    book = workbook(library)
    assert book.sheetnames == ["Violations", "Templates", "Promises", "Rules"]
    first, second = rows(book["Violations"])
    assert [first[name] for name in ("File", "Line", "Column", "Template", "Severity", "Rule", "Words")] == [
        "macros/late.md", 4, 45, "Late", "Warning", "transparency/policy-shield", "Per our policy",
    ]  # fmt: skip
    assert (second["Words"], second["Suggestion"]) == ("!!", "replace with “!”")
    assert [(one["Promise"], one["Until"], one["At most (hours)"]) for one in rows(book["Promises"])] == [
        ("we will reply within 2 days", "within 2 days", 48)
    ]
    counts = [
        (one["Rule"], one["Severity"], one["Violations"], one["Share of templates"]) for one in rows(book["Rules"])
    ]
    assert counts[:2] == [
        ("tone/repeated-punctuation", "Warning", 1, 0.5), ("transparency/policy-shield", "Warning", 1, 0.5),
    ]  # fmt: skip
    assert ("respect/calm-down", "Error", 0, 0) in counts


def test_templates_have_the_scores_of_the_report_for_programs(library: Path) -> None:
    late, fine = rows(workbook(library)["Templates"])
    score = macrolint("check", "-f", "json", cwd=library).json["templates"][0]["score"]
    assert late["Score"] == score["overall"] < 100
    assert {name: late[name.capitalize()] for name in score["pillars"]} == score["pillars"]
    assert late["Costs most"] == "tone/repeated-punctuation −2.5 (line 4); transparency/policy-shield −2.4 (line 4)"
    assert [late[name] for name in ("Band", "Ready to send", "Errors", "Warnings", "Promises")] == [
        score["band"], "yes", 0, 2, 1,
    ]  # fmt: skip
    assert [fine[name] for name in ("Template", "ID", "Score", "Not scored")] == [
        "Fine", "7", None, "fragment",
    ]  # fmt: skip


def test_no_text_is_a_formula_or_a_link(tmp_path: Path) -> None:
    texts = [*ATTACKS, "+1", "-1", "@SUM(A1)", "=1+1", "_x0041_", "\t=1"]
    macros = [
        {"title": text, "body": f"{text}\nPer our policy, {text} must wait!!\nWe will {text} tomorrow."}
        for text in texts
    ]
    book = workbook(write(tmp_path, {"macros/=1.json": json.dumps(macros)}))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.hyperlink] == []
    assert {"=1+1", "+1", "@SUM(A1)", "_x0041_"} <= {cell.value for cell in cells}
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert len(risky) > 10
    assert all(cell.quotePrefix for cell in risky)
    assert not any("\x1b" in str(cell.value) or "\u202e" in str(cell.value) for cell in cells)


def test_a_sheet_can_be_filtered_and_its_heads_stay(library: Path) -> None:
    for sheet in workbook(library):
        assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet.auto_filter.ref[:3]) == ("A2", True, "A1:")


def test_a_text_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    write(tmp_path, {"macros/a.md": f"---\ntitle: {'x' * 40_000}\n---\nThanks!!\n"})
    assert len(rows(workbook(tmp_path)["Violations"])[0]["Template"]) == 32_767


def test_the_same_library_gives_the_same_workbook(library: Path) -> None:
    made = []
    for name in ("a.xlsx", "b.xlsx"):
        macrolint(
            "report", "--format", "xlsx", "-o", name, "--title", "Ours", cwd=library, env={"SOURCE_DATE_EPOCH": "86400"}
        )
        made.append((library / name).read_bytes())
    assert made[0] == made[1]
    assert openpyxl.load_workbook(library / "a.xlsx").properties.title == "Ours"


def test_a_library_without_a_violation_has_a_workbook(tmp_path: Path) -> None:
    book = workbook(
        write(tmp_path, {"macros/fine.md": "---\ntitle: Fine\n---\nYour parcel left today.\n"}), "--isolated"
    )
    assert rows(book["Promises"]) == []


def test_without_the_package_it_is_said_how_to_install_it(library: Path) -> None:
    write(library / "shadow", {"xlsxwriter.py": "raise ImportError\n"})
    done = macrolint("report", "-o", "report.xlsx", cwd=library, env={"PYTHONPATH": str(library / "shadow")})
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: a report in .xlsx needs the package XlsxWriter, which is not installed\n"
        "help: install it: pip install 'macrolint[xlsx]'; or write .csv, which needs nothing\n"
    )
    assert not (library / "report.xlsx").exists()
    assert macrolint("report", cwd=library, env={"PYTHONPATH": str(library / "shadow")}).code == 0
