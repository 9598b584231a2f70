"""Writing profiles: what is journaled, what is refused, and that a refusal changes nothing."""

from datetime import date, timedelta

import pytest

from khuevan.core.audit.models import JournalEntry
from khuevan.core.people import api
from khuevan.core.people.models import Person
from khuevan.core.people.operations import add_person, write_numbers
from khuevan.core.people.tests.factories import make_account, make_person
from khuevan.core.people.types import (
    AlreadyMerged,
    InvalidValue,
    LooksLikeDuplicate,
    PersonalIdTaken,
    SectorIdFixed,
    SectorIdTaken,
)
from khuevan.core.roles.queries import actor_of
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel import clock, vault
from khuevan.kernel.errors import NotAllowed, Stale


@pytest.fixture
def pupil(world) -> Person:
    return Person.objects.get(pk=world.people["nguyet"].pk)


def test_new_profile_has_keys_and_a_sealed_number(world):
    person = api.create_person(
        world.actor("tuan"), keeper=world.units["lower_a"], full_name="  Lê   Thị Ứng ", personal_id="037199000123"
    )

    person.refresh_from_db()
    assert (person.full_name, person.search_key) == ("Lê Thị Ứng", "le thi ung")
    assert (person.personal_id_hint, vault.unseal(person.personal_id_sealed)) == ("037199••••23", "037199000123")
    assert bytes(person.personal_id_index) == vault.blind_index("037199000123")
    assert JournalEntry.objects.latest("pk").verb == "people.person_created"


@pytest.mark.parametrize("username", ["mai", "ha", "hieutruongkhac", "hanh", "quantri"])
def test_new_profile_is_refused_to_those_who_do_not_keep_the_unit(world, username):
    before = Person.objects.count(), JournalEntry.objects.count()

    with pytest.raises(NotAllowed):
        api.create_person(world.actor(username), keeper=world.units["lower_a"], full_name="Lê Thị Ứng")

    assert (Person.objects.count(), JournalEntry.objects.count()) == before


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"full_name": " \t"}, "full_name"),
        ({"full_name": "Lê Ứng", "birth_date": clock.today() + timedelta(days=1)}, "birth_date"),
    ],
)
def test_value_that_cannot_be_is_refused_with_its_field(world, fields, wrong):
    before = Person.objects.count()

    with pytest.raises(InvalidValue) as refused:
        api.create_person(world.actor("tuan"), keeper=world.units["lower_a"], **fields)

    assert (refused.value.field, Person.objects.count()) == (wrong, before)


def test_change_is_journaled_with_old_and_new_value_and_sensitive_values_covered(world, pupil):
    api.update_person(
        world.actor("tuan"),
        person=pupil,
        version=pupil.version,
        birthplace="Ninh Bình",
        ethnicity="02",
        personal_id="037314000090",
    )

    entry = JournalEntry.objects.latest("pk")
    assert (entry.verb, entry.object_id, entry.unit_path) == ("people.person_updated", str(pupil.pk), world.units["7A1"].path)
    assert entry.changes == {
        "birthplace": ["", "Ninh Bình"],
        "ethnicity": ["•••", "•••"],
        "personal_id_hint": ["037314••••89", "037314••••90"],
    }
    assert pupil.history.latest("pgh_id").birthplace == ""


def test_change_without_difference_writes_nothing(world, pupil):
    journal = JournalEntry.objects.count()

    api.update_person(world.actor("tuan"), person=pupil, version=pupil.version, ethnicity="01", personal_id="037314000089")

    assert JournalEntry.objects.count() == journal
    assert Person.objects.get(pk=pupil.pk).version == pupil.version


def test_second_official_editing_the_same_profile_is_told_and_overwrites_nothing(world, pupil):
    second = Person.objects.get(pk=pupil.pk)
    opened_at = second.version
    api.update_person(world.actor("tuan"), person=pupil, version=opened_at, birthplace="Ninh Bình")
    journal = JournalEntry.objects.count()

    with pytest.raises(Stale):
        api.update_person(world.actor("vanthu"), person=second, version=opened_at, birthplace="Nam Định", phone="0912345678")

    now = Person.objects.get(pk=pupil.pk)
    assert (now.birthplace, now.phone, now.version) == ("Ninh Bình", "", opened_at + 1)
    assert JournalEntry.objects.count() == journal


@pytest.mark.parametrize("username", ["mai", "khoa", "ha", "hieutruongkhac", "hanh", "nguyet", "quantri"])
def test_change_is_refused_to_those_who_do_not_keep_the_profile(world, pupil, username):
    journal = JournalEntry.objects.count()

    with pytest.raises(NotAllowed):
        api.update_person(world.actor(username), person=pupil, version=pupil.version, phone="0912345678")

    assert Person.objects.get(pk=pupil.pk).phone == ""
    assert JournalEntry.objects.count() == journal


