"""Two profiles of one learner: what becomes of their stays, their keeper and their guardians."""

from datetime import date, datetime

import pytest

from khuevan.core.jobs.api import run_pending
from khuevan.core.people import api as people
from khuevan.core.people.events import PersonsMerged
from khuevan.core.people.models import Merge, Person
from khuevan.core.people.tests.factories import make_guardian, make_pair, make_person
from khuevan.core.people.types import MergeConflict, Side
from khuevan.kernel import clock
from khuevan.registry.enrolment import api
from khuevan.registry.enrolment.models import Enrolment, SchoolClass, TransferRequest
from khuevan.registry.enrolment.receivers import settle_learner

from .factories import enrol

BORN = date(2014, 9, 12)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(datetime(2026, 11, 22, 9, tzinfo=clock.VIETNAM)):
        yield


def merge(world, keep: Person, gone: Person, who: str = "tuan", **options) -> Person:
    keep, gone = Person.objects.get(pk=keep.pk), Person.objects.get(pk=gone.pk)
    merged = people.merge_persons(
        world.actor(who), keep=keep, gone=gone, keep_version=keep.version, gone_version=gone.version, **options
    )
    run_pending()
    return Person.objects.get(pk=merged.pk)


def stays(person: Person) -> list[tuple]:
    rows = Enrolment.objects.filter(person=person).order_by("starts_on").select_related("school_class")
    return [(row.school_class.name, row.status, row.starts_on) for row in rows]


def test_profile_entered_by_hand_gets_the_class_where_the_other_studies(world):
    by_hand = make_person("Nguyễn Thị Ánh Nguyệt", world.units["lower_a"], birth_date=BORN)

    merged = merge(world, by_hand, world.people["nguyet"])

    assert stays(merged) == [("7A1", "studying", world.year.starts_on)]
    assert merged.keeper == world.units["7A1"]


@pytest.mark.parametrize("side", list(Side))
def test_learner_is_kept_where_he_studies_whichever_keeper_was_chosen(world, side):
    """Nguyệt's double was left behind by another school, with a guardian of its own."""
    left = enrol(world.classes["3B"], "Nguyễn Thị Ánh Nguyệt", BORN, "female")
    father = make_guardian(left.person, "Nguyễn Văn Tư", "father")
    Enrolment.objects.filter(pk=left.pk).update(status="dropped_out", ends_on=date(2026, 10, 1))

    merged = merge(world, left.person, world.people["nguyet"], who="ha", choices={"keeper": side})

    assert merged.keeper == world.units["7A1"]
    guardians = Person.objects.filter(pk__in=[father.pk, world.people["hanh"].pk]).values_list("full_name", "keeper__name")
    assert dict(guardians) == {"Nguyễn Văn Tư": "Lớp 7A1", "Lê Thị Hạnh": "Lớp 7A1"}


def test_guardian_of_another_child_stays_where_that_child_is(world):
    """Hạnh is kept with her son at the primary school when the double of her daughter is merged."""
    double = make_person("Nguyễn Thị Ánh Nguyệt", world.units["lower_a"], birth_date=BORN)
    Person.objects.filter(pk=world.people["hanh"].pk).update(keeper=world.units["3B"])

    merge(world, world.people["nguyet"], double)

    assert Person.objects.get(pk=world.people["hanh"].pk).keeper == world.units["3B"]


def test_entered_twice_in_one_class_is_one_stay(world):
    double = enrol(world.classes["7A1"], "Nguyễn Thị Ánh Nguyệt", BORN, "female")
    Enrolment.objects.filter(pk=double.pk).update(starts_on=date(2026, 10, 5))
    request = api.hand_over(
        world.actor("tuan"), stay=double, to_school=world.units["upper"], starts_on=date(2026, 11, 20), reason="Chuyển nhà"
    )

    merged = merge(world, world.people["nguyet"], double.person)

    assert stays(merged) == [("7A1", "studying", world.year.starts_on)]
    assert SchoolClass.objects.get(name="7A1").learners == 2
    assert TransferRequest.objects.get(pk=request.pk).enrolment == world.learners["nguyet"]


def test_the_earlier_of_two_stays_is_kept_whichever_profile_it_belongs_to(world):
    double = enrol(world.classes["7A1"], "Nguyễn Thị Ánh Nguyệt", BORN, "female")
    Enrolment.objects.filter(pk=double.pk).update(starts_on=date(2026, 10, 5))

    merged = merge(world, double.person, world.people["nguyet"])

    assert stays(merged) == [("7A1", "studying", world.year.starts_on)]
    assert merged.keeper == world.units["7A1"]


def test_two_classes_are_refused_until_one_profile_is_moved_there(world):
    double = enrol(world.classes["7A2"], "Nguyễn Thị Ánh Nguyệt", BORN, "female")

    with pytest.raises(MergeConflict, match="Hai hồ sơ đang học ở hai nơi: lớp 7A1"):
        merge(world, world.people["nguyet"], double.person)

    assert Merge.objects.count() == 0
    assert stays(double.person) == [("7A2", "studying", world.year.starts_on)]
    api.move_learners(world.actor("tuan"), stays=[double], to_class=world.classes["7A1"], on=clock.today())
    merged = merge(world, world.people["nguyet"], double.person)
    assert stays(merged) == [("7A2", "moved_class", world.year.starts_on), ("7A1", "studying", world.year.starts_on)]


def test_comparison_says_beforehand_what_stands_in_the_way(world, browser):
    double = enrol(world.classes["7A2"], "Nguyễn Thị Ánh Nguyệt", BORN, "female")
    row = make_pair(double.person, world.people["nguyet"])

    page = browser("tuan").get(f"/ho-so/nghi-trung/{row.pk}/")

    assert "Hai hồ sơ đang học ở hai nơi" in page.content.decode()


def test_told_twice_changes_nothing(world):
    double = make_person("Nguyễn Thị Ánh Nguyệt", world.units["lower_a"], birth_date=BORN)
    merged = merge(world, world.people["nguyet"], double)
    settle_learner(PersonsMerged(keep_id=merged.pk, gone_id=double.pk))

    assert Person.objects.get(pk=merged.pk).version == merged.version
