"""Reading import runs: those of the units where the actor may run such an import."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from khuevan.core.access import api as access
from khuevan.core.jobs import api as jobs
from khuevan.core.org import api as org
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from ..models import ImportRun, StagedRow
from ..types import Importer, State
from .importers import importer_of, importers

#: A list of more units than this is not a list to choose from.
MOST_CHOICES = 300


def runs(actor: Actor, kind: str = "") -> QuerySet[ImportRun]:
    """Imports within the actor's reach, newest first; those thrown away are left out."""
    chosen = [importer_of(kind)] if kind else importers()
    reach = [
        Q(pk__in=access.scope(actor, importer.permission, ImportRun.objects.filter(kind=importer.kind)).values("pk"))
        for importer in chosen
        if actor.holds(importer.permission)
    ]
    if not reach:
        return ImportRun.objects.none()
    rows = ImportRun.objects.filter(reduce(or_, reach)).exclude(state=State.DISCARDED)
    return rows.select_related("unit", "started_by", "applied_by", "undone_by").order_by("-pk")


def run_of(actor: Actor, uid: UUID) -> ImportRun:
    """One import. Raises NotFound, for one out of reach as for none."""
    run = ImportRun.objects.select_related("unit", "started_by", "applied_by", "undone_by").filter(uid=uid).first()
    if run is None or not access.can(actor, importer_of(run.kind).permission, run):
        raise NotFound()
    return run


def run_for_job(actor: Actor, run_id: int) -> ImportRun:
    """The import that a job works on. Raises NotFound."""
    uid = ImportRun.objects.filter(pk=run_id).values_list("uid", flat=True).first()
    if uid is None:
        raise NotFound()
    return run_of(actor, uid)


def staged_rows(actor: Actor, run: ImportRun) -> QuerySet[StagedRow]:
    """The rows of a run in the order of the file. Raises NotFound."""
    if not access.can(actor, importer_of(run.kind).permission, run):
        raise NotFound()
    return StagedRow.objects.filter(run=run).order_by("row_no")


def may_import_into(actor: Actor, importer: Importer) -> list[Any]:
    """The units that the actor may import into: those of his posts, and the schools below when they are few."""
    posts = {grant.unit_id for grant in actor.grants_for(importer.permission)}
    units = org.units(actor, importer.permission).filter(kind__in=importer.unit_kinds)
    schools = list(units[: MOST_CHOICES + 1])
    return schools if len(schools) <= MOST_CHOICES else [unit for unit in schools if unit.pk in posts]


def job_at_work(actor: Actor, run: ImportRun) -> Any | None:
    """The actor's own job that works on the import right now, or waits to."""
    if run.job_uid is None:
        return None
    job = jobs.own_jobs(actor).filter(uid=run.job_uid).first()
    return job if job and not job.has_ended else None
