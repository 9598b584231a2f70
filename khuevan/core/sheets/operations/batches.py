"""The rows of one import on their way: as a Polars frame while only the file is looked at, as tables while the database is.

The tables are temporary and live in the current transaction; hooks of importers work on them with set-based SQL. What the
cells say is written once and stands in a wide table; what becomes of the rows changes often and stands in a narrow one.
"""

# ruff: noqa: S608 - every piece of the statements is a name of our own

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql

from khuevan.kernel import vault
from khuevan.kernel.text import inside_sentence

from ..types import Context, Importer, Outcome

ROWS, CELLS = "import_rows", "import_cells"
#: Columns of the rows' table that belong to this room; the importer's working columns stand beside them.
OWN = {
    "row_no": "integer PRIMARY KEY",
    "outcome": "varchar(10) NOT NULL DEFAULT 'new'",
    "target_id": "bigint",
    "changes": "jsonb NOT NULL DEFAULT '{}'",
    "applied": "jsonb",
    "issues": "jsonb NOT NULL DEFAULT '[]'",
}
_SQL_TYPES = {
    pl.String: "text",
    pl.Date: "date",
    pl.Int16: "smallint",
    pl.Int32: "integer",
    pl.Int64: "bigint",
    pl.Boolean: "boolean",
}
_SEALED = ("sealed", "index", "hint")


