"""Between the table of a batch and the staged rows of its run."""

from collections.abc import Mapping

from django.db import connection

from ..models import ImportRun
from ..types import Outcome
from .batches import OWN, Batch, create_table, table_columns

# Everything but NULLs goes into `values`; what the room itself keeps has columns of its own.
KEEP_SQL = """
INSERT INTO sheets_stagedrow (run_id, row_no, outcome, target_id, values, changes, issues)
SELECT %(run)s, row_no, outcome, target_id,
       jsonb_strip_nulls(to_jsonb(r) - %(own)s::text[]), changes, issues
  FROM {rows} r
"""

# ruff: noqa: S608 - every piece of the statements is a name of our own
COUNT_SQL = """
SELECT outcome, count(*) FROM sheets_stagedrow WHERE run_id = %(run)s GROUP BY outcome
UNION ALL
SELECT 'warned', count(*) FROM sheets_stagedrow
 WHERE run_id = %(run)s AND outcome <> 'rejected' AND issues <> '[]'
"""


def keep(batch: Batch, run: ImportRun) -> None:
    """Write the batch as the run's staged rows, in place of earlier ones."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sheets_stagedrow WHERE run_id = %s", [run.pk])
    batch.execute(KEEP_SQL, {"run": run.pk, "own": [*OWN, *batch.importer.working]})


def counts(run: ImportRun) -> dict[str, int]:
    """Outcome -> number of staged rows, and "warned"."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, {"run": run.pk})
        return {name: number for name, number in cursor.fetchall() if number}


def recall(batch: Batch, run: ImportRun, outcomes: tuple[str, ...], *, with_applied: bool = False) -> None:
    """Fill the batch's table from the run's staged rows of these outcomes. What the user saw is `outcome`, `changes`."""
    create_table(batch)
    data = table_columns(batch.importer)
    casts = ", ".join(f"(values->>'{name}')::{kind}" for name, kind in data.items())
    names = ", ".join(f'"{name}"' for name in data)
    extra, source = (", target_id, applied", ", target_id, applied") if with_applied else ("", "")
    batch.execute(
        f"""INSERT INTO {{rows}} (row_no, outcome, changes, {names}{extra})
            SELECT row_no, outcome, changes, {casts}{source}
              FROM sheets_stagedrow WHERE run_id = %(run)s AND outcome = ANY(%(outcomes)s)""",
        {"run": run.pk, "outcomes": list(outcomes)},
    )
    batch.execute("ANALYZE {rows}")


# A row does what the user was shown, or nothing: whoever was faster wins, and the user is told.
OVERTAKEN_SQL = """
UPDATE {rows} r
   SET outcome = 'overtaken',
       issues = r.issues || jsonb_build_object('column', '', 'level', 'error', 'text', %(text)s::text)
  FROM sheets_stagedrow s
 WHERE s.run_id = %(run)s AND s.row_no = r.row_no
   AND r.outcome <> 'unchanged' AND (r.outcome <> s.outcome OR (r.outcome = 'changed' AND r.changes <> s.changes))
"""


def hold_to_promise(batch: Batch, run: ImportRun, text: str) -> int:
    """Set aside the rows that would now do something else than the preview showed. Returns how many."""
    return batch.execute(OVERTAKEN_SQL, {"run": run.pk, "text": text})


RECORD_SQL = """
UPDATE sheets_stagedrow s
   SET outcome = r.outcome, target_id = r.target_id, applied = r.applied,
       issues = CASE WHEN r.outcome = 'overtaken' THEN s.issues || r.issues ELSE s.issues END
  FROM {rows} r
 WHERE s.run_id = %(run)s AND s.row_no = r.row_no
"""


def record_result(batch: Batch, run: ImportRun) -> None:
    """What became of the rows, and what undoing them needs."""
    batch.execute(RECORD_SQL, {"run": run.pk})


KEPT_SQL = """
UPDATE sheets_stagedrow s
   SET issues = s.issues || jsonb_build_object('column', '', 'level', 'error', 'text', k.reason)
  FROM unnest(%(rows)s::integer[], %(reasons)s::text[]) AS k(row_no, reason)
 WHERE s.run_id = %(run)s AND s.row_no = k.row_no
"""
TAKEN_BACK_SQL = "UPDATE sheets_stagedrow SET applied = NULL WHERE run_id = %(run)s AND NOT row_no = ANY(%(rows)s)"


def record_kept(run: ImportRun, reasons: Mapping[int, str]) -> None:
    """After undoing: why some rows stayed. The others lose what undoing needed."""
    params = {"run": run.pk, "rows": list(reasons), "reasons": list(reasons.values())}
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_BACK_SQL, params)
        cursor.execute(KEPT_SQL, params)


APPLICABLE = (Outcome.NEW.value, Outcome.CHANGED.value)
