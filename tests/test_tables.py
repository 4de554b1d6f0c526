"""Tables of texts: record batches in, record batches out, the same as the texts as files."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pytest
from running import ROOT, Done, macrolint, write

from macrolint import batch
from macrolint.batch.columns import COLUMNS, PROMISES, VIOLATIONS

HEADS = {"kind": "reject", "title": "Refund", "language": "en", "audience": "internal", "tags": "[vip, late]"}
TEXTS = {
    "macros/blunt.txt": "Hi Ana 😀,\r\n\r\nplease calm down!! There's nothing we can do.\r\n",
    "macros/owed.txt": "Hello,\n\nWe apologise for any inconvenience this may have caused. We'll get back to you soon.\n",
    "macros/refused.md": "---\ntitle: No refund\nkind: reject\n---\nHi {{name}},\n\n> please calm down\n\nWe can't refund this order.\n",
    "macros/quiet.md": "Hi,\n\n<!-- macrolint: disable=respect/calm-down It is the fan. -->\nplease calm down, fan.\n",
    "macros/broken.md": "---\ntitle: [\n---\nplease calm down\n",
    "macros/page.html": "<p>Dear Ana,</p><p>You <b>must</b> send the form again. Please calm&nbsp;down!!</p>",
    "macros/nothing.txt": "  \n",
    "macros/zero.txt": "please calm down \0",
    "macros/good.txt": "Hi Ana,\n\nI'm sorry the charger was missing. I have sent a new one today.\n\nBest,\nJo\n",
}
FORMATS = {"txt": "text", "md": "markdown", "html": "html"}
POLITE = "macrolint.yaml"
CONFIGURATION = """paths: [macros]
presets: [strict]
rulesets: [rules]
vocabulary: {reject: {form: [sheet]}, accept: ["calm down, fan"]}
overrides: [{files: ["macros/owed.txt"], severity: {acknowledgement: error}}]
"""
OWN = "id: shop/refund-word\nmessage: “{match}” is not our word.\nphrases: [refund]\n"


def library(folder: Path) -> Path:
    return write(folder, {**TEXTS, POLITE: CONFIGURATION, "rules/shop/refund-word.yaml": OWN})


def table(**more: list[Any]) -> pa.Table:
    formats = [FORMATS[path.rsplit(".")[-1]] for path in TEXTS]
    return pa.table(
        {"id": range(len(TEXTS)), "path": list(TEXTS), "text": list(TEXTS.values()), "format": formats, **more}
    )


def of_files(folder: Path, *options: str) -> list[tuple[Any, ...]]:
    """Return what `check` says of the texts as files, in the order of the table."""
    told = macrolint("check", "-f", "json", *options, "--ignore", "library", *TEXTS, cwd=folder).json["violations"]
    order = list(TEXTS)
    return [
        (
            one["path"], one["rule"], one["severity"], one["confidence"], one["message"],
            one["template"] and one["template"]["kind"], one["part"], *one["start"].values(), *one["end"].values(),
            one["excerpt"], one["url"], one["fix"] and one["fix"]["safety"],
            [(e["start"]["offset"], e["end"]["offset"], e["text"]) for e in one["fix"]["edits"]] if one["fix"] else [],
            [(see["start"]["offset"], see["end"]["offset"], see["label"]) for see in one["related"]],
        )
        for one in sorted(told, key=lambda one: order.index(one["path"]))
        if one["rule"] not in ("tone/missing-greeting", "tone/missing-signoff", "promises/unlogged-promise")
    ]  # fmt: skip


def of_rows(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    dropped = ("id", "fix_title")
    return [
        tuple(
            [tuple(inner.values()) for inner in value] if isinstance(value, list) else value
            for name, value in row.items()
            if name not in dropped
        )
        for row in rows
    ]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> batch.Linter:
    monkeypatch.chdir(library(tmp_path))
    return batch.linter()


def test_a_table_says_what_check_says_of_the_same_texts_as_files(own: batch.Linter, tmp_path: Path) -> None:
    rows = own.violations(table()).read_all().to_pylist()
    assert of_rows(rows) == of_files(tmp_path)
    rules = {row["rule"] for row in rows}
    assert {"shop/refund-word", "clarity/rejected-word", "files/unreadable", "respect/calm-down"} <= rules
    assert [row["severity"] for row in rows if row["rule"] == "acknowledgement/hollow-inconvenience"] == ["error"]


def test_a_table_promises_what_the_same_texts_promise_as_files(own: batch.Linter, tmp_path: Path) -> None:
    rows = own.promises(table()).read_all().to_pylist()
    told = macrolint("promises", "-f", "json", *TEXTS, cwd=tmp_path).json["promises"]
    assert len(rows) >= 1
    assert [(row["path"], row["start_offset"], row["end_offset"], row["text"], row["act"]) for row in rows] == [
        (one["path"], one["start"]["offset"], one["end"]["offset"], one["text"], one["act"])
        for one in sorted(told, key=lambda one: list(TEXTS).index(one["path"]))
    ]
    soon = next(row for row in rows if row["when_text"] == "soon")
    assert (soon["who"], soon["when_class"], soon["id"]) == ("we", "vague", "1")


def test_columns_say_what_front_matter_says(tmp_path: Path) -> None:
    text = "Hi,\n\nplease calm down. We can't refund this order.\n"
    for name, value in HEADS.items():
        columns = {name: [["vip", "late"] if name == "tags" else value]}
        bare = pa.table({"id": ["a"], "text": [text], **columns})
        headed = pa.table({"id": ["a"], "text": [f"---\n{name}: {value}\n---\n{text}"]})
        linter = batch.linter(isolated=True)
        told = [
            [(row["rule"], row["kind"], row["excerpt"]) for row in linter.violations(one).read_all().to_pylist()]
            for one in (bare, headed)
        ]
        assert told[0] == told[1], name
    rejected = pa.table({"id": ["a"], "text": [text], "kind": ["reject"]})
    assert {row["kind"] for row in batch.linter(isolated=True).violations(rejected).read_all().to_pylist()} == {
        "reject"
    }


def test_a_status_in_a_column_breaks_a_promise() -> None:
    said = "Hi Ana,\n\nWe'll get back to you tomorrow.\n"
    given = pa.table({"id": ["a", "b"], "text": [said, said], "status_after": ["solved", None]})
    rows = batch.linter(isolated=True, select=["actions"]).violations(given).read_all().to_pylist()
    assert [(row["id"], row["rule"], row["excerpt"]) for row in rows] == [
        ("a", "actions/promise-but-solved", "We'll get back to you tomorrow")
    ]


def test_polars_duckdb_and_arrow_get_the_same_rows(own: batch.Linter) -> None:
    whole = own.violations(table()).read_all()
    assert polars.DataFrame(own.violations(polars.DataFrame(table()))).to_dicts() == whole.to_pylist()
    connection = duckdb.connect()
    connection.register("replies", table())
    found = own.violations(connection.table("replies"))
    assert duckdb.connect().from_arrow(found).to_arrow_table().to_pylist() == whole.to_pylist()
    singly = [one for start in range(len(TEXTS)) for one in table().slice(start, 1).to_batches()]
    assert own.violations(iter(singly)).read_all() == whole


def test_a_linter_works_where_its_files_are_not_and_loads_the_rules_once(own: batch.Linter, tmp_path: Path) -> None:
    expected = own.violations(table()).read_all().num_rows
    (tmp_path / "linter").write_bytes(pickle.dumps(own.violations))
    (tmp_path / "rules" / "shop" / "refund-word.yaml").unlink()
    (tmp_path / POLITE).unlink()
    code = """
