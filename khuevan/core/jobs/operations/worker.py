"""The worker process.

The queue's own questions (next row, heartbeat, notifications) go through a pool of their own; the work, and whatever it
enqueues, through Django's connection, so that it is in the work's transaction.
"""

import asyncio
import copy
import logging
import signal
from contextlib import suppress
from functools import cached_property

import psycopg
from asgiref.sync import sync_to_async
from croniter import croniter
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from procrastinate import App
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app as house
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.periodic import PeriodicTask
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

from khuevan.kernel import clock

from . import lifecycle, queue
from .running import schedules

logger = logging.getLogger(__name__)
SECONDS_BEFORE_RECONNECT = 5
DATABASE_AWAY = (ConnectorException, DatabaseError, psycopg.Error)


class VietnamTask(PeriodicTask):
    """A periodic task whose cron line is read in Viet Nam time."""

    @cached_property
    def croniter(self) -> croniter:
        return croniter(self.cron, clock.now())


def run_worker(concurrency: int = 2) -> None:
    """Work until SIGTERM or SIGINT: take no new rows then, and let the running ones end for `JOBS_STOP_SECONDS`.

    A second signal ends the process at once, which loses nothing: open transactions are undone, the rows given back.
    When the database goes away the worker waits for it.
    """
    asyncio.run(_serve(concurrency))


async def _serve(concurrency: int) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _stop_once, loop, stopping)
    while not stopping.is_set():
        try:
            await _work_until(stopping, concurrency)
        except DATABASE_AWAY as error:
            logger.warning("The database is away, the worker waits: %s", error)
        if not stopping.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SECONDS_BEFORE_RECONNECT)


def _stop_once(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    stopping.set()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(name)


async def _work_until(stopping: asyncio.Event, concurrency: int) -> None:
    application = _application()
    async with application.open_async():
        worker = Worker(application, **_options(concurrency))
        helpers = [asyncio.create_task(_stop_when(stopping, worker)), asyncio.create_task(_rescue_for_ever())]
        try:
            await worker.run()
        finally:
            for helper in helpers:
                helper.cancel()


def _options(concurrency: int) -> WorkerOptions:
    return {
        **house.worker_defaults,
        "concurrency": concurrency,
        "delete_jobs": "successful",
        "additional_context": {"outside": True},
        "install_signal_handlers": False,
        "update_heartbeat_interval": settings.JOBS_HEARTBEAT_SECONDS,
        "stalled_worker_timeout": settings.JOBS_STALLED_SECONDS,
        "shutdown_graceful_timeout": settings.JOBS_STOP_SECONDS,
    }


async def _stop_when(stopping: asyncio.Event, worker: Worker) -> None:
    await stopping.wait()
    worker.stop()


async def _rescue_for_ever() -> None:
    while True:
        try:
            await sync_to_async(_rescue, thread_sensitive=False)()
        except DATABASE_AWAY:
            logger.warning("Could not look for rows of dead workers", exc_info=True)
        await asyncio.sleep(settings.JOBS_STALLED_SECONDS / 3)


def _rescue() -> None:
    close_old_connections()
    try:
        rescued = lifecycle.rescue()
        if rescued:
            logger.warning("Gave back %s rows of dead workers", rescued)
    finally:
        close_old_connections()


def _application() -> App:
    """The house's tasks on a pool of async connections. Copies, so that the house's own keep Django's connection."""
    application = App(
        connector=PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4),
        periodic_defaults={"max_delay": settings.JOBS_MISSED_SCHEDULE_HOURS * 3600},
    )
    for name, task in house.tasks.items():
        application.tasks[name] = copy.copy(task)
        application.tasks[name].blueprint = application
    for code, schedule in schedules().items():
        key = (queue.SCHEDULED, code)
        application.periodic_registry.periodic_tasks[key] = VietnamTask(
            task=application.tasks[queue.SCHEDULED],
            cron=schedule.cron,
            periodic_id=code,
            configure_kwargs={"task_kwargs": {"code": code}, "queueing_lock": f"schedule:{code}"},
        )
    return application
