"""Transfers between schools: asked, answered, carried out; and never without the other school."""

from datetime import date, datetime, timedelta

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.people.models import Person
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.registry.enrolment import operations, queries
from khuevan.registry.enrolment.models import Enrolment, SchoolClass, TransferRequest
from khuevan.registry.enrolment.tests.factories import make_class
from khuevan.registry.enrolment.types import (
    ClassMissing,
    NoSuchLearner,
    NotASchool,
    NotStudying,
    OtherGrade,
    OtherSchool,
    SameSchool,
    TransferEnded,
    TransferOpen,
    WrongDay,
)

TODAY = date(2026, 11, 22)
NGUYET = {"number": "037314000089", "full_name": "nguyen thi anh nguyet"}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(datetime(2026, 11, 22, 9, tzinfo=clock.VIETNAM)):
        yield


@pytest.fixture
def there(world) -> SchoolClass:
    """A class of grade 7 at another school, whose principal is Bùi Thị Xuân."""
    return make_class(world.units["primary_b"], world.year, "7B", level="lower_secondary", grade=7)


def everything() -> list:
    stays = Enrolment.objects.order_by("pk").values_list("pk", "school_id", "status", "ends_on", "version")
    requests = TransferRequest.objects.order_by("pk").values_list("pk", "ended_at", "version")
    return [
        list(stays),
        list(requests),
        list(Person.objects.order_by("pk").values_list("pk", "keeper_id")),
        JournalEntry.objects.count(),
    ]


def asked(world, there) -> TransferRequest:
    """The receiving school asked for Nguyệt."""
    return operations.ask_for(world.actor("hieutruongkhac"), **NGUYET, to_class=there, starts_on=TODAY, reason="Chuyển nơi ở")


def offered(world) -> TransferRequest:
    """Her school asked the other to take her in."""
    return operations.hand_over(
        world.actor("tuan"),
        stay=world.learners["nguyet"],
        to_school=world.units["primary_b"],
        starts_on=TODAY,
        reason="Chuyển nơi ở",
    )


def test_request_of_the_receiving_school_waits_for_the_other(world, there):
    request = asked(world, there)

    assert (request.from_school, request.to_school) == (world.units["lower_a"], world.units["primary_b"])
    assert queries.may_decide(world.actor("tuan"), request)
    assert not queries.may_decide(world.actor("hieutruongkhac"), request)
    assert queries.waiting_count(world.actor("tuan")) == 1
    assert queries.waiting_count(world.actor("hieutruongkhac")) == 0


def test_accepted_by_the_school_that_is_left(world, there):
    request = asked(world, there)

    opened = operations.accept_transfer(world.actor("tuan"), request=request, starts_on=TODAY)

    old = Enrolment.objects.get(pk=world.learners["nguyet"].pk)
    assert (old.status, old.ends_on) == ("transferred", TODAY - timedelta(days=1))
    assert (opened.school_class, opened.starts_on, opened.previous) == (there, TODAY, old)
    assert Person.objects.get(pk=old.person_id).keeper_id == there.unit_id
    assert Person.objects.get(pk=world.people["hanh"].pk).keeper_id == there.unit_id
    assert [step.state for step in queries.steps_of(request)] == ["requested", "accepted"]


def test_accepted_by_the_school_that_receives_with_a_class(world, there):
    request = offered(world)

    opened = operations.accept_transfer(world.actor("hieutruongkhac"), request=request, starts_on=TODAY, to_class=there)

    assert opened.school_class == there
    assert TransferRequest.objects.get(pk=request.pk).to_class == there


def test_receiving_school_must_choose_a_class_of_its_own(world, there):
    request, principal = offered(world), world.actor("hieutruongkhac")
    before = everything()

    with pytest.raises(ClassMissing):
        operations.accept_transfer(principal, request=request, starts_on=TODAY)
    with pytest.raises(OtherSchool):
        operations.accept_transfer(principal, request=request, starts_on=TODAY, to_class=world.classes["7A2"])

    assert everything() == before


@pytest.mark.parametrize("who", ["hieutruongkhac", "mai", "ha", "hanh", "quantri"])
def test_only_the_school_that_was_asked_decides(world, there, who):
    request = asked(world, there)
    before = everything()

    with pytest.raises(NotAllowed):
        operations.accept_transfer(world.actor(who), request=request, starts_on=TODAY)
    with pytest.raises(NotAllowed):
        operations.refuse_transfer(world.actor(who), request=request, note="Không")

    assert everything() == before


