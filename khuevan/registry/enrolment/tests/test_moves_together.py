"""Two who place learners at the same time, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from khuevan.kernel import clock
from khuevan.kernel.errors import Refusal
from khuevan.registry.enrolment import operations
from khuevan.registry.enrolment.models import Enrolment, SchoolClass
from khuevan.registry.enrolment.types import NotStudying, Status

TODAY = datetime(2026, 11, 22, 9, tzinfo=clock.VIETNAM)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list:
    """What each deed returned, or the refusal it raised; all begin together."""
    barrier = Barrier(len(deeds))

    def run(deed):
        try:
            barrier.wait(timeout=30)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with clock.frozen(TODAY), ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(copy_context().run, run, deed) for deed in deeds]]


def move(world, who: str, learner: str, to: str):
    actor, stay, to_class = world.actor(who), world.learners[learner], world.classes[to]
    return lambda: operations.move_learners(actor, stays=[stay], to_class=to_class, on=TODAY.date())


def test_learner_moved_by_two_goes_to_one_class(world):
    results = at_once(move(world, "tuan", "nguyet", "7A2"), move(world, "vanthu", "nguyet", "9A"))

    assert [type(result) for result in results if not isinstance(result, list)] == [NotStudying]
    assert Enrolment.objects.filter(person=world.people["nguyet"], status=Status.STUDYING).count() == 1


def test_moves_in_opposite_directions_do_not_wait_for_each_other(world):
    results = at_once(move(world, "tuan", "nguyet", "7A2"), move(world, "vanthu", "chi", "7A1"))

    assert [len(opened) for opened in results] == [1, 1]
    counts = dict(SchoolClass.objects.filter(name__in=("7A1", "7A2")).values_list("name", "learners"))
    assert counts == {"7A1": 2, "7A2": 1}
