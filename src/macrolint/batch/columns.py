"""The columns of the tables: what is read, what is written, and their types, in words of Arrow and of Spark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from macrolint.frames import did_you_mean
from macrolint.model import FileResult, MacrolintError, Violation
from macrolint.promised import Promised
from macrolint.values import NamedTuple

FORMATS = ("text", "markdown", "html")
NEEDED = ("id", "text")
COLUMNS = (
    *NEEDED, "format", "path", "title", "kind", "channel", "language", "audience", "platform", "status_after", "tags",
)  # fmt: skip
_PLACE = tuple((f"{at}_{what}", "int") for at in ("start", "end") for what in ("line", "column", "offset"))
VIOLATIONS = (
    ("id", "string"), ("path", "string"), ("rule", "string"), ("severity", "string"), ("confidence", "string"),
    ("message", "string"), ("kind", "string"), ("part", "string"), *_PLACE, ("excerpt", "string"), ("url", "string"),
    ("fix_safety", "string"), ("fix_title", "string"),
    ("fix_edits", "array<struct<start:int,end:int,text:string>>"),
    ("related", "array<struct<start:int,end:int,label:string>>"),
)  # fmt: skip
PROMISES = (
    ("id", "string"), ("path", "string"), ("kind", "string"), ("audience", "string"), *_PLACE, ("text", "string"),
    ("who", "string"), ("actor", "string"), ("act", "string"), ("object", "string"), ("strength", "string"),
    ("when_class", "string"), ("when_form", "string"), ("when_text", "string"), ("earliest_hours", "double"),
    ("latest_hours", "double"), ("calendar", "string"), ("condition", "string"), ("waits_for", "string"),
    ("fallback", "string"),
)  # fmt: skip
INSTALL = "pip install 'macrolint[table]'"


class TableError(MacrolintError):
    """A table cannot be checked; says what to do in the same line, for programs that show nothing else."""

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class Row(NamedTuple):
    """One text of a table, by the names of COLUMNS. `text`: None where there is none. `tags`: a text or a list."""

    id: str
    text: str | None
    format: str | None = None
    path: str | None = None
    title: str | None = None
    kind: str | None = None
    channel: str | None = None
    language: str | None = None
    audience: str | None = None
    platform: str | None = None
    status_after: str | None = None
    tags: str | list[str] | None = None


def arrow() -> Any:
    """Return pyarrow. Raises MacrolintError with the command that installs it."""
    try:
        import pyarrow as found
    except ImportError:
        raise TableError("tables need the package pyarrow, which is not installed", hint=INSTALL) from None
    return found


def ddl(columns: Iterable[tuple[str, str]]) -> str:
    """Return the columns as Spark wants them: the schema of `mapInArrow`."""
    return ", ".join(f"{name} {kind}" for name, kind in columns)


def schema(columns: Iterable[tuple[str, str]]) -> Any:
    """Return the columns as an Arrow schema."""
    pa = arrow()
    plain = {"string": pa.string(), "int": pa.int32(), "double": pa.float64()}

    def type_of(kind: str) -> Any:
        if kind in plain:
            return plain[kind]
        inner = kind.removeprefix("array<struct<").removesuffix(">>").split(",")
        return pa.list_(pa.struct([(name, plain[one]) for name, one in (field.split(":") for field in inner)]))

    return pa.schema([(name, type_of(kind)) for name, kind in columns])


def batch(rows: list[tuple[Any, ...]], columns: tuple[tuple[str, str], ...], made: Any) -> Any:
    """Return rows, of the columns, as a record batch of the schema `made` from them."""
    pa = arrow()
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(one, field.type) for one, field in zip(values, made, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=made)


def names_of(given: Mapping[str, str] | None) -> dict[str, str]:
    """Return how the table calls each of COLUMNS. given: those that it calls otherwise."""
    for ours in given or {}:
        if ours not in COLUMNS:
            said = did_you_mean(ours, COLUMNS) or f"known: {', '.join(COLUMNS)}"
            raise TableError(f"there is no column '{ours}' to give another name", hint=said)
    return {ours: (given or {}).get(ours, ours) for ours in COLUMNS}


def check_columns(there: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """Return those of COLUMNS that a table has. Raises TableError for one that is needed, or named, and not there."""
    present = list(there)
    for ours, name in names.items():
        if present.count(name) > 1:
            raise TableError(f"the table has two columns '{name}'", hint="rename one of them")
        if name not in present and (ours in NEEDED or name != ours):
            near = did_you_mean(name, present)
            renamed = f"name the one that holds it: {_option(ours)}"
            has = f"the table has {', '.join(map(repr, present[:12])) or 'no columns'}"
            raise TableError(f"the table has no column '{name}'", hint=f"{near or has}; {renamed}")
    return [ours for ours, name in names.items() if name in present]


def check_types(schema_: Any, present: Iterable[str], names: Mapping[str, str]) -> None:
    """Raise TableError for a column whose type cannot be read."""
    for ours in present:
        kind = schema_.field(names[ours]).type
        if not _fits(kind, ours):
            wanted = {"id": "texts or whole numbers", "tags": "texts or lists of texts"}.get(ours, "texts")
            raise TableError(
                f"the column '{names[ours]}' is of the type {kind}, and '{ours}' takes {wanted}",
                hint=f"make texts of it (a cast to string), or name another column: {_option(ours)}",
            )


def _option(ours: str) -> str:
    return f"--column {ours}=NAME, in Python names={{'{ours}': 'NAME'}}"


def _fits(kind: Any, ours: str) -> bool:
    types = arrow().types
    if types.is_dictionary(kind):
        kind = kind.value_type
    view = getattr(types, "is_string_view", None)
    if types.is_string(kind) or types.is_large_string(kind) or (view is not None and view(kind)):
        return True
    if ours == "id":
        return bool(types.is_integer(kind))
    if ours == "tags" and (types.is_list(kind) or types.is_large_list(kind)):
        return _fits(kind.value_type, "")
    return bool(types.is_null(kind)) and ours not in NEEDED


def rows_of(given: Any, present: list[str], names: Mapping[str, str], first: int) -> list[Row]:
    """Return the rows of a record batch. first: the number of the first one, for messages.

    Raises TableError for a row without an id or with a format that nobody knows.
    """
    columns = {ours: given.column(given.schema.get_field_index(names[ours])).to_pylist() for ours in present}
    for number, one in enumerate(columns["id"], first):
        if one is None or one == "":
            raise TableError(
                f"row {number} has nothing in the column '{names['id']}'",
                hint="give every row an id: it says in the result which text is meant",
            )
    columns["id"] = list(map(str, columns["id"]))
    for id_, one in zip(columns["id"], columns.get("format", ()), strict=False):
        if one and one not in FORMATS:
            raise TableError(
                f"the column '{names['format']}' says {one!r} in the row {id_!r}", hint=f"known: {', '.join(FORMATS)}"
            )
    return [Row(**dict(zip(columns, values, strict=True))) for values in zip(*columns.values(), strict=True)]


def violations_of(row: Row, result: FileResult) -> list[tuple[Any, ...]]:
    """Return what a row is told as rows of VIOLATIONS."""
    return [_violation(row, one) for one in result.violations]


def _violation(row: Row, one: Violation) -> tuple[Any, ...]:
    fix = one.fix
    edits = (
        [{"start": edit.start.offset, "end": edit.end.offset, "text": edit.text} for edit in fix.edits] if fix else []
    )
    related = [{"start": see.start.offset, "end": see.end.offset, "label": see.label} for see in one.related]
    return (
        row.id, row.path or None, one.rule, one.severity, one.confidence, one.message, one.template_kind, one.part,
        *one.start, *one.end, one.excerpt, one.url, fix and fix.safety, fix and fix.title, edits, related,
    )  # fmt: skip


def promises_of(row: Row, result: FileResult) -> list[tuple[Any, ...]]:
    """Return what a row promises as rows of PROMISES."""
    return [_promise(row, one) for one in result.promises]


def _promise(row: Row, one: Promised) -> tuple[Any, ...]:
    return (
        row.id, row.path or None, one.template_kind, one.audience, *one.start, *one.end, one.text, one.who, one.actor,
        one.act, one.object, one.strength, *(one.when or (None,) * 6), one.condition, one.waits_for, one.fallback,
    )  # fmt: skip