def test_sensitive_field_takes_the_permission_to_see_it(world, pupil):
    vice = make_person("Phó Hiệu Trưởng", world.units["lower_a"])
    give_post(vice, "vice_principal", world.units["lower_a"])
    actor = actor_of(make_account(vice, "hieupho").pk)

    with pytest.raises(NotAllowed):
        api.update_person(actor, person=pupil, version=pupil.version, religion="buddhism", birthplace="Ninh Bình")
    api.update_person(actor, person=pupil, version=pupil.version, birthplace="Nam Định")

    now = Person.objects.get(pk=pupil.pk)
    assert (now.religion, now.birthplace) == ("", "Nam Định")


def test_taken_number_names_its_holder_only_to_those_who_may_see_him(world, pupil):
    seen, unseen = "037214000012", "037211000066"  # Bảo in the same class, Long at another school

    with pytest.raises(PersonalIdTaken) as told:
        api.set_personal_id(world.actor("tuan"), person=pupil, version=pupil.version, number=seen)
    with pytest.raises(PersonalIdTaken) as silent:
        api.set_personal_id(world.actor("tuan"), person=Person.objects.get(pk=pupil.pk), version=pupil.version, number=unseen)

    assert "Đinh Văn Bảo (Lớp 7A1 · Trường THCS Ninh Khánh)" in str(told.value.message)
    assert "Nguyễn Hoàng Long" not in str(silent.value.message)
    assert (silent.value.field, Person.objects.get(pk=pupil.pk).personal_id_hint) == ("personal_id", "037314••••89")


def test_taken_sector_number_is_refused(world):
    chi = Person.objects.get(pk=world.people["ung"].pk)

    with pytest.raises(SectorIdTaken):
        api.set_sector_id(world.actor("tuan"), person=chi, version=chi.version, number="3712345690")

    assert Person.objects.get(pk=chi.pk).sector_id is None


def test_sector_number_is_filled_in_and_never_changed(world, pupil):
    with pytest.raises(SectorIdFixed):
        api.set_sector_id(world.actor("tuan"), person=pupil, version=pupil.version, number="3700000001")
    with pytest.raises(SectorIdFixed):
        api.update_person(world.actor("tuan"), person=pupil, version=pupil.version, sector_id="")

    assert Person.objects.get(pk=pupil.pk).sector_id == "3712345689"


def test_both_numbers_are_written_or_neither(world):
    actor, person = world.actor("tuan"), make_person("Lê Thị Mới", world.units["lower_a"])

    with pytest.raises(InvalidValue):
        write_numbers(actor, person=person, version=person.version, personal_id="037199000123", sector_id="12")
    refused = Person.objects.values_list("personal_id_hint", "sector_id").get(pk=person.pk)
    person.refresh_from_db()
    write_numbers(actor, person=person, version=person.version, personal_id="037199000123", sector_id="3700000077")

    assert refused == ("", None)
    assert Person.objects.values_list("personal_id_hint", "sector_id").get(pk=person.pk) == ("037199••••23", "3700000077")


def test_wrong_number_is_taken_off_with_its_reason(world, pupil):
    api.clear_personal_id(world.actor("vanthu"), person=pupil, version=pupil.version, reason="Ghi nhầm số của anh")

    now, entry = Person.objects.get(pk=pupil.pk), JournalEntry.objects.latest("pk")
    assert (now.personal_id_sealed, now.personal_id_index, now.personal_id_hint) == (None, None, "")
    assert entry.changes == {"personal_id_hint": ["037314••••89", ""], "reason": ["", "Ghi nhầm số của anh"]}


def test_lookalike_is_refused_until_somebody_says_it_is_another_person(world):
    fields = {"keeper": world.units["lower_a"], "full_name": "Dinh Van Bao", "birth_date": date(2014, 3, 2)}
    before = Person.objects.count()

    with pytest.raises(LooksLikeDuplicate):
        add_person(world.actor("tuan"), **fields)
    refused = Person.objects.count()
    add_person(world.actor("tuan"), **fields, is_somebody_else=True)

    assert (refused, Person.objects.count()) == (before, before + 1)


def test_merged_profile_is_not_written(world, pupil):
    Person.objects.filter(pk=pupil.pk).update(merged_into=world.people["bao"])
    pupil.refresh_from_db()

    with pytest.raises(AlreadyMerged):
        api.update_person(world.actor("tuan"), person=pupil, version=pupil.version, phone="0912345678")

    assert Person.objects.get(pk=pupil.pk).phone == ""
