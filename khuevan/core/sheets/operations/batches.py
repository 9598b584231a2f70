"""The rows of one import on their way: as a Polars frame while only the file is looked at, as a table while the database is.

The table is temporary and lives in the current transaction; hooks of importers work on it with set-based SQL.
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

from ..types import Context, Importer, Outcome

TABLE = "import_rows"
#: Columns of the table that belong to this room.
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
    """What the hooks of an importer are given. `frame` is there until `to_table`; `table` afterwards."""

    importer: Importer
    context: Context
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    issues: list[tuple[int, str, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    table: str = TABLE

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
                    self.issues.append((row, code, "error", _("Chưa có %s. Điền ô này rồi nhập lại.") % str(label).lower()))

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
        """Run set-based SQL; «{rows}» stands for the table. Returns the number of rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{rows}", self.table), params or {})
            return cursor.rowcount

    def fetch(self, statement: str, params: Mapping[str, Any] | None = None) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{rows}", self.table), params or {})
            return cursor.fetchall()

    def reject_where(self, condition: str, code: str, text: str, params: Mapping[str, Any] | None = None) -> None:
        """Refuse rows of the table, called `r` in the SQL of the condition and of the text. Refused rows stay as they are."""
        self._tell_where(condition, code, "error", text, params, ", outcome = 'rejected'")

    def warn_where(self, condition: str, code: str, text: str, params: Mapping[str, Any] | None = None) -> None:
        self._tell_where(condition, code, "warning", text, params, "")

    def _tell_where(
        self, condition: str, code: str, level: str, text: str, params: Mapping[str, Any] | None, also: str
    ) -> None:
        self.execute(
            f"""UPDATE {{rows}} r SET issues = r.issues || jsonb_build_object(
                    'column', %(_code)s::text, 'level', %(_level)s::text, 'text', ({text})::text){also}
                WHERE r.outcome <> 'rejected' AND ({condition})""",
            {"_code": code, "_level": level, **(params or {})},
        )

    def lock(self, name: str, ids: Iterable[int]) -> None:
        """Let nobody else import into these units until the transaction ends. Sorted, so that two never wait in a circle."""
        with connection.cursor() as cursor:
            for unit_id in sorted(set(ids)):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [name, unit_id])


def table_columns(importer: Importer) -> dict[str, str]:
    """The importer's data columns as the table has them, name -> SQL type; sealed ones stand as three."""
    columns: dict[str, str] = {}
    for column in importer.columns:
        if column.transient:
            continue
        if column.sealed:
            columns |= {f"{column.code}_sealed": "bytea", f"{column.code}_index": "bytea", f"{column.code}_hint": "text"}
        else:
            columns[column.code] = _SQL_TYPES[column.dtype]
    return columns | dict(importer.derived)


def create_table(batch: Batch) -> None:
    """The empty table of the current transaction."""
    columns = OWN | table_columns(batch.importer) | dict(batch.importer.working)
    definitions = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {batch.table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {batch.table} ({definitions}) ON COMMIT DROP")


def load_frame(batch: Batch) -> None:
    """Put the frame and its issues into the table with one COPY."""
    create_table(batch)
    frame = _sealed(batch.frame, batch.importer).join(_issues_frame(batch), on="row_no", how="left")
    frame = frame.with_columns(pl.col("issues").fill_null("[]"), pl.col("outcome").fill_null(Outcome.NEW.value))
    names = ["row_no", "outcome", "issues", *table_columns(batch.importer)]
    copy_frame(batch.table, frame.select(names))
    batch.execute("ANALYZE {rows}")


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
