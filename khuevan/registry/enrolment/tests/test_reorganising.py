"""Classes and learners of schools that are merged or divided: they go on where the tree put them, and can be brought back."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.calendar.models import SchoolYear
from khuevan.core.indicators import api as indicators
from khuevan.core.indicators.models import Snapshot
from khuevan.core.indicators.tests.factories import measurer
from khuevan.core.jobs.api import run_pending
from khuevan.core.org import api as org
from khuevan.core.org.events import ReorganisationApplied
from khuevan.core.org.models import OrgUnit
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.tests.three_levels import reorganise, standing
from khuevan.core.org.types import Create, Merge, NewUnit, Split
from khuevan.core.people.models import Person
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed
from khuevan.registry.enrolment import api, operations, queries
from khuevan.registry.enrolment.models import Enrolment, FollowedReorganisation, SchoolClass, TransferRequest
from khuevan.registry.enrolment.receivers import let_classes_follow
from khuevan.registry.enrolment.rules import name_after_merging, next_class_name
from khuevan.registry.enrolment.rules.classes import LONGEST_NAME
from khuevan.registry.enrolment.types import FollowedAndUsed, Status

from .factories import enrol, make_class

DAY = date(2026, 11, 1)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(datetime(2026, 11, 10, 9, tzinfo=clock.VIETNAM)):
        yield


@pytest.fixture
def other(world) -> OrgUnit:
    """A second lower secondary school, which also has a 7A1, with one learner."""
    school = make_unit("school", "Trường THCS Ninh Giang", world.units["commune_a"], levels=["lower_secondary"])
    enrol(make_class(school, world.year, "7A1", level="lower_secondary", grade=7), "Lê Thu Giang", date(2014, 3, 8), "female")
    return school


@pytest.fixture
def last_year(world) -> SchoolClass:
    """A class of the year before at the school that is going to end, with one learner who completed it."""
    year = SchoolYear.objects.get(code="2025-2026")
    made = make_class(world.units["lower_a"], year, "6A1", level="lower_secondary", grade=6)
    Enrolment.objects.create(
        person=world.people["nguyet"], school=made.school, school_year=year, school_class=made,
        starts_on=year.starts_on, ends_on=year.ends_on, status=Status.COMPLETED,
    )  # fmt: skip
    return made


def decide(world, *steps, on: date = DAY):
    officer = world.actor("vanphong")
    draft = org.draft_reorganisation(
        officer, title="Sáp nhập trường THCS", decision_number="15/QĐ-UBND", decision_date=on, effective_on=on, steps=steps
    )
    org.preview_reorganisation(officer, reorganisation=draft)
    org.apply_reorganisation(officer, reorganisation=draft)
    run_pending()
    return draft


def merge(world, other: OrgUnit):
    """The world's lower secondary school goes into the other one."""
    return decide(world, Merge((world.units["lower_a"].pk,), other.pk))


def take_back(world, decision) -> None:
    org.reverse_reorganisation(world.actor("vanphong"), reorganisation=decision)
    run_pending()


def stays(person) -> list[tuple]:
    rows = Enrolment.objects.filter(person=person).order_by("starts_on").select_related("school", "school_class")
    return [(row.school.name, row.school_class.name, row.status, row.starts_on, row.ends_on) for row in rows]


def everything() -> list:
    """What a reversal must restore; versions and moments go on."""
    return [
        list(SchoolClass.objects.order_by("pk").values_list("pk", "school", "name", "sort_key", "learners", "unit__name")),
        list(
            Enrolment.objects.order_by("pk").values_list(
                "pk", "school", "school_class", "status", "starts_on", "ends_on", "reason", "decision", "previous"
            )
        ),
        list(TransferRequest.objects.order_by("pk").values_list("pk", "from_school", "to_school", "ended_at")),
        list(Person.objects.order_by("pk").values_list("pk", "keeper", "keeper__path")),
    ]


