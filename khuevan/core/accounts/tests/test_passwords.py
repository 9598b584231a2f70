"""Passwords: their rules, changing them, setting them for others, links by e-mail."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from khuevan.core.accounts import operations
from khuevan.core.accounts.models import PastPassword
from khuevan.core.accounts.types import (
    AccountIsLocked,
    LinkExpired,
    NameTaken,
    Outranked,
    OwnAccount,
    TooManyFailures,
    Warrant,
    WeakPassword,
    WrongPassword,
)
from khuevan.core.audit.models import JournalEntry
from khuevan.core.jobs.api import run_pending
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed

from .factories import ADDRESS, NEW_PASSWORD, PASSWORD, actor_for, sign_in, with_password

VISITOR = Actor(address=ADDRESS)


@pytest.fixture
def tuan(world):
    return with_password(world.users["tuan"], email="tuan.do@truong.example")


def change(user, new: str, current: str = PASSWORD):
    return operations.change_password(actor_for(user), current=current, new=new)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("con-do-qua", "cần ít nhất 12"),
        ("matkhau123456", "dễ bị đoán"),
        ("dominhtuan2024", "gần giống tên"),
        (PASSWORD, "đã dùng mật khẩu này"),
    ],
)
def test_weak_password_is_refused_with_its_reason(tuan, new, why):
    before = tuan.password

    with pytest.raises(WeakPassword, match=why) as refused:
        change(tuan, new)

    tuan.refresh_from_db()
    assert (tuan.password, refused.value.field) == (before, "new")
    assert PastPassword.objects.count() == 0


def test_change_needs_the_current_password(tuan):
    with pytest.raises(WrongPassword):
        change(tuan, NEW_PASSWORD, current="sai-mat-khau")

    tuan.refresh_from_db()
    assert tuan.check_password(PASSWORD)
    assert JournalEntry.objects.filter(verb="accounts.password_changed").count() == 0


def test_guessing_the_current_password_makes_wait(tuan):
    for _ in range(4):
        with pytest.raises(WrongPassword):
            change(tuan, NEW_PASSWORD, current="sai-mat-khau")

    with pytest.raises(TooManyFailures):
        change(tuan, NEW_PASSWORD, current="sai-mat-khau")
    with pytest.raises(TooManyFailures):
        change(tuan, NEW_PASSWORD)


def test_last_five_passwords_are_not_taken_again(tuan):
    used = [PASSWORD, *(f"con-do-qua-song-lan-{word}" for word in ("mot", "hai", "ba", "bon", "nam"))]
    for current, new in pairwise(used):
        change(tuan, new, current)

    with pytest.raises(WeakPassword):
        change(tuan, used[1], used[5])
    change(tuan, used[0], used[5])

    tuan.refresh_from_db()
    assert tuan.check_password(used[0])


def test_change_ends_other_sessions_and_keeps_this_one(tuan):
    here, there = Client(), Client()
    for each in (here, there):
        sign_in(each, "tuan")

    answer = here.post(reverse("accounts:change_password"), {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD})

    profile = reverse("accounts:profile")
    assert (answer.status_code, answer["Location"]) == (302, profile)
    assert (here.get(profile).status_code, there.get(profile).status_code) == (200, 302)


def test_two_different_new_passwords_are_refused(client, tuan):
    sign_in(client, "tuan")

    answer = client.post(reverse("accounts:change_password"), {"current": PASSWORD, "new": NEW_PASSWORD, "again": PASSWORD})

    assert (answer.status_code, "chưa giống nhau" in answer.content.decode()) == (422, True)


def test_refusal_is_drawn_into_the_form_for_htmx(client, tuan):
    sign_in(client, "tuan")
    data = {"current": PASSWORD, "new": "matkhau123456", "again": "matkhau123456"}

    answer = client.post(reverse("accounts:change_password"), data, headers={"HX-Request": "true", "HX-Target": "form"})

    assert answer.status_code == 422
    assert "dễ bị đoán" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_one_time_password_must_be_changed_before_anything_else(client, tuan):
    with_password(tuan, must_change_password=True)
    sign_in(client, "tuan")
    gate = reverse("accounts:change_password")

    gated = client.get(reverse("accounts:profile"))
    page = client.get(gate)
    client.post(gate, {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD})
    after = client.get(reverse("accounts:profile"))

    assert (gated.status_code, gated["Location"]) == (302, gate)
    assert "chỉ dùng một lần" in page.content.decode()
    assert after.status_code == 200


def test_gate_tells_htmx_to_leave_the_page(client, tuan):
    with_password(tuan, must_change_password=True)
    sign_in(client, "tuan")

    answer = client.get(reverse("accounts:profile"), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("accounts:change_password"))


@pytest.mark.parametrize(("days", "status"), [(0, 200), (30, 302), (60, 200)])
def test_password_past_its_days_must_be_changed(client, tuan, settings, days, status):
    settings.PASSWORD_DAYS = days
    with_password(tuan, password_set_at=clock.now() - timedelta(days=31))
    sign_in(client, "tuan")

    assert client.get(reverse("accounts:profile")).status_code == status


def test_administrator_sets_a_one_time_password(client, world, tuan):
    sign_in(client, "tuan")

    opened = operations.reset_password(world.actor("quantri"), user=tuan, key=9)

    tuan.refresh_from_db()
    assert (opened.key, opened.username, tuan.must_change_password) == (9, "tuan", True)
    assert tuan.check_password(opened.password)
    assert client.get(reverse("accounts:profile")).status_code == 302
    assert JournalEntry.objects.get(verb="accounts.password_reset").changes == {}


@pytest.mark.parametrize(
    ("username", "refusal"), [("hieutruong", NotAllowed), ("tuan", OwnAccount), ("nguyet", NotAllowed), ("hanh", NotAllowed)]
)
def test_nobody_else_sets_a_password(world, tuan, username, refusal):
    with pytest.raises(refusal):
        operations.reset_password(world.actor(username), user=tuan)

    tuan.refresh_from_db()
    assert (tuan.check_password(PASSWORD), tuan.must_change_password) == (True, False)


def warrant(world, unit: str, permission: str = "roles.view") -> Warrant:
    return Warrant(permission, world.units[unit].path)


def test_focal_point_of_the_school_sets_it_with_a_warrant(world):
    mai = with_password(world.users["mai"])

    opened = operations.reset_password(world.actor("tuan"), user=mai, warrant=warrant(world, "lower_a"))

    mai.refresh_from_db()
    assert mai.check_password(opened.password)


@pytest.mark.parametrize(
    ("username", "whose", "unit", "refusal"),
    [
        ("tuan", "mai", "primary_b", NotAllowed),
        ("hieutruongkhac", "mai", "lower_a", NotAllowed),
        ("mai", "khoa", "lower_a", NotAllowed),
        ("tuan", "hieutruong", "lower_a", Outranked),
        ("tuan", "quantri", "lower_a", Outranked),
    ],
)
def test_warrant_is_checked_again_and_does_not_reach_higher(world, username, whose, unit, refusal):
    user = with_password(world.users[whose])

    with pytest.raises(refusal):
        operations.reset_password(world.actor(username), user=user, warrant=warrant(world, unit))

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_locked_account_gets_no_new_password(world, tuan):
    with_password(tuan, is_active=False)

    with pytest.raises(AccountIsLocked):
        operations.reset_password(world.actor("quantri"), user=tuan)


def asked(client: Client, login: str) -> str:
    page = client.post(reverse("accounts:forgotten"), {"login": login}).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def links() -> list[str]:
    run_pending()
    return [found[0] for letter in mail.outbox if (found := re.search(r"/dat-mat-khau/\S+", letter.body))]


def test_forgotten_password_is_answered_the_same_for_everybody(client, world, tuan):
    assert asked(client, "tuan") == asked(client, "mai") == asked(client, "khong.ai")
    assert len(links()) == 1
    assert mail.outbox[0].to == ["tuan.do@truong.example"]


def test_letters_are_in_the_language_of_their_reader(client, tuan):
    tuan.language = "en"
    tuan.save()
    asked(client, "tuan")
    run_pending()

    letter = mail.outbox[0]
    assert letter.subject == "Reset your Khuê Văn password"
    assert "Open this link within 1 hour to set a new password:" in letter.body.splitlines()


def test_link_sets_a_new_password_once(client, tuan):
    asked(client, "tuan")
    link = links()[0]

    weak = client.post(link, {"new": "matkhau123456", "again": "matkhau123456"})
    first = client.post(link, {"new": NEW_PASSWORD, "again": NEW_PASSWORD})
    second = client.post(link, {"new": PASSWORD + "x", "again": PASSWORD + "x"})

    tuan.refresh_from_db()
    assert (weak.status_code, first.status_code, second.status_code) == (422, 302, 422)
    assert tuan.check_password(NEW_PASSWORD)


def test_altered_link_sets_nothing(client, tuan, world):
    asked(client, "tuan")
    link = links()[0]
    others = link.replace(str(tuan.uid), str(world.users["mai"].uid))

    for address in (link[:-2] + "x/", others):
        assert client.post(address, {"new": NEW_PASSWORD, "again": NEW_PASSWORD}).status_code == 422

    tuan.refresh_from_db()
    assert tuan.check_password(PASSWORD)


def test_asking_again_and_again_sends_no_flood(client, tuan):
    statuses = [client.post(reverse("accounts:forgotten"), {"login": "tuan"}).status_code for _ in range(7)]

    assert statuses == [200] * 5 + [429] * 2
    assert len(links()) == 5


def test_new_address_is_used_once_it_answered(client, tuan):
    sign_in(client, "tuan")
    client.post(reverse("accounts:change_email"), {"email": "Moi@Truong.example", "password": PASSWORD})
    run_pending()
    letter = mail.outbox[-1]
    link = re.search(r"/tai-khoan/thu-dien-tu/\S+", letter.body)[0]

    tuan.refresh_from_db()
    before = tuan.email
    answers = [client.post(link).status_code for _ in range(2)]

    tuan.refresh_from_db()
    assert letter.to == ["moi@truong.example"]
    assert (before, tuan.email, answers) == ("tuan.do@truong.example", "moi@truong.example", [302, 422])


def test_address_link_is_worth_nothing_to_others(world, tuan):
    from khuevan.core.accounts.queries import links as made

    token = made.email_link(tuan, "moi@truong.example").rstrip("/").rpartition("/")[2]

    with pytest.raises(LinkExpired):
        operations.confirm_email_change(world.actor("mai"), token=token)

    assert world.users["mai"].email is None


def test_address_or_phone_of_somebody_else_is_refused(world, tuan):
    with_password(world.users["mai"], email="mai@truong.example", phone="0912345678")

    with pytest.raises(NameTaken):
        operations.request_email_change(actor_for(tuan), email="MAI@truong.example", password=PASSWORD)
    with pytest.raises(NameTaken):
        operations.edit_account(actor_for(tuan), phone="0912345678", language="vi")

    tuan.refresh_from_db()
    assert (tuan.email, tuan.phone) == ("tuan.do@truong.example", None)
