"""Profiles written from an import and taken back."""

from django.db import connection

from khuevan.core.people import api
from khuevan.core.people.models import DuplicatePair, Person
from khuevan.core.people.operations import find_duplicates
from khuevan.kernel.text import search_key, sort_key


def draft(world, name: str) -> None:
    """A line of an import: a new learner of 9A."""
    values = [name, sort_key(name), search_key(name), world.people["bao"].birth_date, world.units["9A"].pk]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {api.PERSON_DRAFTS} (key, person_id, is_new, full_name, sort_key, search_key, birth_date, keeper_id)
                VALUES (1, {api.NEW_PERSON_ID}, true, %s, %s, %s, %s, %s)""",
            values,
        )


def test_import_is_taken_back_although_its_profiles_were_found_to_be_doubles(world):
    actor, before = world.actor("tuan"), Person.objects.count()
    api.open_drafts()
    draft(world, "Đinh Văn Bảo")
    api.upsert_persons(actor)
    pairs = find_duplicates(actor)

    reasons = api.unrestorable()
    api.restore_persons(actor, keys=[1])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert (pairs, reasons) == (1, {})
    assert (Person.objects.count(), DuplicatePair.objects.count()) == (before, 0)
