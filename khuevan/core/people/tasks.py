"""Work about people that is done behind the screen."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.jobs.api import JobResult, JobRun, job
from khuevan.kernel.actor import Actor

from . import operations
from .types import Permission


@job("people.open_accounts")
def open_accounts(run: JobRun, person_ids: list[int], title: str) -> JobResult:
    """Hashing takes its time: a school's accounts are opened here."""
    run.progress(0, len(person_ids), _("Đang cấp tài khoản"))
    opened = operations.open_accounts(run.actor, person_ids=person_ids, title=title)
    return JobResult({_("Tài khoản đã cấp"): opened.count}, link=reverse("accounts:slips", args=[opened.slips]))


@job("people.find_duplicates", permission=Permission.MERGE)
def find_duplicates(run: JobRun) -> JobResult:
    run.progress(0, 0, _("Đang so sánh hồ sơ"))
    found = operations.find_duplicates(run.actor)
    return JobResult({_("Cặp hồ sơ nghi trùng"): found}, link=reverse("people:duplicates"))


def find_duplicates_nightly(actor: Actor, timestamp: datetime) -> None:
    """The whole tree at night, so that lists are there in the morning."""
    operations.find_duplicates(actor)
