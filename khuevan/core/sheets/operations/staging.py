"""Between the tables of a batch and the rows that are kept for its run."""

from collections.abc import Mapping

from django.db import connection

from ..models import ImportRun
from ..types import Outcome
from .batches import Batch, analyze, cell_columns, create_tables

#: Outcomes of rows that write something.
APPLICABLE = (Outcome.NEW.value, Outcome.CHANGED.value)

KEEP_SQL = """
INSERT INTO sheets_stagedrow (run_id, row_no, outcome, target_id, values, changes, issues)
SELECT %(run)s, r.row_no, r.outcome, r.target_id, jsonb_strip_nulls(to_jsonb(v) - 'row_no'), r.changes, r.issues
  FROM {rows} r JOIN {cells} v USING (row_no)
"""
COUNT_SQL = """
SELECT outcome, count(*) FROM sheets_stagedrow WHERE run_id = %(run)s GROUP BY outcome
UNION ALL
SELECT 'warned', count(*) FROM sheets_stagedrow
 WHERE run_id = %(run)s AND outcome <> 'rejected' AND issues <> '[]'
"""


FAULTS_SQL = """
SELECT issue->>'column', count(DISTINCT row_no)
  FROM sheets_stagedrow, jsonb_array_elements(issues) issue
 WHERE run_id = %(run)s AND outcome = 'rejected' AND issue->>'level' = 'error'
 GROUP BY 1 ORDER BY 2 DESC, 1
"""


def keep(batch: Batch, run: ImportRun) -> None:
    """Write the batch as the run's staged rows, in place of earlier ones."""
    batch.execute("DELETE FROM sheets_stagedrow WHERE run_id = %(run)s", {"run": run.pk})
    batch.execute(KEEP_SQL, {"run": run.pk})


def counts(run: ImportRun) -> dict[str, int]:
    """Outcome -> number of staged rows, and "warned"."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, {"run": run.pk})
        return {name: number for name, number in cursor.fetchall() if number}


def faults(batch: Batch, run: ImportRun) -> dict[str, int]:
    """Code of a column -> number of rows that it refuses; the worst first."""
    return dict(batch.fetch(FAULTS_SQL, {"run": run.pk}))


def recall(batch: Batch, run: ImportRun) -> None:
    """Fill the batch's tables from the staged rows that write something, as if nothing were known of the database."""
    create_tables(batch)
    params = {"run": run.pk, "outcomes": list(APPLICABLE)}
    data = cell_columns(batch.importer)
    casts = ", ".join(f"(values->>'{name}')::{kind}" for name, kind in data.items())
    names = ", ".join(f'"{name}"' for name in data)
    source = "FROM sheets_stagedrow WHERE run_id = %(run)s AND outcome = ANY(%(outcomes)s)"
    batch.execute(f"INSERT INTO {{cells}} (row_no, {names}) SELECT row_no, {casts} {source}", params)
    batch.execute(f"INSERT INTO {{rows}} (row_no) SELECT row_no {source}", params)
    analyze(batch)


def recall_applied(batch: Batch, run: ImportRun) -> None:
    """Fill the table of rows with what was written, for undoing; the table of cells stays empty."""
    create_tables(batch)
    batch.execute(
        "INSERT INTO {rows} (row_no, applied) SELECT row_no, applied FROM sheets_appliedrow WHERE run_id = %(run)s",
        {"run": run.pk},
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


# Staged rows are wide: only those whose outcome changed are written again.
OUTCOMES_SQL = """
UPDATE sheets_stagedrow s
   SET outcome = r.outcome, issues = CASE WHEN r.outcome = 'overtaken' THEN s.issues || r.issues ELSE s.issues END
  FROM {rows} r
 WHERE s.run_id = %(run)s AND s.row_no = r.row_no AND s.outcome <> r.outcome
"""
APPLIED_SQL = "INSERT INTO sheets_appliedrow (run_id, row_no, applied) SELECT %(run)s, row_no, applied FROM ({select}) a"


def record_result(batch: Batch, run: ImportRun, applied: str) -> None:
    """What became of the rows; `applied` is a SELECT of row_no and what undoing the row needs, as jsonb."""
    batch.execute(OUTCOMES_SQL, {"run": run.pk})
    batch.execute(APPLIED_SQL.replace("{select}", applied), {"run": run.pk})


KEPT_SQL = """
UPDATE sheets_stagedrow s
   SET issues = s.issues || jsonb_build_object('column', '', 'level', 'error', 'text', k.reason)
  FROM unnest(%(rows)s::integer[], %(reasons)s::text[]) AS k(row_no, reason)
 WHERE s.run_id = %(run)s AND s.row_no = k.row_no
"""
TAKEN_BACK_SQL = "DELETE FROM sheets_appliedrow WHERE run_id = %(run)s AND NOT row_no = ANY(%(rows)s)"


def record_kept(batch: Batch, run: ImportRun, reasons: Mapping[int, str]) -> None:
    """After undoing: why some rows stayed. Only these keep what was noted of them."""
    params = {"run": run.pk, "rows": list(reasons), "reasons": list(reasons.values())}
    batch.execute(TAKEN_BACK_SQL, params)
    batch.execute(KEPT_SQL, params)
