"""The preview: what every row would do, written nowhere but into the staging table."""

from dataclasses import replace

from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import ImportRun
from ..queries import importer_of
from ..queries.sources import opened
from ..types import Context, Importer, NoRows, NotAtThisStep, State
from . import staging
from .batches import Batch, load_frame
from .parsing import parse_sheet
from .progress import Progress, silent
from .uploading import CHANGEABLE, _refuse_unfit


@operation
def check(actor: Actor, *, run: ImportRun, progress: Progress = silent) -> ImportRun:
    """Read the file, check every cell and compare every row with the database; replaces an earlier preview.

    Raises NotAllowed, NotAtThisStep, ColumnsMissing, ColumnTwice, NoRows, FileGone.
    """
    importer = importer_of(run.kind)
    access.require(actor, importer.permission, run)
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("unit").get(pk=run.pk)
    if run.state not in CHANGEABLE:
        raise NotAtThisStep()
    _refuse_unfit(importer, run)
    batch = prepare(actor, importer, run)
    progress(5, 100, _("Đang đọc tệp"))
    skipped = _read(batch, importer, run)
    progress(45, 100, _("Đang kiểm tra từng ô"))
    importer.check(batch)
    progress(60, 100, _("Đang đối chiếu với dữ liệu hiện có"))
    load_frame(batch)
    importer.compare(batch)
    progress(85, 100, _("Đang lập bản xem trước"))
    staging.keep(batch, run)
    run.state, run.checked_at, run.problem = State.PREVIEWED, clock.now(), ""
    run.counts, run.notices, run.skipped = staging.counts(run), batch.notices, skipped
    run.row_count, run.faults = batch.frame.height, staging.faults(batch, run)
    run.save()
    return run


def prepare(actor: Actor, importer: Importer, run: ImportRun) -> Batch:
    """An empty batch with what the importer's hooks need to know."""
    bare = Context(run.pk, run.unit_id, run.unit.kind, run.unit.path, tuple(run.preamble), run.options)
    return Batch(importer, replace(bare, facts=importer.prepare(actor, bare)))


def _read(batch: Batch, importer: Importer, run: ImportRun) -> dict[str, list[int]]:
    mapping = {int(index): code for index, code in run.mapping.items()}
    with opened(run) as book:
        parsed = parse_sheet(book.sheet(run.sheet), importer, mapping, (run.header_first, run.header_last), run.headings)
    if parsed.frame.is_empty():
        raise NoRows()
    batch.frame, batch.issues, batch.notices = parsed.frame, parsed.issues, parsed.notices
    return parsed.skipped
