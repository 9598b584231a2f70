"""`khuevan import`: the steps of the import screens, told line by line."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from khuevan.core.accounts import api as accounts
from khuevan.core.org import api as org
from khuevan.core.roles import api as roles
from khuevan.core.sheets import api as sheets
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .command.surroundings import say

#: So many rows that need mending are told; the screen has all of them.
MOST_TOLD = 50


def import_file(kind: str, path: Path, username: str, unit_id: int, *, confirm: bool) -> int:
    """Preview a file as an account would, and write it when `confirm`; 1 when rows were refused. Raises Refusal, OSError."""
    user_id = accounts.user_id_by_login(username)
    if user_id is None:
        raise NotFound()
    actor = roles.actor_of(user_id, via="command")
    importer = _importer(kind)
    with path.open("rb") as file:
        run = sheets.upload(actor, kind=importer.kind, unit=org.unit(actor, unit_id), file=File(file, path.name))
    run = sheets.check(actor, run=run)
    _tell(actor, importer, run)
    refused = bool(run.counts.get(sheets.Outcome.REJECTED))
    if not confirm:
        sheets.discard(actor, run=run)
        say(_("Chưa nhập gì. Thêm --confirm để nhập."))
        return int(refused)
    run = sheets.confirm(actor, run=run)
    say(_("Đã nhập: %s.") % _counts(run))
    return int(refused)


def _importer(kind: str) -> sheets.Importer:
    """By its code, or by the last word of it: «learners». Raises NotFound."""
    found = [importer for importer in sheets.importers() if kind in (importer.kind, importer.kind.rpartition(".")[2])]
    if not found:
        raise NotFound()
    return found[0]


def _tell(actor: Actor, importer: sheets.Importer, run: Any) -> None:
    letters = sheets.letters_of(run.mapping)
    for notice in run.notices:
        say(notice)
    for row in sheets.staged_rows(actor, run).filter(outcome=sheets.Outcome.REJECTED)[:MOST_TOLD]:
        for issue in row.issues:
            say(_("Dòng %(row)s. %(words)s") % {"row": row.row_no, "words": sheets.issue_in_words(importer, letters, issue)})
    say(_("Xem trước: %s.") % _counts(run))


def _counts(run: Any) -> str:
    shown = (
        f"{count} {str(sheets.Outcome(name).label).lower()}"
        for name, count in run.counts.items()
        if name in sheets.Outcome.values
    )
    return ", ".join(shown)
