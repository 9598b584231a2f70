"""A measuring that dies on the way leaves yesterday's work, and today's earlier work, as it was."""

from datetime import date
from threading import Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

from khuevan.core.indicators import operations
from khuevan.core.indicators.models import MeasureRun, Snapshot
from khuevan.core.indicators.tests.factories import measurer
from khuevan.core.org.tests.factories import make_unit
from tests import world as small_world

DAY = date(2026, 11, 22)
# Not pg_stat_activity: a transaction sees that as it was when it first looked.
WAITING_SQL = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'indicators_measurerun'::regclass"


def _measure(died: list[bool]) -> None:
    try:
        operations.measure_all(measurer(), day=DAY)
    except OperationalError:
        died.append(True)
    finally:
        connections.close_all()


def _wait_for_the_measuring(thread: Thread) -> int:
    """The backend that has replaced a measure's figures and now waits to write down its run."""
    while thread.is_alive():
        with connection.cursor() as cursor:
            cursor.execute(WAITING_SQL)
            if found := cursor.fetchone():
                return found[0]
        thread.join(0.02)
    raise AssertionError("the measuring ended without waiting")


@pytest.mark.django_db(transaction=True)
def test_measuring_killed_on_the_way_leaves_the_figures_as_they_were():
    world = small_world.load()
    operations.measure_all(measurer(), day=DAY)
    before = sorted(Snapshot.objects.values_list("unit", "measure", "breakdown", "day", "numerator", "denominator"))
    runs = sorted(MeasureRun.objects.values_list("measure", "day", "measured_at"))
    make_unit("school", "Trường Tiểu học mới", world.units["commune_a"], levels=["primary"], ownership="public")
    died: list[bool] = []

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_measurerun IN SHARE ROW EXCLUSIVE MODE")
        thread = Thread(target=_measure, args=(died,))
        thread.start()
        cursor.execute("SELECT pg_terminate_backend(%s)", [_wait_for_the_measuring(thread)])
    thread.join()

    assert died == [True]
    assert sorted(Snapshot.objects.values_list("unit", "measure", "breakdown", "day", "numerator", "denominator")) == before
    assert sorted(MeasureRun.objects.values_list("measure", "day", "measured_at")) == runs
