"""The measures against counts made one by one, and the rows against the figures they made."""

from datetime import date, timedelta

import pytest

from khuevan.core.accounts.models import User
from khuevan.core.calendar.models import SchoolYear
from khuevan.core.indicators import operations, queries
from khuevan.core.indicators.models import Snapshot
from khuevan.core.indicators.tests.factories import measurer, reader
from khuevan.core.indicators.types import Figure, MeasureUnit, Slice, Which
from khuevan.core.org.models import OrgUnit
from khuevan.core.people.models import Person
from khuevan.core.people.tests.factories import make_person
from khuevan.core.roles.models import RoleAssignment
from khuevan.core.roles.queries import system_actor
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel import clock
from khuevan.kernel.manifest import permission_specs
from khuevan.registry.enrolment import measures
from khuevan.registry.enrolment.models import Enrolment, SchoolClass
from khuevan.registry.enrolment.rules import completeness
from khuevan.registry.enrolment.tests.factories import enrol, enrol_person, make_class
from tests.world import World

SOME_SLICES = (
    Slice(),
    Slice(frozenset(["primary"])),
    Slice(frozenset(["lower_secondary", "upper_secondary"])),
    Slice(frozenset(), frozenset(["public"])),
    Slice(frozenset(["primary"]), frozenset(["non_public"])),
    Slice(frozenset(["primary", "upper_secondary"]), frozenset(["public"])),
)
WHOLE = {"ethnicity": "01", "birthplace": "Ninh Bình"}


@pytest.fixture
def province(world: World) -> World:
    """The world, with learners of every sort: complete, lacking one thing or several, gone, at a school of two levels."""
    complete(world.people["nguyet"])
    complete(world.people["long"], sector_id="3712345699")
    both = OrgUnit.objects.get(pk=world.units["primary_b"].pk)
    OrgUnit.objects.filter(pk=both.pk).update(levels=["primary", "lower_secondary"], ownership="non_public")
    older = make_class(both, world.year, "6X", level="lower_secondary", grade=6)
    enrol(older, "Hà Văn Sáu", date(2015, 1, 1), "male", personal_id="037215000017", sector_id="3712345700", **WHOLE)
    enrol(world.classes["3B"], "Bùi Thị Ba", date(2018, 1, 1), "female", personal_id="037318000020")
    gone = enrol(world.classes["9A"], "Lê Văn Đi", date(2012, 1, 1), "male", personal_id="037212000030")
    Enrolment.objects.filter(pk=gone.pk).update(status="dropped_out", ends_on=clock.today() - timedelta(days=1))
    User.objects.filter(username="yte").update(is_active=False)
    return world


def complete(person: Person, **fields) -> None:
    Person.objects.filter(pk=person.pk).update(**(WHOLE | fields))


def learners_at(unit: OrgUnit, part: Slice) -> list[Person]:
    """Who studies today at and below a unit, one by one."""
    today = clock.today()
    stays = Enrolment.objects.filter(school__path__startswith=unit.path).select_related("person", "school_class", "school")
    return [
        stay.person
        for stay in stays
        if stay.starts_on <= today
        and (stay.ends_on is None or stay.ends_on >= today)
        and (not part.levels or stay.school_class.level in part.levels)
        and (not part.ownerships or stay.school.ownership in part.ownerships)
    ]


def filled(person: Person) -> int:
    return len(completeness.MUST) - len(completeness.missing({field: getattr(person, field) for field in completeness.MUST}))


def figure_at(unit: OrgUnit, code: str, part: Slice = Slice()) -> tuple[int, int | None] | None:  # noqa: B008 -- frozen
    found = queries.values(reader(), [unit.pk], [Figure(code, part)]).get((unit.pk, Figure(code, part)))
    return (found.numerator, found.denominator) if found else None


def above_classes() -> list[OrgUnit]:
    return list(OrgUnit.objects.exclude(kind="class"))


@pytest.mark.parametrize("part", SOME_SLICES)
def test_unified_profile_counts_complete_profiles(province, part):
    operations.measure_all(measurer())

    for unit in above_classes():
        people = learners_at(unit, part)
        whole = sum(filled(person) == len(completeness.MUST) for person in people)
        assert figure_at(unit, "learners.unified_profile", part) == ((whole, len(people)) if people else None), unit


@pytest.mark.parametrize("part", SOME_SLICES)
def test_profile_completeness_counts_filled_fields(province, part):
    operations.measure_all(measurer())

    for unit in above_classes():
        people = learners_at(unit, part)
        expected = (sum(filled(person) for person in people), len(completeness.MUST) * len(people)) if people else None
        assert figure_at(unit, "learners.profile_completeness", part) == expected, unit


def test_unified_profile_is_split_by_sex(province):
    operations.measure_all(measurer())

    at_lower_a = {
        snapshot.breakdown: (snapshot.numerator, snapshot.denominator)
        for snapshot in Snapshot.objects.filter(
            unit=province.units["lower_a"], measure="learners.unified_profile", breakdown__startswith="sex="
        )
    }

    assert at_lower_a == {"sex=female": (1, 2), "sex=male": (0, 2)}


def test_unified_profile_of_a_past_day_counts_who_studied_then(province):
    operations.measure_all(measurer(), day=clock.today() - timedelta(days=1))

    gone = Snapshot.objects.get(unit=province.units["lower_a"], measure="learners.unified_profile", breakdown="")
    assert gone.denominator == 5


def current_school(world: World) -> OrgUnit:
    """A school with everything that `institutions.data_current` asks for."""
    school = world.units["lower_a"]
    for person in learners_at(school, Slice()):
        complete(person, sector_id=person.sector_id or f"37999{person.pk:05}", personal_id_hint="037300••••00")
    return school


