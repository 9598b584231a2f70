"""What the administrator of accounts does, and holders' own sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from khuevan.core.accounts import operations
from khuevan.core.accounts.models import User
from khuevan.core.accounts.types import AccountRequest, Outranked, OwnAccount, Warrant
from khuevan.core.audit.models import JournalEntry
from khuevan.kernel.errors import NotAllowed, NotFound

from .factories import sign_in, with_password


@pytest.fixture
def tuan(world):
    return with_password(world.users["tuan"])


@pytest.fixture
def administrator(client, world):
    client.force_login(world.users["quantri"])
    return client


def test_locking_signs_out_at_once_and_says_why(world, tuan, client):
    sign_in(client, "tuan")

    operations.lock_account(world.actor("quantri"), user=tuan, reason="nghỉ việc")

    assert client.get(reverse("accounts:profile")).status_code == 302
    assert sign_in(client, "tuan").status_code == 403
    entry = JournalEntry.objects.get(verb="accounts.account_locked")
    assert entry.changes == {"is_active": [True, False], "reason": [None, "nghỉ việc"]}


def test_unlocking_opens_with_the_same_password(world, tuan, client):
    operations.lock_account(world.actor("quantri"), user=tuan, reason="nhầm")
    tuan.refresh_from_db()

    operations.unlock_account(world.actor("quantri"), user=tuan, reason="nhầm")

    assert sign_in(client, "tuan").status_code == 302


def test_forgiving_lets_try_again_at_once(world, tuan, client):
    for _ in range(5):
        sign_in(client, "tuan", "sai-mat-khau")

    operations.forgive_failures(world.actor("quantri"), user=tuan)

    assert sign_in(client, "tuan").status_code == 302


@pytest.mark.parametrize(("username", "refusal"), [("hieutruong", NotAllowed), ("tuan", OwnAccount), ("nguyet", NotAllowed)])
def test_nobody_else_handles_an_account(world, tuan, username, refusal):
    actor = world.actor(username)
    deeds = [
        lambda: operations.lock_account(actor, user=tuan, reason="x"),
        lambda: operations.unlock_account(actor, user=tuan, reason="x"),
        lambda: operations.end_sessions(actor, user=tuan),
        lambda: operations.forgive_failures(actor, user=tuan),
    ]
    for deed in deeds:
        with pytest.raises(refusal):
            deed()

    assert User.objects.get(pk=tuan.pk).is_active
    assert JournalEntry.objects.count() == 0


def test_administrator_does_not_lock_himself_out(world):
    with pytest.raises(OwnAccount):
        operations.lock_account(world.actor("quantri"), user=world.users["quantri"], reason="x")

    assert User.objects.get(username="quantri").is_active


def test_school_cannot_lock_its_head(world):
    warrant = Warrant("roles.view", world.units["lower_a"].path)

    with pytest.raises(Outranked):
        operations.lock_account(world.actor("tuan"), user=world.users["hieutruong"], reason="x", warrant=warrant)

    assert User.objects.get(username="hieutruong").is_active


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_accounts_costs_the_same_for_any_number(administrator, world, rows, settings, django_assert_num_queries):
    settings.SHELL_COUNTS = {}
    names = ["Lê Văn An", "Lê Văn Ân", "Lê Văn Anh"][:rows]
    requests = [AccountRequest(key, name) for key, name in enumerate(names)]
    operations.open_accounts(world.actor("quantri"), requests=requests)
    address = reverse("accounts:accounts")
    administrator.get(address)

    with django_assert_num_queries(8):
        page = administrator.get(address, {"q": "le van an"})

    assert page.content.decode().count("kv-row-link") == rows


def test_list_shows_who_is_signed_in_where(administrator, tuan):
    for address in ("203.0.113.1", "203.0.113.2"):
        Client().post("/dang-nhap/", {"login": "tuan", "password": "lua-chin-vang-dong-que"}, REMOTE_ADDR=address)

    shared = administrator.get(reverse("accounts:accounts"), {"shared": "on"}).content.decode()

    assert "Đỗ Minh Tuấn" in shared
    assert shared.count("kv-row-link") == 1


def test_new_password_goes_to_a_slip_and_nowhere_else(administrator, tuan):
    answer = administrator.post(reverse("accounts:reset_password", args=[tuan.uid]))
    printed = administrator.post(answer["Location"]).content.decode()

    tuan.refresh_from_db()
    password = printed.partition("<dt>Mật khẩu</dt><dd>")[2].partition("<")[0]
    assert tuan.check_password(password)
    assert password not in str(list(JournalEntry.objects.values()))


def test_pages_of_deeds_do_them(administrator, tuan, world):
    uid = [tuan.uid]

    administrator.post(reverse("accounts:lock", args=uid), {"reason": "nghỉ việc"})
    locked = User.objects.get(pk=tuan.pk).is_active
    administrator.post(reverse("accounts:unlock", args=uid), {"reason": "đi làm lại"})

    assert (locked, User.objects.get(pk=tuan.pk).is_active) == (False, True)


def test_holder_sees_and_ends_his_sessions(tuan):
    here, there = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/139.0 Mobile"})
    for each in (here, there):
        sign_in(each, "tuan")
    profile = reverse("accounts:profile")
    page = here.get(profile).content.decode()
    other = UserSession.objects.order_by("pk").last()

    here.post(reverse("accounts:end_session", args=[other.pk]))

    assert ("Chrome, Android" in page, page.count("thiết bị này")) == (True, 1)
    assert (here.get(profile).status_code, there.get(profile).status_code) == (200, 302)


def test_holder_ends_all_other_sessions(tuan):
    clients = [Client() for _ in range(3)]
    for each in clients:
        sign_in(each, "tuan")

    clients[0].post(reverse("accounts:end_others"))

    assert [each.get(reverse("accounts:profile")).status_code for each in clients] == [200, 302, 302]


def test_nobody_ends_a_session_of_somebody_else(world, tuan, client):
    sign_in(client, "tuan")

    with pytest.raises(NotFound):
        operations.end_own_session(world.actor("mai"), pk=UserSession.objects.get().pk)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_holder_edits_phone_and_language(client, tuan):
    sign_in(client, "tuan")

    wrong = client.post(reverse("accounts:edit"), {"phone": "123", "language": "vi"})
    right = client.post(reverse("accounts:edit"), {"phone": "+84 912 345 678", "language": "en"})

    tuan.refresh_from_db()
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (tuan.phone, tuan.language, client.cookies["django_language"].value) == ("0912345678", "en", "en")
    changes = JournalEntry.objects.get(verb="accounts.account_edited").changes
    assert changes == {"language": ["vi", "en"], "phone": [None, "…5678"]}
