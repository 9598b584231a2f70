"""Telling how far a job is while its transaction is still open: the words go through another connection."""

import logging
import time
from collections.abc import Callable
from typing import Protocol

import psycopg
from procrastinate.contrib.django.utils import connector_params

from khuevan.kernel.actor import Actor

from ..models import Job

logger = logging.getLogger(__name__)
SECONDS_BETWEEN = 1.0
PROGRESS_SQL = "UPDATE jobs_job SET progress_done = %s, progress_total = %s, progress_note = %s WHERE id = %s"


class Channel(Protocol):
    def write(self, done: int, total: int, note: str) -> None: ...

    def close(self) -> None: ...


class OutsideChannel:
    """A second connection in autocommit, opened at the first word: visible at once, kept when the work is undone."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.connection: psycopg.Connection | None = None

    def write(self, done: int, total: int, note: str) -> None:
        """What cannot be told now is not told: the work itself goes on."""
        try:
            if self.connection is None:
                self.connection = psycopg.connect(**connector_params(), autocommit=True)
            self.connection.execute(PROGRESS_SQL, [done, total, note, self.job.pk])
        except psycopg.Error:
            logger.warning("Could not tell the progress of job %s", self.job.pk, exc_info=True)
            self.close()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class InsideChannel:
    """The work's own transaction: for work that runs inside somebody else's (tests, the demo's loader)."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def write(self, done: int, total: int, note: str) -> None:
        Job.objects.filter(pk=self.job.pk).update(progress_done=done, progress_total=total, progress_note=note)

    def close(self) -> None:
        """Nothing to close."""


class Run:
    """The `JobRun` given to a job's function."""

    def __init__(self, job: Job, actor: Actor, channel: Channel, worker_stops: Callable[[], bool]) -> None:
        self.actor = actor
        self._job = job
        self._channel = channel
        self._worker_stops = worker_stops
        self._written_at = self._asked_at = -SECONDS_BETWEEN
        self._cancelled = False

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        now = time.monotonic()
        if now - self._written_at >= SECONDS_BETWEEN:
            self._written_at = now
            self._channel.write(done, total, note[:200])

    def cancelled(self) -> bool:
        now = time.monotonic()
        if not self._cancelled and now - self._asked_at >= SECONDS_BETWEEN:
            self._asked_at = now
            self._cancelled = Job.objects.filter(pk=self._job.pk, cancel_requested_at__isnull=False).exists()
        return self._cancelled or self._worker_stops()
