"""Bringing the plans of the data files into the database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from khuevan.kernel.text import search_key

from . import datafiles
from .models import Plan, PlanTarget, PlanTask, ReportingDuty
from .types import PlanData, ReportingDutyData, TargetData, TaskData

# Grows when the same file has to be read again because the tables changed.
SHAPE = 1
KEPT_AS_TEXT = ("title_note", "basis", "recipients", "notes", "sections", "goals", "assignments")


@transaction.atomic
def load_files(folder: Path = datafiles.DATA_FOLDER) -> list[str]:
    """Bring every plan whose file changed up to date; returns their codes. Raises PlanFileError, and then nothing changed.

    Rows are found again by plan and ref: they are updated, added, and taken out when the file no longer has them; a plan
    whose file is gone stays. Runs at every migration, by nobody in particular: the files are part of the release.
    """
    digests = [_digest(path) for path in datafiles.plan_files(folder)]
    loaded = set(Plan.objects.values_list("source_digest", flat=True))
    if loaded.issuperset(digests):
        return []
    files = zip(datafiles.load_plans(folder), digests, strict=True)
    return [_load(data, digest) for data, digest in files if digest not in loaded]


def _digest(path: Path) -> str:
    return sha256(b"%d " % SHAPE + path.read_bytes()).hexdigest()


def _load(data: PlanData, digest: str) -> str:
    plan, _ = Plan.objects.update_or_create(code=data.code, defaults=_plan_columns(data) | {"source_digest": digest})
    _replace(PlanTarget, plan, {target.ref: _target_columns(target) for target in data.targets})
    _replace(PlanTask, plan, {task.ref: _task_columns(task) for task in data.tasks})
    _replace(ReportingDuty, plan, {duty.ref: _duty_columns(duty) for duty in data.reporting})
    return plan.code


def _replace(model: type[Model], plan: Plan, rows: Mapping[str, dict[str, Any]]) -> None:
    """Two statements: what the plan no longer has, and everything else at once."""
    model._default_manager.filter(plan=plan).exclude(ref__in=list(rows)).delete()
    made = [model(plan=plan, ref=ref, position=place, **columns) for place, (ref, columns) in enumerate(rows.items())]
    names = [field.name for field in model._meta.concrete_fields if field.name not in ("id", "plan", "ref")]
    model._default_manager.bulk_create(made, update_conflicts=True, unique_fields=["plan", "ref"], update_fields=names)


def _plan_columns(data: PlanData) -> dict[str, Any]:
    document, area = data.document, data.area
    text = {name: value for name, value in asdict(data).items() if name in KEPT_AS_TEXT}
    return {
        "title": data.title,
        "search_key": search_key(f"{data.title} {document.number or ''} {area.name}"),
        "number": document.number or "",
        "issued_on": document.issued_on,
        "issued_year": document.issued_year,
        "issued_month": document.issued_month,
        "issuer": data.issuer.name,
        "area": area.name,
        "area_level": area.level,
        "area_status": area.status,
        "province_code": area.province_today.code,
        "province": area.province_today.name,
        "first_year": data.period.first_year,
        "last_year": data.period.last_year,
        "outlook_year": data.period.outlook_year,
        "school_year": data.period.school_year or "",
        "text": text | {"printed": document.printed, "document_note": document.note, "area_note": area.status_note},
    }


def _target_columns(target: TargetData) -> dict[str, Any]:
    return {
        **_same(target, ("section", "indicator", "name", "text", "year", "comparison", "value", "unit", "scope", "numerator")),
        **_or_blank(target, ("value_note", "denominator", "measure", "measure_note", "note")),
        "also_in": list(target.also_in),
        "is_implied": target.implied,
        "scope_filter": asdict(target.scope_filter) if target.scope_filter else {},
        "search_key": search_key(target.name),
    }


def _task_columns(task: TaskData) -> dict[str, Any]:
    return {
        **_same(task, ("section", "name", "text")),
        **_or_blank(task, ("goal", "output", "note")),
        "code": task.id,
        "lead": list(task.lead),
        "cooperating": list(task.cooperating),
        "period": asdict(task.period) if task.period else None,
        "search_key": search_key(task.name),
    }


def _duty_columns(duty: ReportingDutyData) -> dict[str, Any]:
    return {
        **_same(duty, ("section", "rhythm", "content", "text")),
        **_or_blank(duty, ("how", "note")),
        "code": duty.id,
        "deadline": asdict(duty.deadline) if duty.deadline else None,
        "senders": [asdict(party) for party in duty.senders],
        "sender_filter": asdict(duty.sender_filter) if duty.sender_filter else {},
        "receivers": [asdict(party) for party in duty.receivers],
        "through": asdict(duty.through) if duty.through else None,
    }


def _same(source: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(source, name) for name in names}


def _or_blank(source: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(source, name) or "" for name in names}
