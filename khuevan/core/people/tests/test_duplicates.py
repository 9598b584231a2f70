"""Finding profiles that may be one person: in one's own reach, once, and never again what somebody denied."""

from datetime import date

import pytest

from khuevan.core.people import api
from khuevan.core.people.models import DuplicatePair, DuplicateVerdict, Guardianship, Person
from khuevan.core.people.operations import dismiss_pair, find_duplicates
from khuevan.core.people.queries import choices, last_search, pair_count, pairs
from khuevan.core.people.tests.factories import make_guardian, make_person
from khuevan.core.people.types import DuplicateReason, Side
from khuevan.kernel.errors import NotAllowed

BORN = date(2014, 3, 5)


def found(world, username: str = "tuan") -> list[tuple[set[str], list[str], int]]:
    find_duplicates(world.actor(username))
    return [({pair.first.full_name, pair.second.full_name}, pair.reasons, pair.score) for pair in pairs(world.actor(username))]


def learner(world, name: str, born: date | None = BORN, *, unit: str = "9A", **fields) -> Person:
    return make_person(name, world.units[unit], birth_date=born, **fields)


def test_world_without_doubles_has_no_pairs(world):
    assert found(world) == []


def test_same_name_without_diacritics_and_same_birth_is_a_pair(world):
    learner(world, "Lê Thị Ánh")
    learner(world, "Le Thi Anh")

    assert found(world) == [({"Lê Thị Ánh", "Le Thi Anh"}, [DuplicateReason.SAME_NAME_AND_BIRTH], 95)]


def test_two_different_numbers_make_the_same_name_less_likely(world):
    learner(world, "Lê Thị Ánh", personal_id="037314000201")
    learner(world, "Lê Thị Ánh", personal_id="037314000202")

    assert [score for _names, _reasons, score in found(world)] == [65]


def test_swapped_day_and_month_is_a_pair_once(world):
    learner(world, "Lê Thị Ánh", date(2014, 3, 5))
    learner(world, "Lê Thị Ánh", date(2014, 5, 3))
    learner(world, "Lê Thị Ánh", date(2014, 3, 25))

    assert found(world) == [({"Lê Thị Ánh"}, [DuplicateReason.SWAPPED_BIRTH], 80)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Nguyễn Thị Ánh Tuyết", "Nguyễn Ánh Tuyết", True),
        ("Nguyễn Thị Ánh Tuyết", "Nguyễn Thị Ánh Tuyêt Nhi", False),
        ("Nguyễn Văn Hoàng", "Nguyễn Văn Hoang", True),
        ("Nguyễn Văn Hoàng", "Nguyễn Văn Hoàn", True),
        ("Nguyễn Văn Hoàng", "Trần Đức Hoàng", False),
        ("Nguyễn Văn Hoàng", "Nguyễn Văn Bình", False),
    ],
)
def test_similar_names_of_one_day_are_a_pair(world, one, other, alike):
    learner(world, one)
    learner(world, other)

    assert [names for names, _reasons, _score in found(world)] == ([{one, other}] if alike else [])


@pytest.mark.parametrize(
    "apart",
    [{"sex": "female"}, {"personal_id": "037214000302"}, {"birth_date": date(2013, 3, 5)}],
)
def test_similar_names_are_two_people_when_something_else_tells_them_apart(world, apart):
    learner(world, "Nguyễn Văn Hoàng", sex="male", personal_id="037214000301")
    make_person("Nguyễn Văn Hoàn", world.units["9A"], **({"birth_date": BORN, "sex": "male"} | apart))

    assert found(world) == []


def test_same_name_with_the_phone_of_one_guardian_is_a_pair(world):
    for born in (date(2014, 3, 5), date(2015, 8, 9)):
        child = learner(world, "Lê Văn Phúc", born)
        guardian = make_guardian(child, f"Lê Văn {born.year}", "father")
        Person.objects.filter(pk=guardian.pk).update(phone="0912345678")

    assert found(world) == [({"Lê Văn Phúc"}, [DuplicateReason.SAME_PHONE], 75)]


def test_siblings_with_one_guardian_are_no_pair(world):
    child = learner(world, "Lê Văn Phúc")
    guardian = make_guardian(child, "Lê Văn Cha", "father")
    Person.objects.filter(pk=guardian.pk).update(phone="0912345678")
    sibling = learner(world, "Lê Văn Lộc", date(2016, 1, 1))
    Guardianship.objects.create(child=sibling, guardian=guardian, relation="father", starts_on=date(2020, 1, 1))

    assert found(world) == []


def test_pair_of_two_schools_is_seen_by_the_department_only(world):
    learner(world, "Lê Thị Ánh", unit="9A")
    learner(world, "Lê Thị Ánh", unit="3B")

    assert (found(world, "tuan"), found(world, "hieutruongkhac")) == ([], [])
    assert len(found(world, "ha")) == 1
    assert list(pairs(world.actor("tuan"))) == []


