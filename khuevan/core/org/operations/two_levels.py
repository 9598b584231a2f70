"""Drafting the great reorganisation of 01/7/2025 for one province: old provinces merge (or the one goes on), districts go, the
schools below them go to their communes. Which commune became which is read from `core.reference`; the result is an
ordinary draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.reference import api as reference
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound
from khuevan.kernel.operations import operation

from ..models import OrgUnit, Reorganisation, UnitCode
from ..queries import NINH_BINH_2025, two_levels_plan
from ..types import (
    Abolish,
    Abolition,
    Affiliation,
    CodeSystem,
    Create,
    Merge,
    Move,
    NewUnit,
    NoCommuneKnown,
    Permission,
    Recode,
    Ref,
    Relocation,
    Step,
    TwoLevels,
    UnitKind,
)
from . import guards
from .drafts import draft_reorganisation

PROVINCE = "tinh"
DEPARTMENT = "so"
DISTRICT_KINDS = (UnitKind.DIVISION, UnitKind.DISTRICT_BUREAU, UnitKind.COMMUNE, UnitKind.DISTRICT)


@operation
def draft_two_levels(actor: Actor, *, path: Path = NINH_BINH_2025, communes: Mapping[int, str] | None = None) -> Reorganisation:
    """Draft what a data file (`types.TwoLevels`) says about the provinces of before that are in the tree.

    `communes` gives schools (by number) the code of their new commune, where the one they stood in was divided or is not
    known. Raises NotAllowed, NotFound (none of the provinces is in the tree), NoCommuneKnown.
    """
    access.require(actor, Permission.REORGANISE)
    plan = two_levels_plan(path)
    before = _Before.read(plan)
    return draft_reorganisation(
        actor,
        title=plan.title,
        decision_number=plan.decision_number,
        decision_date=plan.decision_date,
        effective_on=plan.effective_on,
        steps=list(_steps(plan, before, communes or {})),
    )


@dataclass(frozen=True)
class _Before:
    """What stands in the tree on the last day of three levels. `codes` are administrative codes by number of the unit;
    `goes_on` when the province was not merged with another.
    """

    goes_on: bool
    provinces: Sequence[OrgUnit]
    departments: Sequence[OrgUnit]
    districts: frozenset[int]
    inside_districts: Sequence[OrgUnit]
    schools: Sequence[OrgUnit]
    codes: Mapping[int, str]

    @classmethod
    def read(cls, plan: TwoLevels) -> "_Before":
        last_day = plan.effective_on - timedelta(days=1)
        old = [province.code for province in reference.legacy_provinces(plan.province_code)]
        codes = UnitCode.objects.filter(system=CodeSystem.ADMINISTRATIVE, period__contains=last_day)
        in_force = OrgUnit.objects.filter(valid_from__lte=last_day).exclude(valid_to__lt=plan.effective_on).order_by("path")
        provinces = in_force.filter(kind=UnitKind.PROVINCE, pk__in=codes.filter(code__in=old).values("unit_id"))
        if not provinces:
            raise NotFound(_("Cây tổ chức chưa có tỉnh nào trong các tỉnh mà tệp nói đến."))
        departments = in_force.filter(kind=UnitKind.DEPARTMENT, parent__in=provinces)
        below = [unit for province in provinces for unit in in_force.filter(path__startswith=province.path)]
        districts = [unit for unit in below if unit.kind == UnitKind.DISTRICT]
        paths = tuple(district.path for district in districts)
        inside = [unit for unit in below if unit.path.startswith(paths)]
        return cls(
            goes_on=len(old) == 1,
            provinces=list(provinces),
            departments=list(departments),
            districts=frozenset(district.pk for district in districts),
            inside_districts=[unit for unit in inside if unit.kind in DISTRICT_KINDS],
            schools=[unit for unit in inside if unit.kind == UnitKind.SCHOOL],
            codes=dict(codes.values_list("unit_id", "code")),
        )

    @property
    def province(self) -> Ref:
        """The province of afterwards."""
        return self.provinces[0].pk if self.goes_on else PROVINCE

    @property
    def department(self) -> Ref:
        """The Department of afterwards."""
        return self.departments[0].pk if self.goes_on and self.departments else DEPARTMENT


def _steps(plan: TwoLevels, before: _Before, chosen: Mapping[int, str]) -> Iterable[Step]:
    yield Create(tuple(_new_units(plan, before)))
    yield from _recodings(before)
    yield from _school_moves(plan, before, chosen)
    if before.departments and not before.goes_on:
        yield Merge(tuple(unit.pk for unit in before.departments), DEPARTMENT)
    for kind in DISTRICT_KINDS:
        rows = [Abolition(unit.pk, _heirs(unit, before)) for unit in before.inside_districts if unit.kind == kind]
        if rows:
            yield Abolish(tuple(rows))
    if not before.goes_on:
        yield Merge(tuple(unit.pk for unit in before.provinces), PROVINCE)


def _new_units(plan: TwoLevels, before: _Before) -> Iterable[NewUnit]:
    province = reference.province(plan.province_code)
    if not before.goes_on:
        yield NewUnit(
            kind=UnitKind.PROVINCE,
            name=plan.province_name,
            short_name=province.name,
            parent=before.provinces[0].parent_id,
            key=PROVINCE,
            codes=((CodeSystem.ADMINISTRATIVE, province.code),),
        )
    if before.department == DEPARTMENT:
        yield NewUnit(
            kind=UnitKind.DEPARTMENT,
            name=plan.department_name,
            short_name=plan.department_short_name,
            parent=before.province,
            key=DEPARTMENT,
        )
    for commune in reference.communes(plan.province_code):
        yield NewUnit(
            kind=UnitKind.COMMUNE,
            name=f"{_kind_on(commune.code, commune.kind, plan.effective_on).capitalize()} {commune.name}",
            parent=before.province,
            key=_key(commune.code),
            codes=((CodeSystem.ADMINISTRATIVE, commune.code),),
        )


def _recodings(before: _Before) -> Iterable[Recode]:
    """Before anything moves: a code of today may be the code of another commune of before."""
    for province in before.provinces:
        old = [
            commune
            for district in reference.legacy_districts(before.codes[province.pk])
            for commune in reference.legacy_communes(district.code)
        ]
        yield Recode(province.pk, tuple((commune.code, commune.successor_codes[0]) for commune in old))


def _school_moves(plan: TwoLevels, before: _Before, chosen: Mapping[int, str]) -> Iterable[Move]:
    to_department, to_communes, lost = [], [], []
    for school in before.schools:
        code = chosen.get(school.pk) or next(iter(_new_codes(school.commune_code)), "")
        if set(school.levels) & set(plan.department_levels):
            to_department.append(Relocation(school.pk, before.department))
        elif code:
            to_communes.append(Relocation(school.pk, _key(code)))
        else:
            lost.append(school.name)
    if lost:
        raise NoCommuneKnown(count=len(lost), examples=guards.examples(lost))
    if to_communes:
        yield Move(tuple(to_communes), affiliation=Affiliation.COMMUNE)
    if to_department:
        yield Move(tuple(to_department), affiliation=Affiliation.DEPARTMENT)


def _heirs(unit: OrgUnit, before: _Before) -> tuple[Ref, ...]:
    """What takes over from a unit of a district: from a commune its successors, from the rest those of all the communes."""
    if unit.kind == UnitKind.COMMUNE:
        return tuple(_key(code) for code in _new_codes(before.codes.get(unit.pk, "")))
    district = next((pk for pk in [*unit.ancestor_ids, unit.pk] if pk in before.districts), None)
    if district is None or district not in before.codes:
        return ()
    communes = reference.legacy_communes(before.codes[district])
    return tuple(_key(code) for code in sorted({code for commune in communes for code in commune.successor_codes}))


def _new_codes(old: str) -> tuple[str, ...]:
    """The communes that an old one became, that of the main part first; none when the old code is not known."""
    try:
        return reference.legacy_commune(old).successor_codes
    except reference.UnknownUnit:
        return ()


def _kind_on(code: str, kind: str, day: date) -> str:
    """Whether a commune was a xã or a phường on a day; `kind` is what it is now."""
    later = [change for change in reference.kind_changes() if change.code == code and change.effective_on > day]
    return later[0].before if later else kind


def _key(commune_code: str) -> str:
    return f"xa:{commune_code}"
