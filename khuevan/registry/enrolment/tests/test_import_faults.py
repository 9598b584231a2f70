"""Two people importing at once, a process killed in the middle, edits between preview, confirmation and undoing."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from khuevan.core.people.models import Person
from khuevan.core.roles.tests.factories import give_post
from khuevan.core.sheets import operations
from khuevan.core.sheets.models import ImportRun
from khuevan.core.sheets.types import NotAtThisStep, NothingToApply, State, TooLate
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed, Refusal
from khuevan.registry.enrolment.models import Enrolment
from tests.database import address_of_test_database

from .lists import errors, issues, outcomes, preview, row, take_in, xlsx

AN, MINH = row("Lê Văn An", sex="Nam"), row("Bùi Đức Minh", "11/03/2014", "Nam", "Mường", "7A2")
NGUYET = row("Nguyễn Thị Ánh Nguyệt", "13/09/2014", "Nữ", "Kinh", "7A1", "3712345689")


def _at_once(*deeds):
    """What each deed returned or refused, run at the same moment on connections of their own."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(timeout=10)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(copy_context().run, run, deed) for deed in deeds]]


@pytest.mark.django_db(transaction=True)
def test_same_list_confirmed_by_two_at_once_makes_no_doubles(world):
    school = world.units["lower_a"]
    runs = [preview(world.actor(name), school, xlsx([AN, MINH])) for name in ("tuan", "vanthu")]

    _at_once(
        *(
            lambda name=name, run=run: operations.confirm(world.actor(name), run=run)
            for name, run in zip(("tuan", "vanthu"), runs, strict=True)
        )
    )

    assert Person.objects.filter(full_name__in=["Lê Văn An", "Bùi Đức Minh"]).count() == 2
    assert sorted(ImportRun.objects.get(pk=run.pk).counts.get("new", 0) for run in runs) == [0, 2]
    assert [ImportRun.objects.get(pk=run.pk).state for run in runs] == [State.APPLIED, State.APPLIED]


@pytest.mark.django_db(transaction=True)
def test_one_run_confirmed_twice_at_once_is_written_once(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN, MINH]))

    _at_once(*[lambda: operations.confirm(world.actor("tuan"), run=run)] * 2)

    assert Enrolment.objects.filter(person__full_name__in=["Lê Văn An", "Bùi Đức Minh"]).count() == 2


CONFIRM = """
import django
django.setup()
from khuevan.core.accounts.models import User
from khuevan.core.roles.api import actor_of
from khuevan.core.sheets import operations
from khuevan.core.sheets.models import ImportRun
operations.confirm(actor_of(User.objects.get(username="tuan").pk), run=ImportRun.objects.get(pk={run}))
"""


