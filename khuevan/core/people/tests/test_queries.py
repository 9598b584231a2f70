"""Who is found, how a profile is shown, and which readings are noted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.audit.api import record_reads
from khuevan.core.people import api
from khuevan.core.people.models import Person
from khuevan.core.people.queries import (
    UnreadPlace,
    children_card,
    history,
    home_province,
    kinds_of,
    past_values,
    possible_guardians,
    profile,
    read_place,
    read_place_before_2025,
    readings,
    search,
    shown,
    suggestions,
)
from khuevan.core.people.tests.factories import make_person
from khuevan.core.people.types import PersonKind
from khuevan.core.reference import api as reference
from khuevan.kernel.errors import NotAllowed, NotFound

COMMUNES = [commune for province in reference.provinces() for commune in reference.communes(province.code)]


def titles(world, username: str, text: str) -> list[str]:
    return [hit.title for hit in search(world.actor(username), text, 9)]


@pytest.mark.parametrize(
    ("username", "text", "found"),
    [
        ("tuan", "anh nguyet", ["Nguyễn Thị Ánh Nguyệt"]),
        ("tuan", "NGUYỆT", ["Nguyễn Thị Ánh Nguyệt"]),
        ("tuan", "hanh", ["Trần Lê Khánh Chi", "Lê Thị Hạnh"]),
        ("tuan", "ngo mai", ["Ngô Thị Mai"]),
        ("tuan", "3712345690", ["Đinh Văn Bảo"]),
        ("tuan", "037 214 000 012", ["Đinh Văn Bảo"]),
        ("tuan", "037214", []),
        ("tuan", "037211000066", []),
        ("tuan", "hoang long", []),
        ("ha", "hoang long", ["Nguyễn Hoàng Long"]),
        ("ha", "duc dung", []),
        ("mai", "bao", ["Đinh Văn Bảo"]),
        ("hanh", "bao", []),
        ("quantri", "bao", []),
    ],
)
def test_search_finds_whole_numbers_and_parts_of_names_in_reach(world, username, text, found):
    assert titles(world, username, text) == found


def test_search_takes_the_same_way_home_in_a_wide_reach(world, monkeypatch):
    narrow = titles(world, "tuan", "nguyen")
    monkeypatch.setattr("khuevan.core.people.queries.reach.NARROW", 0)

    assert titles(world, "tuan", "nguyen") == narrow


def test_merged_profile_is_in_no_list(world):
    Person.objects.filter(pk=world.people["bao"].pk).update(merged_into=world.people["nguyet"])

    assert titles(world, "tuan", "dinh van bao") == []
    assert world.people["bao"] not in api.people(world.actor("tuan"))


def test_people_are_learners_guardians_and_staff(world):
    world.people["mai"].wards.create(child=world.people["chi"], relation="mother", starts_on="2020-01-01")
    asked = {name: world.people[name].pk for name in ("nguyet", "hanh", "tuan", "mai")}

    found = kinds_of(asked.values())

    assert {name: found[pk] for name, pk in asked.items()} == {
        "nguyet": {PersonKind.LEARNER},
        "hanh": {PersonKind.GUARDIAN},
        "tuan": {PersonKind.STAFF},
        "mai": {PersonKind.STAFF, PersonKind.GUARDIAN},
    }


def test_adults_in_reach_may_become_guardians(world):
    names = {person.full_name for person in possible_guardians(world.actor("tuan"), world.people["chi"])}

    assert {"Lê Thị Hạnh", "Ngô Thị Mai"} <= names
    assert {"Trần Văn Lộc", "Đinh Văn Bảo", "Lý Thị Bích"} & names == set()


def test_homeroom_teacher_sees_sensitive_fields_and_it_is_noted_once(world):
    actor = world.actor("mai")

    seen = profile(actor, world.people["nguyet"])

    assert (str(seen.sensitive[0].label), seen.sensitive[0].value) == ("Dân tộc", "Kinh")
    assert [(read.person_id, read.fields) for read in actor.reads] == [
        (world.people["nguyet"].pk, ("ethnicity", "religion", "policy_categories"))
    ]


def test_officer_sees_no_sensitive_field_and_no_number(world):
    actor = world.actor("ha")

    seen = profile(actor, world.people["nguyet"])

    assert (seen.sensitive, seen.number, actor.reads) == (None, "", [])
    with pytest.raises(NotAllowed):
        api.personal_id(actor, world.people["nguyet"])


def test_number_in_clear_is_noted_and_absent_when_there_is_none(world):
    actor = world.actor("vanthu")

    assert api.personal_id(actor, world.people["nguyet"]) == "037314000089"
    assert [read.fields for read in actor.reads] == [("personal_id",)]
    with pytest.raises(NotFound):
        api.personal_id(actor, make_person("Không Số", world.units["7A1"]))


def test_people_see_who_read_them_but_not_their_own_looking(world):
    for username in ("mai", "nguyet", "hanh"):
        actor = world.actor(username)
        profile(actor, world.people["nguyet"])
        record_reads(actor)

    assert [row.actor_name for row in readings(world.actor("nguyet"), world.people["nguyet"])] == ["Lê Thị Hạnh", "Ngô Thị Mai"]
    with pytest.raises(NotAllowed):
        readings(world.actor("mai"), world.people["nguyet"])


def test_profile_says_what_is_missing_and_what_contradicts_the_number(world):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    pupil.sex = "male"

    seen = profile(world.actor("tuan"), pupil)

    assert [str(label) for label in seen.missing] == ["Quốc tịch", "Xã, phường thường trú", "Nơi sinh", "Quê quán"]
    assert (seen.present, seen.needed) == (5, 9)
    assert [warning.code for warning in seen.warnings] == ["identity_sex_differs"]


def test_profile_has_homeroom_teacher_and_posts_from_roles(world):
    of_child = profile(world.actor("hanh"), world.people["nguyet"]).parts
    of_teacher = profile(world.actor("tuan"), world.people["mai"]).parts

    assert [(str(part.title), [fact.value for fact in part.facts]) for part in of_child] == [
        ("Học tập", ["Lớp 7A1, Trường THCS Ninh Khánh"]),
        ("Lớp học", ["Ngô Thị Mai"]),
    ]
    assert [(str(part.title), [str(fact.label) for fact in part.facts]) for part in of_teacher] == [
        ("Vị trí công tác", ["Giáo viên chủ nhiệm"])
    ]


def test_guardian_at_one_school_is_not_opened_from_the_other(world):
    line = profile(world.actor("hieutruongkhac"), world.people["giabao"]).guardians[0]

    assert (line.other.full_name, line.opens) == ("Lê Thị Hạnh", False)


def test_wards_of_another_school_are_not_named(world):
    wards = profile(world.actor("tuan"), world.people["hanh"]).wards

    assert [line.other.full_name for line in wards] == ["Nguyễn Thị Ánh Nguyệt"]


def test_parents_card_names_both_children_and_nobody_else(world):
    card = children_card(world.actor("hanh"))

    assert [(row.label, row.value) for row in card.rows] == [
        ("Nguyễn Thị Ánh Nguyệt", "Lớp 7A1 · Trường THCS Ninh Khánh"),
        ("Phạm Gia Bảo", "Lớp 3B · Trường Tiểu học Gia Viễn"),
    ]
    assert children_card(world.actor("nguyet")) is None


def test_history_tells_deeds_in_words_and_past_values_from_the_database(world):
    clerk, pupil = world.actor("vanthu"), Person.objects.get(pk=world.people["nguyet"].pk)
    api.update_person(clerk, person=pupil, version=pupil.version, sex="male", birth_date=date(2014, 9, 13))
    pupil = Person.objects.get(pk=pupil.pk)

    deed = history(clerk, pupil)[0]
    _at, changes = past_values(clerk, pupil)[0]

    told = [("Ngày sinh", "12/09/2014", "13/09/2014"), ("Giới tính", "Nữ", "Nam")]
    assert str(deed.what) == "Sửa hồ sơ"
    assert sorted((str(change.label), change.before, change.after) for change in deed.changes) == sorted(told)
    assert [(str(change.label), change.before, change.after) for change in changes] == told
    with pytest.raises(NotAllowed):
        history(world.actor("mai"), pupil)


@given(st.sampled_from(COMMUNES))
def test_full_name_of_a_commune_is_read_back_to_its_code(commune):
    assert read_place(shown("residence_code", commune.code)) == commune.code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Phường Hoa Lư, Ninh Bình", "14329"), ("hoa lu", "14329"), ("14329", "14329"), ("xa gia vien, tinh ninh binh", "14464")],
)
def test_commune_is_read_as_people_type_it(text, code):
    assert read_place(text) == code


def test_commune_of_before_is_read_with_or_without_its_district():
    assert read_place_before_2025("Phường Ninh Khánh, Thành phố Hoa Lư, Ninh Bình") == "14344"
    assert read_place_before_2025("ninh khanh, ninh binh") == "14344"


@pytest.mark.parametrize(("text", "some"), [("Tân Lập", True), ("Xã Không Có, Ninh Bình", False), (" , ", False)])
def test_place_that_is_none_or_several_is_refused_with_candidates(text, some):
    with pytest.raises(UnreadPlace) as refused:
        read_place(text)

    assert bool(refused.value.candidates) is some


def test_communes_of_the_home_province_are_suggested(world):
    pupil = world.people["nguyet"]
    pupil.residence_code = "14329"

    assert home_province(pupil) == "37"
    assert len(suggestions("37")) == 129
    assert suggestions("") == []
