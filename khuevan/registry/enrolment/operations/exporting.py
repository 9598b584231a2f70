"""Taking learners out of the house."""

from typing import IO

from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation
from khuevan.web.exports import SheetHead, write_sheet

from .. import queries


@operation
def export_learners(
    actor: Actor, *, target: IO[bytes], place: str = "", school_class: int | None = None, in_full: bool = False
) -> int:
    """Write those who study in the actor's reach with the sector database's columns; returns how many.

    `place` names a commune or a school in words, `school_class` one class. `in_full`: personal numbers and ethnic groups in
    clear, where the actor may see them; the journal says so, and each reading is noted. Raises TooWide.
    """
    reach = queries.require_part(actor, place)
    rows = queries.to_export(actor, reach, school_class=school_class)
    head = SheetHead("Danh sách học sinh", clock.now(), [("Năm học", str(reach.year))])
    written = write_sheet(
        target, head, queries.sheet_columns(in_full=in_full), queries.sheet_rows(actor, rows, in_full=in_full)
    )
    changes = {
        "rows": [None, written],
        "in_full": [None, in_full],
        "place": [None, place],
        "school_class": [None, school_class],
    }
    audit.record(actor, "enrolment.learners_exported", changes=changes, label="Danh sách học sinh")
    return written
