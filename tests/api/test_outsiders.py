"""A teacher of another school, an officer of another commune, a pupil, a parent and nobody at all, tried against every operation."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.core.people.models import Person
from khuevan.core.sheets.models import ImportRun
from khuevan.core.sheets.operations import check, upload
from khuevan.portal.rest import api
from khuevan.registry.enrolment.models import Enrolment
from khuevan.registry.enrolment.tests.lists import row, xlsx

from .callers import caller

#: Nobody here has to do with Ứng, a learner of lower_a. 403: holds nothing of the kind; 404: not to be known of.
CALLERS = ("gvkhac", "xakhac", "nguyet", "hanh", "")
OPEN = (200, 200, 403, 403, 401)
OWN_ONLY = (200, 200, 200, 200, 401)
HIDDEN = (404, 404, 404, 404, 401)
PLAN = (404, 200, 404, 404, 401)
MEASURES = (403, 200, 403, 403, 401)
FIGURES = (403, 404, 403, 403, 401)
#: (method, path as described) -> what each caller gets for something of the school lower_a
ANSWERS = {
    ("get", "/api/v1/units"): OPEN,
    ("get", "/api/v1/units/{unit_id}"): OPEN,
    ("get", "/api/v1/units/{unit_id}/successors"): OPEN,
    ("get", "/api/v1/people"): OWN_ONLY,
    ("get", "/api/v1/people/{uid}"): HIDDEN,
    ("patch", "/api/v1/people/{uid}"): HIDDEN,
    ("get", "/api/v1/learners"): OWN_ONLY,
    ("get", "/api/v1/learners/{uid}"): HIDDEN,
    ("post", "/api/v1/learners/{uid}/move"): HIDDEN,
    ("get", "/api/v1/classes"): OWN_ONLY,
    ("get", "/api/v1/imports"): OWN_ONLY,
    ("post", "/api/v1/imports"): HIDDEN,
    ("get", "/api/v1/imports/{uid}"): HIDDEN,
    ("get", "/api/v1/imports/{uid}/rows"): HIDDEN,
    ("post", "/api/v1/imports/{uid}/preview"): HIDDEN,
    ("post", "/api/v1/imports/{uid}/confirm"): HIDDEN,
    ("post", "/api/v1/imports/{uid}/undo"): HIDDEN,
    ("get", "/api/v1/indicators"): MEASURES,
    ("get", "/api/v1/indicators/{code}"): MEASURES,
    ("get", "/api/v1/indicators/{code}/values"): FIGURES,
    ("get", "/api/v1/plans"): OWN_ONLY,
    ("get", "/api/v1/plans/{code}"): PLAN,
    ("get", "/api/v1/plans/{code}/targets"): HIDDEN,
}
#: Everybody may ask for a token; without a client's secret nobody gets one.
FOR_EVERYBODY = {("post", "/api/v1/oauth/token")}


@pytest.fixture
def run(world):
    """A previewed import of the school lower_a."""
    file = SimpleUploadedFile("moi.xlsx", xlsx([row("Trần Thị Mới")]).read())
    tuan = world.actor("tuan")
    return check(tuan, run=upload(tuan, kind="enrolment.learners", unit=world.units["lower_a"], file=file))


def address_of(path: str, world, run) -> str:
    school = world.units["lower_a"].pk
    uids = {"people": world.people["ung"].uid, "learners": world.learners["ung"].uid, "imports": run.uid}
    codes = {"indicators": "institutions.count", "plans": "NB-2025"}
    kind = path.split("/")[3]
    at_school = f"?unit={school}" if path.endswith(("/values", "/targets")) else ""
    return path.format(unit_id=school, uid=uids.get(kind), code=codes.get(kind)) + at_school


def body_of(method: str, path: str, world, run) -> dict:
    """What somebody who may would send."""
    if (method, path) == ("post", "/api/v1/imports"):
        return {"data": {"kind": run.kind, "unit": run.unit_id, "file": SimpleUploadedFile("x.xlsx", b"x")}}
    bodies = {
        "/api/v1/people/{uid}": {"phone": "0912345678"},
        "/api/v1/learners/{uid}/move": {"class_id": world.classes["7A1"].pk, "on": "2026-09-07"},
    }
    sends = method != "get" and path in bodies
    return {"data": bodies[path], "content_type": "application/json", "headers": {"If-Match": "*"}} if sends else {}


def state_of(world) -> tuple:
    """What the operations could have changed."""
    runs = ImportRun.objects.values_list("pk", "version", "state")
    stays = Enrolment.objects.filter(person=world.people["ung"]).values_list("pk", "version", "school_class")
    people = Person.objects.filter(pk=world.people["ung"].pk).values_list("version", "phone")
    return tuple(tuple(rows) for rows in (runs, stays, people))


def test_every_operation_is_tried():
    described = {(method, path) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods}

    assert described == ANSWERS.keys() | FOR_EVERYBODY


@pytest.mark.parametrize("username", CALLERS, ids=lambda name: name or "anonymous")
@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_outsider_gets_what_the_table_says_and_changes_nothing(method, path, username, world, run):
    before = state_of(world)

    response = getattr(caller(world, username), method)(address_of(path, world, run), **body_of(method, path, world, run))

    assert response.status_code == ANSWERS[method, path][CALLERS.index(username)]
    assert state_of(world) == before


@pytest.mark.parametrize("username", CALLERS[:-1])
def test_lists_of_an_outsider_hold_nothing_of_the_school(username, world, run):
    api, school = caller(world, username), world.units["lower_a"].pk
    tied = {"nguyet": {"Nguyễn Thị Ánh Nguyệt"}, "hanh": {"Nguyễn Thị Ánh Nguyệt"}}.get(username, set())

    learners = api.get(f"/api/v1/learners?school={school}").json()["items"]
    classes = api.get(f"/api/v1/classes?school={school}").json()["items"]
    people = api.get(f"/api/v1/people?keeper={school}").json()["items"]
    imports = api.get("/api/v1/imports").json()["items"]

    assert {item["full_name"] for item in learners} == tied
    assert (people, classes, imports) == ([], [], [])
