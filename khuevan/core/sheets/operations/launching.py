"""Small files are worked on at once, large ones by a job; both run the same operation."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from khuevan.core.jobs import api as jobs
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import ImportRun
from .checking import check
from .confirming import confirm
from .undoing import undo

INLINE_ROWS = 500


class Step(StrEnum):
    CHECK = "check"
    CONFIRM = "confirm"
    UNDO = "undo"


DEEDS = {Step.CHECK: check, Step.CONFIRM: confirm, Step.UNDO: undo}
LABELS = {
    Step.CHECK: _("Kiểm tra tệp %s"),
    Step.CONFIRM: _("Nhập tệp %s"),
    Step.UNDO: _("Hoàn tác lần nhập tệp %s"),
}


@operation
def launch(actor: Actor, *, run: ImportRun, step: str) -> ImportRun:
    """Take a step of an import now, or start the job that takes it. Raises what the step raises, when it is taken now."""
    step = Step(step)
    if run.row_count < INLINE_ROWS:
        return DEEDS[step](actor, run=run)
    job = jobs.start(actor, f"sheets.{step}", str(LABELS[step]) % run.file_name, unit=run.unit, run_id=run.pk)
    run.job_uid = job.uid
    ImportRun.objects.filter(pk=run.pk).update(job_uid=job.uid)
    return run
