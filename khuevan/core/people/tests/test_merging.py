"""Two profiles become one: nothing is lost, nothing points to the merged one, and a refused merge changes nothing."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.core.audit.models import JournalEntry
from khuevan.core.people import api
from khuevan.core.people.models import DuplicatePair, DuplicateVerdict, Guardianship, Merge, Person
from khuevan.core.people.queries import MERGED_FIELDS, person
from khuevan.core.people.tests.access import make_request
from khuevan.core.people.tests.factories import make_account, make_guardian, make_person
from khuevan.core.people.types import AlreadyMerged, MergeConflict, SamePerson, Side
from khuevan.core.roles.tests.factories import give_post
from khuevan.kernel import vault
from khuevan.kernel.errors import NotAllowed, Stale
from khuevan.kernel.text import search_key, sort_key
from khuevan.registry.enrolment.models import Enrolment
from khuevan.registry.enrolment.tests.factories import enrol_person


def references_to(whom: Person) -> dict[str, int]:
    """How many rows of which foreign key refer to a person, histories and the records of the pair left out."""
    found = {}
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model") or model in (Merge, DuplicatePair, DuplicateVerdict):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Person:
                count = model._base_manager.filter(**{field.name: whom}).count()
                if count:
                    found[f"{model.__name__}.{field.name}"] = count
    return found


def merge(world, keep: Person, gone: Person, **options) -> Person:
    options = {"keep_version": keep.version, "gone_version": gone.version} | options
    return api.merge_persons(world.actor("tuan"), keep=keep, gone=gone, **options)


@pytest.fixture
def double(world) -> Person:
    """Nguyệt once more, entered by hand last week."""
    return make_person(
        "Nguyễn Thị Ánh Nguyệt", world.units["lower_a"], birth_date=date(2014, 9, 12), sex="female", birthplace="Ninh Bình"
    )


def test_everything_of_both_belongs_to_the_kept_profile(world, double):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    make_guardian(double, "Nguyễn Văn Tư", "father")
    give_post(double, "librarian", world.units["lower_a"])

    merge(world, pupil, double, reason="Nhập hai lần")

    assert references_to(double) == {}
    assert references_to(pupil) == {
        "Guardianship.child": 2, "RoleAssignment.person": 1, "Enrolment.person": 1, "Person.merged_into": 1
    }  # fmt: skip
    record = Merge.objects.get()
    assert (record.keep, record.gone, record.reason) == (pupil, double, "Nhập hai lần")
    assert sorted(record.moved) == ["people.Guardianship.child", "roles.RoleAssignment.person"]
    assert Person.objects.get(pk=pupil.pk).birthplace == "Ninh Bình"


def test_account_and_numbers_move_with_the_profile(world, double):
    bare = make_person("Lê Thị Bare", world.units["lower_a"])
    full = make_person("Lê Thị Bare", world.units["lower_a"], personal_id="037199000123", sector_id="3700000009")
    account = make_account(full, "bare")

    merge(world, bare, full)

    keep, gone = Person.objects.get(pk=bare.pk), Person.objects.get(pk=full.pk)
    assert (keep.account, keep.sector_id, vault.unseal(keep.personal_id_sealed)) == (account, "3700000009", "037199000123")
    assert (gone.account, gone.sector_id, gone.personal_id_index, gone.merged_into) == (None, None, None, keep)
    assert gone.history.latest("pgh_id").sector_id == "3700000009"


def test_whoever_looks_for_the_merged_profile_finds_the_kept_one(world, double):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    merge(world, pupil, double)

    assert person(world.actor("tuan"), double.uid).merged_into == pupil
    assert list(api.people(world.actor("tuan")).filter(pk=double.pk)) == []


def test_two_open_enrolments_are_refused_with_their_name_and_nothing_moves(world):
    left, right = (Person.objects.get(pk=world.people[name].pk) for name in ("nguyet", "chi"))
    before = references_to(left), references_to(right), JournalEntry.objects.count()

    with pytest.raises(MergeConflict) as refused:
        merge(world, left, right)

    assert str(refused.value.message) == (
        "Hai hồ sơ đang học ở hai nơi: lớp 7A1, Trường THCS Ninh Khánh và lớp 7A2, Trường THCS Ninh Khánh. Một em chỉ học một "
        "lớp: xem em học ở đâu, chuyển hồ sơ kia vào đúng lớp đó (hoặc ghi thôi học nếu nhập nhầm), rồi gộp lại."
    )
    assert (references_to(left), references_to(right), JournalEntry.objects.count()) == before
    assert Merge.objects.count() == 0


def test_two_used_accounts_are_refused_and_a_locked_one_stays_behind(world):
    left, right = (make_person("Hai Tài Khoản", world.units["lower_a"]) for _time in range(2))
    make_account(left, "hai.a")
    locked = make_account(right, "hai.b")

    with pytest.raises(MergeConflict) as refused:
        merge(world, left, right)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    merge(world, left, right)

    assert "hai.a, hai.b" in str(refused.value.message)
    assert Person.objects.get(pk=left.pk).account.username == "hai.a"
    assert not Person.objects.filter(account=locked).exists()


def test_guardian_and_ward_are_two_people(world):
    child, mother = (Person.objects.get(pk=world.people[name].pk) for name in ("nguyet", "hanh"))
    mother.account.is_active = False
    mother.account.save(update_fields=["is_active"])

    with pytest.raises(MergeConflict) as refused:
        merge(world, child, mother)

    assert str(refused.value.message) == "Một người là cha mẹ, người giám hộ của người kia, nên không phải là một người."
    assert child.guardianships.get().guardian == mother


def test_same_guardian_of_both_stays_guardian_once(world, double):
    pupil, mother = Person.objects.get(pk=world.people["nguyet"].pk), world.people["hanh"]
    Guardianship.objects.create(child=double, guardian=mother, relation="guardian", starts_on=date(2024, 1, 1))

    merge(world, pupil, double)

    assert [row.relation for row in Guardianship.objects.filter(child=pupil, guardian=mother)] == ["mother"]


def test_two_requests_for_one_field_are_refused(world, double):
    pupil = Person.objects.get(pk=world.people["nguyet"].pk)
    make_request(world)
    other = make_request(world, person=double)

    with pytest.raises(MergeConflict):
        merge(world, pupil, double)

    other.refresh_from_db()
    assert other.person == double


@pytest.mark.parametrize("username", ["mai", "vanthu", "ha", "hieutruongkhac", "hanh", "quantri"])
def test_merge_takes_the_permission_on_both(world, double, username):
    elsewhere = make_person("Nguyễn Thị Ánh Nguyệt", world.units["primary_c"])
    left = Person.objects.get(pk=world.people["nguyet"].pk)

    with pytest.raises(NotAllowed):
        api.merge_persons(
            world.actor(username), keep=left, gone=elsewhere, keep_version=left.version, gone_version=elsewhere.version
        )

    assert Merge.objects.count() == 0


def test_department_merges_profiles_of_two_schools(world):
    elsewhere = make_person("Nguyễn Thị Ánh Nguyệt", world.units["primary_b"])
    left = Person.objects.get(pk=world.people["nguyet"].pk)

    api.merge_persons(world.actor("ha"), keep=left, gone=elsewhere, keep_version=left.version, gone_version=elsewhere.version)

    assert Merge.objects.get().made_by_name == "Phạm Thu Hà"


def test_profile_that_changed_or_was_merged_meanwhile_is_refused(world, double):
    pupil, third = Person.objects.get(pk=world.people["nguyet"].pk), make_person("Ánh Nguyệt", world.units["lower_a"])

    with pytest.raises(Stale):
        merge(world, pupil, double, gone_version=double.version + 1)
    with pytest.raises(SamePerson):
        merge(world, pupil, pupil)
    merge(world, pupil, double)
    with pytest.raises(AlreadyMerged):
        merge(world, third, double)

    assert Merge.objects.count() == 1


NAMES = st.sampled_from(["Lê An", "Lê Thị An", "Trần Bình"])
PROFILES = st.fixed_dictionaries(
    {
        "full_name": NAMES,
        "birth_date": st.sampled_from([None, date(2014, 1, 2), date(2014, 2, 1)]),
        "sex": st.sampled_from(["", "male", "female"]),
        "ethnicity": st.sampled_from(["", "01", "02"]),
        "phone": st.sampled_from(["", "0912345678", "0987654321"]),
        "residence_code": st.sampled_from(["", "14329", "14464"]),
        "policy_categories": st.sampled_from([[], ["poor_household"], ["disability", "poor_household"]]),
        "has_number": st.booleans(),
        "guardians": st.integers(0, 2),
        "posts": st.sets(st.sampled_from(["librarian", "accountant", "clerk"]), max_size=2),
        "studied": st.booleans(),
    }
)


def make_profile(world, shape: dict, number: str) -> Person:
    fields = {
        name: value for name, value in shape.items() if name not in ("has_number", "guardians", "posts", "studied", "full_name")
    }
    made = make_person(shape["full_name"], world.units["lower_a"], personal_id=number if shape["has_number"] else "", **fields)
    for place in range(shape["guardians"]):
        make_guardian(made, f"Người Lớn {place}", "guardian")
    for role in sorted(shape["posts"]):
        give_post(made, role, world.units["lower_a"])
    if shape["studied"]:
        enrol_person(world.classes["7A1"], made)
        Enrolment.objects.filter(person=made).update(status="transferred", ends_on=date(2026, 10, 1))
    return made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=PROFILES, right=PROFILES, choices=st.dictionaries(st.sampled_from(MERGED_FIELDS), st.sampled_from(list(Side))))
def test_merge_takes_the_chosen_values_and_loses_no_row(world, left, right, choices):
    with transaction.atomic():
        keep, gone = make_profile(world, left, "037214000101"), make_profile(world, right, "037214000102")
        rows = sum_of(references_to(keep), references_to(gone))
        wanted = {
            name: getattr(gone if taken_from(name, keep, gone, choices) == Side.GONE else keep, name) for name in MERGED_FIELDS
        }
        try:
            with transaction.atomic():
                merge(world, keep, gone, choices=choices)
        except MergeConflict:
            assert left["posts"] & right["posts"]
            assert sum_of(references_to(keep), references_to(gone)) == rows
        else:
            now = Person.objects.get(pk=keep.pk)
            assert {name: getattr(now, name) for name in MERGED_FIELDS} == wanted
            assert (now.search_key, now.sort_key) == (search_key(now.full_name), sort_key(now.full_name))
            assert references_to(gone) == {}
            assert references_to(now) == rows | {"Person.merged_into": 1}
        transaction.set_rollback(True)


def taken_from(name: str, keep: Person, gone: Person, choices: dict[str, Side]) -> Side:
    empty = ("", None, [])
    return choices.get(name) or (Side.GONE if getattr(keep, name) in empty and getattr(gone, name) not in empty else Side.KEEP)


def sum_of(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in one | other}
