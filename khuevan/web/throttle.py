"""How often a subject may do a kind of thing: counted in PostgreSQL, so that every process counts together."""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection
from django.utils.translation import gettext_lazy as _

from khuevan.kernel import clock
from khuevan.kernel.errors import Refusal, Remedy

from .models import Quota

COUNT = """
    INSERT INTO web_quota (scope, subject, "window", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (scope, subject, "window") DO UPDATE SET count = web_quota.count + 1
    RETURNING count
"""


class TooMany(Refusal):
    """The subject used up its quota of this window; `retry_after` is how many seconds are left of it."""

    code = "too_many"
    status = 429
    remedy = Remedy.WAIT
    message = _("Thao tác quá nhiều lần. Vui lòng chờ vài phút rồi làm lại.")


def spend(scope: str, subject: object, limit: int, per: timedelta = timedelta(minutes=1)) -> int:
    """Count one use of `scope` by a subject (an address, an account id); returns how many are left. Raises TooMany."""
    now = clock.now()
    window = window_start(now, per)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [scope, str(subject)[:80], window])
        used = cursor.fetchone()[0]
    if used > limit:
        raise TooMany(retry_after=ceil((window + per - now).total_seconds()))
    return limit - used


def window_start(moment: datetime, per: timedelta) -> datetime:
    """The beginning of the window that a moment lies in."""
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, clock.VIETNAM)


def forget_before(moment: datetime) -> int:
    """Delete counters of windows that began before a moment; returns how many."""
    return Quota.objects.filter(window__lt=moment).delete()[0]
