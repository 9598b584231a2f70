"""Work of this room that is done behind the screen."""

import tempfile
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from khuevan.core.files import api as files
from khuevan.core.jobs.api import JobResult, JobRun, job
from khuevan.kernel import clock

from . import operations
from .types import Permission

IN_MEMORY = 2 * 1024 * 1024


@job("enrolment.export", permission=Permission.BROWSE)
def export_learners(run: JobRun, place: str = "", school_class: int | None = None, in_full: bool = False) -> JobResult:
    run.progress(0, 0, _("Đang ghi danh sách"))
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
        written = operations.export_learners(run.actor, target=target, place=place, school_class=school_class, in_full=in_full)
        target.seek(0)
        name = f"hoc-sinh-csdl-nganh-{clock.now():%Y%m%d-%H%M}.xlsx"
        file = files.keep_generated(
            run.actor, cast(BinaryIO, target), name=name, media_type=files.MediaType.XLSX, purpose="enrolment.export"
        )
    return JobResult({_("Số em"): written}, files=(file,))
