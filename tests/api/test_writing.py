"""An import through the API from a real workbook to its undoing; deeds asked for twice are done once."""

from functools import cache
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khuevan.core.accounts.types import ApiScope
from khuevan.core.sheets.models import ImportRun
from khuevan.registry.enrolment.models import Enrolment
from khuevan.registry.enrolment.tests.lists import row, xlsx

from .callers import caller, software, with_token

IMPORTS = "/api/v1/imports"


@cache
def workbook(*names: str) -> bytes:
    """Made once: a workbook says when it was written."""
    return xlsx([row(name) for name in names]).read()


def send(api: Client, world, *names: str, school: str = "lower_a", key: object = None):
    file = SimpleUploadedFile("moi.xlsx", workbook(*names))
    form = {"kind": "enrolment.learners", "unit": world.units[school].pk, "file": file}
    return api.post(IMPORTS, form, headers={"Idempotency-Key": str(key)} if key else {})


def enrolled(name: str) -> int:
    return Enrolment.objects.filter(person__full_name=name).count()


def test_an_import_goes_from_upload_to_undo_and_each_step_may_be_repeated(world):
    api = caller(world, "tuan")
    made = send(api, world, "Trần Thị Mới", "Lê Văn Hai")
    address = f"{IMPORTS}/{made.json()['uid']}"

    steps = ["preview", "preview", "confirm", "confirm", "undo", "undo"]
    found = []
    for step in steps:
        answer = api.post(f"{address}/{step}")
        found.append((step, answer.status_code, answer.json()["state"], enrolled("Trần Thị Mới")))

    assert (made.status_code, made.json()["state"], enrolled("Trần Thị Mới")) == (201, "uploaded", 0)
    assert found == [
        ("preview", 200, "previewed", 0),
        ("preview", 200, "previewed", 0),
        ("confirm", 200, "applied", 1),
        ("confirm", 200, "applied", 1),
        ("undo", 200, "undone", 0),
        ("undo", 200, "undone", 0),
    ]


def test_a_step_out_of_turn_is_a_conflict_and_changes_nothing(world):
    api = caller(world, "tuan")
    address = f"{IMPORTS}/{send(api, world, 'Trần Thị Mới').json()['uid']}"

    answers = [api.post(f"{address}/{step}") for step in ("confirm", "undo")]

    assert [(answer.status_code, answer.json()["type"]) for answer in answers] == [(409, "/api/v1/loi/not_at_this_step")] * 2
    assert (ImportRun.objects.get().state, enrolled("Trần Thị Mới")) == ("uploaded", 0)


def test_rows_come_by_page_until_it_is_complete(world):
    api = caller(world, "tuan")
    address = f"{IMPORTS}/{send(api, world, 'An Một', 'An Hai', 'An Ba').json()['uid']}"
    api.post(f"{address}/preview")

    pages, following = [], f"{address}/rows?outcome=new&limit=2"
    while following:
        page = api.get(following).json()
        pages.append([item["row_no"] for item in page["items"]])
        following = page["next"]

    assert ([len(page) for page in pages], page["complete"]) == ([2, 1], True)
    assert sorted({number for page in pages for number in page}) == [number for page in pages for number in page]


def test_an_upload_sent_again_under_its_key_is_one_import(world):
    api, key = caller(world, "tuan"), uuid4()

    first, again = (send(api, world, "Trần Thị Mới", key=key) for _ in range(2))

    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert (again.headers.get("Idempotent-Replayed"), first.headers.get("Idempotent-Replayed")) == ("true", None)
    assert ImportRun.objects.count() == 1


def test_a_key_is_for_one_deed_only(world):
    api, key = caller(world, "tuan"), uuid4()
    made = send(api, world, "Trần Thị Mới", key=key)

    other_file = send(api, world, "Lê Văn Khác", key=key)
    other_deed = api.post(f"{IMPORTS}/{made.json()['uid']}/preview", headers={"Idempotency-Key": str(key)})

    assert [(answer.status_code, answer.json()["type"]) for answer in (other_file, other_deed)] == [
        (409, "/api/v1/loi/key_reused")
    ] * 2
    assert (ImportRun.objects.count(), ImportRun.objects.get().state) == (1, "uploaded")


def test_a_refused_deed_leaves_its_key_free(world):
    api, key = caller(world, "tuan"), uuid4()
    address = f"{IMPORTS}/{send(api, world, 'Trần Thị Mới').json()['uid']}"
    headers = {"Idempotency-Key": str(key)}

    too_early = api.post(f"{address}/confirm", headers=headers)
    api.post(f"{address}/preview")
    in_time = api.post(f"{address}/confirm", headers=headers)

    assert (too_early.status_code, in_time.status_code, enrolled("Trần Thị Mới")) == (409, 200, 1)


def test_a_confirmation_sent_again_is_answered_as_it_was(world):
    api, headers = caller(world, "tuan"), {"Idempotency-Key": str(uuid4())}
    address = f"{IMPORTS}/{send(api, world, 'Trần Thị Mới').json()['uid']}"
    api.post(f"{address}/preview")

    confirmed = api.post(f"{address}/confirm", headers=headers)
    api.post(f"{address}/undo")
    again = api.post(f"{address}/confirm", headers=headers)

    assert (confirmed.json(), again.json()["state"], enrolled("Trần Thị Mới")) == (again.json(), "applied", 0)


def test_a_key_that_is_no_uuid_is_refused(world):
    response = send(caller(world, "tuan"), world, "Trần Thị Mới", key="lan-1")

    assert (response.status_code, response.json()["errors"]) == (
        422,
        [{"pointer": "header.Idempotency-Key", "message": "Phải là một mã UUID."}],
    )
    assert not ImportRun.objects.exists()


def test_two_people_with_the_same_key_each_do_their_own(world):
    key = uuid4()

    mine = send(caller(world, "tuan"), world, "Trần Thị Mới", key=key)
    theirs = send(caller(world, "hieutruong"), world, "Trần Thị Mới", key=key)

    assert (mine.status_code, theirs.status_code, ImportRun.objects.count()) == (201, 201, 2)


def test_two_programs_with_the_same_key_each_do_their_own(world):
    key = uuid4()
    form = software(world, "lower_a")
    one, other = with_token(form), with_token(software(world, "lower_a"))

    first, theirs, again = (send(api, world, "Trần Thị Mới", key=key) for api in (one, other, with_token(form)))

    assert (first.json()["uid"] == again.json()["uid"], ImportRun.objects.count()) == (True, 2)
    assert theirs.json()["uid"] != first.json()["uid"]


@pytest.mark.parametrize("step", ["preview", "confirm", "undo"])
def test_a_reading_key_takes_no_step(step, world):
    address = f"{IMPORTS}/{send(caller(world, 'tuan'), world, 'Trần Thị Mới').json()['uid']}"

    response = caller(world, "tuan", ApiScope.READ).post(f"{address}/{step}")

    assert (response.status_code, response.json()["type"]) == (403, "/api/v1/loi/insufficient_scope")
    assert ImportRun.objects.get().state == "uploaded"


def test_a_browser_session_writes_only_with_its_csrf_token(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.users["tuan"])

    response = send(browser, world, "Trần Thị Mới")

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert not ImportRun.objects.exists()
