"""The API of every room: what each person gets, and an import from upload to undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khuevan.core.accounts.api import issue_token_for
from khuevan.registry.enrolment.models import Enrolment
from khuevan.registry.enrolment.tests.lists import row, xlsx

LISTS = ("units", "people", "learners", "classes", "imports", "indicators", "plans", "plans/NB-2025", "plans/NB-2025/targets")
# 200: may, be it only his own; 403: holds nothing of the kind; 404: not to be known of.
ANSWERS = {
    "ha": (200, 200, 200, 200, 200, 200, 200, 200, 200),
    "tuan": (200, 200, 200, 200, 200, 200, 200, 200, 200),
    "nguyet": (403, 200, 200, 200, 200, 403, 200, 404, 404),
    "hanh": (403, 200, 200, 200, 200, 403, 200, 404, 404),
    "quantri": (200, 200, 200, 200, 200, 403, 200, 404, 404),
}


def caller(username: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {issue_token_for(username, label='thử', days=1)}"})


@pytest.mark.parametrize(("username", "answers"), ANSWERS.items())
def test_each_person_gets_what_the_screens_would_give(username, answers, world):
    api = caller(username)

    assert tuple(api.get(f"/api/v1/{path}").status_code for path in LISTS) == answers


def test_lists_hold_only_what_is_in_reach(world):
    names = {
        username: {item["full_name"] for item in caller(username).get("/api/v1/learners").json()["items"]}
        for username in ("mai", "hanh", "nguyet", "gvkhac")
    }

    assert names == {
        "mai": {"Nguyễn Thị Ánh Nguyệt", "Đinh Văn Bảo"},
        "hanh": {"Nguyễn Thị Ánh Nguyệt", "Phạm Gia Bảo"},
        "nguyet": {"Nguyễn Thị Ánh Nguyệt"},
        "gvkhac": {"Phạm Gia Bảo"},
    }


def test_a_learner_out_of_reach_is_not_found(world):
    uid = world.learners["chi"].uid

    assert caller("tuan").get(f"/api/v1/learners/{uid}").status_code == 200
    assert caller("hanh").get(f"/api/v1/learners/{uid}").status_code == 404
    assert caller("hieutruongkhac").get(f"/api/v1/learners/{uid}").status_code == 404


def test_personal_numbers_are_masked(world):
    items = caller("tuan").get("/api/v1/learners").json()["items"]

    assert {item["personal_id"] for item in items} == {"037314••••89", "037214••••12", "037314••••45", "037212••••98"}


def test_an_import_goes_from_upload_to_undo(world):
    api, school = caller("tuan"), world.units["lower_a"]
    file = SimpleUploadedFile("moi.xlsx", xlsx([row("Trần Thị Mới"), row("Lê Văn Sai", born="31/02/2014")]).read())

    made = api.post("/api/v1/imports", {"kind": "enrolment.learners", "unit": school.pk, "file": file})
    address = f"/api/v1/imports/{made.json()['uid']}"
    previewed = api.post(f"{address}/preview").json()
    rows = api.get(f"{address}/rows?outcome=rejected").json()["items"]
    after_preview = Enrolment.objects.filter(person__full_name="Trần Thị Mới").count()
    confirmed = [api.post(f"{address}/confirm").json()["state"] for _ in range(2)]
    after_confirm = Enrolment.objects.filter(person__full_name="Trần Thị Mới").count()
    undone = api.post(f"{address}/undo").json()["state"]

    assert (made.status_code, previewed["counts"]["new"], previewed["counts"]["rejected"]) == (201, 1, 1)
    assert "31/02/2014" in rows[0]["issues"][0]
    assert (after_preview, after_confirm, confirmed) == (0, 1, ["applied", "applied"])
    assert undone == "undone"
    assert not Enrolment.objects.filter(person__full_name="Trần Thị Mới").exists()


def test_an_import_into_somebody_elses_school_is_not_found(world):
    file = SimpleUploadedFile("moi.xlsx", xlsx([row("Trần Thị Mới")]).read())

    made = caller("tuan").post(
        "/api/v1/imports", {"kind": "enrolment.learners", "unit": world.units["primary_b"].pk, "file": file}
    )

    assert made.status_code == 404


def test_the_administrator_sees_no_profile_but_his_own(world):
    people = caller("quantri").get("/api/v1/people").json()["items"]

    assert [item["full_name"] for item in people] == ["Bạch Công Minh"]


def test_a_wrong_client_secret_gets_no_token(db):
    details = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}

    refused = Client().post("/api/v1/oauth/token", details)
    other = Client().post("/api/v1/oauth/token", {**details, "grant_type": "password"})

    assert (refused.status_code, refused.json()["type"]) == (401, "/api/v1/loi/invalid_client")
    assert (other.status_code, other.json()["type"]) == (400, "/api/v1/loi/unsupported_grant_type")
