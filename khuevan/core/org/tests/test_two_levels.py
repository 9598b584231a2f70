"""The golden case, until it is applied: on 01/7/2025 three provinces with 22 districts become one with 129 communes."""

from collections import Counter
from datetime import date, timedelta

import pytest

from khuevan.core.calendar.models import SchoolYear
from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.operations.two_levels import NINH_BINH_2025
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.tests.looking import dump, faults
from khuevan.core.org.tests.three_levels import ACTOR, FIRST_DAY, ThreeLevels, build, reorganise, standing
from khuevan.core.org.types import Change, KindCount, NoCommuneKnown
from khuevan.registry.enrolment.models import Enrolment, SchoolClass
from khuevan.registry.enrolment.tests.factories import enrol


@pytest.fixture(scope="module")
def before(django_db_setup, django_db_blocker) -> ThreeLevels:
    with standing(django_db_blocker) as units:
        yield units


def test_drafted_from_the_data_file(before, db):
    draft = org.draft_two_levels(ACTOR)

    assert (draft.decision_number, draft.effective_on) == ("202/2025/QH15", FIRST_DAY)
    assert [step.kind for step in org.steps(ACTOR, draft)] == [
        "create",
        "recode",
        "recode",
        "recode",
        "move",
        "move",
        "merge",
        "abolish",
        "abolish",
        "abolish",
        "merge",
    ]


def test_preview_counts_before_and_after(before, db):
    untouched = dump()
    draft = org.draft_two_levels(ACTOR)

    preview = org.preview_reorganisation(ACTOR, reorganisation=draft)

    assert dump() == untouched
    outside = 2  # the provinces of the small world
    assert preview.kinds == (
        KindCount("ministry", 1, 1),
        KindCount("province", 3 + outside, 1 + outside),
        KindCount("department", 3 + 2, 1 + 2),
        KindCount("district", 22, 0),
        KindCount("district_bureau", 22, 0),
        KindCount("commune", 398 + 3, 129 + 3),
        KindCount("school", 398 * 3 + 44 + 22 + 4, 398 * 3 + 44 + 22 + 4),
    )
    assert {change: preview.count(change) for change in Change} == {
        Change.CREATED: 1 + 1 + 129,
        Change.ENDED: 3 + 3 + 22 + 22 + 398,
        Change.MOVED: 398 * 3 + 44 + 22,
        Change.RENAMED: 0,
        Change.ALTERED: sum("altered" in row.changes for row in preview.rows),
    }


def test_figures_of_the_past_are_read_on_the_tree_of_today(before, db):
    """A class of 2024–2025 is counted under the bureau of that day, and under the commune of today."""
    year = SchoolYear.objects.get(code="2024-2025")
    school = before.schools["14467", "primary"]
    unit = make_unit("class", "Lớp 3A", school, since=year.starts_on, valid_to=year.ends_on)
    unit.versions.update(period=(year.starts_on, year.ends_on + timedelta(days=1)))
    old_class = SchoolClass.objects.create(
        unit=unit, school=school, school_year=year, name="3A", sort_key="3A", level="primary", grade=3
    )
    enrol(old_class, "Hoàng Thị Thử", date(2016, 3, 1), "female")
    below_bureau = Enrolment.objects.filter(school_year=year, school__path__startswith=before.bureaus["373"].path).count()

    reorganise()

    [commune] = org.successors(ACTOR, [before.communes["14467"]])
    path = OrgUnit.objects.get(pk=commune.unit_id).path
    by_class = Enrolment.objects.filter(school_class__unit__path__startswith=path)
    by_school = Enrolment.objects.filter(school_year=year, school__path__startswith=path)
    assert (below_bureau, by_class.count(), by_school.count()) == (1, 1, 1)
    assert commune.unit_id in {state.unit_id for state in org.successors(ACTOR, [before.bureaus["373"]])}


def test_reversed_to_the_last_row(before, db):
    untouched = dump()
    applied = reorganise()

    org.reverse_reorganisation(ACTOR, reorganisation=applied)

    assert dump() == untouched


def test_application_takes_a_bounded_number_of_statements(before, db, django_assert_max_num_queries):
    draft = org.draft_two_levels(ACTOR)
    org.preview_reorganisation(ACTOR, reorganisation=draft)

    with django_assert_max_num_queries(200):
        org.apply_reorganisation(ACTOR, reorganisation=draft)


def test_a_province_that_was_not_merged_goes_on(world, tmp_path):
    """Quảng Ninh kept its name and land; only its districts went."""
    before = build(world.units["ministry"], "22")
    file = tmp_path / "quang-ninh.yaml"
    file.write_text(NINH_BINH_2025.read_text().replace('province_code: "37"', 'province_code: "22"'))

    draft = org.draft_two_levels(ACTOR, path=file)
    org.preview_reorganisation(ACTOR, reorganisation=draft)
    org.apply_reorganisation(ACTOR, reorganisation=draft)

    province = before.provinces["22"]
    kinds = Counter(str(state.kind) for state in org.tree_as_of(ACTOR, FIRST_DAY, province))
    assert (kinds["commune"], kinds["district"], kinds["department"]) == (54, 0, 1)
    assert org.line_as_of(ACTOR, FIRST_DAY, before.upper[0].pk)[-2].unit_id == before.departments["22"].pk
    assert faults() == {}


def test_a_school_whose_commune_is_not_known_is_named_and_can_be_told(before, db):
    school = make_unit("school", "Trường Không Rõ", before.bureaus["373"], levels=["primary"])
    with pytest.raises(NoCommuneKnown) as refusal:
        org.draft_two_levels(ACTOR)
    assert "1 trường" in str(refusal.value)
    assert "Trường Không Rõ" in str(refusal.value)

    draft = org.draft_two_levels(ACTOR, communes={school.pk: "14389"})
    org.preview_reorganisation(ACTOR, reorganisation=draft)
    org.apply_reorganisation(ACTOR, reorganisation=draft)

    assert OrgUnit.objects.get(pk=school.pk).commune_code == "14389"