import pickle, sys
from pathlib import Path
import macrolint.settings, macrolint.rules.catalog
made = []
def counted(*given, real=macrolint.settings._compiled):
    made.append(given)
    return real(*given)
macrolint.settings._compiled = counted
sys.path.insert(0, sys.argv[1])
from test_tables import table
for _ in range(3):
    work = pickle.loads(Path("linter").read_bytes())
    found = work(table().to_batches() * 2).read_all()
print(found.num_rows, len(made))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "tests")], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{expected * 2} 1\n"


def test_a_linter_of_another_version_is_refused() -> None:
    made = batch.linter(isolated=True)
    version, *rest = pickle.loads(made.state)
    other = made._replace(state=pickle.dumps(("0.0.1", *rest)))
    assert version != "0.0.1"
    with pytest.raises(batch.TableError, match=r"made by macrolint 0\.0\.1, .*; install the same version on every"):
        other.violations(table()).read_all()


def test_large_and_coded_columns_are_texts_too() -> None:
    given = pa.table({"id": [7], "text": ["please calm down"]})
    for kind in (pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()):
        cast = pa.table({"id": pa.array([7], pa.uint8()), "text": given["text"].cast(kind)})
        assert [row["id"] for row in batch.linter(isolated=True).violations(cast).read_all().to_pylist()] == ["7"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"id": [1], "txt": ["a"]}, r"the table has no column 'text'; did you mean 'txt'\?; name the one .*names={'text'"),
        ({"text": ["a"]}, "the table has no column 'id'; the table has 'text'"),
        ({"id": [1], "text": [1.5]}, "the column 'text' is of the type double, and 'text' takes texts; make texts of it"),
        ({"id": [1.5], "text": ["a"]}, "the column 'id' is of the type double, and 'id' takes texts or whole numbers"),
        ({"id": [1], "text": ["a"], "tags": [3]}, "'tags' takes texts or lists of texts"),
        ({"id": [1], "text": ["a"], "kind": [b"x"]}, "the column 'kind' is of the type binary"),
        ({"id": ["a", None], "text": ["a", "b"]}, "row 2 has nothing in the column 'id'; give every row an id"),
        ({"id": [1, 2], "text": ["a", None]}, r"the row '2' has no text \(null\) in the column 'text'; fill it, or leave"),
        ({"id": [1], "text": ["a"], "format": ["md"]}, "the column 'format' says 'md' in the row '1'; known: text, mark"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_told_by_its_column(columns: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(batch.TableError, match=said):
        batch.linter(isolated=True).violations(pa.table(columns)).read_all()


def test_rows_without_a_text_are_left_out_where_that_is_asked_for() -> None:
    given = pa.table({"nr": [1, 2], "body": [None, "please calm down"]})
    linter = batch.linter(isolated=True, names={"id": "nr", "text": "body"}, skip_null_text=True)
    assert [row["id"] for row in linter.violations(given).read_all().to_pylist()] == ["2"]
    with pytest.raises(batch.TableError, match="there is no column 'txt' to give another name; did you mean 'text'"):
        batch.linter(names={"txt": "body"})


def test_the_contract_in_the_guide_is_the_contract() -> None:
    guide = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    inputs, violations, promises = (guide.split(f"\n## {name}\n")[1].split("\n## ")[0] for name in _PARTS)
    assert [line.split("`")[1] for line in inputs.splitlines() if line.startswith("| `")] == list(COLUMNS)
    for part, columns in ((violations, VIOLATIONS), (promises, PROMISES)):
        rows = [line.split("|")[1:3] for line in part.splitlines() if line.startswith("| `")]
        told = [(name.strip(" `"), kind.strip()) for names, kind in rows for name in names.split(",")]
        assert told == [(name, "list" if kind.startswith("array") else kind) for name, kind in columns]


_PARTS = ("The table that is read", "The table of violations", "The table of promises")


def run(folder: Path, *arguments: str) -> Done:
    return macrolint("check-table", *arguments, cwd=folder)


def written(folder: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table(), folder / "replies.parquet")
    lines = [json.dumps({**row, "other": 1}) for row in table().to_pylist()]
    write(folder, {"replies.jsonl": "\ufeff" + "\n".join(lines) + "\n\n"})
    frame = polars.DataFrame(table()).filter(polars.col("id") != list(TEXTS).index("macros/zero.txt"))
    frame.write_csv(folder / "replies.csv", separator=";")


def test_check_table_reads_and_writes_every_kind_of_file(own: batch.Linter, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    written(tmp_path)
    expected = own.violations(table()).read_all()
    for name in ("replies.parquet", "replies.jsonl"):
        done = run(tmp_path, name, "-o", "out/found.parquet", "--promises", "promises.csv")
        assert (done.code, done.err) == (1, "")
        assert pq.read_table(tmp_path / "out" / "found.parquet") == expected
    assert f"Found {expected.num_rows} violations in " in done.out
    assert done.out.endswith("Wrote out/found.parquet and promises.csv.\n")
    assert (tmp_path / "promises.csv").read_text().splitlines()[0] == ",".join(name for name, _ in PROMISES)
    done = run(tmp_path, "replies.csv", "-o", "found.jsonl", "-q", "-e")
    assert (done.code, done.out, done.err) == (0, "", "")
    lines = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text().splitlines()]
    assert lines == [row for row in expected.to_pylist() if row["path"] != "macros/zero.txt"]
    assert sorted(path.name for path in tmp_path.glob("*.tmp")) == []


def test_workers_write_the_same_file(own: batch.Linter, tmp_path: Path) -> None:
    rows = [{"id": number, "text": f"please calm down {number}"} for number in range(2500)]
    write(tmp_path, {"replies.jsonl": "".join(json.dumps(row) + "\n" for row in rows)})
    for name, workers in (("one.jsonl", "1"), ("two.jsonl", "2")):
        assert run(tmp_path, "replies.jsonl", "-o", name, "--workers", workers, "--select", "respect").code == 1
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert json.loads((tmp_path / "two.jsonl").read_text().splitlines()[-1])["id"] == "2499"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", '{"id": 1, "text": "a"}\n{"id": 2}\n', "a.jsonl, line 2: there is no 'text'"),
        ("a.jsonl", '{"id": 1, "text": 3}\n', "a.jsonl, line 1: 'text' is a number, not a text"),
        ("a.jsonl", '{"id": 1, "text"\n', "a.jsonl, line 1: no valid JSON"),
        ("a.jsonl", "[1]\n", "a.jsonl, line 1: no object"),
        ("a.jsonl", '{"id": 1, "text": "\\ud800"}\n', "a.jsonl, line 1: 'text' holds half a character"),
        ("a.jsonl", '{"id": 1, "text": "a"}\n{"id": "1", "text": "b"}\n', "the id '1' stands twice in the column 'id'"),
        ("a.jsonl", "", "'a.jsonl' has no rows"),
        ("a.csv", "id,text\n1,a\n2,b,c\n", "a.csv, line 3: a row has 3 cells and the header 2"),
        ("a.csv", 'id,text\n1,"a\n', "a.csv, line 2: no valid CSV"),
        ("a.csv", "id,text\n1\n", "the row '1' has no text (null) in the column 'text'"),
        ("a.csv", "id,body\n1,a\n", "the table has no column 'text'"),
        ("a.csv", "id,text,text\n1,a,b\n", "the table has two columns 'text'"),
        ("a.csv", b"id,text\n1,caf\xe9\n", "'a.csv' is not UTF-8 (byte 0xE9)"),
        ("a.parquet", "id,text\n", "'a.parquet' cannot be read as Parquet"),
        ("a.xlsx", "x", "'a.xlsx' is no table that can be read or written: its name ends in '.xlsx'"),
        ("b.csv", "", "'a.csv' cannot be read: there is no such file"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_in_one_line(name: str, content: str | bytes, said: str, tmp_path: Path) -> None:
    write(tmp_path, {name: content})
    done = run(tmp_path, name if name != "b.csv" else "a.csv", "-o", "out.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: {said}")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("out") and content]


def test_options_that_cannot_be_carried_out_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "id,text\n1,a\n"})
    assert "files of their own" in run(tmp_path, "a.csv", "-o", "./a.csv").err
    assert "unknown rule 'nonsense'" in run(tmp_path, "a.csv", "--select", "nonsense").err
    assert "no rule is left to check" in run(tmp_path, "a.csv", "--select", "library").err
    assert "--column text=body" in run(tmp_path, "a.csv", "--column", "text").err
    assert "'out.xls' is no table" in run(tmp_path, "a.csv", "-o", "out.xls").err


