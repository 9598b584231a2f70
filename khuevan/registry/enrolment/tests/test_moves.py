"""Moves between classes, changes of status, coming back, and taking back."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.core.audit.models import JournalEntry
from khuevan.core.people.models import Person
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed, Refusal
from khuevan.registry.enrolment import operations
from khuevan.registry.enrolment.models import Enrolment, SchoolClass
from khuevan.registry.enrolment.types import (
    AlreadyThere,
    CannotReturn,
    NobodyChosen,
    NothingToUndo,
    NotStudying,
    OtherSchool,
    Status,
    WrongDay,
    WrongEnding,
)

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(datetime(2026, 11, 22, 9, tzinfo=clock.VIETNAM)):
        yield


def stays(person: Person) -> list[tuple[str, str, date, date | None]]:
    rows = Enrolment.objects.filter(person=person).order_by("starts_on", "pk").select_related("school_class")
    return [(row.school_class.name, row.status, row.starts_on, row.ends_on) for row in rows]


def everything() -> list:
    """All that a refused deed must leave alone."""
    rows = Enrolment.objects.order_by("pk").values_list("pk", "school_class_id", "status", "starts_on", "ends_on", "version")
    keepers = Person.objects.order_by("pk").values_list("pk", "keeper_id")
    counts = SchoolClass.objects.order_by("pk").values_list("pk", "learners")
    return [list(rows), list(keepers), list(counts), JournalEntry.objects.count()]


def test_move_closes_a_stay_and_opens_the_next(world):
    nguyet, to_class = world.learners["nguyet"], world.classes["7A2"]

    (opened,) = operations.move_learners(
        world.actor("tuan"), stays=[nguyet], to_class=to_class, on=TODAY, reason="Theo nguyện vọng"
    )

    start = world.year.starts_on
    assert stays(nguyet.person) == [("7A1", "moved_class", start, TODAY - DAY), ("7A2", "studying", TODAY, None)]
    assert opened.previous_id == nguyet.pk
    assert Person.objects.get(pk=nguyet.person_id).keeper_id == to_class.unit_id
    assert Enrolment.objects.get(pk=nguyet.pk).reason == "Theo nguyện vọng"


def test_guardian_follows_the_child_to_the_new_class(world):
    operations.move_learners(world.actor("tuan"), stays=[world.learners["nguyet"]], to_class=world.classes["7A2"], on=TODAY)

    assert Person.objects.get(pk=world.people["hanh"].pk).keeper_id == world.classes["7A2"].unit_id


def test_many_move_with_as_many_statements_as_one(world):
    actor, learners = world.actor("tuan"), world.learners
    counts = []
    for chosen in ([learners["nguyet"]], [learners["bao"], learners["chi"]]):
        with CaptureQueriesContext(connection) as captured:
            operations.move_learners(actor, stays=chosen, to_class=world.classes["9A"], on=TODAY)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_classes_know_how_many_learn_in_them(world):
    operations.move_learners(world.actor("tuan"), stays=[world.learners["nguyet"]], to_class=world.classes["7A2"], on=TODAY)

    counts = dict(SchoolClass.objects.filter(name__in=("7A1", "7A2")).values_list("name", "learners"))
    assert counts == {"7A1": 1, "7A2": 2}


def test_move_on_the_first_day_corrects_the_class(world):
    nguyet = world.learners["nguyet"]

    operations.move_learners(world.actor("tuan"), stays=[nguyet], to_class=world.classes["7A2"], on=world.year.starts_on)

    assert stays(nguyet.person) == [("7A2", "studying", world.year.starts_on, None)]


def test_move_is_in_the_journal_with_both_classes(world):
    operations.move_learners(world.actor("tuan"), stays=[world.learners["nguyet"]], to_class=world.classes["7A2"], on=TODAY)

    line = JournalEntry.objects.filter(verb="enrolment.learner_moved").get()
    assert line.changes["class"] == ["7A1", "7A2"]
    assert line.unit_path == world.units["7A2"].path


@pytest.mark.parametrize(
    ("who", "learner", "to", "on", "refusal"),
    [
        ("hieutruongkhac", "nguyet", "7A2", TODAY, NotAllowed),
        ("mai", "nguyet", "7A2", TODAY, NotAllowed),
        ("ha", "nguyet", "7A2", TODAY, NotAllowed),
        ("nguyet", "nguyet", "7A2", TODAY, NotAllowed),
        ("tuan", "giabao", "7A2", TODAY, NobodyChosen),
        ("tuan", "nguyet", "7A1", TODAY, AlreadyThere),
        ("tuan", "nguyet", "3B", TODAY, NotAllowed),
        ("tuan", "nguyet", "7A2", TODAY + DAY, WrongDay),
        ("tuan", "nguyet", "7A2", date(2026, 8, 1), WrongDay),
    ],
)
def test_move_refused_changes_nothing(world, who, learner, to, on, refusal):
    before = everything()

    with pytest.raises(refusal):
        operations.move_learners(world.actor(who), stays=[world.learners[learner]], to_class=world.classes[to], on=on)

    assert everything() == before


def test_one_wrong_learner_keeps_all_where_they_are(world):
    chosen = [world.learners["nguyet"], world.learners["chi"]]
    before = everything()

    with pytest.raises(AlreadyThere, match="Trần Lê Khánh Chi"):
        operations.move_learners(world.actor("tuan"), stays=chosen, to_class=world.classes["7A2"], on=TODAY)

    assert everything() == before


def test_class_of_another_school_is_refused_even_to_one_who_keeps_both(world):
    actor = world.actor("tuan")
    both = type(actor)(
        user_id=actor.user_id,
        person_id=actor.person_id,
        name=actor.name,
        grants=(*actor.grants, *world.actor("hieutruongkhac").grants),
    )

    with pytest.raises(OtherSchool):
        operations.move_learners(both, stays=[world.learners["nguyet"]], to_class=world.classes["3B"], on=TODAY)


def test_learner_who_was_moved_meanwhile_is_named(world):
    nguyet = world.learners["nguyet"]
    operations.move_learners(world.actor("tuan"), stays=[nguyet], to_class=world.classes["7A2"], on=TODAY)

    with pytest.raises(NotStudying, match="Nguyễn Thị Ánh Nguyệt"):
        operations.move_learners(world.actor("tuan"), stays=[nguyet], to_class=world.classes["9A"], on=TODAY)


def test_status_change_ends_the_stay_with_its_decision(world):
    bao = world.learners["bao"]

    operations.end_stays(
        world.actor("tuan"), stays=[bao], status=Status.SUSPENDED, last_day=TODAY, reason="Ốm dài ngày", decision="12/QĐ-THCS"
    )

    row = Enrolment.objects.get(pk=bao.pk)
    assert (row.status, row.ends_on, row.reason, row.decision) == ("suspended", TODAY, "Ốm dài ngày", "12/QĐ-THCS")


@pytest.mark.parametrize(
    ("who", "status", "last_day", "refusal"),
    [
        ("mai", Status.SUSPENDED, TODAY, NobodyChosen),
        ("hieutruongkhac", Status.SUSPENDED, TODAY, NobodyChosen),
        ("tuan", Status.MOVED_CLASS, TODAY, WrongEnding),
        ("tuan", Status.STUDYING, TODAY, WrongEnding),
        ("tuan", Status.DROPPED_OUT, TODAY + DAY, WrongDay),
        ("tuan", Status.DROPPED_OUT, date(2026, 1, 1), WrongDay),
    ],
)
def test_status_change_refused_changes_nothing(world, who, status, last_day, refusal):
    before = everything()

    with pytest.raises(refusal):
        operations.end_stays(world.actor(who), stays=[world.learners["bao"]], status=status, last_day=last_day, reason="x")

    assert everything() == before


def suspended(world) -> Enrolment:
    bao = world.learners["bao"]
    with clock.frozen(datetime(2026, 10, 31, 9, tzinfo=clock.VIETNAM)):
        operations.end_stays(
            world.actor("tuan"), stays=[bao], status=Status.SUSPENDED, last_day=date(2026, 10, 31), reason="Ốm"
        )
    return Enrolment.objects.get(pk=bao.pk)


def test_learner_who_paused_comes_back(world):
    paused = suspended(world)

    opened = operations.return_learner(world.actor("tuan"), stay=paused, to_class=world.classes["7A2"], on=TODAY)

    assert stays(paused.person) == [
        ("7A1", "suspended", world.year.starts_on, date(2026, 10, 31)),
        ("7A2", "studying", TODAY, None),
    ]
    assert opened.previous_id == paused.pk


def test_return_before_the_end_of_the_pause_is_refused(world):
    paused = suspended(world)

    with pytest.raises(WrongDay):
        operations.return_learner(world.actor("tuan"), stay=paused, to_class=world.classes["7A1"], on=date(2026, 10, 31))


def test_learner_comes_back_once(world):
    paused = suspended(world)
    operations.return_learner(world.actor("tuan"), stay=paused, to_class=world.classes["7A1"], on=TODAY)

    with pytest.raises(CannotReturn):
        operations.return_learner(world.actor("tuan"), stay=paused, to_class=world.classes["7A1"], on=TODAY)


def test_who_studies_cannot_return(world):
    with pytest.raises(CannotReturn):
        operations.return_learner(world.actor("tuan"), stay=world.learners["bao"], to_class=world.classes["7A2"], on=TODAY)


def test_move_is_taken_back_the_same_day(world):
    nguyet = world.learners["nguyet"]
    (opened,) = operations.move_learners(world.actor("tuan"), stays=[nguyet], to_class=world.classes["7A2"], on=TODAY)

    standing = operations.undo_last(world.actor("tuan"), stay=opened)

    assert standing.pk == nguyet.pk
    assert stays(nguyet.person) == [("7A1", "studying", world.year.starts_on, None)]
    assert Person.objects.get(pk=nguyet.person_id).keeper_id == world.units["7A1"].pk


def test_status_change_is_taken_back_the_same_day(world):
    bao = world.learners["bao"]
    operations.end_stays(world.actor("tuan"), stays=[bao], status=Status.DROPPED_OUT, last_day=TODAY, reason="Nhầm")

    operations.undo_last(world.actor("tuan"), stay=Enrolment.objects.get(pk=bao.pk))

    row = Enrolment.objects.get(pk=bao.pk)
    assert (row.status, row.ends_on, row.reason) == ("studying", None, "")


def test_return_is_taken_back_the_same_day(world):
    paused = suspended(world)
    opened = operations.return_learner(world.actor("tuan"), stay=paused, to_class=world.classes["7A2"], on=TODAY)

    standing = operations.undo_last(world.actor("tuan"), stay=opened)

    assert (standing.pk, standing.status) == (paused.pk, "suspended")


def test_nothing_is_taken_back_the_next_day(world):
    nguyet = world.learners["nguyet"]
    (opened,) = operations.move_learners(world.actor("tuan"), stays=[nguyet], to_class=world.classes["7A2"], on=TODAY)

    with clock.frozen(datetime(2026, 11, 23, 0, 1, tzinfo=clock.VIETNAM)), pytest.raises(NothingToUndo):
        operations.undo_last(world.actor("tuan"), stay=Enrolment.objects.get(pk=opened.pk))


def test_undo_is_refused_to_another_school(world):
    (opened,) = operations.move_learners(
        world.actor("tuan"), stays=[world.learners["nguyet"]], to_class=world.classes["7A2"], on=TODAY
    )
    before = everything()

    with pytest.raises(NotAllowed):
        operations.undo_last(world.actor("hieutruongkhac"), stay=opened)

    assert everything() == before


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["move", "end", "return", "undo"]),
        st.sampled_from(["7A1", "7A2", "9A"]),
        st.sampled_from([Status.SUSPENDED, Status.DROPPED_OUT, Status.COMPLETED]),
        st.integers(min_value=0, max_value=3),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_after_any_deeds_one_stay_at_most_is_open_and_none_overlap(world, deeds):
    """Every deed takes place on a later day or the same; refusals are part of life."""
    now = datetime(2026, 9, 7, 8, tzinfo=clock.VIETNAM)
    person, actor = world.people["nguyet"], world.actor("tuan")
    with transaction.atomic():
        for what, name, status, wait in deeds:
            now += timedelta(days=wait)
            with clock.frozen(now):
                try_deed(actor, person, what, world.classes[name], status)
            check_history(person)
        transaction.set_rollback(True)


def try_deed(actor, person, what, school_class, status) -> None:
    last = Enrolment.objects.filter(person=person).order_by("-starts_on", "-pk").select_related("school_class__unit").first()
    day = clock.today()
    deeds = {
        "move": lambda: operations.move_learners(actor, stays=[last], to_class=school_class, on=day),
        "end": lambda: operations.end_stays(actor, stays=[last], status=status, last_day=day, reason="x"),
        "return": lambda: operations.return_learner(actor, stay=last, to_class=school_class, on=day),
        "undo": lambda: operations.undo_last(actor, stay=last),
    }
    try:
        deeds[what]()
    except Refusal:
        return


def check_history(person) -> None:
    rows = list(Enrolment.objects.filter(person=person).order_by("starts_on", "pk"))
    assert sum(row.status == Status.STUDYING for row in rows) <= 1
    assert all(before.ends_on < after.starts_on for before, after in pairwise(rows))
    for row in SchoolClass.objects.all():
        assert row.learners == row.enrolments.filter(status=Status.STUDYING).count()
