"""Throwing files and staged rows away when they are no longer needed."""

from datetime import datetime, timedelta

from django.db.models import Q

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import AppliedRow, ImportRun, StagedRow
from ..queries import importer_of
from ..types import NotAtThisStep, State
from . import sources
from .uploading import CHANGEABLE

#: Longer than an import may be undone, so that what undoing needs is there.
KEEP_DAYS = 8


@operation
def discard(actor: Actor, *, run: ImportRun) -> None:
    """Give up a file that was not imported; its rows and the file go at once. Raises NotAllowed, NotAtThisStep."""
    access.require(actor, importer_of(run.kind).permission, run)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (*CHANGEABLE, State.FAILED):
        raise NotAtThisStep()
    _empty(actor, run)
    run.state = State.DISCARDED
    run.save(update_fields=["state", "emptied_at", "updated_at"])
    audit.record(actor, "sheets.import_discarded", run)


@operation
def purge(actor: Actor, timestamp: datetime) -> None:
    """Nightly: the rows and files of imports that ended, or were left alone, more than KEEP_DAYS ago."""
    limit = timestamp - timedelta(days=KEEP_DAYS)
    stale = ImportRun.objects.filter(emptied_at=None).filter(
        Q(applied_at__lt=limit) | Q(undone_at__lt=limit) | Q(applied_at__isnull=True, updated_at__lt=limit)
    )
    for run in stale.select_for_update(skip_locked=True):
        _empty(actor, run)
        if run.state in (*CHANGEABLE, State.FAILED):
            run.state = State.DISCARDED
        run.save(update_fields=["state", "emptied_at"])


def _empty(actor: Actor, run: ImportRun) -> None:
    StagedRow.objects.filter(run_id=run.pk).delete()
    AppliedRow.objects.filter(run_id=run.pk).delete()
    sources.forget(actor, run)
    run.emptied_at = clock.now()