def test_classes_of_the_running_year_go_on_at_the_school_that_took_theirs_in(world, other):
    merge(world, other)

    names = set(SchoolClass.objects.filter(school=other, school_year=world.year).values_list("name", flat=True))
    assert names == {"7A1", "7A1 (THCS Ninh Khánh)", "7A2", "9A"}
    assert not SchoolClass.objects.filter(school=world.units["lower_a"], school_year=world.year).exists()
    assert OrgUnit.objects.get(pk=world.classes["7A1"].unit_id).name == "Lớp 7A1 (THCS Ninh Khánh)"


def test_learners_keep_their_class_and_no_stay_changes_school(world, other):
    merge(world, other)

    start = world.year.starts_on
    assert stays(world.people["nguyet"]) == [
        ("Trường THCS Ninh Khánh", "7A1 (THCS Ninh Khánh)", "reorganised", start, BEFORE),
        ("Trường THCS Ninh Giang", "7A1 (THCS Ninh Khánh)", "studying", DAY, None),
    ]
    closed = Enrolment.objects.get(pk=world.learners["nguyet"].pk)
    assert (closed.reason, closed.decision) == ("Sáp nhập trường THCS", "15/QĐ-UBND")
    assert Person.objects.get(pk=world.people["nguyet"].pk).keeper_id == world.classes["7A1"].unit_id
    counts = dict(SchoolClass.objects.filter(school=other).values_list("name", "learners"))
    assert counts == {"7A1": 1, "7A1 (THCS Ninh Khánh)": 2, "7A2": 1, "9A": 1}


def test_classes_of_past_years_stay_with_the_school_of_their_time(world, other, last_year):
    merge(world, other)

    last_year.refresh_from_db()
    assert last_year.school == world.units["lower_a"]
    assert stays(world.people["nguyet"])[0][:3] == ("Trường THCS Ninh Khánh", "6A1", "completed")


def test_principal_of_the_merged_school_sees_classes_and_learners_of_now_and_then(world, other, last_year):
    merge(world, other)
    principal = world.actor("hieutruong")

    assert [grant.unit_name for grant in principal.grants] == ["Trường THCS Ninh Giang"]
    reach = queries.reach(principal)
    assert (reach.class_count, reach.learners, reach.one_school) == (4, 5, True)
    page = queries.view(principal, world.learners["nguyet"].pk, reason="test")
    assert [stay.school.name for stay in page.stays] == [
        "Trường THCS Ninh Giang", "Trường THCS Ninh Khánh", "Trường THCS Ninh Khánh"
    ]  # fmt: skip
    then = queries.reach(principal, year_code="2025-2026", unit="Ninh Giang")
    assert [(line.name, line.school_id) for line in then.classes] == [("6A1", world.units["lower_a"].pk)]


def test_measures_count_every_learner_once_on_each_day(world, other):
    merge(world, other)

    counted = {}
    for day in (BEFORE, DAY):
        indicators.measure_all(measurer(), day=day)
        rows = Snapshot.objects.filter(
            measure="learners.unified_profile", day=day, unit__in=[other, world.units["lower_a"]], breakdown=""
        )
        counted[day] = {row.unit_id: row.denominator for row in rows}

    assert counted == {BEFORE: {world.units["lower_a"].pk: 4, other.pk: 1}, DAY: {other.pk: 5}}


def test_reversal_restores_everything(world, other, last_year):
    before = everything()

    take_back(world, merge(world, other))

    assert everything() == before
    assert not FollowedReorganisation.objects.exists()


def test_merging_into_a_new_school_is_reversed_too(world, other):
    before, old = everything(), (world.units["lower_a"].pk, other.pk)
    new = NewUnit("school", "Trường THCS Hoa Lư", parent=world.units["commune_a"].pk, key="moi", levels=("lower_secondary",))

    decision = decide(world, Create((new,)), Merge(old, "moi"))

    names = sorted(SchoolClass.objects.filter(school__name="Trường THCS Hoa Lư").values_list("name", flat=True))
    assert names == ["7A1", "7A1 (THCS Ninh Giang)", "7A2", "9A"]
    take_back(world, decision)
    assert everything() == before


