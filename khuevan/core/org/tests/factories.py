"""Units in believable situations."""

from datetime import date

from khuevan.core.org.models import OrgUnit, Reorganisation, UnitVersion
from khuevan.core.org.operations import draft_reorganisation
from khuevan.core.org.types import Step
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import search_key, sort_key_plain

SINCE = date(2020, 1, 1)


def make_unit(kind: str, name: str, parent: OrgUnit | None = None, *, since: date = SINCE, **fields) -> OrgUnit:
    """A unit with its first version, open from `since`."""
    unit = OrgUnit.objects.create(
        kind=kind,
        name=name,
        parent=parent,
        path="",
        valid_from=since,
        sort_key=sort_key_plain(name),
        search_key=search_key(name),
        **fields,
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk}/"
    unit.save(update_fields=["path"])
    UnitVersion.objects.create(
        unit=unit,
        period=(since, None),
        kind=kind,
        name=name,
        short_name=unit.short_name,
        sort_key=unit.sort_key,
        search_key=unit.search_key,
        parent=parent,
        levels=unit.levels,
        ownership=unit.ownership,
        affiliation=unit.affiliation,
        area=unit.area,
        flags=unit.flags,
        commune_code=unit.commune_code,
    )
    return unit


def make_draft(actor: Actor, *steps: Step, on: date = date(2026, 9, 1)) -> Reorganisation:
    """A draft by an actor who may."""
    return draft_reorganisation(
        actor,
        title="Sắp xếp thử",
        decision_number="01/QĐ-UBND",
        decision_date=date(2026, 8, 1),
        effective_on=on,
        steps=steps,
    )
