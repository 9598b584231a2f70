"""Two people at once, and a process killed in the middle: on real connections, with real transactions."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, Reorganisation
from khuevan.core.org.tests.looking import dump, faults
from khuevan.core.org.types import AlreadyApplied, Create, Merge, NewUnit
from khuevan.kernel.errors import Refusal
from tests.database import address_of_test_database

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 9, 1)


@pytest.fixture
def previewed(world) -> Reorganisation:
    """A committed draft that merges a commune into a new one."""
    new = NewUnit("commune", "Xã Mới", parent=world.units["province"].pk, key="moi")
    actor = world.actor("vanphong")
    draft = org.draft_reorganisation(
        actor,
        title="Sắp xếp thử",
        decision_number="01/QĐ-UBND",
        decision_date=ON,
        effective_on=ON,
        steps=[Create((new,)), Merge((world.units["commune_b"].pk,), "moi")],
    )
    org.preview_reorganisation(actor, reorganisation=draft)
    return draft


def _at_once(*deeds):
    """What each deed returned or refused, run at the same moment on connections of their own."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(timeout=10)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(copy_context().run, run, deed) for deed in deeds]]


def test_applied_by_two_at_once_it_happens_once(world, previewed):
    actor = world.actor("vanphong")

    outcomes = _at_once(*[lambda: org.apply_reorganisation(actor, reorganisation=previewed)] * 2)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyApplied", "Reorganisation"]
    assert OrgUnit.objects.filter(name="Xã Mới").count() == 1
    assert faults() == {}


def test_a_class_opened_while_its_school_moves_stands_below_it(world, previewed):
    actor, school = world.actor("vanphong"), world.units["primary_b"]

    _at_once(
        lambda: org.apply_reorganisation(actor, reorganisation=previewed),
        lambda: org.create_units(actor, parent=school, rows=[NewUnit("class", "Lớp 1A")], on=ON),
    )

    opened = OrgUnit.objects.get(name="Lớp 1A")
    assert opened.path == f"{OrgUnit.objects.get(pk=school.pk).path}{opened.pk}/"
    assert faults() == {}


def test_killed_in_the_middle_nothing_is_half_done_and_it_can_be_applied_again(world, previewed):
    before = dump()
    command = [sys.executable, "-m", "khuevan.core.org.tests.apply_and_wait", "vanphong", str(previewed.pk)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DATABASE_URL": address_of_test_database(), "DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    try:
        assert process.stdout.readline() == "everything is written\n"
    finally:
        process.kill()
        process.wait(timeout=10)
        process.stdout.close()

    assert dump() == before

    actor = world.actor("vanphong")
    applied = org.apply_reorganisation(actor, reorganisation=previewed)

    assert applied.state == "applied"
    assert OrgUnit.objects.filter(name="Xã Mới").count() == 1
    assert faults() == {}
    with pytest.raises(AlreadyApplied):
        org.apply_reorganisation(actor, reorganisation=applied)
