"""The door of `jobs`. The worker itself is `khuevan.core.jobs.worker.run`."""

from .operations import start
from .queries import own_job, own_jobs
from .registry import JobRun, job, use_actor_builder
from .types import Cancelled, JobResult, JobState, Permission, Transient, UnknownKind
from .worker import run_pending

__all__ = [
    "Cancelled",
    "JobResult",
    "JobRun",
    "JobState",
    "Permission",
    "Transient",
    "UnknownKind",
    "job",
    "own_job",
    "own_jobs",
    "run_pending",
    "start",
    "use_actor_builder",
]
