"""The door of `jobs`."""

from .operations import JobRun, job, run_pending, run_worker, start, system_actor, use_actor_builder
from .queries import own_job, own_jobs
from .types import Cancelled, JobResult, JobState, Permission, Transient, UnknownKind

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
    "run_worker",
    "start",
    "system_actor",
    "use_actor_builder",
]
