"""The queue: Procrastinate's tables, reached through Django's connection, so in the transaction of whoever enqueues."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueueJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from khuevan.kernel import clock

from ..rules import encode

RUN, DELIVER, SCHEDULED = "jobs.run", "jobs.deliver", "jobs.scheduled"
PRIORITY = {DELIVER: 20, RUN: 10, SCHEDULED: 0}
LOCK_SPACE = 0x4B56 << 48  # keeps our advisory locks apart from others' in the same database
STALLED_SQL = """
SELECT job.id, job.task_name, job.args::json, job.attempts
  FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
 WHERE job.status = 'doing'
   AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
   FOR UPDATE OF job SKIP LOCKED
"""
FINISH_SQL = "SELECT procrastinate_finish_job_v1(%s, %s, %s)"
OLD_ROWS_SQL = """
DELETE FROM procrastinate_jobs job
 WHERE job.status NOT IN ('todo', 'doing')
   AND NOT EXISTS (SELECT FROM procrastinate_events event
                    WHERE event.job_id = job.id AND event.at > now() - make_interval(days => %s))
"""
ORPHAN_DELIVERIES_SQL = """
DELETE FROM jobs_delivery delivery
 WHERE NOT EXISTS (SELECT FROM procrastinate_jobs job WHERE job.id = delivery.queue_id)
"""


# When the database dies under the work, nobody can write down what became of it: the row is simply run again.
SECONDS_AWAY = 5
SERVER_GONE = ("08", "57P")


class Again(Exception):
    """Tells the queue to run the same row again after so many seconds. The cause is the error, if there was one."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class WhenAsked(BaseRetryStrategy):
    """Retries what raised `Again`, and nothing else: who decides is `running`."""

    def get_retry_decision(self, *, exception: BaseException, job: QueueJob) -> RetryDecision | None:
        seconds = exception.seconds if isinstance(exception, Again) else SECONDS_AWAY if _is_away(exception) else None
        return None if seconds is None else RetryDecision(retry_in={"seconds": seconds})


@dataclass(frozen=True)
class Stalled:
    """A row whose worker is dead. `attempts` counts the tries before."""

    queue_id: int
    task: str
    arguments: dict
    attempts: int


def enqueue(task: str, **arguments) -> int:
    """Add a row to the queue in the current transaction; arguments are JSON values. Returns the row's id."""
    return app.configure_task(task, allow_unknown=False, priority=PRIORITY[task]).defer(**arguments)


def send_event(event_name: str, subscriber: str, payload: dict) -> None:
    """Transport of `kernel.events`: one row per subscriber."""
    enqueue(DELIVER, event=event_name, subscriber=subscriber, payload=encode(payload))


def id_of(row: QueueJob) -> int:
    """The id of a row that was taken from the queue: only one that was never put there has none."""
    assert row.id is not None
    return row.id


def forget(queue_id: int) -> None:
    """Remove a row that no worker has begun; others stay."""
    app.job_manager.cancel_job_by_id(queue_id, delete_job=True)


def put_back(queue_id: int, *, seconds: int = 0) -> None:
    """Let a row that was begun be taken again after so many seconds, counting the try."""
    app.job_manager.retry_job_by_id(queue_id, clock.now() + timedelta(seconds=seconds))


def finish(queue_id: int, *, failed: bool = False) -> None:
    """End a row that was begun: gone when its work is done, kept when it failed."""
    with connection.cursor() as cursor:
        cursor.execute(FINISH_SQL, [queue_id, "failed" if failed else "succeeded", not failed])


def is_first_delivery(queue_id: int) -> bool:
    """Whether the row's work was never committed before; call it in the transaction of the work."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO jobs_delivery (queue_id) VALUES (%s) ON CONFLICT DO NOTHING", [queue_id])
        return cursor.rowcount == 1


def back_off(attempt: int) -> int | None:
    """Seconds to wait after the attempt of this number (from 1), or None when it was the last."""
    delays = settings.JOBS_BACK_OFF_SECONDS
    return delays[attempt - 1] if attempt <= len(delays) else None


def most_attempts() -> int:
    """After so many tries a row is given up, also when every one of them killed its worker."""
    return len(settings.JOBS_BACK_OFF_SECONDS) + 1


@contextmanager
def exclusively(queue_id: int) -> Iterator[bool]:
    """Hold the row's lock for the block; False when another process works on it.

    The lock belongs to the database session: it ends with the process, however the process ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_SPACE | queue_id])
        taken = cursor.fetchone()[0]
    try:
        yield taken
    finally:
        if taken:
            _unlock(queue_id)


def _unlock(queue_id: int) -> None:
    with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:  # then the lock went with the session
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_SPACE | queue_id])


def stalled() -> list[Stalled]:
    """Rows begun by a worker that no longer lives, locked for the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(STALLED_SQL, [settings.JOBS_STALLED_SECONDS])
        rows = [Stalled(*row) for row in cursor.fetchall()]
        return [row for row in rows if _nobody_works_on(cursor, row.queue_id)]


def _nobody_works_on(cursor, queue_id: int) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_SPACE | queue_id])
    return cursor.fetchone()[0]


@transaction.atomic
def delete_old_rows(days: int) -> None:
    """Forget ended rows and the deliveries whose row is gone."""
    with connection.cursor() as cursor:
        cursor.execute(OLD_ROWS_SQL, [days])
        cursor.execute(ORPHAN_DELIVERIES_SQL)


def _is_away(error: BaseException) -> bool:
    """Whether an error says that the server went away or is not up yet, not that a statement failed."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(SERVER_GONE)
