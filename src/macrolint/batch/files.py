"""Table files, read and written a stretch at a time: Parquet, JSON Lines and CSV, known by their endings."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

from macrolint.batch.columns import COLUMNS, NEEDED, TableError, arrow, check_columns
from macrolint.frames import did_you_mean
from macrolint.readers.csv_ import separator_of
from macrolint.uncompiled import lazy
from macrolint.values import NamedTuple

ENDINGS = {
    ".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
ROWS = 1000  # of a batch, at most
CHARACTERS = 2_000_000  # of the texts of a batch, about
LONGEST = 64 << 20  # characters of a line of JSON, or of a cell
GROUP = 20_000  # rows of results that are written together
_HALF = lazy("[\\ud800-\\udfff]")
_KINDS = {bool: "true or false", int: "a number", float: "a number", dict: "an object", list: "a list"}


def format_of(path: str) -> str:
    """Return how a table file is written, by its ending. Raises TableError for any other ending."""
    ending = os.path.splitext(path)[1].lower()
    if ending not in ENDINGS:
        said = f"its name ends in '{ending}'" if ending else "its name has no ending"
        raise TableError(
            f"'{path}' is no table that can be read or written: {said}",
            hint=f"known: {', '.join(ENDINGS)}; a table of any other kind: docs/tables.md",
        )
    return ENDINGS[ending]


def read(path: str, names: Mapping[str, str]) -> Iterator[Any]:
    """Yield the record batches of a table file, with the columns that macrolint knows only.

    names: how the table calls each of them. Raises TableError for a file that cannot be read, naming the line.
    """
    form = format_of(path)
    if os.path.isdir(path):
        raise TableError(f"'{path}' is a folder", hint="name one file of it; many at once: docs/tables.md")
    try:
        yield from {"parquet": _parquet, "jsonl": _jsonl, "csv": _csv}[form](path, names)
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else _reason(error)
        raise TableError(f"'{path}' cannot be read: {reason}") from None
    except UnicodeDecodeError as error:
        raise TableError(f"'{path}' is not UTF-8 (byte 0x{error.object[error.start]:02X})", hint="save it so") from None


def _parquet(path: str, names: Mapping[str, str]) -> Iterator[Any]:
    pa = arrow()
    import pyarrow.parquet as pq

    with open(path, "rb"):  # a file that cannot be opened is told as one, not as bad Parquet
        pass
    try:
        with pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
            present = check_columns(file.schema_arrow.names, names)
            columns = [names[ours] for ours in present]
            rows = max(1, min(ROWS, CHARACTERS * file.metadata.num_rows // max(1, _size(file.metadata))))
            yield from file.iter_batches(rows, columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise TableError(
            f"'{path}' cannot be read as Parquet: {_reason(error)}", hint="is it whole, and is it really Parquet?"
        ) from None


def _size(metadata: Any) -> int:
    return sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))


def _jsonl(path: str, names: Mapping[str, str]) -> Iterator[Any]:
    with open(path, encoding="utf-8-sig", newline="\n") as file:
        yield from _batches(_objects(file, path, names), names)


def _objects(file: IO[str], path: str, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield what each line says in the columns that are known."""
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if not line.strip():
            continue
        if len(line) == LONGEST:
            raise TableError(f"{path}, line {number}: it is longer than {LONGEST} characters")
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number or a nesting without end"
            raise TableError(f"{path}, line {number}: no valid JSON ({reason})", hint=_ONE_A_LINE) from None
        if not isinstance(said, dict):
            raise TableError(f"{path}, line {number}: no object", hint=_ONE_A_LINE)
        for ours in NEEDED:
            if names[ours] not in said:
                near = did_you_mean(names[ours], said) or f"it has {', '.join(map(repr, said)) or 'nothing'}"
                raise TableError(
                    f"{path}, line {number}: there is no '{names[ours]}'",
                    hint=f"{near}; name what holds it: --column {ours}=NAME",
                )
        yield {ours: _value(said[name], ours, name, path, number) for ours, name in names.items() if name in said}


_ONE_A_LINE = 'each line is one object, such as {"id": "17", "text": "Hi Ana, …"}'


def _value(value: Any, ours: str, name: str, path: str, number: int) -> Any:
    if ours == "tags" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ",".join(value)
    if isinstance(value, str) and not value.isascii() and _HALF.search(value):
        raise TableError(f"{path}, line {number}: '{name}' holds half a character (a lone surrogate)")
    if value is None or isinstance(value, str):
        return value
    if ours == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    wanted = {"id": "a text or a whole number", "tags": "a text or a list of texts"}.get(ours, "a text")
    raise TableError(f"{path}, line {number}: '{name}' is {_KINDS.get(type(value), 'something else')}, not {wanted}")


