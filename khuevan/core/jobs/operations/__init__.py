"""Every change of a job, by people and by the worker."""

from .actors import system_actor
from .kinds import JobRun, job, use_actor_builder
from .letters import discard, retry
from .lifecycle import clean_up, rescue
from .pending import run_pending
from .requests import cancel, start
from .worker import run_worker

__all__ = [
    "JobRun",
    "cancel",
    "clean_up",
    "discard",
    "job",
    "rescue",
    "retry",
    "run_pending",
    "run_worker",
    "start",
    "system_actor",
    "use_actor_builder",
]
