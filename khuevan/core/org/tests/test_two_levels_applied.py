"""The golden case, applied: one province with 129 communes, and the three provinces still there on the day before."""

from collections import Counter
from datetime import date

import pytest

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, UnitCode
from khuevan.core.org.tests.looking import faults
from khuevan.core.org.tests.three_levels import ACTOR, FIRST_DAY, LAST_DAY, ThreeLevels, reorganise, standing
from khuevan.core.reference import api as reference


@pytest.fixture(scope="module")
def before(django_db_setup, django_db_blocker) -> ThreeLevels:
    """What stood there before; the reorganisation is applied."""
    with standing(django_db_blocker) as units:
        reorganise()
        yield units


def _new_province() -> OrgUnit:
    return OrgUnit.objects.get(kind="province", valid_from=FIRST_DAY)


def _kinds(day: date, root: OrgUnit) -> Counter:
    return Counter(str(state.kind) for state in org.tree_as_of(ACTOR, day, root))


def test_each_day_has_its_own_tree(before, db):
    new = _new_province()

    old_trees = sum((_kinds(LAST_DAY, province) for province in before.provinces.values()), Counter())
    assert old_trees == {
        "province": 3,
        "department": 3,
        "district": 22,
        "district_bureau": 22,
        "commune": 398,
        "school": 398 * 3 + 44 + 22,
    }
    assert _kinds(FIRST_DAY, new) == {"province": 1, "department": 1, "commune": 129, "school": 398 * 3 + 44 + 22}
    assert org.tree_as_of(ACTOR, LAST_DAY, new) == []
    assert all(org.tree_as_of(ACTOR, FIRST_DAY, province) == [] for province in before.provinces.values())
    assert faults() == {}


def test_schools_stand_in_the_commune_their_old_one_became(before, db):
    """Xã Gia Hòa of huyện Gia Viễn became part of the new xã Gia Viễn, which has the code of what was Thịnh Vượng."""
    school = before.schools["14467", "primary"]

    was = org.line_as_of(ACTOR, LAST_DAY, school.pk)
    is_now = org.line_as_of(ACTOR, FIRST_DAY, school.pk)

    assert [state.name for state in was[1:-1]] == ["Tỉnh Ninh Bình", "Huyện Gia Viễn", "Phòng GDĐT Huyện Gia Viễn"]
    assert [str(state.kind) for state in is_now] == ["ministry", "province", "commune", "school"]
    assert is_now[2].name == "Xã Gia Viễn"
    assert (was[-1].commune_code, is_now[-1].commune_code) == ("14467", "14464")
    assert (was[-1].affiliation, is_now[-1].affiliation) == ("district", "commune")


def test_every_school_of_basic_education_went_to_the_right_commune(before, db):
    expected = {
        school.pk: reference.legacy_commune(code).successor_codes[0] for (code, _level), school in before.schools.items()
    }
    codes = dict(UnitCode.objects.filter(system="administrative", period__contains=FIRST_DAY).values_list("unit_id", "code"))

    schools = [school for school in org.institutions(ACTOR, FIRST_DAY) if school.unit_id in expected]

    assert {school.unit_id: codes[school.commune_id] for school in schools} == expected
    assert {school.commune_code for school in schools} <= {commune.code for commune in reference.communes("37")}


def test_upper_secondary_and_continuing_education_are_under_the_department(before, db):
    department = OrgUnit.objects.get(kind="department", valid_from=FIRST_DAY)

    below = list(org.descendants(ACTOR, department, kind="school"))

    assert len(below) == 44 + 22
    assert {school.affiliation for school in below} == {"department"}
    assert {school.commune_code for school in below} <= {commune.code for commune in reference.communes("37")}


def test_chains_lead_from_the_past_to_today_and_back(before, db):
    new, department = _new_province(), OrgUnit.objects.get(kind="department", valid_from=FIRST_DAY)
    divided = before.communes["13285"]  # Phường Quang Trung, divided

    assert {state.unit_id for state in org.successors(ACTOR, before.provinces.values())} == {new.pk}
    assert {state.unit_id for state in org.successors(ACTOR, before.departments.values())} == {department.pk}
    assert len(org.successors(ACTOR, [divided])) == 2
    assert [state.name for state in org.predecessors(ACTOR, [new], on=LAST_DAY)] == [
        "Tỉnh Hà Nam",
        "Tỉnh Nam Định",
        "Tỉnh Ninh Bình",
    ]
    for commune in reference.communes("37"):
        unit = UnitCode.objects.get(system="administrative", code=commune.code, period__contains=FIRST_DAY).unit
        assert {state.name for state in org.predecessors(ACTOR, [unit], on=LAST_DAY) if state.kind == "commune"} == {
            old.full_name for old in reference.predecessors(commune.code)
        }


def test_codes_changed_hands_on_the_day(before, db):
    held = UnitCode.objects.filter(system="administrative", code="37").order_by("period")

    assert [(code.unit.name, code.period.upper) for code in held] == [("Tỉnh Ninh Bình", FIRST_DAY), ("Tỉnh Ninh Bình", None)]
    assert held[0].unit != held[1].unit
