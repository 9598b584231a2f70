"""Confirming: everything the preview promised, in one transaction, once."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from ..events import ImportApplied
from ..models import ImportRun
from ..queries import importer_of
from ..types import NotAtThisStep, NothingToApply, Overtaken, State
from . import staging
from .batches import Batch
from .checking import prepare
from .progress import Progress, silent


@operation
def confirm(actor: Actor, *, run: ImportRun, progress: Progress = silent) -> ImportRun:
    """Write the rows that are new or changed. Confirming again changes nothing.

    The rows are compared with the database once more, under the importer's locks: a row that would now do something else
    than the preview showed is set aside and told. Raises NotAllowed, NotAtThisStep, NothingToApply, Overtaken.
    """
    importer = importer_of(run.kind)
    access.require(actor, importer.permission, run)
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("unit").get(pk=run.pk)
    if run.state == State.APPLIED:
        return run
    if run.state != State.PREVIEWED:
        raise NotAtThisStep()
    batch = prepare(actor, importer, run)
    try:
        with transaction.atomic():
            _apply(actor, batch, run, progress)
    except IntegrityError as error:
        raise Overtaken() from error
    run.state, run.applied_at, run.applied_by_id = State.APPLIED, clock.now(), actor.user_id
    run.counts = staging.counts(run)
    run.save()
    audit.record(actor, "sheets.import_applied", run, changes={name: [None, count] for name, count in run.counts.items()})
    publish(ImportApplied(run.pk, run.kind, run.unit_id, actor.user_id))
    return run


def _apply(actor: Actor, batch: Batch, run: ImportRun, progress: Progress) -> None:
    progress(5, 100, _("Đang đối chiếu lại"))
    staging.recall(batch, run)
    if not batch.fetch("SELECT 1 FROM {rows} LIMIT 1"):
        raise NothingToApply()
    batch.importer.compare(batch)
    staging.hold_to_promise(
        batch, run, _("Dữ liệu của dòng này vừa được người khác sửa sau khi bạn xem trước. Nhập lại tệp để xem.")
    )
    progress(30, 100, _("Đang ghi"))
    applied = batch.importer.apply(actor, batch)
    progress(90, 100, _("Đang lưu kết quả"))
    staging.record_result(batch, run, applied)
