"""A real worker in a process of its own: notifications, progress seen from outside, death in the middle, a gentle stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection

from khuevan.core.audit.models import JournalEntry
from khuevan.core.jobs import operations
from khuevan.core.jobs.api import start
from khuevan.core.jobs.models import Job
from khuevan.core.jobs.types import JobState
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from tests.database import address_of_test_database

from . import kinds

PROGRAM = """
import django
django.setup()
from django.conf import settings
settings.JOBS_MISSED_SCHEDULE_HOURS = 0
import khuevan.core.jobs.tests.kinds
from khuevan.core.jobs.api import run_worker
run_worker(concurrency=2)
"""
PATIENCE = 40
pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor(name="Thử", via="system")


def worker() -> subprocess.Popen:
    """A worker on the test's database whose death is noticed within three seconds."""
    environment = os.environ | {
        "DATABASE_URL": address_of_test_database(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KHUEVAN_JOBS_HEARTBEAT": "1",
        "KHUEVAN_JOBS_STOP": "2",
    }
    return subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=settings.BASE_DIR, env=environment)


@pytest.fixture
def workers(transactional_db) -> Iterator[Callable[[], subprocess.Popen]]:
    empty_queue()
    started = []
    yield lambda: started.append(worker()) or started[-1]
    for process in started:
        process.kill()
        process.wait()
    empty_queue()


def empty_queue() -> None:
    """The queue's tables are not Django's: nobody else empties them after a test that commits."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "the worker did not come to it"
        time.sleep(0.05)


def job_is(job: Job, state: str) -> Callable[[], bool]:
    return lambda: Job.objects.filter(pk=job.pk, state=state).exists()


def queue_is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'jobs.run'")
        return cursor.fetchone() == (0,)


def written() -> list[str]:
    return list(JournalEntry.objects.filter(verb__startswith="test.").order_by("id").values_list("verb", flat=True))


def test_worker_takes_up_a_job_when_it_is_committed(workers, tmp_path):
    first, second = (start(SYSTEM, "test.write", label) for label in ("trước", "sau khi máy chạy"))
    workers()
    wait_until(job_is(first, JobState.DONE))
    wait_until(job_is(second, JobState.DONE))

    later = start(SYSTEM, "test.write", "báo bằng NOTIFY")
    wait_until(job_is(later, JobState.DONE))

    wait_until(queue_is_empty)
    assert written() == ["test.written"] * 3


def test_progress_is_seen_while_the_work_is_not_committed(workers, tmp_path):
    job = start(SYSTEM, "test.slow", "Làm lâu", marker=str(tmp_path / "mark"), seconds=3)
    workers()

    wait_until(lambda: Job.objects.get(pk=job.pk).progress_done == 3)

    job.refresh_from_db()
    assert (job.state, job.progress_note, job.percent, written()) == (JobState.RUNNING, "Đang làm dòng 3", 30, [])
    wait_until(job_is(job, JobState.DONE))
    assert written() == ["test.slow"]


def test_job_of_a_killed_worker_is_run_again_and_nothing_half_done_stays(workers, tmp_path):
    job = start(SYSTEM, "test.slow", "Bị giết giữa chừng", marker=str(tmp_path / "mark"))
    victim = workers()
    wait_until((tmp_path / "mark").exists)

    victim.kill()
    victim.wait()

    assert (written(), Job.objects.get(pk=job.pk).state) == ([], JobState.RUNNING)
    workers()
    wait_until(job_is(job, JobState.DONE))
    assert written() == ["test.slow"]
    assert Job.objects.get(pk=job.pk).attempts == 2


def test_cancelled_while_running_undoes_the_work(workers, tmp_path):
    job = start(SYSTEM, "test.slow", "Bị hủy", marker=str(tmp_path / "mark"))
    workers()
    wait_until((tmp_path / "mark").exists)

    Job.objects.filter(pk=job.pk).update(cancel_requested_at=job.queued_at)

    wait_until(job_is(job, JobState.CANCELLED))
    assert written() == []


def test_stopping_worker_gives_its_job_back(workers, tmp_path):
    job = start(SYSTEM, "test.slow", "Dừng để bảo trì", marker=str(tmp_path / "mark"))
    process = workers()
    wait_until((tmp_path / "mark").exists)

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=PATIENCE) == 0
    assert (written(), Job.objects.get(pk=job.pk).state) == ([], JobState.QUEUED)
    workers()
    wait_until(job_is(job, JobState.DONE))
    assert written() == ["test.slow"]


def test_a_row_somebody_works_on_is_not_taken_for_stalled(workers, tmp_path):
    """The worker's heartbeat is old, its process lives: a suspended machine woke up."""
    job = start(SYSTEM, "test.slow", "Máy ngủ", marker=str(tmp_path / "mark"), seconds=5)
    workers()
    wait_until((tmp_path / "mark").exists)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")

    rescued = operations.rescue()

    assert rescued == 0
    wait_until(job_is(job, JobState.DONE))
    assert written() == ["test.slow"]


def test_worker_goes_on_after_the_database_dropped_its_connections(workers):
    first = start(SYSTEM, "test.write", "trước")
    workers()
    wait_until(job_is(first, JobState.DONE))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    second = start(SYSTEM, "test.write", "sau khi mất kết nối")

    wait_until(job_is(second, JobState.DONE))


def test_event_reaches_its_subscriber_in_the_worker(workers):
    publish(kinds.Noted(text="đã nghe"))
    workers()

    wait_until(lambda: JournalEntry.objects.filter(verb="test.noted").exists())
