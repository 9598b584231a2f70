"""An import from upload to undoing, with an importer of three columns."""

import io
import zipfile

import pytest
from django.core.files.base import File

from khuevan.core.audit.models import JournalEntry
from khuevan.core.files.types import FileRefused, HasMacros, WrongType
from khuevan.core.org.models import OrgUnit
from khuevan.core.sheets import operations
from khuevan.core.sheets.models import ImportRun
from khuevan.core.sheets.types import NotAtThisStep, State
from khuevan.kernel.errors import NotAllowed, NotFound

from .factories import KIND, applied, previewed, uploaded, workbook

SCHOOL = "Trường THCS Ninh Khánh"


def test_preview_of_every_outcome(world):
    OrgUnit.objects.filter(pk=world.units["lower_a"].pk).update(address="Số 9 phố cũ")
    rows = [[1, SCHOOL, "Số 1 đường Lê Lợi"], [2, "Trường khác", "Số 2 phố"], [3, SCHOOL, "x" * 41], [4, SCHOOL, ""]]

    run = previewed(world, rows)

    assert [(row.row_no, row.outcome) for row in run.rows.order_by("row_no")] == [
        (2, "changed"),
        (3, "rejected"),
        (4, "rejected"),
        (5, "rejected"),
    ]
    assert run.rows.get(row_no=2).changes == {"address": ["Số 9 phố cũ", "Số 1 đường Lê Lợi"]}
    assert [issue["text"] for row in run.rows.order_by("row_no") for issue in row.issues] == [
        "Không có trường «Trường khác».",
        "Địa chỉ dài quá 40 ký tự.",
        "Chưa có địa chỉ. Điền ô này rồi nhập lại.",
    ]
    assert OrgUnit.objects.get(pk=world.units["lower_a"].pk).address == "Số 9 phố cũ"


def test_warning_takes_the_row(world):
    run = previewed(world, [[1, SCHOOL, "Số 1"]])

    assert run.counts == {"changed": 1, "warned": 1}


def test_confirm_and_undo(world):
    run = applied(world)
    school = OrgUnit.objects.get(pk=world.units["lower_a"].pk)
    assert (run.state, school.address) == (State.APPLIED, "Số 1 đường Lê Lợi")

    run = operations.undo(world.actor("tuan"), run=run)

    assert (run.state, OrgUnit.objects.get(pk=school.pk).address) == (State.UNDONE, world.units["lower_a"].address)


def test_the_journal_tells_who_imported_what(world):
    run = applied(world)
    operations.undo(world.actor("tuan"), run=run)

    verbs = JournalEntry.objects.filter(object_type="sheets.importrun", object_id=str(run.pk)).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "sheets.file_uploaded",
        "sheets.import_applied",
        "sheets.import_undone",
    ]
    assert verbs[1].changes["changed"] == [None, 1]


def test_discarded_file_leaves_nothing_behind(world):
    run = previewed(world)

    operations.discard(world.actor("tuan"), run=run)

    assert not run.rows.exists()
    with pytest.raises(NotAtThisStep):
        operations.check(world.actor("tuan"), run=run)


def test_applied_import_cannot_be_discarded(world):
    with pytest.raises(NotAtThisStep):
        operations.discard(world.actor("tuan"), run=applied(world))


def test_other_schools_people_touch_nothing(world):
    run = previewed(world)

    for deed in (operations.check, operations.confirm, operations.undo, operations.discard):
        with pytest.raises(NotAllowed):
            deed(world.actor("hieutruongkhac"), run=run)

    assert ImportRun.objects.get(pk=run.pk).state == State.PREVIEWED


def test_unknown_kind_is_not_found(world):
    with pytest.raises(NotFound):
        operations.upload(world.actor("tuan"), kind="no.such", unit=world.units["lower_a"], file=File(workbook([]), "a.xlsx"))


@pytest.mark.parametrize(
    ("content", "name", "refusal"), [(b"%PDF-1.7\nx", "a.pdf", WrongType), (b"\x89PNG\r\n\x1a\n", "a.xlsx", WrongType)]
)
def test_files_that_are_no_sheets_are_refused(world, content, name, refusal):
    with pytest.raises(WrongType):
        operations.upload(world.actor("tuan"), kind=KIND, unit=world.units["lower_a"], file=File(io.BytesIO(content), name))

    assert not ImportRun.objects.exists()


def test_workbook_with_macros_is_refused(world):

    file = workbook([])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    file.seek(0)

    with pytest.raises(HasMacros) as refusal:
        operations.upload(world.actor("tuan"), kind=KIND, unit=world.units["lower_a"], file=File(file, "a.xlsx"))

    assert isinstance(refusal.value, FileRefused)


def test_small_files_are_checked_at_once_and_large_ones_by_a_job(world):
    actor = world.actor("tuan")
    small = operations.launch(actor, run=uploaded(world), step=operations.Step.CHECK)
    large = uploaded(world, [[number, SCHOOL, "Số 1 phố"] for number in range(operations.INLINE_ROWS + 1)])

    large = operations.launch(actor, run=large, step=operations.Step.CHECK)

    assert (small.state, small.job_uid) == (State.PREVIEWED, None)
    assert large.state == State.UPLOADED
    assert large.job_uid is not None
