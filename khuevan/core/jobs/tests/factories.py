"""Jobs in believable situations."""

from django.db import connection

from khuevan.core.jobs.models import DeadLetter, Job
from khuevan.core.jobs.operations import start
from khuevan.core.jobs.types import JobState
from khuevan.kernel import clock

from . import kinds  # noqa: F401 - registers the kinds of the tests


def make_job(actor, label: str = "Xuất danh sách học sinh", **fields) -> Job:
    """A waiting job; `fields` put it into another state."""
    job = start(actor, "test.write", label)
    if fields:
        Job.objects.filter(pk=job.pk).update(**fields)
        job.refresh_from_db()
    return job


def ended(state: str = JobState.DONE, **fields) -> dict:
    return {"state": state, "started_at": clock.now(), "finished_at": clock.now(), "attempts": 1, **fields}


def make_letter(label: str = "Gửi thư báo kết quả") -> DeadLetter:
    return DeadLetter.objects.create(
        task="jobs.deliver",
        arguments={"event": "x", "subscriber": "y", "payload": {}},
        label=label,
        technical_error="Traceback …\nConnectionRefusedError: [Errno 111]",
        attempts=6,
        failed_at=clock.now(),
    )


def make_due() -> None:
    """Let waiting rows be due now: the database's clock stands still inside a test."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
