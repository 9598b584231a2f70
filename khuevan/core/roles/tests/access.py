"""Who gets which answer from the addresses of `roles`."""

from uuid import uuid4

from khuevan.core.accounts.operations import register_api_client
from khuevan.core.roles.models import RoleAssignment
from khuevan.core.roles.operations import add_client_post, open_support_session
from tests.access.table import Row

NOBODY = {"nguyet": 404, "hanh": 404, "": 302}
VIEWERS = {"quantri": 200, "hieutruong": 200, "hieutruongkhac": 200, "xa": 200, "tuan": 200, "mai": 404, **NOBODY}
OF_LOWER_A = {
    "quantri": 200,
    "hieutruong": 200,
    "tuan": 200,
    "xa": 200,
    "hieutruongkhac": 404,
    "xakhac": 404,
    "mai": 404,
    **NOBODY,
}
GIVERS = {"quantri": 302, "hieutruong": 302, "hieutruongkhac": 404, "tuan": 404, "xakhac": 404, **NOBODY}
ADMINISTRATOR = {"quantri": 200, "hieutruong": 404, "hieutruongkhac": 404, "tuan": 404, "giamdoc": 404, **NOBODY}
EVERYBODY = {"quantri": 200, "hieutruongkhac": 200, "nguyet": 200, "hanh": 200, "": 302}


def nothing(world) -> dict:
    return {}


def lower_a(world) -> dict:
    return {"pk": world.units["lower_a"].pk}


def clerk(world) -> dict:
    return {"pk": RoleAssignment.objects.get(person=world.people["vanthu"]).pk}


def clerks_person(world) -> dict:
    return {"pk": world.people["vanthu"].pk}


def support(world) -> dict:
    actor, unit = world.actor("quantri"), world.units["lower_a"]
    return {"pk": open_support_session(actor, role="principal", unit=unit, reason="x", hours=1).pk}


def client(world) -> dict:
    return {"pk": _client(world).pk}


def client_post(world) -> dict:
    unit = world.units["lower_a"]
    return {"pk": add_client_post(world.actor("quantri"), client=_client(world), role="clerk", unit=unit, basis="x").pk}


def _client(world):
    return register_api_client(world.actor("quantri"), name="Kho", contact="Sở", scopes=["read"])[0]


ACCESS = [
    Row("roles:switch_post", nothing, EVERYBODY),
    Row("roles:switch_post", nothing, {"quantri": 302, "nguyet": 302, "": 401}, method="post"),
    Row("roles:posts", nothing, VIEWERS),
    Row("roles:units", nothing, VIEWERS),
    Row("roles:unit", lower_a, OF_LOWER_A),
    Row("roles:left_behind", nothing, {"quantri": 200, "hieutruong": 200, "tuan": 404, "xa": 404, **NOBODY}),
    Row("roles:assign", lower_a, GIVERS),
    Row(
        "roles:assign_step",
        lambda world: lower_a(world) | {"run": uuid4(), "step": "nguoi"},
        GIVERS | {"quantri": 200, "hieutruong": 200},
    ),
    Row("roles:person", clerks_person, OF_LOWER_A),
    Row("roles:end", clerk, GIVERS | {"quantri": 200, "hieutruong": 200}),
    Row("roles:matrix", nothing, VIEWERS),
    Row("roles:adjustments", nothing, VIEWERS),
    Row("roles:give", lambda world: {"role": "librarian", "code": "roles.view"}, ADMINISTRATOR),
    Row("roles:take", lambda world: {"role": "clerk", "code": "org.view"}, ADMINISTRATOR),
    Row("roles:support", nothing, VIEWERS),
    Row("roles:support_open", lower_a, ADMINISTRATOR),
    Row("roles:support_close", support, EVERYBODY),
    Row("roles:support_close", support, {"quantri": 302, "hieutruong": 404, "nguyet": 404, "": 401}, method="post"),
    Row("roles:client", client, ADMINISTRATOR),
    Row("roles:client_add", client, ADMINISTRATOR),
    Row("roles:client_remove", client_post, ADMINISTRATOR),
    Row("roles:client_remove", client_post, {**ADMINISTRATOR, "quantri": 302, "": 401}, method="post"),
]
