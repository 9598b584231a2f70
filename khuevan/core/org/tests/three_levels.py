"""The provinces of Hà Nam, Nam Định and Ninh Bình as they were on 30/6/2025, with invented schools.

Real: provinces, 22 districts and 398 communes with their codes. Invented: every commune has a kindergarten, a primary and a
lower secondary school under its district's bureau, every district two upper secondary schools under the Department and a
centre of continuing education under the bureau.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, Reorganisation
from khuevan.core.org.operations import tree
from khuevan.core.org.types import NewUnit, Permission
from khuevan.core.reference import api as reference
from khuevan.core.roles.queries import system_actor
from tests import world

ACTOR = system_actor("Thử nghiệm", permissions=list(Permission))
SINCE = date(2000, 1, 1)
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)
LEVELS = (("Mầm non", "preschool"), ("Tiểu học", "primary"), ("THCS", "lower_secondary"))


@dataclass
class ThreeLevels:
    """Units by administrative code; schools by (code of the commune of before, level)."""

    root: OrgUnit
    provinces: dict[str, OrgUnit] = field(default_factory=dict)
    departments: dict[str, OrgUnit] = field(default_factory=dict)
    districts: dict[str, OrgUnit] = field(default_factory=dict)
    bureaus: dict[str, OrgUnit] = field(default_factory=dict)
    communes: dict[str, OrgUnit] = field(default_factory=dict)
    schools: dict[tuple[str, str], OrgUnit] = field(default_factory=dict)
    upper: list[OrgUnit] = field(default_factory=list)
    centres: dict[str, OrgUnit] = field(default_factory=dict)


def build(root: OrgUnit, successor: str = "37") -> ThreeLevels:
    """The provinces that became the province with the code `successor`."""
    before = ThreeLevels(root)
    for province in reference.legacy_provinces(successor):
        before.provinces[province.code] = _one("province", province.full_name, root, code=province.code)
        [before.departments[province.code]] = _found(
            [(NewUnit("department", f"Sở GDĐT {province.name}"), before.provinces[province.code])]
        )
        for district in reference.legacy_districts(province.code):
            _district(before, province.code, district)
    return before


def _district(before: ThreeLevels, province_code: str, district) -> None:
    code, communes = district.code, reference.legacy_communes(district.code)
    before.districts[code] = _one("district", district.full_name, before.provinces[province_code], code=code)
    [bureau] = _found([(NewUnit("district_bureau", f"Phòng GDĐT {district.full_name}"), before.districts[code])])
    before.bureaus[code] = bureau
    rows = [NewUnit("commune", commune.full_name, codes=(("administrative", commune.code),)) for commune in communes]
    found = _found([(row, before.districts[code]) for row in rows])
    before.communes |= {commune.code: unit for commune, unit in zip(communes, found, strict=True)}
    keys = [(commune, word, level) for commune in communes for word, level in LEVELS]
    schools = _found([(_school(f"Trường {word} {commune.name}", level, commune.code), bureau) for commune, word, level in keys])
    before.schools |= {(commune.code, level): unit for (commune, _word, level), unit in zip(keys, schools, strict=True)}
    before.upper += _found(
        [
            (_school(f"Trường THPT {district.name} {letter}", "upper_secondary", communes[0].code, "department"), department)
            for letter in "AB"
            for department in [before.departments[province_code]]
        ]
    )
    [before.centres[code]] = _found([(_school(f"Trung tâm GDTX {district.name}", "continuing", communes[0].code), bureau)])


def _school(name: str, level: str, commune_code: str, affiliation: str = "district") -> NewUnit:
    return NewUnit("school", name, levels=(level,), ownership="public", affiliation=affiliation, commune_code=commune_code)


def _one(kind: str, name: str, parent: OrgUnit, *, code: str) -> OrgUnit:
    [unit] = _found([(NewUnit(kind, name, codes=(("administrative", code),)), parent)])
    return unit


def _found(rows: Iterable[tuple[NewUnit, OrgUnit]]) -> list[OrgUnit]:
    return tree.found(list(rows), on=SINCE)


@contextmanager
def standing(blocker) -> Iterator[ThreeLevels]:
    """The provinces below the world's ministry, for all the tests of a file; gone afterwards."""
    with blocker.unblock(), transaction.atomic():
        before = build(world.load().units["ministry"])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE org_orgunit, org_unitversion, org_unitcode")
        yield before
        transaction.set_rollback(True)


def reorganise() -> Reorganisation:
    """The reorganisation of 01/7/2025, drafted, previewed and applied."""
    draft = org.draft_two_levels(ACTOR)
    org.preview_reorganisation(ACTOR, reorganisation=draft)
    return org.apply_reorganisation(ACTOR, reorganisation=draft)
