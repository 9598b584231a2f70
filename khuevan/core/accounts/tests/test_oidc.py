"""Software signs its users in through Khuê Văn: the whole way, by real requests."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Client as Software
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.urls import reverse

from khuevan.core.accounts import operations
from khuevan.core.accounts.types import BadAddress, SoftwareRegistration
from khuevan.core.audit.models import JournalEntry
from khuevan.kernel.errors import NotAllowed

from .factories import PASSWORD, sign_in, with_password

BACK = "https://hocba.example/callback"
VERIFIER = "mot-chuoi-ngau-nhien-du-dai-de-lam-code-verifier-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
EVERYTHING = ("openid", "profile", "email", "khuevan")


@pytest.fixture
def mai(world):
    return with_password(world.users["mai"], email="mai@truong.example")


def register(world, **changes):
    fields = {"name": "Học bạ số", "redirect_uris": (BACK,), "logout_uris": ("https://hocba.example/",), "scopes": EVERYTHING}
    return operations.register_software(world.actor("quantri"), registration=SoftwareRegistration(**fields | changes))


def ask(client, software, **changes):
    query = {
        "client_id": software.public_id, "response_type": "code", "redirect_uri": BACK, "scope": " ".join(EVERYTHING),
        "state": "trang-thai", "nonce": "mot-lan", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    }  # fmt: skip
    return client.get(reverse("idp:oidc:authorization"), query | changes)


def agree(client, page, action: str = "grant"):
    signed = re.search(r'name="request" value="([^"]+)"', page.content.decode())[1]
    return client.post(reverse("idp:oidc:authorization"), {"request": signed, "scopes": EVERYTHING, "action": action})


def code_of(answer) -> str:
    return parse_qs(urlsplit(answer["Location"]).query)["code"][0]


def exchange(client, software, code: str, **changes):
    data = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER,
        "client_id": software.public_id, "client_secret": software.secret,
    }  # fmt: skip
    return client.post(reverse("idp:oidc:token"), data | changes)


def userinfo(client, token: str):
    return client.get(reverse("idp:oidc:userinfo"), headers={"Authorization": f"Bearer {token}"})


def test_whole_way_from_the_software_to_who_the_user_is(client, world, mai):
    software = register(world)

    asked = ask(client, software)
    signed_in = client.post(asked["Location"], {"login": "mai", "password": PASSWORD})
    onwards = re.search(r'href="(/oidc/authorize[^"]+)"', signed_in.content.decode())[1].replace("&amp;", "&")
    consent = client.get(onwards)
    answer = agree(client, consent)
    tokens = exchange(client, software, code_of(answer)).json()
    claims = userinfo(client, tokens["access_token"]).json()

    assert asked["Location"].startswith("/dang-nhap/?next=/oidc/authorize")
    assert "Học bạ số" in consent.content.decode()
    assert "form-action 'self' https://hocba.example" in consent["Content-Security-Policy"]
    assert answer["Location"].startswith(BACK + "?")
    assert parse_qs(urlsplit(answer["Location"]).query)["state"] == ["trang-thai"]
    assert (claims["sub"], claims["name"], claims["preferred_username"]) == (str(mai.uid), "Ngô Thị Mai", "mai")
    assert claims["email"] == "mai@truong.example"
    assert [(post["role"], post["unit_name"]) for post in claims["khuevan"]["roles"]] == [
        ("homeroom_teacher", world.units["7A1"].name)
    ]


def test_identity_token_is_signed_with_the_published_key(client, world, mai):
    software = register(world)
    sign_in(client, "mai")
    tokens = exchange(client, software, code_of(agree(client, ask(client, software)))).json()

    discovery = client.get("/.well-known/openid-configuration").json()
    keys = client.get(urlsplit(discovery["jwks_uri"]).path).json()["keys"]
    key = jwt.PyJWK(keys[0])
    claims = jwt.decode(
        tokens["id_token"], key, algorithms=["RS256"], audience=software.public_id, issuer=discovery["issuer"], leeway=60
    )

    assert (claims["sub"], claims["nonce"]) == (str(mai.uid), "mot-lan")
    assert discovery["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert "device_authorization_endpoint" not in discovery


def test_signing_key_is_for_its_owner_only():
    path = settings.VAR_DIR / "oidc-signing-key.pem"

    assert oct(path.stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "khac-han-voi-cai-da-gui-di-luc-dau-0123456789-abc"},
        {"client_secret": "sai"},
        {"redirect_uri": BACK + "x"},
    ],
)
def test_code_is_worth_nothing_without_what_was_promised(client, world, mai, wrong):
    software = register(world)
    sign_in(client, "mai")
    code = code_of(agree(client, ask(client, software)))

    assert exchange(client, software, code, **wrong).status_code in (400, 401)
    assert Token.objects.count() == 0


def test_code_is_worth_nothing_the_second_time(client, world, mai):
    software = register(world)
    sign_in(client, "mai")
    code = code_of(agree(client, ask(client, software)))

    statuses = [exchange(client, software, code).status_code for _ in range(2)]

    assert statuses == [200, 400]


def test_refresh_gives_new_tokens_and_ends_the_old_one(client, world, mai):
    software = register(world)
    sign_in(client, "mai")
    tokens = exchange(client, software, code_of(agree(client, ask(client, software)))).json()
    again = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    again |= {"client_id": software.public_id, "client_secret": software.secret}

    first, second = (client.post(reverse("idp:oidc:token"), again) for _ in range(2))

    assert userinfo(client, first.json()["access_token"]).status_code == 200
    assert second.status_code == 400


def test_public_software_must_prove_itself_by_pkce(client, world, mai):
    software = register(world, is_public=True, redirect_uris=("vn.edu.hocba:/callback",))
    sign_in(client, "mai")
    address = {"redirect_uri": "vn.edu.hocba:/callback"}

    without = ask(client, software, **address, code_challenge="", code_challenge_method="")
    page = ask(client, software, **address)
    answer = agree(client, page)
    tokens = exchange(client, software, code_of(answer), **address)

    assert software.secret == ""
    assert "error=invalid_request" in without["Location"]
    assert "form-action 'self' vn.edu.hocba:" in page["Content-Security-Policy"]
    assert tokens.status_code == 200


def test_whoever_does_not_agree_is_sent_back_without_a_code(client, world, mai):
    software = register(world)
    sign_in(client, "mai")

    answer = agree(client, ask(client, software), action="cancel")

    assert parse_qs(urlsplit(answer["Location"]).query) == {"error": ["access_denied"], "state": ["trang-thai"]}


def test_trusted_software_is_not_asked_about(client, world, mai):
    software = register(world, trusted=True)
    sign_in(client, "mai")

    assert code_of(ask(client, software))


@pytest.mark.parametrize("wrong", [{"redirect_uri": "https://la.example/"}, {"client_id": "khong-co"}])
def test_unknown_software_or_address_is_explained_here(client, world, mai, wrong):
    software = register(world)
    sign_in(client, "mai")

    page = ask(client, software, **wrong)

    assert page.status_code == 200
    assert "Chưa đăng nhập được vào phần mềm đó" in page.content.decode()
    assert "la.example" not in page["Content-Security-Policy"]


def test_scope_that_was_not_registered_is_refused(client, world, mai):
    software = register(world, scopes=("openid",))
    sign_in(client, "mai")

    assert "error=invalid_scope" in ask(client, software)["Location"]


def test_claims_tell_no_more_than_the_scopes(client, world, mai):
    software = register(world, scopes=("openid", "profile"))
    sign_in(client, "mai")
    page = ask(client, software, scope="openid profile")
    signed = re.search(r'name="request" value="([^"]+)"', page.content.decode())[1]
    answer = client.post(
        reverse("idp:oidc:authorization"), {"request": signed, "scopes": ["openid", "profile"], "action": "grant"}
    )
    token = exchange(client, software, code_of(answer)).json()["access_token"]

    assert set(userinfo(client, token).json()) == {"sub", "name", "given_name", "preferred_username", "locale"}


def test_second_factor_stands_before_other_software_too(client, world, mai, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    settings.SECOND_FACTOR_PERMISSIONS = ("org.view",)
    software = register(world)
    sign_in(client, "mai")

    assert ask(client, software)["Location"] == reverse("accounts:second_factor")


def test_locked_account_loses_its_tokens(client, world, mai):
    software = register(world)
    sign_in(client, "mai")
    token = exchange(client, software, code_of(agree(client, ask(client, software)))).json()["access_token"]

    operations.lock_account(world.actor("quantri"), user=mai, reason="nghỉ việc")

    assert userinfo(client, token).status_code == 401


def test_software_may_demand_the_password_again(client, world, mai):
    software = register(world, trusted=True)
    sign_in(client, "mai")

    asked = ask(client, software, prompt="login")
    wrong = client.post(asked["Location"], {"password": "sai-mat-khau"})
    right = client.post(asked["Location"], {"password": PASSWORD})
    onwards = re.search(r'href="(/oidc/authorize[^"]+)"', right.content.decode())[1].replace("&amp;", "&")

    assert asked["Location"].startswith("/dang-nhap/xac-nhan/?next=/oidc/authorize") or "xac-nhan" in asked["Location"]
    assert wrong.status_code == 422
    assert code_of(client.get(onwards))


def test_software_signs_out_here_too_after_asking(client, world, mai):
    software = register(world)
    sign_in(client, "mai")
    query = {"client_id": software.public_id, "post_logout_redirect_uri": "https://hocba.example/", "state": "x"}
    address = reverse("idp:oidc:logout")

    page = client.get(address, query)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    answer = client.post(address, query | {"action": "logout", "csrfmiddlewaretoken": token})

    assert "Đăng xuất khỏi Khuê Văn luôn?" in page.content.decode()
    assert "form-action 'self' https://hocba.example" in page["Content-Security-Policy"]
    assert answer["Location"] == "https://hocba.example/?state=x"
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_device_flow_is_not_offered(client, db):
    assert client.post("/oidc/device", {"client_id": "x"}).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["http://hocba.example/", "javascript:alert(1)", "https://*.example/", "https://a.example/#x", "https://a.example;b/",
     "https://a b.example/", "/callback", "data:text/html,x"],
)  # fmt: skip
def test_unsafe_address_is_not_registered(world, address):
    with pytest.raises(BadAddress):
        register(world, redirect_uris=(address,))

    assert Software.objects.count() == 0


@pytest.mark.parametrize(
    "address", [BACK, "http://127.0.0.1:8080/callback", "vn.edu.hocba:/callback", "https://a.example:8443/x?y=1"]
)
def test_safe_address_is_registered(world, address):
    registered = register(world, redirect_uris=(address,))

    assert Software.objects.get(pk=registered.public_id).get_redirect_uris() == [address]


def test_only_the_administrator_registers_software(world):
    software = Software.objects.get(pk=register(world).public_id)
    registration = SoftwareRegistration("Phần mềm lạ", (BACK,))
    for username in ("hieutruong", "giamdoc", "nguyet"):
        actor = world.actor(username)
        with pytest.raises(NotAllowed):
            operations.register_software(actor, registration=registration)
        with pytest.raises(NotAllowed):
            operations.change_software(actor, client=software, registration=registration)
        with pytest.raises(NotAllowed):
            operations.renew_software_secret(actor, client=software)
        with pytest.raises(NotAllowed):
            operations.remove_software(actor, client=software, reason="x")

    assert [row.name for row in Software.objects.all()] == ["Học bạ số"]


def test_renewed_secret_replaces_the_earlier_one(client, world, mai):
    first = register(world)
    software = Software.objects.get(pk=first.public_id)
    renewed = operations.renew_software_secret(world.actor("quantri"), client=software)
    sign_in(client, "mai")
    code = code_of(agree(client, ask(client, renewed)))

    assert exchange(client, first, code).status_code == 401
    assert exchange(client, renewed, code).status_code == 200


def test_registration_by_form_shows_the_secret_once(client, world):
    client.force_login(world.users["quantri"])
    data = {"name": "Thư viện số", "redirect_uris": f"{BACK}\nhttps://b.example/cb", "scopes": ["profile", "khuevan"]}

    answer = client.post(reverse("accounts:software_new"), data).content.decode()

    software = Software.objects.get()
    secret = re.search(r'id="secret">([^<]+)<', answer)[1]
    assert software.check_secret(secret)
    assert software.get_redirect_uris() == [BACK, "https://b.example/cb"]
    assert software.get_scopes() == ["openid", "profile", "khuevan"]
    assert secret not in client.get(reverse("accounts:software_one", args=[software.pk])).content.decode()
    assert JournalEntry.objects.get(verb="accounts.software_registered").changes == {"name": [None, "Thư viện số"]}