def _waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                               AND wait_event_type = 'Lock' AND query LIKE %s)""",
            [f"%INSERT INTO {table}%"],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_process_killed_in_the_middle_of_confirming_leaves_nothing(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN, MINH, NGUYET]))
    before = Person.objects.count(), Enrolment.objects.count(), Person.objects.get(pk=world.people["nguyet"].pk).birth_date

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE enrolment_enrolment IN EXCLUSIVE MODE")  # after the profiles, before the stays
        process = subprocess.Popen(
            [sys.executable, "-c", CONFIRM.format(run=run.pk)],
            env=os.environ | {"DATABASE_URL": address_of_test_database(), "DJANGO_SETTINGS_MODULE": "config.settings"},
        )
        for _try in range(600):
            if _waits_for("enrolment_enrolment"):
                break
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL

    after = Person.objects.count(), Enrolment.objects.count(), Person.objects.get(pk=world.people["nguyet"].pk).birth_date
    assert after == before
    assert ImportRun.objects.get(pk=run.pk).state == State.PREVIEWED
    operations.confirm(world.actor("tuan"), run=run)
    assert ImportRun.objects.get(pk=run.pk).counts == {"new": 2, "changed": 1}


def test_row_that_somebody_wrote_after_the_preview_is_set_aside(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN, NGUYET]))
    Person.objects.filter(pk=world.people["nguyet"].pk).update(birth_date=date(2014, 9, 20))

    run = operations.confirm(world.actor("tuan"), run=run)

    assert outcomes(run) == {2: "new", 3: "overtaken"}
    assert errors(run)[-1][2].startswith("Dữ liệu của dòng này vừa được người khác sửa")
    assert Person.objects.get(pk=world.people["nguyet"].pk).birth_date == date(2014, 9, 20)


def test_row_that_somebody_imported_meanwhile_is_left_alone(world):
    first = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN]))
    second = preview(world.actor("vanthu"), world.units["lower_a"], xlsx([AN]))
    operations.confirm(world.actor("tuan"), run=first)

    second = operations.confirm(world.actor("vanthu"), run=second)

    assert (second.state, second.counts) == (State.APPLIED, {"unchanged": 1})


def test_nothing_to_write_is_said(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([row("Lê Văn An", "31/02/2014")]))

    with pytest.raises(NothingToApply):
        operations.confirm(world.actor("tuan"), run=run)


def test_confirming_before_the_preview_is_refused(world):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN]))
    operations.choose_columns(world.actor("tuan"), run=run, sheet=run.sheet, header_row=1, mapping=run.mapping, options={})

    with pytest.raises(NotAtThisStep):
        operations.confirm(world.actor("tuan"), run=run)


@pytest.mark.parametrize("name", ["hieutruongkhac", "mai", "xa", "ha", "bo", "quantri", "hanh", "nguyet"])
def test_only_those_who_may_import_into_the_school_import(world, name):
    run = preview(world.actor("tuan"), world.units["lower_a"], xlsx([AN]))
    before = Person.objects.count()

    for deed in (operations.check, operations.confirm, operations.undo, operations.discard):
        with pytest.raises(NotAllowed):
            deed(world.actor(name), run=run)
    with pytest.raises(NotAllowed):
        preview(world.actor(name), world.units["lower_a"], xlsx([AN]))

    assert (Person.objects.count(), ImportRun.objects.get(pk=run.pk).state) == (before, State.PREVIEWED)


def test_undo_leaves_what_was_edited_since_and_says_why(world):
    actor = world.actor("tuan")
    run = take_in(actor, world.units["lower_a"], xlsx([AN, MINH, NGUYET]))
    edited = Person.objects.get(full_name="Bùi Đức Minh")
    edited.birthplace = "Ninh Bình"
    edited.save_if_unchanged(edited.version, ["birthplace"])

    undone = operations.undo(actor, run=run)

    assert undone.counts["kept"] == 1
    assert [(row_no, text) for row_no, _column, _level, text in issues(run)] == [
        (3, "Hồ sơ đã được sửa sau khi nhập, nên giữ nguyên. Hãy sửa tay nếu cần.")
    ]
    assert Person.objects.filter(full_name="Bùi Đức Minh").exists()
    assert Enrolment.objects.filter(person=edited, status="studying").count() == 1
    assert not Person.objects.filter(full_name="Lê Văn An").exists()
    assert Person.objects.get(pk=world.people["nguyet"].pk).birth_date == date(2014, 9, 12)


def test_undo_leaves_a_learner_whom_something_else_refers_to(world):
    actor = world.actor("tuan")
    run = take_in(actor, world.units["lower_a"], xlsx([AN, MINH, row("Đỗ Văn Cường", sex="Nam")]))
    minh = Person.objects.get(full_name="Bùi Đức Minh")
    give_post(minh, "pupil", world.units["7A2"])

    undone = operations.undo(actor, run=run)

    assert undone.counts["kept"] == 1
    assert [row_no for row_no, *_rest in issues(run)] == [3]
    assert list(Person.objects.filter(full_name__in=["Lê Văn An", "Bùi Đức Minh", "Đỗ Văn Cường"])) == [minh]


def test_undo_twice_is_undo_once(world):
    actor = world.actor("tuan")
    run = take_in(actor, world.units["lower_a"], xlsx([AN]))
    operations.undo(actor, run=run)
    count = Person.objects.count()

    assert operations.undo(actor, run=run).state == State.UNDONE
    assert Person.objects.count() == count


def test_undo_after_a_week_is_refused(world):
    actor = world.actor("tuan")
    run = take_in(actor, world.units["lower_a"], xlsx([AN]))

    with clock.frozen(run.applied_at + timedelta(days=7, minutes=1)), pytest.raises(TooLate):
        operations.undo(actor, run=run)


def test_undone_list_can_be_imported_again(world):
    actor, school = world.actor("tuan"), world.units["lower_a"]
    operations.undo(actor, run=take_in(actor, school, xlsx([AN, NGUYET])))

    assert take_in(actor, school, xlsx([AN, NGUYET])).counts == {"new": 1, "changed": 1}


def test_old_files_and_rows_are_thrown_away(world):
    actor = world.actor("tuan")
    applied, waiting = take_in(actor, world.units["lower_a"], xlsx([AN])), preview(actor, world.units["lower_a"], xlsx([MINH]))

    operations.purge(actor, datetime.now(clock.VIETNAM) + timedelta(days=9))

    assert not applied.rows.exists()
    assert not waiting.rows.exists()
    assert ImportRun.objects.get(pk=applied.pk).state == State.APPLIED
    assert ImportRun.objects.get(pk=waiting.pk).state == State.DISCARDED
