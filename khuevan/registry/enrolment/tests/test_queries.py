"""Which learners a list has, what it says of their profiles, and how wide a reach is."""

import pytest

from khuevan.core.people.tests.factories import make_pair
from khuevan.kernel import clock
from khuevan.registry.enrolment import operations, queries
from khuevan.registry.enrolment.queries import reaching
from khuevan.registry.enrolment.tests.factories import enrol, make_class
from khuevan.registry.enrolment.types import Status


def listed(world, username: str, *, unit: str = "", **asked) -> list[str]:
    actor = world.actor(username)
    rows = queries.as_rows(queries.matching(actor, queries.reach(actor, unit=unit), **asked))
    return [row["full_name"] for row in rows]


def states(world, username: str) -> dict[str, str]:
    actor = world.actor(username)
    rows = queries.as_rows(queries.matching(actor, queries.reach(actor)))
    return {row["full_name"]: row["state"] for row in rows}


@pytest.mark.parametrize(
    ("username", "found"),
    [
        ("tuan", ["Đinh Văn Bảo", "Trần Lê Khánh Chi", "Nguyễn Thị Ánh Nguyệt", "Tạ Quang Ứng"]),
        ("mai", ["Đinh Văn Bảo", "Nguyễn Thị Ánh Nguyệt"]),
        ("xakhac", ["Phạm Gia Bảo"]),
        ("sokhac", ["Vũ Đức Dũng"]),
        ("hanh", []),
        ("nguyet", []),
        ("quantri", []),
        ("bo", []),
    ],
)
def test_list_has_the_learners_in_reach_by_given_name(world, username, found):
    assert listed(world, username) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "anh nguyet"}, ["Nguyễn Thị Ánh Nguyệt"]),
        ({"words": "NGUYỆT thi"}, ["Nguyễn Thị Ánh Nguyệt"]),
        ({"words": "3712345690"}, ["Đinh Văn Bảo"]),
        ({"words": "037214000012"}, ["Đinh Văn Bảo"]),
        ({"words": "037 214 000 012"}, ["Đinh Văn Bảo"]),
        ({"words": "037214"}, []),
        ({"words": "037211000066"}, []),
        ({"grade": 9}, ["Tạ Quang Ứng"]),
        ({"grade": 7, "words": "bao"}, ["Đinh Văn Bảo"]),
        ({"status": Status.SUSPENDED}, []),
    ],
)
def test_list_is_narrowed(world, asked, found):
    assert listed(world, "tuan", **asked) == found


def test_list_is_narrowed_to_a_class(world):
    assert listed(world, "tuan", school_class=world.classes["7A2"].pk) == ["Trần Lê Khánh Chi"]


def test_class_of_another_school_narrows_to_nobody(world):
    assert listed(world, "tuan", school_class=world.classes["3B"].pk) == []


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("hoa lu", ["Đinh Văn Bảo", "Trần Lê Khánh Chi", "Nguyễn Hoàng Long", "Nguyễn Thị Ánh Nguyệt", "Tạ Quang Ứng"]),
        ("ninh khanh", ["Đinh Văn Bảo", "Trần Lê Khánh Chi", "Nguyễn Thị Ánh Nguyệt", "Tạ Quang Ứng"]),
        ("xã gia viễn", ["Phạm Gia Bảo"]),
        ("nga sơn", []),
        ("không có ở đâu", []),
    ],
)
def test_officer_narrows_by_commune_or_school(world, unit, found):
    assert listed(world, "ha", unit=unit) == found


def test_those_who_left_are_found_by_their_status(world):
    operations.end_stays(
        world.actor("tuan"), stays=[world.learners["bao"]], status=Status.SUSPENDED, last_day=clock.today(), reason="Ốm"
    )

    assert listed(world, "tuan", status=Status.SUSPENDED) == ["Đinh Văn Bảo"]
    assert "Đinh Văn Bảo" not in listed(world, "tuan")


def test_state_names_the_most_pressing_lack(world):
    enrol(
        world.classes["7A1"], "Lê An", world.people["bao"].birth_date, "male", personal_id="037214000777", sector_id="3712345777",
        ethnicity="01", birthplace="Ninh Bình",
    )  # fmt: skip

    assert states(world, "tuan") == {
        "Lê An": "",
        "Đinh Văn Bảo": "birthplace",
        "Trần Lê Khánh Chi": "ethnicity",
        "Nguyễn Thị Ánh Nguyệt": "birthplace",
        "Tạ Quang Ứng": "sector_id",
    }