def test_data_current_counts_a_school_that_has_everything(world: World):
    school = current_school(world)

    operations.measure_all(measurer())

    assert figure_at(school, "institutions.data_current") == (1, 1)
    assert figure_at(world.units["commune_a"], "institutions.data_current") == (1, 1)
    assert figure_at(world.units["province"], "institutions.data_current") == (1, 3)
    assert [measures.lacks(row.facts) for row in measures.school_rows(reader(), school.path, Which.ALL, Slice())] == [""]


def _without(role: str):
    return lambda school: RoleAssignment.objects.filter(unit=school, role=role).update(
        ends_on=clock.today() - timedelta(days=1)
    )


def _last_years_classes(school: OrgUnit) -> None:
    SchoolClass.objects.filter(school=school).update(school_year=SchoolYear.objects.get(code="2025-2026"))


def _empty_class(school: OrgUnit) -> None:
    make_class(school, SchoolYear.objects.get(code="2026-2027"), "8Z", level="lower_secondary", grade=8)


def _one_learner_lacks(school: OrgUnit) -> None:
    """Four learners with six fields each: one empty field is 4,2 %."""
    Person.objects.filter(pk=learners_at(school, Slice())[0].pk).update(birthplace="")


@pytest.mark.parametrize(
    ("spoil", "lacks"),
    [
        (_without("principal"), "chưa ghi hiệu trưởng"),
        (_without("it_focal_point"), "chưa ghi đầu mối CNTT, thống kê"),
        (_last_years_classes, "chưa lập lớp của năm học"),
        (_empty_class, "1 lớp chưa có học sinh"),
        (_one_learner_lacks, "hồ sơ học sinh chưa đủ 98 % trường thông tin"),
        (
            lambda school: OrgUnit.objects.filter(pk=school.pk).update(affiliation=""),
            "cấp học, loại hình hoặc cấp quản lý chưa ghi",
        ),
    ],
)
def test_data_current_leaves_out_a_school_and_says_why(world: World, spoil, lacks):
    school = current_school(world)
    spoil(school)

    operations.measure_all(measurer())

    assert figure_at(school, "institutions.data_current") == (0, 1)
    assert [measures.lacks(row.facts) for row in measures.school_rows(reader(), school.path, Which.MISSING, Slice())] == [lacks]


def test_data_current_counts_98_percent_and_not_a_field_less(world: World):
    """Fifty learners have 300 fields: six may be empty, seven may not."""
    school = current_school(world)
    for number in range(46):
        person = make_person(f"Nguyễn Văn Số {number}", world.classes["9A"].unit, birth_date=date(2012, 1, 1), sex="male")
        enrol_person(world.classes["9A"], person)
        complete(person, sector_id=f"37888{number:05}", personal_id_hint="037200••••00")
    people = learners_at(school, Slice())

    Person.objects.filter(pk__in=[person.pk for person in people[:6]]).update(birthplace="")
    operations.measure_all(measurer())
    assert figure_at(school, "institutions.data_current") == (1, 1)

    Person.objects.filter(pk=people[6].pk).update(birthplace="")
    operations.measure_all(measurer())
    assert figure_at(school, "institutions.data_current") == (0, 1)


@pytest.mark.parametrize("part", SOME_SLICES)
@pytest.mark.parametrize("code", [code for code, spec in queries.measures().items() if spec.rows and not spec.reporting])
def test_rows_are_as_many_as_the_figure_at_every_unit(province, code, part):
    give_post(province.people["mai"], "subject_teacher", province.units["lower_a"])
    operations.measure_all(measurer())
    spec = queries.measure(code)
    everyone = system_actor("Xem thử", permissions=list(permission_specs()))

    for unit in above_classes():
        met, every = figure_at(unit, code, part) or (0, 0)
        if spec.unit == MeasureUnit.COUNT:
            counts = {Which.ALL: met}
        else:
            counts = {Which.MET: met, Which.MISSING: every - met, Which.ALL: every}
        rows = {which: len(list(spec.rows.rows(everyone, unit.path, which, part))) for which in counts}
        assert rows == counts, unit


def test_learner_rows_say_what_is_missing_in_order_of_the_name(province):
    rows = measures.learner_rows(reader_of_learners(), province.units["lower_a"].path, Which.MISSING, Slice())

    assert [(row.person.full_name, row.school_class.name, row.lacks) for row in rows] == [
        ("Đinh Văn Bảo", "7A1", "nơi sinh"),
        ("Trần Lê Khánh Chi", "7A2", "dân tộc, nơi sinh"),
        ("Tạ Quang Ứng", "9A", "mã định danh Bộ GDĐT, dân tộc, nơi sinh"),
    ]


def test_learner_rows_keep_to_the_reach_of_the_actor(province):
    def names(username: str) -> list[str]:
        rows = measures.learner_rows(province.actor(username), province.units["province"].path, Which.ALL, Slice())
        return sorted({row.school.name for row in rows})

    assert names("ha") == ["Trường THCS Ninh Khánh", "Trường THPT Hoa Lư A", "Trường Tiểu học Gia Viễn"]
    assert names("xa") == names("hieutruong") == ["Trường THCS Ninh Khánh"]
    assert names("xakhac") == ["Trường Tiểu học Gia Viễn"]
    assert names("sokhac") == names("quantri") == []


def reader_of_learners():
    return system_actor("Xem thử", permissions=["enrolment.browse"])


def test_rows_take_a_fixed_number_of_queries(province, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(measures.learner_rows(reader_of_learners(), province.units["province"].path, Which.ALL, Slice()))
    with django_assert_num_queries(1):
        list(measures.school_rows(reader(), province.units["province"].path, Which.ALL, Slice()))
