"""One-time codes and recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from khuevan.core.accounts import operations
from khuevan.core.accounts.queries import second_factor
from khuevan.core.accounts.types import AlreadyOn, SecondFactorRequired, WrongCode, WrongPassword
from khuevan.core.audit.models import JournalEntry
from khuevan.kernel.errors import NotAllowed

from .factories import actor_for, code_now, sign_in, with_password, with_second_factor

STEP = "/dang-nhap/ma-xac-thuc/"


@pytest.fixture
def tuan(world):
    return with_password(world.users["tuan"])


def enter(client, code: str):
    return client.post(STEP, {"code": code})


def signed_in(client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def test_turning_on_shows_a_picture_and_takes_the_code(client, tuan):
    sign_in(client, "tuan")
    page = client.get(reverse("accounts:second_factor")).content.decode()
    secret = client.session["accounts_pending_second_factor"]

    wrong = client.post(reverse("accounts:second_factor"), {"code": "000000"})
    answer = client.post(reverse("accounts:second_factor"), {"code": code_now(secret)})

    assert 'src="data:image/svg+xml;base64,' in page
    assert wrong.status_code == 422
    assert answer.status_code == 200
    assert second_factor.is_on(tuan.pk)
    assert second_factor.unused_recovery_codes(tuan.pk) == 10
    assert JournalEntry.objects.get(verb="accounts.second_factor_on").object_id == str(tuan.pk)


def test_secret_is_sealed_in_the_database(tuan):
    secret, _codes = with_second_factor(tuan)

    kept = Authenticator.objects.get(user=tuan, type="totp").data["secret"]

    assert secret not in kept
    assert second_factor.Adapter().decrypt(kept) == secret


def test_password_alone_no_longer_signs_in(client, tuan):
    secret, _codes = with_second_factor(tuan)

    first = sign_in(client, "tuan")
    before = signed_in(client)
    second = enter(client, code_now(secret))

    assert (first["Location"], before) == (STEP, False)
    assert (second.status_code, second["Location"]) == (302, "/")
    assert signed_in(client)


def test_next_address_survives_the_second_step(client, tuan):
    secret, _codes = with_second_factor(tuan)

    client.post("/dang-nhap/?next=/tai-khoan/", {"login": "tuan", "password": "lua-chin-vang-dong-que"})

    assert enter(client, code_now(secret))["Location"] == "/tai-khoan/"


def test_code_is_worth_nothing_the_second_time(client, tuan):
    secret, _codes = with_second_factor(tuan)
    code = code_now(secret)
    sign_in(client, "tuan")
    enter(client, code)
    client.post(reverse("accounts:sign_out"))

    sign_in(client, "tuan")
    again = enter(client, code)

    assert (again.status_code, signed_in(client)) == (422, False)


def test_recovery_code_signs_in_once(client, tuan):
    _secret, codes = with_second_factor(tuan)
    statuses = []
    for _ in range(2):
        sign_in(client, "tuan")
        statuses.append(enter(client, codes[0]).status_code)
        client.post(reverse("accounts:sign_out"))

    assert statuses == [302, 422]
    assert second_factor.unused_recovery_codes(tuan.pk) == 9


def test_fifth_wrong_code_makes_wait(client, tuan):
    with_second_factor(tuan)
    sign_in(client, "tuan")

    statuses = [enter(client, "000000").status_code for _ in range(5)]

    assert statuses == [422, 422, 422, 422, 429]
    assert not signed_in(client)


def test_second_step_without_the_first_leads_to_the_first(client, tuan):
    with_second_factor(tuan)

    assert client.get(STEP)["Location"] == "/dang-nhap/"
    assert enter(client, "000000").status_code == 401


def test_turning_on_twice_is_refused(tuan):
    with_second_factor(tuan)
    kept = list(Authenticator.objects.order_by("pk").values_list("pk", "data"))

    with pytest.raises(AlreadyOn):
        with_second_factor(tuan)

    assert list(Authenticator.objects.order_by("pk").values_list("pk", "data")) == kept


def test_turning_on_needs_the_codes_of_that_secret(tuan):
    with pytest.raises(WrongCode):
        operations.turn_on_second_factor(actor_for(tuan), secret=second_factor.new_secret(), code="12345")

    assert not second_factor.is_on(tuan.pk)


def test_turning_off_needs_the_password(tuan):
    with_second_factor(tuan)

    with pytest.raises(WrongPassword):
        operations.turn_off_second_factor(actor_for(tuan), password="sai-mat-khau")
    still_on = second_factor.is_on(tuan.pk)
    operations.turn_off_second_factor(actor_for(tuan), password="lua-chin-vang-dong-que")

    assert (still_on, second_factor.is_on(tuan.pk)) == (True, False)


def test_new_recovery_codes_end_the_earlier_ones(tuan):
    _secret, earlier = with_second_factor(tuan)

    later = operations.renew_recovery_codes(actor_for(tuan), password="lua-chin-vang-dong-que")

    assert set(earlier).isdisjoint(later)
    with pytest.raises(WrongCode):
        operations.check_code(actor_for(tuan), user=tuan, code=earlier[0])


def test_posts_that_open_personal_data_demand_it(client, world, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    settings.SECOND_FACTOR_PERMISSIONS = ("accounts.manage",)
    with_password(world.users["quantri"])
    with_password(world.users["hanh"])
    sign_in(client, "quantri")

    gated = client.get(reverse("accounts:accounts"))
    with pytest.raises(SecondFactorRequired):
        operations.turn_off_second_factor(world.actor("quantri"), password="lua-chin-vang-dong-que")
    client.get(reverse("accounts:second_factor"))
    secret = client.session["accounts_pending_second_factor"]
    client.post(reverse("accounts:second_factor"), {"code": code_now(secret)})
    opened = client.get(reverse("accounts:accounts"))
    client.post(reverse("accounts:sign_out"))
    sign_in(client, "hanh")
    mother = client.get(reverse("accounts:profile"))

    assert (gated.status_code, gated["Location"]) == (302, reverse("accounts:second_factor"))
    assert (opened.status_code, mother.status_code) == (200, 200)


def test_administrator_takes_it_off_for_who_lost_the_phone(world, tuan):
    with_second_factor(tuan)

    with pytest.raises(NotAllowed):
        operations.reset_second_factor(world.actor("hieutruong"), user=tuan, reason="mất máy")
    still_on = second_factor.is_on(tuan.pk)
    operations.reset_second_factor(world.actor("quantri"), user=tuan, reason="mất máy")

    assert (still_on, second_factor.is_on(tuan.pk)) == (True, False)
