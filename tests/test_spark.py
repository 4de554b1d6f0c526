"""Tables in PySpark, a real local one: `make spark`. Skipped where pyspark or Java is not installed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from macrolint import batch

sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: make spark")
pytest.importorskip("pandas", reason="pandas is not installed, which PySpark asks for: make spark")
pytestmark = [
    pytest.mark.skipif(
        shutil.which("java") is None and not os.environ.get("JAVA_HOME"), reason="PySpark needs Java, which is not there"
    ),
    pytest.mark.filterwarnings("default"),  # what PySpark warns of is not ours
]  # fmt: skip

TEXTS = (
    "Hi Ana 😀,\r\n\r\nplease calm down!! There's nothing we can do.\r\n",
    "Hello,\n\nwe apologise for any inconvenience this may have caused. We'll refund you within 3 business days.\n",
    "Hi,\n\nI'm sorry the lamp came broken. I have sent a new one today.\n",
    "Our widgit is out of stock.\n",
)
ROWS = [(number, TEXTS[number % len(TEXTS)] + f"\nOrder {number}", None) for number in range(400)]
ROWS[7] = (7, "Please calm down.", "note")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "30").getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> batch.Linter:
    """A linter with a rule of the team's own, whose files are gone before Spark runs."""
    rules = tmp_path / "rules" / "shop"
    rules.mkdir(parents=True)
    own = "id: shop/widget\nmessage: “{match}” is misspelt.\nphrases: [widgit]\n"
    (rules / "widget.yaml").write_text(own, encoding="utf-8")
    configuration = tmp_path / "macrolint.yaml"
    configuration.write_text("rulesets: [rules]\npresets: [strict]\n", encoding="utf-8")
    made = batch.linter(str(configuration))
    (rules / "widget.yaml").unlink()
    configuration.unlink()
    return made


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (int(row["id"]), row["start_offset"], row.get("rule", ""), row["end_offset"]))


@pytest.mark.parametrize("what", ["violations", "promises"])
def test_spark_finds_the_rows_that_one_process_finds(what: str, spark: Any, lint: batch.Linter) -> None:
    frame = spark.createDataFrame(ROWS, "id long, text string, kind string").repartition(5)
    work = getattr(lint, what)
    ddl = {"violations": batch.VIOLATIONS_DDL, "promises": batch.PROMISES_DDL}[what]
    found = [row.asDict(recursive=True) for row in frame.mapInArrow(work, ddl).collect()]
    columns = dict(zip(("id", "text", "kind"), map(list, zip(*ROWS, strict=True)), strict=True))
    alone = work(pa.table(columns)).read_all().to_pylist()
    assert ordered(found) == ordered(alone)
    assert len(alone) >= 100
    assert what == "promises" or {row["id"] for row in alone if row["rule"] == "shop/widget"} >= {"3", "399"}


def test_a_worker_of_spark_loads_the_rules_once(spark: Any, lint: batch.Linter) -> None:
    frame = spark.createDataFrame(ROWS, "id long, text string, kind string").repartition(8)

    def told(batches: Any) -> Any:
        from macrolint.batch import _settings

        count = lint.violations(batches).read_all().num_rows
        yield pa.RecordBatch.from_pydict(
            {"process": [os.getpid()], "made": [_settings.cache_info().misses], "found": [count]}
        )

    told_of: set[tuple[int, int]] = set()  # processes, and how often each had made settings after a task
    for _ in range(2):
        rows = frame.mapInArrow(told, "process long, made long, found long").collect()
        assert len(rows) == 8
        told_of = told_of | {(row.process, row.made) for row in rows}
    assert len(told_of) == len({process for process, _ in told_of}), "a process has made the settings again"


def test_what_is_wrong_with_a_table_is_told_through_spark(spark: Any, lint: batch.Linter) -> None:
    frame = spark.createDataFrame([(1, 2.0)], "id long, text double")
    with pytest.raises(Exception, match="the column 'text' is of the type double, and 'text' takes texts"):
        frame.mapInArrow(lint.violations, batch.VIOLATIONS_DDL).collect()