def _csv(path: str, names: Mapping[str, str]) -> Iterator[Any]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        separator = "\t" if path.lower().endswith(".tsv") else separator_of(file.read(1 << 16))
        file.seek(0)
        yield from _batches(_records(file, separator, path, names), names)


def _records(file: IO[str], separator: str, path: str, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield what each record says in the columns that are known; a short one says nothing in the last ones."""
    before = csv.field_size_limit(LONGEST)
    rows = csv.reader(file, delimiter=separator, strict=True)
    try:
        header = next(rows, [])
        at = {ours: header.index(names[ours]) for ours in check_columns(header, names)}
        for row in rows:
            if len(row) > len(header):
                raise TableError(
                    f"{path}, line {rows.line_num}: a row has {len(row)} cells and the header {len(header)}",
                    hint="a text that holds the separator or a line break needs quotation marks around it",
                )
            if row:
                yield {ours: row[index] if index < len(row) else None for ours, index in at.items()}
    except csv.Error as error:
        raise TableError(
            f"{path}, line {rows.line_num}: no valid CSV ({error})",
            hint="look for a quotation mark that is never closed",
        ) from None
    finally:
        csv.field_size_limit(before)


def _batches(rows: Iterable[dict[str, Any]], names: Mapping[str, str]) -> Iterator[Any]:
    """Gather rows to record batches of texts; the columns that the rows of a batch have."""
    gathered: list[dict[str, Any]] = []
    characters, empty = 0, True
    for row in rows:
        empty = False
        gathered.append(row)
        characters += len(row["text"] or "")
        if len(gathered) >= ROWS or characters >= CHARACTERS:
            yield _batch(gathered, names)
            gathered, characters = [], 0
    if gathered or empty:
        yield _batch(gathered, names)


def _batch(rows: list[dict[str, Any]], names: Mapping[str, str]) -> Any:
    pa = arrow()
    present = [ours for ours in COLUMNS if ours in NEEDED or any(ours in row for row in rows)]
    arrays = [pa.array([row.get(ours) for row in rows], pa.string()) for ours in present]
    return pa.RecordBatch.from_arrays(arrays, names=[names[ours] for ours in present])


class Output(NamedTuple):
    """A table file that is being written. `add` takes record batches; `close` keeps the file or throws it away."""

    add: Callable[[Any], None]
    close: Callable[[bool], None]


def write(path: str, schema: Any) -> Output:
    """Start a table file, which is there whole once it is closed, or not at all. Raises TableError."""
    form, target = format_of(path), f"{os.path.realpath(path)}.{os.getpid()}.tmp"
    waiting: list[Any] = []
    _guarded(path, os.makedirs)(os.path.dirname(target), exist_ok=True)
    put, end = _guarded(path, {"parquet": _to_parquet, "jsonl": _to_jsonl, "csv": _to_csv}[form])(target, schema)

    def add(batch: Any) -> None:
        waiting.append(batch)
        if sum(one.num_rows for one in waiting) >= GROUP:
            flush()

    def flush() -> None:
        if waiting:
            _guarded(path, put)(arrow().Table.from_batches(waiting, schema))
            waiting.clear()

    def close(keep: bool) -> None:
        try:
            if keep:
                flush()
        finally:
            _guarded(path, end)()
            if keep:
                _guarded(path, os.replace)(target, os.path.realpath(path))
            else:
                os.unlink(target)

    return Output(add, close)


def _guarded(path: str, work: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(*given: Any, **more: Any) -> Any:
        try:
            return work(*given, **more)
        except OSError as error:
            raise TableError(f"'{path}' cannot be written: {_reason(error)}") from None

    return guarded


_Writing = tuple[Callable[[Any], object], Callable[[], object]]


def _to_parquet(target: str, schema: Any) -> _Writing:
    import pyarrow.parquet as pq

    writer = pq.ParquetWriter(target, schema, compression="zstd")
    return writer.write_table, writer.close


def _to_jsonl(target: str, _schema: Any) -> _Writing:
    file = open(target, "w", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed by whoever asked for it

    def put(table: Any) -> None:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist())

    return put, file.close


def _to_csv(target: str, schema: Any) -> _Writing:
    file = open(target, "w", encoding="utf-8", newline="")  # noqa: SIM115 - closed by whoever asked for it
    writer = csv.writer(file, lineterminator="\n", delimiter="\t" if ".tsv." in target.lower() else ",")
    writer.writerow(schema.names)

    def put(table: Any) -> None:
        for row in table.to_pylist():
            writer.writerow(
                json.dumps(one, ensure_ascii=False) if isinstance(one, list) else one for one in row.values()
            )

    return put, file.close


def _reason(error: BaseException) -> str:
    told = getattr(error, "strerror", None) or (str(error).splitlines() or ["no reason given"])[0]
    return str(told[:1].lower() + told[1:])
