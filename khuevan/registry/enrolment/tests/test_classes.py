"""Making, naming and advancing classes."""

from datetime import date, datetime

import pytest

from khuevan.core.calendar.models import SchoolYear
from khuevan.core.org.models import OrgUnit
from khuevan.core.people.models import Person
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed
from khuevan.registry.enrolment import operations, queries
from khuevan.registry.enrolment.models import Enrolment, SchoolClass
from khuevan.registry.enrolment.rules import grades_taught, next_level
from khuevan.registry.enrolment.types import ClassExists, ClassFixed, LevelNotTaught, NewClass, YearNotOver


@pytest.fixture
def next_year(world) -> SchoolYear:
    found = SchoolYear.objects.filter(code="2027-2028").first()
    return found or SchoolYear.objects.create(
        code="2027-2028", starts_on=date(2027, 8, 23), first_semester_starts_on=date(2027, 9, 5),
        first_semester_ends_on=date(2028, 1, 15), second_semester_starts_on=date(2028, 1, 17),
        second_semester_ends_on=date(2028, 5, 25), ends_on=date(2028, 5, 31),
    )  # fmt: skip


def summer() -> datetime:
    return datetime(2027, 7, 1, 9, tzinfo=clock.VIETNAM)


def advance(world, year, **options) -> list[SchoolClass]:
    ids = [line.class_id for line in queries.next_classes(world.actor("tuan"), world.units["lower_a"], year)]
    return operations.advance_classes(world.actor("tuan"), school=world.units["lower_a"], year=year, class_ids=ids, **options)


def test_classes_of_the_year_before_go_one_grade_up(world, next_year):
    made = advance(world, next_year)

    assert [(row.name, row.grade, row.level) for row in made] == [("8A1", 8, "lower_secondary"), ("8A2", 8, "lower_secondary")]
    assert OrgUnit.objects.get(pk=made[0].unit_id).parent == world.units["lower_a"]


def test_class_that_is_there_already_is_told_and_not_made_again(world, next_year):
    operations.create_classes(
        world.actor("tuan"), school=world.units["lower_a"], year=next_year, classes=[NewClass(name="8A1", grade=8)]
    )

    lines = queries.next_classes(world.actor("tuan"), world.units["lower_a"], next_year)
    made = advance(world, next_year)

    assert [(line.next_name, line.exists) for line in lines] == [("8A1", True), ("8A2", False)]
    assert [row.name for row in made] == ["8A2"]


def test_learners_come_along_when_the_year_is_over(world, next_year):
    with clock.frozen(summer()):
        made = advance(world, next_year, with_learners=True)

    stays = Enrolment.objects.filter(person=world.people["nguyet"]).order_by("starts_on")
    assert [(stay.school_class.name, stay.status, stay.starts_on, stay.ends_on) for stay in stays] == [
        ("7A1", "completed", world.year.starts_on, world.year.ends_on),
        ("8A1", "studying", next_year.starts_on, None),
    ]
    assert Person.objects.get(pk=world.people["nguyet"].pk).keeper_id == made[0].unit_id
    assert [SchoolClass.objects.get(pk=row.pk).learners for row in made] == [2, 1]


def test_learners_do_not_leave_a_running_year(world, next_year):
    with clock.frozen(datetime(2027, 3, 1, 9, tzinfo=clock.VIETNAM)), pytest.raises(YearNotOver):
        advance(world, next_year, with_learners=True)

    assert SchoolClass.objects.filter(school_year=next_year).count() == 0
    assert Enrolment.objects.get(pk=world.learners["nguyet"].pk).status == "studying"


@pytest.mark.parametrize("who", ["mai", "ha", "hieutruongkhac", "hanh", "quantri"])
def test_only_who_keeps_the_school_makes_its_classes(world, next_year, who):
    with pytest.raises(NotAllowed):
        operations.advance_classes(world.actor(who), school=world.units["lower_a"], year=next_year, class_ids=[])
    with pytest.raises(NotAllowed):
        operations.create_classes(
            world.actor(who), school=world.units["lower_a"], year=next_year, classes=[NewClass(name="6A1", grade=6)]
        )


def test_class_is_made_once(world):
    with pytest.raises(ClassExists, match="7 A1"):
        operations.create_classes(
            world.actor("tuan"), school=world.units["lower_a"], year=world.year, classes=[NewClass(name="7 A1", grade=7)]
        )


def test_class_of_a_level_that_is_not_taught_is_refused(world):
    with pytest.raises(LevelNotTaught):
        operations.create_classes(
            world.actor("tuan"), school=world.units["lower_a"], year=world.year, classes=[NewClass(name="3A", grade=3)]
        )


def test_class_gets_another_name_together_with_its_unit(world):
    operations.rename_class(world.actor("tuan"), school_class=world.classes["7A2"], name="7A5")

    row = SchoolClass.objects.select_related("unit").get(pk=world.classes["7A2"].pk)
    assert (row.name, row.unit.name, row.unit.short_name) == ("7A5", "Lớp 7A5", "7A5")


def test_name_of_another_class_is_refused(world):
    with pytest.raises(ClassExists):
        operations.rename_class(world.actor("tuan"), school_class=world.classes["7A2"], name="7a1")


def test_class_of_a_past_year_keeps_its_name(world):
    with clock.frozen(datetime(2027, 9, 1, 9, tzinfo=clock.VIETNAM)), pytest.raises(ClassFixed):
        operations.rename_class(world.actor("tuan"), school_class=world.classes["7A2"], name="7A5")


def test_class_is_named_by_its_own_school_only(world):
    with pytest.raises(NotAllowed):
        operations.rename_class(world.actor("hieutruongkhac"), school_class=world.classes["7A2"], name="7A5")


@pytest.mark.parametrize(("name", "most"), [("7A1", 45), ("3B", 35), ("10A1", 45)])
def test_norm_is_the_largest_class_of_the_level(world, name, most):
    """TT 28/2020 Điều 16 (primary), TT 32/2020 Điều 16 (secondary)."""
    assert queries.norm(world.classes[name]) == most


@pytest.mark.parametrize(
    ("grade", "level", "taught", "following"),
    [
        (6, "lower_secondary", ["lower_secondary"], "lower_secondary"),
        (9, "lower_secondary", ["lower_secondary"], None),
        (5, "primary", ["primary", "lower_secondary"], "lower_secondary"),
        (5, "primary", ["primary"], None),
        (11, "continuing", ["continuing"], "continuing"),
        (12, "upper_secondary", ["upper_secondary"], None),
        (0, "preschool", ["preschool", "primary"], None),
        (9, "lower_secondary", [], "upper_secondary"),
    ],
)
def test_next_level_stays_at_the_school(grade, level, taught, following):
    assert next_level(grade, level, taught) == following


@pytest.mark.parametrize(
    ("levels", "grades"),
    [
        (["lower_secondary"], [6, 7, 8, 9]),
        (["preschool", "primary"], [0, 1, 2, 3, 4, 5]),
        (["continuing"], list(range(13))),
        ([], list(range(13))),
    ],
)
def test_grades_of_a_school_follow_its_levels(levels, grades):
    assert grades_taught(levels) == grades
