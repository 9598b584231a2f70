"""Forgetting old days: what stays, what goes, who may; and measuring at once."""

from datetime import date, timedelta

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.indicators import operations
from khuevan.core.indicators.models import MeasureRun, Snapshot
from khuevan.core.indicators.tests.factories import make_snapshot, measurer, report
from khuevan.core.jobs.models import Job
from khuevan.core.jobs.types import JobState
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed

COUNT = "institutions.count"


def test_forget_days_keeps_ends_of_months_and_the_last_days(world, settings):
    settings.INDICATORS_KEEP_DAYS = 10
    today = clock.today()
    wanted = {date(2026, 1, 31), date(2026, 2, 20), today - timedelta(days=9), today}
    for day in (*wanted, date(2026, 1, 10), date(2026, 2, 19)):
        make_snapshot(world.units["province"], COUNT, day, 3)

    assert operations.forget_days(measurer()) == 2

    assert set(Snapshot.objects.values_list("day", flat=True)) == wanted
    assert set(MeasureRun.objects.values_list("day", flat=True)) == wanted


def test_forget_days_again_forgets_nothing(world, settings):
    settings.INDICATORS_KEEP_DAYS = 10
    for day in (date(2026, 1, 10), date(2026, 1, 31)):
        make_snapshot(world.units["province"], COUNT, day, 3)
    make_snapshot(world.units["province"], COUNT, clock.today(), 3)

    first, again = operations.forget_days(measurer()), operations.forget_days(measurer())

    assert (first, again) == (1, 0)
    assert JournalEntry.objects.filter(verb="indicators.days_forgotten").count() == 1


def test_forget_days_leaves_what_units_reported(world, settings):
    settings.INDICATORS_KEEP_DAYS = 1
    old = report(world, "lower_a", "reported.standard_lan", 1, 1, as_of=date(2025, 3, 3))
    make_snapshot(world.units["province"], COUNT, date(2025, 3, 3), 3)
    make_snapshot(world.units["province"], COUNT, date(2025, 3, 4), 3)
    make_snapshot(world.units["province"], COUNT, clock.today(), 3)

    assert operations.forget_days(measurer()) == 1
    assert type(old).objects.get(pk=old.pk).superseded_at is None


@pytest.mark.parametrize("username", ["xa", "hieutruong", "tuan", "quantri"])
def test_forgetting_and_measuring_are_for_those_who_may(world, username):
    make_snapshot(world.units["province"], COUNT, date(2026, 1, 10), 3)

    for deed in (operations.forget_days, operations.measure_now):
        with pytest.raises(NotAllowed):
            deed(world.actor(username))

    assert (Snapshot.objects.count(), Job.objects.count()) == (1, 0)


def test_measure_now_pressed_twice_starts_one_job(world):
    ha = world.actor("ha")

    first, second = operations.measure_now(ha), operations.measure_now(ha)

    assert (first.pk, Job.objects.filter(kind=operations.KIND).count()) == (second.pk, 1)


def test_measure_now_after_the_last_one_ended_starts_another(world):
    ha = world.actor("ha")
    first = operations.measure_now(ha)
    Job.objects.filter(pk=first.pk).update(state=JobState.DONE, finished_at=clock.now())

    assert operations.measure_now(ha).pk != first.pk


def test_measuring_tells_how_far_it_is(world):
    told: list[tuple[int, int]] = []

    runs = operations.measure_all(measurer(), progress=lambda done, total, note: told.append((done, total)))

    assert told == [(done, len(runs)) for done in range(len(runs))]