@dataclass
class Batch:
    """What the hooks of an importer are given: first the `frame`, afterwards the tables.

    In SQL «{rows}» stands for the narrow table (outcome, target_id, changes, issues, applied, the working columns) and
    «{cells}» for the wide one (the importer's columns); both have `row_no`.
    """

    importer: Importer
    context: Context
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    issues: list[tuple[int, str, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def reject(self, rows: pl.DataFrame, code: str, text: str | pl.Expr) -> None:
        """Refuse rows of the frame because of column `code`; `text` may be an expression over the rows."""
        self._tell(rows, code, "error", text)

    def warn(self, rows: pl.DataFrame, code: str, text: str | pl.Expr) -> None:
        self._tell(rows, code, "warning", text)

    def require(self, *codes: str) -> None:
        """Refuse rows whose cell of a column is empty; a cell that already has an error is not told twice."""
        told = {(row, code) for row, code, level, _text in self.issues if level == "error"}
        for code in codes:
            label = self.importer.column(code).label
            for row in self.frame.filter(pl.col(code).is_null())["row_no"].to_list():
                if (row, code) not in told:
                    self.issues.append((row, code, "error", _("Chưa có %s. Điền ô này rồi nhập lại.") % inside_sentence(label)))

    def _tell(self, rows: pl.DataFrame, code: str, level: str, text: str | pl.Expr) -> None:
        texts = rows.select(text)[:, 0].to_list() if isinstance(text, pl.Expr) else [text] * len(rows)
        self.issues += ((row, code, level, said) for row, said in zip(rows["row_no"].to_list(), texts, strict=True))

    def good(self) -> pl.DataFrame:
        """The rows of the frame that nothing refuses so far."""
        bad = {row for row, _code, level, _text in self.issues if level == "error"}
        return (
            self.frame.filter(~pl.col("row_no").is_in(pl.Series(sorted(bad), dtype=pl.Int32).implode())) if bad else self.frame
        )

    def execute(self, statement: str, params: Mapping[str, Any] | None = None) -> int:
        """Run set-based SQL. Returns the number of rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(_named(statement), params or {})
            return cursor.rowcount

    def fetch(self, statement: str, params: Mapping[str, Any] | None = None) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(_named(statement), params or {})
            return cursor.fetchall()

    def reject_where(self, condition: str, code: str, text: str, params: Mapping[str, Any] | None = None) -> None:
        """Refuse rows; in the SQL of the condition and of the text a row is `r` and its cells are `v`."""
        self._tell_where(condition, code, "error", text, params, ", outcome = 'rejected'")

    def warn_where(self, condition: str, code: str, text: str, params: Mapping[str, Any] | None = None) -> None:
        self._tell_where(condition, code, "warning", text, params, "")

    def _tell_where(
        self, condition: str, code: str, level: str, text: str, params: Mapping[str, Any] | None, also: str
    ) -> None:
        self.execute(
            f"""UPDATE {{rows}} r SET issues = r.issues || jsonb_build_object(
                    'column', %(_code)s::text, 'level', %(_level)s::text, 'text', ({text})::text){also}
                  FROM {{cells}} v
                 WHERE v.row_no = r.row_no AND r.outcome <> 'rejected' AND ({condition})""",
            {"_code": code, "_level": level, **(params or {})},
        )

    def lock(self, name: str, ids: Iterable[int]) -> None:
        """Let nobody else import into these units until the transaction ends. Sorted, so that two never wait in a circle."""
        with connection.cursor() as cursor:
            for unit_id in sorted(set(ids)):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [name, unit_id])


def _named(statement: str) -> str:
    return statement.replace("{rows}", ROWS).replace("{cells}", CELLS)


def cell_columns(importer: Importer) -> dict[str, str]:
    """The importer's data columns as the table of cells has them, name -> SQL type; sealed ones stand as three."""
    columns: dict[str, str] = {}
    for column in importer.columns:
        if column.transient:
            continue
        if column.sealed:
            columns |= {f"{column.code}_sealed": "bytea", f"{column.code}_index": "bytea", f"{column.code}_hint": "text"}
        else:
            columns[column.code] = _SQL_TYPES[column.dtype]
    return columns | dict(importer.derived)


def create_tables(batch: Batch) -> None:
    """The two empty tables of the current transaction."""
    for table, columns in (
        (ROWS, OWN | dict(batch.importer.working)),
        (CELLS, {"row_no": "integer PRIMARY KEY"} | cell_columns(batch.importer)),
    ):
        definitions = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        batch.execute(f"DROP TABLE IF EXISTS {table}")
        batch.execute(f"CREATE TEMPORARY TABLE {table} ({definitions}) ON COMMIT DROP")


def load_frame(batch: Batch) -> None:
    """Put the frame and its issues into the tables, each with one COPY."""
    create_tables(batch)
    outcomes = batch.frame.select("row_no").join(_issues_frame(batch), on="row_no", how="left")
    outcomes = outcomes.with_columns(pl.col("issues").fill_null("[]"), pl.col("outcome").fill_null(Outcome.NEW.value))
    copy_frame(ROWS, outcomes.select("row_no", "outcome", "issues"))
    cells = _sealed(batch.frame, batch.importer)
    copy_frame(CELLS, cells.select("row_no", *cell_columns(batch.importer)))
    analyze(batch)


def analyze(batch: Batch) -> None:
    """Tell the planner what the tables hold: it plans for ten rows otherwise. A small sample says enough."""
    batch.execute("SET LOCAL default_statistics_target = 10")
    batch.execute("ANALYZE {rows}")
    batch.execute("ANALYZE {cells}")
    batch.execute("SET LOCAL default_statistics_target = DEFAULT")


def copy_frame(table: str, frame: pl.DataFrame) -> None:
    """COPY a frame into a table with columns of the same names; null is NULL, an empty text stays an empty text."""
    text = io.BytesIO()
    frame.write_csv(text, include_header=False, quote_style="non_numeric", null_value="")
    names = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def _issues_frame(batch: Batch) -> pl.DataFrame:
    """One row per row of the file with issues: its outcome so far, and the issues as JSON."""
    schema = {"row_no": pl.Int32, "column": pl.String, "level": pl.String, "text": pl.String}
    issues = pl.DataFrame(batch.issues, schema=schema, orient="row")
    told = pl.struct("column", "level", "text").struct.json_encode().str.join(",")
    wrong = (pl.col("level") == "error").any()
    return issues.group_by("row_no").agg(
        pl.format("[{}]", told).alias("issues"),
        pl.when(wrong).then(pl.lit(Outcome.REJECTED.value)).otherwise(pl.lit(Outcome.NEW.value)).alias("outcome"),
    )


def _sealed(frame: pl.DataFrame, importer: Importer) -> pl.DataFrame:
    """Personal identifiers become ciphertext, blind index and masked hint, as hexadecimal bytea literals."""
    for column in importer.columns:
        if column.sealed:
            numbers = frame[column.code].to_list()
            parts = ([_seal(number, part) for number in numbers] for part in _SEALED)
            frame = frame.drop(column.code).with_columns(
                pl.Series(f"{column.code}_{part}", values, dtype=pl.String) for part, values in zip(_SEALED, parts, strict=True)
            )
    return frame


def _seal(number: str | None, part: str) -> str | None:
    if number is None:
        return None
    if part == "hint":
        return f"{number[:6]}••••{number[-2:]}"
    return "\\x" + (vault.seal(number) if part == "sealed" else vault.blind_index(number)).hex()