def test_without_pyarrow_the_command_says_how_to_install_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "id,text\n1,a\n", "pyarrow.py": "raise ImportError\n"})
    done = macrolint("check-table", "a.csv", "-o", "o.csv", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert (done.code, done.err) == (
        2, "error: tables need the package pyarrow, which is not installed\nhelp: pip install 'macrolint[table]'\n",
    )  # fmt: skip


def test_nothing_of_arrow_is_imported_before_it_is_needed() -> None:
    code = "import sys, macrolint.batch, macrolint.cli.check_table; print('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is asked of a POSIX system")
@pytest.mark.parametrize("ending", ["parquet", "jsonl", "csv"])
def test_a_large_file_is_never_in_memory(ending: str, tmp_path: Path) -> None:
    small, large = (_peak(tmp_path, ending, rows) for rows in (5_000, 30_000))
    size = (tmp_path / f"30000.{ending}").stat().st_size
    assert size > 110 << 20
    assert large - small < size // 4, f"{small >> 20} MiB for 5,000 rows, {large >> 20} MiB for 30,000"


def _peak(folder: Path, ending: str, rows: int) -> int:
    """Return the bytes that a run over so many rows of 4 KB each takes at most; no rule reads them, so it is fast."""
    import pyarrow.parquet as pq

    path = folder / f"{rows}.{ending}"
    texts = [f"{number} {'die Lampe ist da ' * 250}" for number in range(rows)]
    given = pa.table({"id": range(rows), "text": texts, "language": ["de"] * rows, "kind": ["other"] * rows})
    if ending == "parquet":
        pq.write_table(given, path, row_group_size=rows, compression="none", use_dictionary=False)
    elif ending == "jsonl":
        polars.DataFrame(given).write_ndjson(path)
    else:
        polars.DataFrame(given).write_csv(path)
    code = (
        "import resource, subprocess, sys\n"
        "run = [sys.executable, '-m', 'macrolint', 'check-table', sys.argv[1], '-o', sys.argv[2], '-q', '-e',"
        " '--isolated', '--select', 'respect/calm-down']\n"
        "subprocess.run(run, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path, folder / f"out{rows}.parquet"], capture_output=True, text=True, check=True
    )
    assert pq.ParquetFile(folder / f"out{rows}.parquet").metadata.num_rows == 0
    return int(done.stdout) * (1 if sys.platform == "darwin" else 1024)