def test_pairs_are_counted_where_both_profiles_are_kept(world):
    learner(world, "Lê Thị Ánh")
    learner(world, "Le Thi Anh", unit="7A1")
    learner(world, "Vũ Hai", unit="3B")
    learner(world, "Vũ Hai")
    find_duplicates(world.actor("ha"))

    counts = {name: pair_count(world.actor(name)) for name in ("ha", "tuan", "hieutruongkhac", "sokhac", "mai")}
    assert counts == {"ha": 2, "tuan": 1, "hieutruongkhac": 0, "sokhac": 0, "mai": 0}
    paths = {pair.path for pair in DuplicatePair.objects.all()}
    assert paths == {world.units["lower_a"].path, world.units["province"].path}


def test_pair_is_not_shown_once_one_of_it_left_the_reach(world):
    learner(world, "Lê Thị Ánh")
    gone = learner(world, "Le Thi Anh", unit="7A1")
    find_duplicates(world.actor("tuan"))
    Person.objects.filter(pk=gone.pk).update(keeper=world.units["3B"])

    assert list(pairs(world.actor("tuan"))) == []


def test_pair_that_is_none_any_more_is_forgotten_at_the_next_search(world):
    one = learner(world, "Lê Thị Ánh")
    learner(world, "Lê Thị Ánh")
    before = len(found(world))
    Person.objects.filter(pk=one.pk).update(birth_date=date(2011, 11, 30))

    assert (before, found(world), DuplicatePair.objects.count()) == (1, [], 0)


def test_denied_pair_is_never_found_again(world):
    learner(world, "Lê Thị Ánh")
    learner(world, "Lê Thị Ánh")
    find_duplicates(world.actor("tuan"))

    dismiss_pair(world.actor("tuan"), pair=DuplicatePair.objects.get())

    assert (found(world), found(world, "ha")) == ([], [])
    assert DuplicateVerdict.objects.get().made_by_name == "Đỗ Minh Tuấn"


def test_pair_is_not_denied_by_those_who_do_not_reach_both(world):
    learner(world, "Lê Thị Ánh", unit="9A")
    learner(world, "Lê Thị Ánh", unit="3B")
    find_duplicates(world.actor("ha"))

    with pytest.raises(NotAllowed):
        dismiss_pair(world.actor("tuan"), pair=DuplicatePair.objects.get())

    assert (DuplicatePair.objects.count(), DuplicateVerdict.objects.count()) == (1, 0)


@pytest.mark.parametrize("username", ["mai", "vanthu", "hanh", "quantri"])
def test_search_is_refused_to_those_who_may_not_merge(world, username):
    learner(world, "Lê Thị Ánh")
    learner(world, "Lê Thị Ánh")

    with pytest.raises(NotAllowed):
        find_duplicates(world.actor(username))

    assert DuplicatePair.objects.count() == 0


def test_search_of_a_wider_reach_counts_for_what_lies_in_it(world):
    nothing = last_search(world.actor("tuan"))
    find_duplicates(world.actor("ha"))

    assert nothing is None
    assert last_search(world.actor("tuan")) == last_search(world.actor("ha"))
    assert last_search(world.actor("sokhac")) is None


def test_possible_duplicates_are_named_before_somebody_is_added(world):
    actor = world.actor("tuan")
    ask = {
        "same": {"full_name": "dinh van bao", "birth_date": date(2014, 2, 3)},
        "swapped": {"full_name": "Đinh Văn Bảo", "birth_date": date(2014, 3, 2)},
        "similar": {"full_name": "Đinh Bảo", "birth_date": date(2014, 2, 3)},
        "nobody": {"full_name": "Đinh Văn Bảo", "birth_date": date(2015, 2, 3)},
    }

    told = {
        name: [(one.full_name, one.reason) for one in api.possible_duplicates(actor, **fields)] for name, fields in ask.items()
    }

    assert told == {
        "same": [("Đinh Văn Bảo", DuplicateReason.SAME_NAME_AND_BIRTH)],
        "swapped": [("Đinh Văn Bảo", DuplicateReason.SWAPPED_BIRTH)],
        "similar": [("Đinh Văn Bảo", DuplicateReason.SIMILAR_NAME)],
        "nobody": [],
    }


def test_possible_duplicates_out_of_reach_are_not_named(world):
    ask = {"full_name": "Nguyễn Hoàng Long", "birth_date": date(2011, 3, 22)}

    assert api.possible_duplicates(world.actor("tuan"), **ask) == []
    assert len(api.possible_duplicates(world.actor("ha"), **ask)) == 1


def test_comparison_covers_what_the_actor_may_not_read(world):
    left = learner(world, "Lê Thị Ánh", ethnicity="01", phone="0912345678")
    right = learner(world, "Lê Thị Ánh", ethnicity="02")
    officer, focal = world.actor("ha"), world.actor("tuan")

    covered = {choice.field: (choice.keep, choice.gone, choice.suggested) for choice in choices(officer, keep=left, gone=right)}
    shown = {choice.field: (choice.keep, choice.gone) for choice in choices(focal, keep=left, gone=right)}

    assert covered == {"ethnicity": ("•••", "•••", Side.KEEP), "phone": ("0912345678", "—", Side.KEEP)}
    assert shown["ethnicity"] == ("Kinh", "Tày")
    assert (officer.reads, {read.person_id for read in focal.reads}) == ([], {left.pk, right.pk})