def test_only_the_school_that_asked_withdraws(world, there):
    request = asked(world, there)

    with pytest.raises(NotAllowed):
        operations.withdraw_transfer(world.actor("tuan"), request=request)
    operations.withdraw_transfer(world.actor("hieutruongkhac"), request=request)

    assert TransferRequest.objects.get(pk=request.pk).ended_at == clock.now()


def test_refusal_keeps_the_learner_and_its_reasons(world, there):
    request = asked(world, there)

    operations.refuse_transfer(world.actor("tuan"), request=request, note="Chưa đủ hồ sơ")

    assert Enrolment.objects.get(pk=world.learners["nguyet"].pk).status == "studying"
    assert queries.steps_of(request)[-1].note == "Chưa đủ hồ sơ"


def test_answered_request_is_not_answered_again(world, there):
    request = asked(world, there)
    operations.refuse_transfer(world.actor("tuan"), request=request, note="Chưa đủ hồ sơ")

    with pytest.raises(TransferEnded):
        operations.accept_transfer(world.actor("tuan"), request=request, starts_on=TODAY)


def test_learner_has_one_open_request(world, there):
    asked(world, there)
    before = everything()

    with pytest.raises(TransferOpen):
        offered(world)

    assert everything() == before


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("037314000089", "Nguyễn Thị Ánh"),
        ("3712345689", "Trần Lê Khánh Chi"),
        ("037314000088", "Nguyễn Thị Ánh Nguyệt"),
        ("", "Nguyễn Thị Ánh Nguyệt"),
        ("nguyet", "Nguyễn Thị Ánh Nguyệt"),
    ],
)
def test_number_and_name_must_both_be_right(world, there, number, name):
    before = everything()

    with pytest.raises(NoSuchLearner):
        operations.ask_for(
            world.actor("hieutruongkhac"), number=number, full_name=name, to_class=there, starts_on=TODAY, reason="x"
        )

    assert everything() == before


def test_sector_number_finds_the_learner_too(world, there):
    request = operations.ask_for(
        world.actor("hieutruongkhac"),
        number="3712345689",
        full_name="Nguyễn Thị Ánh Nguyệt",
        to_class=there,
        starts_on=TODAY,
        reason="x",
    )

    assert request.person == world.people["nguyet"]


def test_school_asks_for_nobody_of_its_own(world):
    with pytest.raises(SameSchool):
        operations.ask_for(world.actor("tuan"), **NGUYET, to_class=world.classes["7A2"], starts_on=TODAY, reason="x")


def test_learner_stays_in_his_grade(world):
    with pytest.raises(OtherGrade):
        operations.ask_for(world.actor("hieutruongkhac"), **NGUYET, to_class=world.classes["3B"], starts_on=TODAY, reason="x")


def test_learner_is_offered_to_schools_only(world):
    with pytest.raises(NotASchool):
        operations.hand_over(
            world.actor("tuan"), stay=world.learners["nguyet"], to_school=world.units["commune_b"], starts_on=TODAY, reason="x"
        )


def test_school_does_not_hand_over_children_of_another(world):
    with pytest.raises(NotAllowed):
        operations.hand_over(
            world.actor("tuan"), stay=world.learners["giabao"], to_school=world.units["primary_c"], starts_on=TODAY, reason="x"
        )


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 8, 1)])
def test_first_day_lies_within_the_stay_and_today(world, there, day):
    request = asked(world, there)

    with pytest.raises(WrongDay):
        operations.accept_transfer(world.actor("tuan"), request=request, starts_on=day)


def test_learner_who_changed_class_meanwhile_is_still_handed_over(world, there):
    request = asked(world, there)
    operations.move_learners(
        world.actor("tuan"), stays=[world.learners["nguyet"]], to_class=world.classes["7A2"], on=date(2026, 11, 10)
    )

    opened = operations.accept_transfer(world.actor("tuan"), request=request, starts_on=TODAY)

    assert opened.previous.school_class == world.classes["7A2"]


def test_learner_who_left_meanwhile_is_not_handed_over(world, there):
    request = asked(world, there)
    operations.end_stays(
        world.actor("tuan"), stays=[world.learners["nguyet"]], status="dropped_out", last_day=TODAY, reason="x"
    )

    with pytest.raises(NotStudying):
        operations.accept_transfer(world.actor("tuan"), request=request, starts_on=TODAY)


def test_transfer_is_seen_by_both_schools(world, there):
    request = asked(world, there)

    assert queries.transfer(world.actor("tuan"), request.pk) == request
    assert queries.transfer(world.actor("hieutruongkhac"), request.pk) == request


def test_transfer_is_not_seen_elsewhere(world, there):
    request = asked(world, there)

    with pytest.raises(NotFound):
        queries.transfer(world.actor("sokhac"), request.pk)
