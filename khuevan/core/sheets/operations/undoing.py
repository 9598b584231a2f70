"""Taking a whole import back."""

from datetime import timedelta

from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from ..events import ImportUndone
from ..models import ImportRun
from ..queries import importer_of
from ..types import NotAtThisStep, State, TooLate
from . import staging
from .checking import prepare
from .progress import Progress, silent

UNDO_DAYS = 7


@operation
def undo(actor: Actor, *, run: ImportRun, progress: Progress = silent) -> ImportRun:
    """Put every row back as it was before the import; rows that somebody touched since stay, each with the reason.

    Raises NotAllowed, NotAtThisStep, TooLate.
    """
    importer = importer_of(run.kind)
    access.require(actor, importer.permission, run)
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("unit").get(pk=run.pk)
    if run.state == State.UNDONE:
        return run
    if run.state != State.APPLIED or run.applied_at is None:
        raise NotAtThisStep()
    if clock.now() - run.applied_at > timedelta(days=UNDO_DAYS):
        raise TooLate(days=UNDO_DAYS)
    batch = prepare(actor, importer, run)
    staging.recall_applied(batch, run)
    progress(20, 100, _("Đang trả lại dữ liệu cũ"))
    reasons = importer.undo(actor, batch)
    staging.record_kept(batch, run, reasons)
    run.state, run.undone_at, run.undone_by_id = State.UNDONE, clock.now(), actor.user_id
    run.counts = run.counts | {"kept": len(reasons)}
    run.save()
    audit.record(actor, "sheets.import_undone", run, changes={"kept": [None, len(reasons)]})
    publish(ImportUndone(run.pk, run.kind, run.unit_id, actor.user_id))
    return run