def test_complete_profile_that_looks_like_another_is_wrong(world):
    stay = enrol(
        world.classes["7A1"], "Lê An", world.people["bao"].birth_date, "male", personal_id="037214000777", sector_id="3712345777",
        ethnicity="01", birthplace="Ninh Bình",
    )  # fmt: skip
    make_pair(stay.person, world.people["bao"])

    assert states(world, "tuan")["Lê An"] == "1"
    assert queries.wrong_count(world.actor("tuan"), queries.reach(world.actor("tuan"))) == 5


def test_wrong_ones_are_listed_alone(world):
    enrol(
        world.classes["7A1"], "Lê An", world.people["bao"].birth_date, "male", personal_id="037214000777", sector_id="3712345777",
        ethnicity="01", birthplace="Ninh Bình",
    )  # fmt: skip

    assert "Lê An" not in listed(world, "tuan", wrong=True)
    assert len(listed(world, "tuan", wrong=True)) == 4


def test_sensitive_fields_narrow_to_where_they_may_be_seen(world):
    assert listed(world, "tuan", sensitive=True) == listed(world, "tuan")
    assert listed(world, "ha", sensitive=True) == []


def test_reach_counts_classes_and_learners(world):
    mine = queries.reach(world.actor("tuan"))

    assert (mine.class_count, mine.learners, mine.one_school, mine.grades) == (3, 4, True, [7, 9])


def test_wide_reach_is_counted_but_not_named(world, monkeypatch):
    monkeypatch.setattr(reaching, "NARROW", 2)

    wide = queries.reach(world.actor("ha"))

    assert (wide.is_narrow, wide.class_count, wide.learners) == (False, 5, 6)
    assert queries.wrong_count(world.actor("ha"), wide) is None


@pytest.mark.parametrize("asked", [{}, {"words": "bao"}, {"grade": 7}, {"wrong": True}])
def test_wide_reach_lists_the_same_learners(world, monkeypatch, asked):
    narrow = listed(world, "ha", **asked)
    monkeypatch.setattr(reaching, "NARROW", 2)

    assert listed(world, "ha", **asked) == narrow


def test_text_that_names_too_many_units_is_vague(world, monkeypatch):
    monkeypatch.setattr(reaching, "MOST_UNITS", 1)

    found = queries.reach(world.actor("ha"), unit="hoa lu")

    assert (found.vague, found.class_count) == (True, 0)


def test_learner_page_shows_only_the_past_once_the_learner_has_left(world):
    there = make_class(world.units["primary_b"], world.year, "7B", level="lower_secondary", grade=7)
    request = operations.hand_over(
        world.actor("tuan"), stay=world.learners["nguyet"], to_school=there.school, starts_on=clock.today(), reason="x"
    )
    operations.accept_transfer(world.actor("hieutruongkhac"), request=request, starts_on=clock.today(), to_class=there)
    actor = world.actor("tuan")

    seen = queries.view(actor, world.learners["nguyet"].pk, reason="x")

    assert (seen.sees_person, seen.guardians, seen.sensitive, seen.may_edit_person) == (False, [], None, False)
    assert [stay.school for stay in seen.stays] == [world.units["lower_a"]]


def test_sensitive_fields_of_a_page_are_noted(world):
    actor = world.actor("tuan")

    queries.view(actor, world.learners["nguyet"].pk, reason="Xem trang học sinh")

    assert [(read.person_id, read.reason) for read in actor.reads] == [(world.people["nguyet"].pk, "Xem trang học sinh")]


def test_family_sees_the_page_without_the_schools_part(world):
    actor = world.actor("hanh")

    seen = queries.view(actor, world.learners["nguyet"].pk, reason="x")

    assert (seen.is_family, seen.may_place, seen.may_transfer, seen.transfer) == (True, False, False, None)
    assert actor.reads == []


@pytest.mark.parametrize(
    ("username", "text", "found"), [("tuan", "7a", ["Lớp 7A1", "Lớp 7A2"]), ("tuan", "3b", []), ("ha", "3B", ["Lớp 3B"])]
)
def test_search_finds_classes_by_the_beginning_of_their_name(world, username, text, found):
    assert [hit.title for hit in queries.search_classes(world.actor(username), text, 9)] == found


def test_people_are_found_once(world):
    assert queries.search_learners(world.actor("tuan"), "nguyet", 9) == []
