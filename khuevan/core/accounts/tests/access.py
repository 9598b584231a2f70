"""Who gets which answer from the addresses of `accounts`."""

from uuid import uuid4

from khuevan.core.accounts import operations
from khuevan.core.accounts.queries import links
from khuevan.core.accounts.types import Slip, SoftwareRegistration
from tests.access.table import Row

from .factories import sign_in_session

EVERYBODY = {"tuan": 200, "hieutruongkhac": 200, "nguyet": 200, "hanh": 200, "quantri": 200, "": 302}
ADMINISTRATOR = {
    "quantri": 200,
    "tuan": 404,
    "hieutruong": 404,
    "hieutruongkhac": 404,
    "xakhac": 404,
    "nguyet": 404,
    "hanh": 404,
    "": 302,
}
OF_TUAN = {"tuan": 200, "hieutruong": 404, "hieutruongkhac": 404, "nguyet": 404, "hanh": 404, "quantri": 404, "": 302}
ENTRANCE = {"": 200, "tuan": 302, "nguyet": 302}


def nothing(world) -> dict:
    return {}


def tuan(world) -> dict:
    return {"uid": world.users["tuan"].uid}


def slips_of_tuan(world) -> dict:
    return {"uid": operations.seal_slips(world.actor("tuan"), title="Thử", slips=[Slip("An", "7A1", "an", "mot-lan")])}


def token_of_tuan(world) -> dict:
    actor = world.actor("tuan")
    issued = operations.issue_api_token(actor, user_id=actor.user_id, label="Thử", scopes=["read"], days=1)
    return {"uid": issued.public_id}


def session_of_tuan(world) -> dict:
    return {"pk": sign_in_session(world.users["tuan"]).pk}


def email_link_of_tuan(world) -> dict:
    return {"token": links.email_link(world.users["tuan"], "moi@truong.example").rstrip("/").rpartition("/")[2]}


def software(world) -> dict:
    registration = SoftwareRegistration("Học bạ số", ("https://hocba.example/cb",))
    return {"client_id": operations.register_software(world.actor("quantri"), registration=registration).public_id}


def api_client(world) -> dict:
    client, _issued = operations.register_api_client(world.actor("quantri"), name="Kho", contact="Sở", scopes=["read"])
    return {"pk": client.pk}


def some_link(world) -> dict:
    return {"uid": uuid4(), "token": "khong-dung"}


ACCESS = [
    Row("accounts:sign_in", nothing, ENTRANCE),
    Row("accounts:sign_in_code", nothing, {"": 302, "tuan": 302}),
    Row("accounts:sign_in_code", nothing, {"": 401, "tuan": 401}, method="post"),
    Row("accounts:confirm_password", nothing, EVERYBODY),
    Row("accounts:sign_out", nothing, {"tuan": 405, "": 302}),
    Row("accounts:sign_out", nothing, {"tuan": 302, "nguyet": 302, "": 401}, method="post"),
    Row("accounts:forgotten", nothing, {"": 200, "tuan": 200}),
    Row("accounts:forgotten", nothing, {"": 422, "tuan": 422}, method="post"),
    Row("accounts:set_password", some_link, {"": 200, "tuan": 200}),
    Row("accounts:set_password", some_link, {"": 422, "tuan": 422}, method="post"),
    Row("accounts:profile", nothing, EVERYBODY),
    Row("accounts:edit", nothing, EVERYBODY),
    Row("accounts:change_password", nothing, EVERYBODY),
    Row("accounts:change_email", nothing, EVERYBODY),
    Row("accounts:confirm_email", email_link_of_tuan, EVERYBODY),
    Row("accounts:confirm_email", email_link_of_tuan, {"tuan": 302, "nguyet": 422, "quantri": 422, "": 401}, method="post"),
    Row("accounts:second_factor", nothing, EVERYBODY),
    Row("accounts:second_factor_off", nothing, EVERYBODY),
    Row("accounts:recovery_codes", nothing, EVERYBODY),
    Row("accounts:recovery_codes", nothing, {"tuan": 422, "": 401}, method="post"),
    Row("accounts:end_others", nothing, EVERYBODY),
    Row("accounts:end_session", session_of_tuan, EVERYBODY),
    Row("accounts:end_session", session_of_tuan, {"tuan": 302, "nguyet": 404, "quantri": 404, "": 401}, method="post"),
    Row("accounts:api_token", nothing, EVERYBODY),
    Row("accounts:revoke_api_token", token_of_tuan, EVERYBODY),
    Row("accounts:revoke_api_token", token_of_tuan, {"tuan": 302, "nguyet": 404, "quantri": 404, "": 401}, method="post"),
    Row("accounts:slips", slips_of_tuan, OF_TUAN),
    Row("accounts:slips", slips_of_tuan, {**OF_TUAN, "": 401}, method="post"),
    Row("accounts:accounts", nothing, ADMINISTRATOR),
    Row("accounts:account", tuan, ADMINISTRATOR),
    Row("accounts:lock", tuan, ADMINISTRATOR),
    Row("accounts:unlock", tuan, ADMINISTRATOR),
    Row("accounts:forgive", tuan, ADMINISTRATOR),
    Row("accounts:forgive", tuan, {"quantri": 302, "tuan": 404, "hieutruong": 404, "": 401}, method="post"),
    Row("accounts:end_all", tuan, ADMINISTRATOR),
    Row("accounts:end_all", tuan, {"quantri": 302, "tuan": 404, "hieutruong": 404, "": 401}, method="post"),
    Row("accounts:reset_password", tuan, ADMINISTRATOR),
    Row("accounts:reset_password", tuan, {"quantri": 302, "tuan": 404, "hieutruong": 404, "": 401}, method="post"),
    Row("accounts:reset_second_factor", tuan, ADMINISTRATOR),
    Row("accounts:software", nothing, ADMINISTRATOR),
    Row("accounts:software_new", nothing, ADMINISTRATOR),
    Row("accounts:software_one", software, ADMINISTRATOR),
    Row("accounts:software_edit", software, ADMINISTRATOR),
    Row("accounts:software_secret", software, ADMINISTRATOR),
    Row("accounts:software_secret", software, {**ADMINISTRATOR, "": 401}, method="post"),
    Row("accounts:software_remove", software, ADMINISTRATOR),
    Row("accounts:api_clients", nothing, ADMINISTRATOR),
    Row("accounts:api_client_new", nothing, ADMINISTRATOR),
    Row("accounts:api_client", api_client, ADMINISTRATOR),
    Row("accounts:api_client_secret", api_client, ADMINISTRATOR),
    Row("accounts:api_client_secret", api_client, {**ADMINISTRATOR, "": 401}, method="post"),
    Row("accounts:api_client_withdraw", api_client, ADMINISTRATOR),
]
