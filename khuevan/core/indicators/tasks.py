"""Measuring every night, so that the morning opens with fresh figures; measuring now; forgetting what is old."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.jobs.api import JobResult, JobRun, job
from khuevan.kernel.actor import Actor

from . import operations
from .types import Permission


def measure_nightly(actor: Actor, timestamp: int) -> None:
    """Measure everything for today. Running it again the same day replaces the day's figures."""
    operations.measure_all(actor)


def forget_nightly(actor: Actor, timestamp: int) -> None:
    """Forget what need not be kept. Running it again finds nothing."""
    operations.forget_days(actor)


@job(operations.KIND, permission=Permission.RECOMPUTE)
def measure_now(run: JobRun) -> JobResult:
    """Measure everything for today because somebody wants to see it now."""
    runs = operations.measure_all(run.actor, progress=run.progress)
    return JobResult({_("Số chỉ tiêu đã đo"): len(runs)}, link=reverse("indicators:catalogue"))
