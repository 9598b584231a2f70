"""Running what waits without a worker."""

import time

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueueJob

from . import queue
from .queue import Again

FETCH_SQL = """
SELECT id, queue_name, task_name, lock, queueing_lock, args::json, attempts
  FROM procrastinate_fetch_job_v2(NULL, NULL)
"""


def run_pending(*, raise_errors: bool = True) -> int:
    """Run every row that is due, in this thread and on this connection; returns how many tries were made.

    For tests and one-shot commands. An error of the work is raised after the row is settled, as a worker would settle it.
    """
    tries = 0
    while (row := _fetch()) is not None:
        tries += 1
        error = _attempt(row)
        if error is not None and raise_errors:
            raise error
    return tries


def _fetch() -> QueueJob | None:
    with connection.cursor() as cursor:
        cursor.execute(FETCH_SQL)
        row_id, queue_name, task, lock, queueing_lock, arguments, attempts = cursor.fetchone()
    if row_id is None:
        return None
    return QueueJob(
        id=row_id,
        queue=queue_name,
        task_name=task,
        lock=lock,
        queueing_lock=queueing_lock,
        task_kwargs=arguments,
        attempts=attempts,
    )


def _attempt(row: QueueJob) -> BaseException | None:
    """One try, settled as a worker would settle it. Returns the error of the work, if any."""
    context = JobContext(app=app, job=row, start_timestamp=time.time(), abort_reason=lambda: None)
    try:
        app.tasks[row.task_name](context, **row.task_kwargs)
    except Again as again:
        queue.put_back(queue.id_of(row), seconds=again.seconds)
        return again.__cause__
    except Exception as error:
        queue.finish(queue.id_of(row), failed=True)
        return error
    queue.finish(queue.id_of(row))
    return None
