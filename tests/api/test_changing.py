"""Changes of one record: from the state that was read, told to the second who changes the same, once under a key."""

from uuid import uuid4

import pytest
from django.test import Client

from khuevan.core.audit.models import JournalEntry
from khuevan.core.people.models import Person
from khuevan.kernel import clock
from khuevan.registry.enrolment.models import Enrolment

from .callers import caller, software, with_token


def address(world, key: str) -> str:
    return f"/api/v1/people/{world.people[key].uid}"


def change(api: Client, world, key: str, *, etag: str = "", once: object = None, **values: object):
    headers = {"If-Match": etag} | ({"Idempotency-Key": str(once)} if once else {})
    return api.patch(address(world, key), values, content_type="application/json", headers=headers)


def contact(world, key: str) -> tuple[str, str, str, int]:
    found = Person.objects.get(pk=world.people[key].pk)
    return found.phone, found.email, found.current_address, found.version


def test_contact_is_changed_from_the_state_that_was_read(world):
    api = caller(world, "tuan")
    read = api.get(address(world, "nguyet"))

    changed = change(api, world, "nguyet", etag=read["ETag"], phone="+84 912 345 678", current_address=" Số 5 ")

    assert (changed.status_code, changed.json()["phone"], changed.json()["version"]) == (
        200,
        "0912345678",
        read.json()["version"] + 1,
    )
    assert contact(world, "nguyet")[:3] == ("0912345678", "", "Số 5")
    assert api.get(address(world, "nguyet")).json() == changed.json()
    assert JournalEntry.objects.filter(verb="people.person_updated").count() == 1


def test_the_second_who_changes_the_same_is_told(world):
    one, other = caller(world, "tuan"), caller(world, "hieutruong")
    etag = one.get(address(world, "nguyet"))["ETag"]

    first = change(one, world, "nguyet", etag=etag, phone="0912345678")
    second = change(other, world, "nguyet", etag=etag, phone="0987654321")

    assert (first.status_code, second.status_code, second.json()["type"]) == (200, 412, "/api/v1/loi/no_match")
    assert contact(world, "nguyet")[0] == "0912345678"


def test_the_weak_etag_of_a_compressed_answer_counts(world):
    etag = caller(world, "tuan").get(address(world, "nguyet"))["ETag"]

    response = change(caller(world, "tuan"), world, "nguyet", etag=f"W/{etag}", phone="0912345678")

    assert (response.status_code, contact(world, "nguyet")[0]) == (200, "0912345678")


def test_a_change_that_does_not_say_what_it_was_made_from_is_refused(world):
    before = contact(world, "nguyet")

    response = change(caller(world, "tuan"), world, "nguyet", phone="0912345678")

    assert (response.status_code, response.json()["type"]) == (428, "/api/v1/loi/match_required")
    assert contact(world, "nguyet") == before


def test_a_change_sent_again_under_its_key_is_answered_as_it_was(world):
    api, key = caller(world, "tuan"), uuid4()
    etag = api.get(address(world, "nguyet"))["ETag"]

    first, again = (change(api, world, "nguyet", etag=etag, once=key, email="a@example.vn") for _ in range(2))

    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert JournalEntry.objects.filter(verb="people.person_updated").count() == 1


@pytest.mark.parametrize(
    ("values", "pointer", "message"),
    [
        ({"phone": "12"}, "body.phone", None),
        ({"email": "khong-phai"}, "body.email", None),
        ({"current_address": "a\x00b"}, "body.current_address", "Không đúng dạng cho phép. Xem tài liệu API."),
        ({"current_address": "a" * 251}, "body.current_address", "Dài quá 250 ký tự."),
        ({"current_address": "\ud800"}, "body.current_address", "Giá trị này không dùng được."),
        ({"phone": None}, "body.phone", "Phải là chữ."),
        ({"full_name": "Tên Khác"}, "body.full_name", "Không có mục này."),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_changed(values, pointer, message, world):
    before = contact(world, "nguyet")

    response = change(caller(world, "tuan"), world, "nguyet", etag="*", **values)
    wrong = response.json()["errors"][0]

    assert (response.status_code, wrong["pointer"]) == (422, pointer)
    assert message in (wrong["message"], None)
    assert contact(world, "nguyet") == before


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"", "application/json", 415),
        (b"phone=0912345678", "application/x-www-form-urlencoded", 415),
        (b'{"phone": "0912345678"}', "text/plain", 415),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(body, content_type, status, world):
    before = contact(world, "nguyet")

    response = caller(world, "tuan").generic("PATCH", address(world, "nguyet"), body, content_type, headers={"If-Match": "*"})

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert contact(world, "nguyet") == before


def test_oneself_and_ones_child_are_seen_but_not_changed(world):
    before = contact(world, "nguyet")

    answers = [change(caller(world, name), world, "nguyet", etag="*", phone="0912345678") for name in ("nguyet", "hanh")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert contact(world, "nguyet") == before


def move(api: Client, world, learner: str, to_class: str, **more: object):
    body = {"class_id": world.classes[to_class].pk, "on": clock.today().isoformat()} | more
    return api.post(f"/api/v1/learners/{world.learners[learner].uid}/move", body, content_type="application/json")


def open_class(world, learner: str) -> str:
    return Enrolment.objects.get(person=world.people[learner], status="studying").school_class.name


def test_a_learner_is_moved_to_another_class_of_his_school_by_a_person_or_by_software(world):
    by_person = move(caller(world, "tuan"), world, "nguyet", "7A2", reason="Cân đối sĩ số")
    by_software = move(with_token(software(world, "lower_a")), world, "chi", "7A1")

    assert [(answer.status_code, answer.json()["class_name"]) for answer in (by_person, by_software)] == [
        (200, "7A2"),
        (200, "7A1"),
    ]
    assert (open_class(world, "nguyet"), open_class(world, "chi")) == ("7A2", "7A1")


@pytest.mark.parametrize(
    ("to_class", "more", "status", "code"),
    [
        ("7A1", {}, 422, "already_there"),
        ("3B", {}, 404, "not_found"),
        ("7A2", {"on": "2999-01-01"}, 422, "wrong_day"),
        ("7A2", {"on": 0}, 422, "invalid"),
        ("7A2", {"ngay": "2026-09-07"}, 422, "invalid"),
        ("7A2", {"reason": "a\nb"}, 422, "invalid"),
    ],
)
def test_a_move_that_cannot_be_is_refused(to_class, more, status, code, world):
    response = move(caller(world, "tuan"), world, "nguyet", to_class, **more)

    assert (response.status_code, response.json()["type"]) == (status, f"/api/v1/loi/{code}")
    assert open_class(world, "nguyet") == "7A1"
