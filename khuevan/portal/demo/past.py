"""The demo's past: three provinces with districts until 30/6/2025, and the reorganisation that made them one on 01/7/2025.

The real provinces, districts and communes of before with their codes; invented schools below the bureaus. The
reorganisation is drafted, previewed and applied by the same operations that people use.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from khuevan.core.org import api as org
from khuevan.core.org.types import Permission as OrgPermission
from khuevan.core.reference import api as reference
from khuevan.core.roles.api import system_actor

from .loader import Loader, Unit
from .outline import SchoolPlan

PROVINCE_CODE = "37"
SINCE = date(2010, 1, 1)
ACTOR = system_actor("Dữ liệu mẫu", permissions=list(OrgPermission))

UNITS_SQL = """
SELECT u.id, u.name, u.path, u.parent_id FROM org_orgunit u WHERE u.kind = %s AND u.valid_to IS NULL ORDER BY u.id
"""
COMMUNES_SQL = """
SELECT c.code, u.id, u.name, u.path, u.parent_id FROM org_orgunit u
  JOIN org_unitcode c ON c.unit_id = u.id AND c.system = 'administrative' AND upper_inf(c.period)
 WHERE u.kind = 'commune' AND u.valid_to IS NULL
"""


def build_past(loader: Loader, ministry: Unit, plans: Iterable[SchoolPlan]) -> None:
    """Write the tree of 30/6/2025 with the schools in it, then reorganise it."""
    bureaus: dict[str, Unit] = {}
    departments: dict[str, Unit] = {}
    for province in reference.legacy_provinces(PROVINCE_CODE):
        _province(loader, ministry, province, departments, bureaus)
    for plan in plans:
        _school(loader, plan, departments, bureaus)
    loader.flush()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE org_orgunit, org_unitversion, org_unitcode")
    draft = org.draft_two_levels(ACTOR)
    org.preview_reorganisation(ACTOR, reorganisation=draft)
    org.apply_reorganisation(ACTOR, reorganisation=draft)


def units_of_today(kind: str) -> list[Unit]:
    """Units in force as later rows need them."""
    with connection.cursor() as cursor:
        cursor.execute(UNITS_SQL, [kind])
        return [Unit(pk, name, path, parent_id, {pk}) for pk, name, path, parent_id in cursor.fetchall()]


def communes_of_today() -> dict[str, Unit]:
    """Communes in force by their name without the kind."""
    with connection.cursor() as cursor:
        cursor.execute(COMMUNES_SQL)
        found = {code: Unit(pk, name, path, parent_id, {pk}) for code, pk, name, path, parent_id in cursor.fetchall()}
    return {commune.name: found[commune.code] for commune in reference.communes(PROVINCE_CODE)}


def _province(loader: Loader, ministry: Unit, province, departments: dict[str, Unit], bureaus: dict[str, Unit]) -> None:
    unit = loader.unit("province", province.full_name, ministry, SINCE, code=("administrative", province.code))
    departments[province.code] = loader.unit(
        "department", f"Sở Giáo dục và Đào tạo {province.name}", unit, SINCE, short_name=f"Sở GDĐT {province.name}"
    )
    for district in reference.legacy_districts(province.code):
        below = loader.unit("district", district.full_name, unit, SINCE, code=("administrative", district.code))
        bureaus[district.code] = loader.unit("district_bureau", f"Phòng GDĐT {district.full_name}", below, SINCE)
        for commune in reference.legacy_communes(district.code):
            loader.unit("commune", commune.full_name, below, SINCE, code=("administrative", commune.code))


def _school(loader: Loader, plan: SchoolPlan, departments: dict[str, Unit], bureaus: dict[str, Unit]) -> None:
    commune = _commune_of_before(plan.commune)
    district = next(d for code in departments for d in reference.legacy_districts(code) if d.code == commune.district_code)
    of_department = plan.affiliation == "department"
    loader.unit(
        "school",
        plan.name,
        departments[district.province_code] if of_department else bureaus[district.code],
        SINCE,
        levels=list(plan.levels),
        ownership=plan.ownership,
        affiliation="department" if of_department else "district",
        commune_code=commune.code,
        address=f"{commune.full_name}, {district.full_name}",
        short_name=plan.name.removeprefix("Trường ")[:80],
    )


def _commune_of_before(name: str):
    """A commune of before whose land lies wholly in the commune of today, so that the school goes there."""
    today = next(commune for commune in reference.communes(PROVINCE_CODE) if commune.name == name)
    before = reference.predecessors(today.code)
    return next((old for old in before if len(old.successor_codes) == 1), before[0])