def test_reversal_is_refused_once_learners_moved_on(world, other):
    decision = merge(world, other)
    now = Enrolment.objects.get(person=world.people["nguyet"], status="studying")
    api.move_learners(
        world.actor("tuan"), stays=[now], to_class=SchoolClass.objects.get(pk=world.classes["9A"].pk), on=clock.today()
    )
    after = everything()

    with pytest.raises(FollowedAndUsed) as refused:
        take_back(world, decision)

    assert refused.value.message.startswith("Không hoàn tác được nữa: sau khi sắp xếp, các lớp chuyển trường đã có 2 lượt")
    assert everything() == after


def test_delivered_twice_it_changes_nothing(world, other):
    decision = merge(world, other)
    once = everything()
    moved = tuple((row.unit_id, other.pk) for row in world.classes.values())

    let_classes_follow(ReorganisationApplied(decision.pk, DAY, ended=(), successions=(), moved=moved))

    assert everything() == once


def test_nothing_follows_a_reorganisation_that_was_reversed_meanwhile(world, other):
    officer = world.actor("vanphong")
    before = everything()
    draft = org.draft_reorganisation(
        officer, title="Sáp nhập", decision_number="1/QĐ", decision_date=DAY, effective_on=DAY,
        steps=[Merge((world.units["lower_a"].pk,), other.pk)],
    )  # fmt: skip
    org.preview_reorganisation(officer, reorganisation=draft)
    org.apply_reorganisation(officer, reorganisation=draft)
    org.reverse_reorganisation(officer, reorganisation=draft)

    run_pending()

    assert everything() == before


def test_only_the_follower_moves_classes(world, other):
    decision = merge(world, other)

    with pytest.raises(NotAllowed):
        operations.follow_reorganisation(world.actor("nguyet"), reorganisation_id=decision.pk, moved=[], successions=[])
    with pytest.raises(NotAllowed):
        operations.undo_reorganisation(world.actor("nguyet"), reorganisation_id=decision.pk)


def test_classes_of_a_divided_school_go_each_to_its_part(world):
    part = NewUnit("school", "Trường THCS Ninh Khánh 2", parent=world.units["commune_a"].pk, key="hai")
    school, class_unit = world.units["lower_a"], world.units["9A"]
    before = everything()

    decision = decide(world, Create((part,)), Split(school.pk, ("hai",), ends=False, children=((class_unit.pk, "hai"),)))

    assert SchoolClass.objects.get(unit=class_unit).school.name == "Trường THCS Ninh Khánh 2"
    assert set(SchoolClass.objects.filter(school=school).values_list("name", flat=True)) == {"7A1", "7A2"}
    assert [row[:3] for row in stays(world.people["ung"])] == [
        ("Trường THCS Ninh Khánh", "9A", "reorganised"), ("Trường THCS Ninh Khánh 2", "9A", "studying")
    ]  # fmt: skip
    take_back(world, decision)
    assert everything() == before


def test_learner_who_came_between_the_day_and_its_application_is_put_right(world, other):
    late = enrol(world.classes["7A2"], "Vũ Muộn", date(2014, 1, 1), "male")
    Enrolment.objects.filter(pk=late.pk).update(starts_on=DAY + timedelta(days=3))
    before = everything()

    decision = merge(world, other)

    assert stays(late.person) == [("Trường THCS Ninh Giang", "7A2", "studying", DAY + timedelta(days=3), None)]
    take_back(world, decision)
    assert everything() == before


@pytest.fixture
def request_to_leave(world) -> TransferRequest:
    return api.hand_over(
        world.actor("tuan"), stay=world.learners["ung"], to_school=world.units["upper"], starts_on=DAY, reason="Chuyển nhà"
    )


