"""Announcements and schedules through the queue."""

from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import connection, transaction
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueueJob

from khuevan.core.jobs import rules
from khuevan.core.jobs.api import run_pending
from khuevan.core.jobs.models import DeadLetter
from khuevan.core.jobs.operations import queue, running
from khuevan.core.jobs.operations.worker import _application
from khuevan.kernel import clock
from khuevan.kernel.events import publish
from khuevan.kernel.manifest import Manifest, Schedule, register

from . import kinds

EVENT = kinds.Happened(number=3, day=date(2026, 9, 5), uid=UUID(int=9), parts=(1, 2))


@pytest.fixture(autouse=True)
def _deaf():
    kinds.received.clear()


def context_of(queue_id: int) -> JobContext:
    row = QueueJob(id=queue_id, queue="default", lock=None, queueing_lock=None, task_name=queue.DELIVER)
    return JobContext(app=None, job=row, start_timestamp=0, abort_reason=lambda: None)


@pytest.mark.django_db
def test_event_is_delivered_after_the_commit_as_it_was_announced():
    publish(EVENT)
    heard_before = list(kinds.received)
    run_pending()

    assert (heard_before, kinds.received) == ([], [EVENT])


@pytest.mark.django_db
def test_event_of_an_undone_transaction_is_never_delivered():
    with transaction.atomic():
        publish(EVENT)
        transaction.set_rollback(True)

    assert (run_pending(), kinds.received) == (0, [])


@pytest.mark.django_db
def test_row_delivered_twice_reaches_the_subscriber_once():
    event, subscriber = "khuevan.core.jobs.tests.kinds.Happened", "khuevan.core.jobs.tests.kinds.hear"
    payload = rules.encode({"number": 3, "day": date(2026, 9, 5), "uid": UUID(int=9), "parts": (1, 2)})

    running.deliver(context_of(77), event, subscriber, payload)
    running.deliver(context_of(77), event, subscriber, payload)

    assert kinds.received == [EVENT]


@pytest.mark.django_db
def test_failing_subscriber_is_retried_then_kept_as_dead_letter(settings):
    settings.JOBS_BACK_OFF_SECONDS = (10,)
    publish(kinds.Spoilt(number=1))

    with pytest.raises(kinds.Unhappy):
        run_pending()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    with pytest.raises(kinds.Unhappy):
        run_pending()

    letter = DeadLetter.objects.get()
    assert (letter.label, letter.attempts) == ("Spoilt → khuevan.core.jobs.tests.kinds.choke", 2)
    assert letter.technical_error.rstrip().endswith("Unhappy: 1")


def test_every_schedule_is_registered_in_viet_nam_time():
    periodic = _application().periodic_registry.periodic_tasks[queue.SCHEDULED, "jobs.clean_up"]
    evening = datetime(2026, 9, 4, 23, 0, tzinfo=clock.VIETNAM).timestamp()

    due = periodic.croniter.get_next(ret_type=float, start_time=evening)

    assert datetime.fromtimestamp(due, clock.VIETNAM) == datetime(2026, 9, 5, 3, 15, tzinfo=clock.VIETNAM)


@pytest.mark.django_db
def test_scheduled_work_gets_a_named_actor_and_its_planned_moment():
    moment = datetime(2026, 9, 5, 3, 15, tzinfo=clock.VIETNAM)
    task = "khuevan.core.jobs.tests.kinds.tick"
    register(Manifest("jobs_test", "thử", schedules=(Schedule("jobs_test.tick", task, "* * * * *", "Việc thử"),)))
    queue.enqueue(queue.SCHEDULED, code="jobs_test.tick", timestamp=int(moment.timestamp()))

    run_pending()

    assert kinds.received == [("Việc thử", False, moment)]
