"""Signing in by form: what is said, what is counted, what is written down."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from khuevan.core.accounts.models import FailureCount
from khuevan.core.audit.models import JournalEntry
from khuevan.kernel import clock

from .factories import ADDRESS, PASSWORD, sign_in, with_password

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng"


@pytest.fixture
def tuan(world):
    return with_password(world.users["tuan"])


def verbs() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


def signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.django_db
def test_reading_the_page_runs_no_query_and_makes_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/dang-nhap/")

    assert page.status_code == 200
    assert list(page.cookies) == ["csrftoken"]


def token_of(page) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[-1]


def test_page_drawn_once_has_a_token_of_each_visitors_own(tuan):
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [token_of(each.get("/dang-nhap/")) for each in (first, second)]
    data = {"login": "tuan", "password": PASSWORD}

    stolen = second.post("/dang-nhap/", data | {"csrfmiddlewaretoken": tokens[0]})
    own = second.post("/dang-nhap/", data | {"csrfmiddlewaretoken": tokens[1]})

    assert (stolen.status_code, own.status_code) == (403, 302)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_is_drawn_in_the_language_chosen(db, language):
    client = Client()
    client.cookies["django_language"] = language

    assert f'<html lang="{language}"' in client.get("/dang-nhap/").content.decode()


@pytest.mark.parametrize("login", ["tuan", " TUAN ", "tuan.do@truong.example", "0912345678", "+84 912 345 678"])
def test_holder_signs_in_by_user_name_email_or_phone(client, tuan, login):
    with_password(tuan, email="tuan.do@truong.example", phone="0912345678")

    answer = sign_in(client, login)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client)
    entry = JournalEntry.objects.get(verb="accounts.signed_in")
    assert (entry.user_id, entry.object_id, entry.address) == (tuan.pk, str(tuan.pk), ADDRESS)


@pytest.mark.parametrize(("login", "password"), [("tuan", "sai-mat-khau-roi"), ("khong.ai", PASSWORD)])
def test_wrong_pair_is_refused_without_saying_which(client, tuan, login, password):
    answer = sign_in(client, login, password)

    assert answer.status_code == 422
    assert WRONG in answer.content.decode()
    assert not signed_in(client)
    assert UserSession.objects.count() == 0
    assert verbs() == ["accounts.sign_in_refused"]


def test_refusal_is_written_down_without_what_was_typed(client, tuan):
    sign_in(client, "matkhau-go-nham-o-ten")

    entry = JournalEntry.objects.get()
    assert (entry.object_id, entry.changes, entry.address) == ("", {}, ADDRESS)


@pytest.mark.parametrize("login", ["tuan", "khong.ai"])
def test_fifth_failure_makes_wait_and_says_until_when(client, tuan, login):
    now = clock.now()
    with clock.frozen(now):
        answers = [sign_in(client, login, "sai-mat-khau") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    until = (now + timedelta(seconds=61)).strftime("%H:%M")
    page = answers[-1].content.decode()
    assert "Vui lòng chờ" in page
    assert f"Vui lòng chờ đến {until}" in page
    assert verbs() == ["accounts.sign_in_refused"] * 5 + ["accounts.locked"]


def test_right_password_is_not_listened_to_while_waiting(client, tuan):
    now = clock.now()
    with clock.frozen(now):
        for _ in range(5):
            sign_in(client, "tuan", "sai-mat-khau")
        locked = sign_in(client, "tuan")
    with clock.frozen(now + timedelta(seconds=61)):
        later = sign_in(client, "tuan")

    assert (locked.status_code, later.status_code) == (429, 302)
    assert FailureCount.objects.filter(subject=f"account:{tuan.pk}").count() == 0


def test_names_of_one_account_are_counted_together(client, tuan):
    with_password(tuan, email="tuan.do@truong.example", phone="0912345678")

    statuses = [
        sign_in(client, name, "sai").status_code for name in ("tuan", "tuan.do@truong.example", "0912345678", "tuan", "TUAN")
    ]

    assert statuses == [422, 422, 422, 422, 429]


def test_waiting_of_one_account_leaves_others_alone(client, tuan, world):
    with_password(world.users["mai"])
    for _ in range(5):
        sign_in(client, "tuan", "sai-mat-khau")

    assert sign_in(client, "mai").status_code == 302


def test_one_address_that_fails_with_many_names_has_to_wait(client, tuan, settings):
    settings.PATIENCE_WITH_ADDRESS = (3, 60, 600)
    for name in ("a1", "a2", "a3"):
        sign_in(client, name, "sai-mat-khau")

    here = sign_in(client, "tuan")
    elsewhere = client.post("/dang-nhap/", {"login": "tuan", "password": PASSWORD}, REMOTE_ADDR="198.51.100.9")

    assert (here.status_code, elsewhere.status_code) == (429, 302)


def test_success_gives_the_address_one_failure_back(client, tuan):
    sign_in(client, "khong.ai", "sai-mat-khau")
    sign_in(client, "tuan")

    assert FailureCount.objects.get(subject=f"address:{ADDRESS}").failures == 1


def test_locked_account_is_told_so_only_with_the_right_password(client, tuan):
    with_password(tuan, is_active=False)

    wrong, right = sign_in(client, "tuan", "sai-mat-khau"), sign_in(client, "tuan")

    assert WRONG in wrong.content.decode()
    assert "đã bị khóa" in right.content.decode()
    assert not signed_in(client)


def test_account_without_a_password_cannot_sign_in(client, world):
    answer = sign_in(client, "mai", "")
    other = sign_in(client, "mai", "!")

    assert (answer.status_code, other.status_code) == (422, 422)
    assert not signed_in(client)


def test_sign_in_leads_back_to_where_it_was_asked(client, tuan):
    here = client.post("/dang-nhap/?next=/tai-khoan/", {"login": "tuan", "password": PASSWORD})
    client.logout()
    away = client.post("/dang-nhap/?next=https://la.example/", {"login": "tuan", "password": PASSWORD})

    assert (here["Location"], away["Location"]) == ("/tai-khoan/", "/")


def test_sign_in_speaks_the_language_of_the_account(client, tuan):
    with_password(tuan, language="en")

    sign_in(client, "tuan")

    assert client.cookies["django_language"].value == "en"


def test_sixth_session_ends_the_oldest(tuan, settings):
    settings.MOST_SESSIONS = 2
    clients = [Client() for _ in range(3)]
    for each in clients:
        sign_in(each, "tuan")

    assert [signed_in(each) for each in clients] == [False, True, True]
    assert JournalEntry.objects.get(verb="accounts.surplus_sessions_ended").changes == {"sessions": [1, 0]}


def test_sign_out_needs_posting(client, tuan):
    sign_in(client, "tuan")

    by_link = client.get(reverse("accounts:sign_out"))
    still = signed_in(client)
    answer = client.post(reverse("accounts:sign_out"))

    assert (by_link.status_code, still) == (405, True)
    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/dang-nhap/", False)
    assert verbs()[-1] == "accounts.signed_out"


def test_whoever_is_signed_in_is_led_on(client, tuan):
    sign_in(client, "tuan")

    assert client.get("/dang-nhap/")["Location"] == "/"


def test_address_behind_our_proxy_is_the_visitors(client, tuan, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    client.post("/dang-nhap/", {"login": "tuan", "password": PASSWORD}, headers={"X-Forwarded-For": "8.8.4.4, 198.51.100.9"})

    assert JournalEntry.objects.get(verb="accounts.signed_in").address == "198.51.100.9"
