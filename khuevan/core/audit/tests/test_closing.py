"""A day is not closed while somebody may still write into it."""

from datetime import timedelta

import psycopg
import pytest
from procrastinate.contrib.django.utils import connector_params

from khuevan.core.audit.models import DayDigest
from khuevan.core.audit.operations import close_days
from khuevan.core.audit.queries import verify_chain
from khuevan.core.audit.types import DayStillOpen
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from .factories import make_entry

SYSTEM = Actor(name="Chốt nhật ký ngày", via="system")


@pytest.mark.django_db(transaction=True)
def test_day_waits_for_a_transaction_begun_before_its_end():
    yesterday = clock.now() - timedelta(days=1)
    make_entry(SYSTEM, at=yesterday)
    tomorrow = clock.now() + timedelta(days=1)

    with psycopg.connect(**connector_params()) as other:
        other.execute("SELECT pg_current_xact_id()")  # now it has written, as far as PostgreSQL knows
        with clock.frozen(tomorrow), pytest.raises(DayStillOpen):
            close_days(SYSTEM, tomorrow)
        closed_meanwhile = list(DayDigest.objects.values_list("day", flat=True))
    with clock.frozen(tomorrow + timedelta(days=1)):
        close_days(SYSTEM, tomorrow)

    assert closed_meanwhile == [yesterday.date()]
    assert verify_chain() == []
