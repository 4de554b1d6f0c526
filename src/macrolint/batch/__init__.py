"""Check tables of texts: Arrow record batches of texts in, of violations or of promises out (docs/tables.md).

    from macrolint import batch

    lint = batch.linter(presets=["chat"])
    frame.mapInArrow(lint.violations, batch.VIOLATIONS_DDL)          # PySpark
    polars.DataFrame(lint.violations(frame))                         # Polars
    duckdb.from_arrow(lint.violations(relation))                     # DuckDB

A linter is a value: it pickles, and holds the resolved configuration and a team's own rules, so that no file needs to
lie where it runs. macrolint itself, in the same version, has to be installed there.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from macrolint import __version__
from macrolint.batch import columns
from macrolint.batch.columns import PROMISES, VIOLATIONS, Row, TableError, ddl
from macrolint.model import FileResult
from macrolint.values import NamedTuple

if TYPE_CHECKING:
    from macrolint.configuration import Configuration
    from macrolint.settings import Settings

__all__ = ["PROMISES_DDL", "VIOLATIONS_DDL", "Linter", "TableError", "linter"]

VIOLATIONS_DDL = ddl(VIOLATIONS)
PROMISES_DDL = ddl(PROMISES)
SLICE = 1000  # rows whose results are held at a time, however long a record batch is

Work = Callable[[Row, str, "Settings"], FileResult]


class Linter(NamedTuple):
    """Lints record batches by the settings of a configuration.

    state: the pickled settings. names: how the table calls our columns, as pairs. text_format: text, markdown or html,
    where a row does not say. skip_null_text: whether a row without a text is left out; else it is an error.
    """

    state: bytes
    names: tuple[tuple[str, str], ...]
    text_format: str
    skip_null_text: bool

    def violations(self, batches: Any) -> Any:
        """Return the violations as a RecordBatchReader with the columns of `VIOLATIONS_DDL`.

        batches: record batches, or a table of any library that speaks Arrow. Read as the result is read; rows stay in
        order. Raises TableError for columns, types and rows that cannot be read.
        """
        from macrolint.batch.rows import checked

        return self._read(batches, checked, columns.violations_of, VIOLATIONS)

    def promises(self, batches: Any) -> Any:
        """Return the promises as a RecordBatchReader with the columns of `PROMISES_DDL`; else as `violations`."""
        from macrolint.batch.rows import listed

        return self._read(batches, listed, columns.promises_of, PROMISES)

    def rows(self, batches: Iterable[Any], size: int = SLICE) -> Iterator[tuple[list[Row], int]]:
        """Yield the rows of record batches, at most `size` at a time, and how many were left out without a text."""
        names, checked, first = dict(self.names), None, 1
        present: list[str] = []
        for given in batches:
            if given.schema != checked:
                checked = given.schema
                present = columns.check_columns(checked.names, names)
                columns.check_types(checked, present, names)
            for start in range(0, given.num_rows, size):
                rows = columns.rows_of(given.slice(start, size), present, names, first)
                first += len(rows)
                told = [row for row in rows if row.text is not None]
                if len(told) < len(rows) and not self.skip_null_text:
                    lacking = next(row for row in rows if row.text is None)
                    raise TableError(
                        f"the row {lacking.id!r} has no text (null) in the column '{names['text']}'",
                        hint="fill it, or leave such rows out: --skip-null-text, in Python skip_null_text=True",
                    )
                yield told, len(rows) - len(told)

    def settings(self) -> Settings:
        """Return the settings, which a process makes once."""
        return _settings(self.state)

    def _read(
        self,
        batches: Any,
        work: Work,
        told: Callable[[Row, FileResult], list[tuple[Any, ...]]],
        wanted: tuple[tuple[str, str], ...],
    ) -> Any:
        made, given = columns.schema(wanted), batches_of(batches)

        def results() -> Iterator[Any]:
            settings = self.settings()
            for rows, _ in self.rows(given):
                found: list[tuple[Any, ...]] = []
                for row in rows:
                    found += told(row, _whole(work(row, self.text_format, settings), row))
                yield columns.batch(found, wanted, made)

        return columns.arrow().RecordBatchReader.from_batches(made, results())


def linter(
    configuration: str | None = None,
    *,
    isolated: bool = False,
    presets: Iterable[str] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    text_format: str = "text",
    skip_null_text: bool = False,
) -> Linter:
    """Return a linter with the settings of a configuration file, or of the nearest one from the working folder upwards.

    isolated, presets, select, ignore: as the options of `macrolint check`. names: how the table calls a column, such as
    {"text": "body"}. The rest as in `Linter`. Raises MacrolintError for whatever is wrong in them.
    """
    from macrolint.configuration import configuration_for

    found = configuration_for((), None, configuration, isolated=isolated)
    return linter_of(with_choices(found, presets, select, ignore), names, text_format, skip_null_text=skip_null_text)


def with_choices(
    configuration: Configuration, presets: Iterable[str], select: Iterable[str], ignore: Iterable[str]
) -> Configuration:
    """Return a configuration with other presets and rules, as the options of `macrolint check` have it."""
    presets, select = _listed(presets), _listed(select)
    said: dict[str, tuple[str, ...]] = {"only": select}
    if presets:
        said |= {"presets": presets, "select": ()}
    if select:
        said["select"] = select
    return configuration._replace(ignore=(*configuration.ignore, *_listed(ignore)), **said)  # type: ignore[arg-type]


def _listed(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def linter_of(
    configuration: Configuration,
    names: Mapping[str, str] | None = None,
    text_format: str = "text",
    *,
    skip_null_text: bool = False,
) -> Linter:
    """Return a linter with the settings of a configuration that was read."""
    if text_format not in columns.FORMATS:
        raise TableError(f"there is no format '{text_format}'", hint=f"known: {', '.join(columns.FORMATS)}")
    from macrolint.settings import settings_of

    columns.arrow()
    given = configuration._replace(lookups=())  # what they resolve stands in exports, not in texts
    own = settings_of(given).catalog if given.rulesets else None
    state = pickle.dumps((__version__, given, own))
    _settings(state)  # whatever is wrong in them is told here, and not on another machine
    return Linter(state, tuple(columns.names_of(names).items()), text_format, skip_null_text)


@functools.lru_cache(maxsize=4)
def _settings(state: bytes) -> Settings:
    from macrolint.batch.rows import alone
    from macrolint.rules.catalog import load_catalog
    from macrolint.settings import Settings

    version, configuration, own = pickle.loads(state)
    if version != __version__:
        raise TableError(
            f"the linter was made by macrolint {version}, and here runs {__version__}",
            hint="install the same version on every machine",
        )
    return alone(Settings(configuration, own or load_catalog()))


def batches_of(given: Any) -> Iterable[Any]:
    """Return the record batches of a table, a reader, a data frame, or of whatever yields them."""
    if hasattr(given, "__arrow_c_stream__"):
        return columns.arrow().RecordBatchReader.from_stream(given)  # type: ignore[no-any-return]
    if hasattr(given, "__arrow_c_array__"):
        return (columns.arrow().record_batch(given),)
    if not isinstance(given, Iterable):
        raise TableError(
            f"{type(given).__name__} is no table", hint="give record batches, or a table that speaks Arrow"
        )
    return given


def _whole(result: FileResult, row: Row) -> FileResult:
    """Return a result if every rule came to its end: else a row would look better than it is."""
    for rule, reason in result.stopped:
        raise TableError(
            f"in the row {row.id!r} a rule took too long: {reason}",
            hint=f"write it without repeats in repeats, or leave it out with ignore=['{rule}']",
        )
    if result.crashes:
        raise RuntimeError(f"a bug in macrolint, met in the row {row.id!r}: {result.crashes[0]}")
    return result
