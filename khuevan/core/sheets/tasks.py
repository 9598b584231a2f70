"""The long steps of an import as jobs."""

from django.urls import reverse

from khuevan.core.jobs.api import JobResult, JobRun, job

from . import queries
from .operations import DEEDS, Step
from .types import Outcome


def _take(step: Step, run: JobRun, run_id: int) -> JobResult:
    imported = DEEDS[step](run.actor, run=queries.run_for_job(run.actor, run_id), progress=run.progress)
    shown = {str(Outcome(name).label): count for name, count in imported.counts.items() if name in Outcome.values}
    return JobResult(shown, reverse("sheets:run", args=[imported.uid]))


@job("sheets.check")
def check_file(run: JobRun, run_id: int) -> JobResult:
    return _take(Step.CHECK, run, run_id)


@job("sheets.confirm")
def confirm_import(run: JobRun, run_id: int) -> JobResult:
    return _take(Step.CONFIRM, run, run_id)


@job("sheets.undo")
def undo_import(run: JobRun, run_id: int) -> JobResult:
    return _take(Step.UNDO, run, run_id)
