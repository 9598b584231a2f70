"""Schemathesis asks every operation what its own description allows, and much that it does not.

In process, against the WSGI application and PostgreSQL, always with the same questions.
"""

import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from ninja.responses import NinjaJSONEncoder

from config.wsgi import application
from khuevan.core.accounts.api import issue_api_token
from khuevan.core.accounts.types import ApiScope
from khuevan.core.sheets.operations import upload
from khuevan.portal.rest import api
from khuevan.registry.enrolment.tests.lists import row, xlsx

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "unsupported_method",
    "allow_header_conformance",
)
# Schemathesis unpacks nothing when it asks in process.
PLAIN = {"Accept-Encoding": "identity"}
one_world_for_all_questions = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def description(*, questions: int, thorough: bool) -> schemathesis.BaseSchema:
    """What the API says of itself. `thorough`: every boundary of every parameter, besides so many random questions."""
    configuration = schemathesis.Config.from_dict(
        {
            "generation": {"max-examples": questions, "deterministic": True, "no-shrink": True, "mode": "all"},
            "phases": {"coverage": {"enabled": thorough}},
            "checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKS},
        }
    )
    written = json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder)
    schema = schemathesis.openapi.from_dict(json.loads(written), config=configuration)
    schema.app = application
    return schema


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests share the connection of the test, and its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def tuan(world, settings, one_connection):
    """A focal point of a school, who may call as often as is asked here."""
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 100_000)
    return world.actor("tuan")


@pytest.fixture
def known(world, tuan) -> dict[str, dict]:
    """Path of an operation -> names in it that stand for something in the focal point's reach."""
    file = SimpleUploadedFile("moi.xlsx", xlsx([row("Trần Thị Mới"), row("Lê Văn Sai", born="31/02/2014")]).read())
    run = upload(tuan, kind="enrolment.learners", unit=world.units["lower_a"], file=file)
    return {
        "/api/v1/units/": {"unit_id": world.units["lower_a"].pk},
        "/api/v1/people/": {"uid": str(world.people["nguyet"].uid)},
        "/api/v1/learners/": {"uid": str(world.learners["nguyet"].uid)},
        "/api/v1/imports/": {"uid": str(run.uid)},
        "/api/v1/plans/": {"code": "NB-2025"},
        "/api/v1/indicators/": {"code": "institutions.count"},
    }


# Parametrised fixtures: only with them has each operation a name of its own, by which tests run in parallel are told apart.


@pytest.fixture(params=["writing"])
def writing(tuan) -> dict[str, str]:
    return headers_of(tuan, list(ApiScope))


@pytest.fixture(params=["reading", "nobody"])
def not_writing(request, tuan) -> dict[str, str]:
    return headers_of(tuan, [ApiScope.READ]) if request.param == "reading" else PLAIN


def headers_of(actor, scopes: list[ApiScope]) -> dict[str, str]:
    issued = issue_api_token(actor, user_id=actor.user_id, label="Schemathesis", scopes=scopes, days=1)
    return PLAIN | {"Authorization": f"Bearer {issued.secret}"}


@description(questions=6, thorough=True).parametrize()
@one_world_for_all_questions
def test_every_answer_to_a_writing_key_is_as_described(case, writing, known):
    if case.path_parameters and case.meta.generation.mode.is_positive:
        case.path_parameters |= next((names for start, names in known.items() if case.path.startswith(start)), {})

    case.call_and_validate(headers=writing)


@description(questions=5, thorough=False).parametrize()
@one_world_for_all_questions
def test_every_answer_to_who_may_not_write_is_as_described(case, not_writing):
    case.call_and_validate(headers=not_writing)


def test_every_operation_is_asked_under_a_name_of_its_own(request):
    names = [item.nodeid for item in request.session.items]

    assert sorted(names) == sorted(set(names))