def test_open_transfer_goes_on_with_the_school_of_now(world, other, request_to_leave):
    before = everything()
    decision = merge(world, other)

    request_to_leave.refresh_from_db()
    assert (request_to_leave.from_school, request_to_leave.to_school) == (other, world.units["upper"])
    assert api.withdraw_transfer(world.actor("hieutruong"), request=request_to_leave).ended_at is not None
    TransferRequest.objects.update(ended_at=None)
    request_to_leave.steps.filter(state="withdrawn").delete()
    take_back(world, decision)
    assert everything() == before


def test_transfer_between_two_schools_that_are_one_now_ends(world, other):
    request = api.hand_over(world.actor("tuan"), stay=world.learners["ung"], to_school=other, starts_on=DAY, reason="Gần nhà")
    before = everything()

    decision = merge(world, other)

    assert list(request.steps.order_by("pk").values_list("state", "note")) == [
        ("requested", ""), ("withdrawn", "Sáp nhập trường THCS")
    ]  # fmt: skip
    take_back(world, decision)
    assert everything() == before


def test_summer_merger_brings_learners_up_with_the_new_school(world, other):
    """The year is over, the next has not begun: the classes of both schools go up together."""
    with clock.frozen(datetime(2027, 7, 5, 9, tzinfo=clock.VIETNAM)):
        decide(world, Merge((world.units["lower_a"].pk,), other.pk), on=date(2027, 7, 1))
        principal = world.actor("hieutruong")
        year = SchoolYear.objects.create(
            code="2027-2028", starts_on=date(2027, 8, 30), first_semester_starts_on=date(2027, 9, 6),
            first_semester_ends_on=date(2028, 1, 9), second_semester_starts_on=date(2028, 1, 10),
            second_semester_ends_on=date(2028, 5, 21), ends_on=date(2028, 5, 31),
        )  # fmt: skip
        lines = queries.next_classes(principal, other, year)
        operations.advance_classes(
            principal, school=other, year=year, class_ids=[line.class_id for line in lines], with_learners=True
        )

    assert [line.next_name for line in lines] == ["8A1", "8A1 (THCS Ninh Khánh)", "8A2"]
    assert [row[1:] for row in stays(world.people["nguyet"])] == [
        ("7A1 (THCS Ninh Khánh)", "reorganised", world.year.starts_on, date(2027, 6, 30)),
        ("7A1 (THCS Ninh Khánh)", "completed", date(2027, 7, 1), date(2027, 8, 29)),
        ("8A1 (THCS Ninh Khánh)", "studying", date(2027, 8, 30), None),
    ]


def test_golden_case_leaves_classes_with_their_schools(world, django_db_blocker):
    """01/7/2025: schools move to their communes, but none is merged; classes and stays are as they were."""
    with standing(django_db_blocker) as before:
        school = before.schools["14467", "primary"]
        year = SchoolYear.objects.get(code="2024-2025")
        stay = enrol(make_class(school, year, "4A", level="primary", grade=4), "Hà An", date(2015, 5, 5), "male")
        decision = reorganise()

        run_pending()

        stay.refresh_from_db()
        assert (stay.school, stay.status, stay.school_class.school) == (school, "studying", school)
        assert not FollowedReorganisation.objects.filter(reorganisation=decision).exists()
        commune = OrgUnit.objects.get(pk=school.pk).parent
        assert OrgUnit.objects.get(pk=stay.school_class.unit_id).path.startswith(commune.path)


@given(
    st.from_regex(r"[0-9]{1,2}[A-Z][0-9]{0,2}", fullmatch=True), st.text("ÂĂĐabc ", min_size=1, max_size=90), st.integers(0, 9)
)
def test_name_after_merging_fits_and_keeps_its_grade(name, school, again):
    named = name_after_merging(name, f"Trường {school}", again)

    assert len(named) <= LONGEST_NAME
    assert named.startswith(name)


def test_name_after_merging_goes_up_with_its_grade():
    named = name_after_merging("7A1", "Trường THCS Ninh Khánh", 1)

    assert next_class_name(named, 7) == "8A1 (THCS Ninh Khánh)"
