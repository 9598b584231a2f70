"""Opening accounts, and the slips that hand them out."""

from datetime import timedelta

import pytest
from django.urls import reverse

from khuevan.core.accounts import operations
from khuevan.core.accounts.models import SlipBatch, User
from khuevan.core.accounts.types import AccountRequest, Slip, SlipsGone, Warrant
from khuevan.core.audit.models import JournalEntry
from khuevan.kernel import clock
from khuevan.kernel.errors import NotAllowed

NAMES = ["Nguyễn Thị Ánh Nguyệt", "Nguyễn Thu Ánh Nguyệt", "Đỗ Minh Tuấn"]


def requests(*names: str) -> list[AccountRequest]:
    return [AccountRequest(key, name) for key, name in enumerate(names)]


def test_accounts_get_their_own_names_and_one_time_passwords(world):
    operations.open_accounts(world.actor("quantri"), requests=requests("Nguyễn Thị Ánh Nguyệt"))

    opened = operations.open_accounts(world.actor("quantri"), requests=requests(*NAMES))

    assert [(one.key, one.username) for one in opened] == [(0, "nguyetnta2"), (1, "nguyetnta3"), (2, "tuandm")]
    users = User.objects.in_bulk([one.user_id for one in opened])
    assert all(users[one.user_id].check_password(one.password) for one in opened)
    assert all(user.must_change_password for user in users.values())
    assert len({one.password for one in opened}) == 3


def test_opened_account_is_found_by_name_without_diacritics(world, client):
    operations.open_accounts(world.actor("quantri"), requests=requests("Trần Thị Tường Vi"))
    client.force_login(world.users["quantri"])

    page = client.get(reverse("accounts:accounts"), {"q": "tuong vi"}).content.decode()

    assert "Trần Thị Tường Vi" in page
    assert "Đỗ Minh Tuấn" not in page


def test_contacts_in_use_are_left_out(world):
    asked = [
        AccountRequest(1, "Ngô Thị Mai", email="chung@truong.example", phone="0912 345 678"),
        AccountRequest(2, "Ngô Thị Lan", email="CHUNG@truong.example", phone="0912345678"),
        AccountRequest(3, "Ngô Thị Đào", email="", phone="khong co"),
    ]

    opened = operations.open_accounts(world.actor("quantri"), requests=asked)

    users = User.objects.in_bulk([one.user_id for one in opened])
    contacts = [(users[one.user_id].email, users[one.user_id].phone) for one in opened]
    assert contacts == [("chung@truong.example", "0912345678"), (None, None), (None, None)]


@pytest.mark.parametrize("number", [1, 3])
def test_opening_many_costs_as_many_queries_as_opening_one(world, number, django_assert_num_queries):
    actor = world.actor("quantri")

    with django_assert_num_queries(8):
        operations.open_accounts(actor, requests=requests(*NAMES[:number]))


def test_school_opens_accounts_with_a_warrant(world):
    warrant = Warrant("roles.view", world.units["lower_a"].path)

    operations.open_accounts(world.actor("tuan"), requests=requests("Lê Văn An"), warrant=warrant)

    entry = JournalEntry.objects.get(verb="accounts.opened")
    assert (entry.unit_path, entry.changes) == (world.units["lower_a"].path, {"accounts": [None, 1]})


@pytest.mark.parametrize(("username", "unit"), [("tuan", None), ("tuan", "primary_b"), ("nguyet", "lower_a"), ("hanh", None)])
def test_nobody_opens_accounts_out_of_reach(world, username, unit):
    before = User.objects.count()
    warrant = Warrant("roles.view", world.units[unit].path) if unit else None

    with pytest.raises(NotAllowed):
        operations.open_accounts(world.actor(username), requests=requests("Lê Văn An"), warrant=warrant)

    assert (User.objects.count(), JournalEntry.objects.count()) == (before, 0)


@pytest.fixture
def slips(world):
    made = [Slip(f"Học sinh {n}", "7A1", f"hs{n}", f"mat-khau-mot-{n}") for n in range(12)]
    return operations.seal_slips(world.actor("tuan"), title="Lớp 7A1", slips=made)


def test_slips_are_sealed_at_rest(slips):
    batch = SlipBatch.objects.get(uid=slips)

    assert b"mat-khau-mot" not in bytes(batch.sealed)
    assert batch.expires_at - batch.made_at == timedelta(hours=24)


def test_slips_open_again_for_a_quarter_of_an_hour(world, slips):
    actor, now = world.actor("tuan"), clock.now()
    with clock.frozen(now):
        first = operations.open_slips(actor, uid=slips)
    with clock.frozen(now + timedelta(minutes=14)):
        again = operations.open_slips(actor, uid=slips)
    with clock.frozen(now + timedelta(minutes=15)), pytest.raises(SlipsGone):
        operations.open_slips(actor, uid=slips)

    assert first.slips[0] == Slip("Học sinh 0", "7A1", "hs0", "mat-khau-mot-0")
    assert (len(first.slips), again.slips) == (12, first.slips)
    assert JournalEntry.objects.filter(verb="accounts.slips_opened").count() == 2


def test_unopened_slips_are_gone_after_a_day(world, slips):
    with clock.frozen(clock.now() + timedelta(hours=24)):
        with pytest.raises(SlipsGone):
            operations.open_slips(world.actor("tuan"), uid=slips)
        operations.purge(world.actor("quantri"))

    assert SlipBatch.objects.count() == 0


@pytest.mark.parametrize("username", ["hieutruong", "quantri", "nguyet"])
def test_slips_open_for_their_maker_only(world, slips, username):
    with pytest.raises(SlipsGone):
        operations.open_slips(world.actor(username), uid=slips)

    assert SlipBatch.objects.get(uid=slips).opened_at is None


def test_slips_are_printed_from_their_page(world, client, slips):
    client.force_login(world.users["tuan"])
    address = reverse("accounts:slips", args=[slips])

    ask = client.get(address).content.decode()
    printed = client.post(address).content.decode()

    assert "mat-khau-mot" not in ask
    assert printed.count('<section class="slip">') == 12
    assert "mat-khau-mot-11" in printed
    assert "<style" not in printed


def test_purge_keeps_what_is_not_its_time(world, slips):
    operations.purge(world.actor("quantri"))

    assert SlipBatch.objects.count() == 1
    with pytest.raises(NotAllowed):
        operations.purge(world.actor("tuan"))
