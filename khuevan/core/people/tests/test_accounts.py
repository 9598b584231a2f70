"""Accounts of the people of a unit: opened on slips, renewed, locked."""

import pytest

from khuevan.core.accounts.models import SlipBatch, User
from khuevan.core.accounts.operations import open_slips
from khuevan.core.accounts.types import Outranked, OwnAccount
from khuevan.core.people import api
from khuevan.core.people.models import Person
from khuevan.core.people.operations import lock_account, renew_password, unlock_account
from khuevan.core.people.queries import account_holders
from khuevan.core.people.types import AccountState, NoAccount, NobodyToOpen
from khuevan.kernel.errors import NotAllowed, NotFound


def ids(world, *names: str) -> list[int]:
    return [world.people[name].pk for name in names]


def states(world, username: str) -> dict[str, str]:
    return {person.full_name: person.account_state for person in account_holders(world.actor(username))}


def test_accounts_are_opened_with_slips_in_the_order_of_classes(world):
    opened = api.open_accounts(world.actor("tuan"), person_ids=ids(world, "chi", "bao", "ung"), title="Lớp 7 và 9")

    slips = open_slips(world.actor("tuan"), uid=opened.slips).slips
    assert [(slip.full_name, slip.caption) for slip in slips] == [
        ("Đinh Văn Bảo", "Lớp 7A1 · Trường THCS Ninh Khánh"),
        ("Trần Lê Khánh Chi", "Lớp 7A2 · Trường THCS Ninh Khánh"),
        ("Tạ Quang Ứng", "Lớp 9A · Trường THCS Ninh Khánh"),
    ]
    accounts = {person.full_name: person.account for person in Person.objects.filter(pk__in=ids(world, "chi", "bao", "ung"))}
    assert {slip.full_name: slip.username for slip in slips} == {name: user.username for name, user in accounts.items()}
    assert all(accounts[slip.full_name].check_password(slip.password) for slip in slips)


def test_those_out_of_reach_or_with_an_account_are_left_out(world):
    before = User.objects.count()

    opened = api.open_accounts(world.actor("tuan"), person_ids=ids(world, "nguyet", "bao", "long", "giabao"), title="x")

    assert (opened.count, User.objects.count()) == (1, before + 1)
    assert Person.objects.get(pk=world.people["long"].pk).account is None


@pytest.mark.parametrize("username", ["mai", "vanthu", "hieutruongkhac", "quantri", "hanh"])
def test_opening_for_pupils_is_refused_to_those_who_do_not_look_after_them(world, username):
    before = User.objects.count(), SlipBatch.objects.count()

    with pytest.raises(NobodyToOpen):
        api.open_accounts(world.actor(username), person_ids=ids(world, "bao"), title="x")

    assert (User.objects.count(), SlipBatch.objects.count()) == before


def test_administrator_looks_after_staff_only(world):
    seen = states(world, "quantri")

    assert seen["Ngô Thị Mai"] == AccountState.ACTIVE
    assert {"Nguyễn Thị Ánh Nguyệt", "Lê Thị Hạnh", "Hồ Viết Sơn"} & set(seen) == set()


def test_school_looks_after_pupils_guardians_and_staff(world):
    User.objects.filter(username="loc").update(must_change_password=True)
    User.objects.filter(username="nguyet").update(is_active=False)

    seen = states(world, "tuan")

    assert (seen["Trần Văn Lộc"], seen["Nguyễn Thị Ánh Nguyệt"]) == (AccountState.UNUSED, AccountState.LOCKED)
    assert (seen["Đinh Văn Bảo"], seen["Ngô Thị Mai"]) == (AccountState.NONE, AccountState.ACTIVE)
    assert "Nguyễn Hoàng Long" not in seen


def test_new_password_comes_on_one_slip_and_the_old_one_ends(world):
    holder = world.people["nguyet"]
    holder.account.set_password("mat-khau-cu-1234")
    holder.account.save(update_fields=["password"])

    slips = open_slips(world.actor("tuan"), uid=renew_password(world.actor("tuan"), person=holder)).slips

    user = User.objects.get(username="nguyet")
    assert [slip.username for slip in slips] == ["nguyet"]
    assert (user.check_password(slips[0].password), user.check_password("mat-khau-cu-1234")) == (True, False)
    assert user.must_change_password


def test_account_is_locked_and_unlocked_with_a_reason(world):
    lock_account(world.actor("tuan"), person=world.people["mai"], reason="Nghỉ dài hạn")
    locked = User.objects.get(username="mai").is_active
    unlock_account(world.actor("tuan"), person=world.people["mai"], reason="Đi làm lại")

    assert (locked, User.objects.get(username="mai").is_active) == (False, True)


def test_account_of_a_superior_or_ones_own_is_not_touched(world):
    with pytest.raises(Outranked):
        lock_account(world.actor("tuan"), person=world.people["hieutruong"], reason="x")
    with pytest.raises(OwnAccount):
        renew_password(world.actor("tuan"), person=world.people["tuan"])

    assert User.objects.get(username="hieutruong").is_active


def test_person_without_account_has_nothing_to_renew(world):
    with pytest.raises(NoAccount):
        renew_password(world.actor("tuan"), person=world.people["bao"])


@pytest.mark.parametrize("username", ["vanthu", "hieutruongkhac", "quantri"])
def test_pupils_account_is_not_locked_by_those_who_do_not_look_after_it(world, username):
    with pytest.raises((NotFound, NotAllowed)):
        lock_account(world.actor(username), person=world.people["nguyet"], reason="x")

    assert User.objects.get(username="nguyet").is_active
