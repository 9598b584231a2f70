"""`khuevan import`: upload, preview, and confirm when asked to, as an account does it on screen."""

import sys
from pathlib import Path

from django.core.files.base import File

from khuevan.core.accounts.api import user_id_by_login
from khuevan.core.org import api as org
from khuevan.core.roles.api import actor_of
from khuevan.core.sheets import api as sheets
from khuevan.core.sheets.types import Outcome
from khuevan.kernel.errors import NotFound


def import_file(kind: str, path: Path, username: str, unit_id: int, *, confirm: bool) -> int:
    """Exit code 1 when rows are to be mended. Raises what the steps refuse, and NotFound for an unknown account or unit."""
    user_id = user_id_by_login(username)
    if user_id is None:
        raise NotFound()
    actor = actor_of(user_id, via="console")
    importer = sheets.importer_of(kind)
    unit = org.units(actor, importer.permission).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound()
    with path.open("rb") as content:
        run = sheets.upload(actor, kind=kind, unit=unit, file=File(content, path.name))
    run = sheets.check(actor, run=run)
    _tell(actor, importer, run)
    if confirm:
        run = sheets.confirm(actor, run=run)
        sys.stdout.write("Đã nhập. Trong 7 ngày có thể hoàn tác trên màn hình «Nhập từ Excel».\n")
    return int(bool(run.counts.get(Outcome.REJECTED)))


def _tell(actor, importer, run) -> None:
    letters = sheets.letters_of(run.mapping)
    for row in sheets.staged_rows(actor, run).exclude(issues=[]):
        words = "; ".join(sheets.issue_in_words(importer, letters, issue) for issue in row.issues)
        sys.stdout.write(f"Dòng {row.row_no}: {words}\n")
    sys.stdout.write(
        ", ".join(f"{Outcome(code).label}: {count}" for code, count in run.counts.items() if code in Outcome.values) + "\n"
    )
