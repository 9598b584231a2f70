"""Background work as people see it, and what the queue needs to be exact.

The queue itself is Procrastinate's tables in the same database. A `Job` is its visible face: it outlives the queue's row.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel.ids import new_uid
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy

from .types import ENDED, JobState

RESULT = "result"  # the role in which a job owns its files


class Job(Model):
    """Work started by one account. `user` alone sees it; `acting` is what the actor is rebuilt from.

    `progress_total` 0 means: not known how much there is to do. `error` is for people, `technical_error` for the administrator.
    """

    privacy = Privacy.PERSONAL
    place = Place(unit="unit")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=64)
    label = models.CharField(_("công việc"), max_length=200)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, null=True, related_name="+")
    acting = models.JSONField(default=dict)
    arguments = models.JSONField(default=dict)
    queue_id = models.BigIntegerField(null=True)

    state = models.CharField(_("tình trạng"), max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result_link = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=500, blank=True)
    remedy = models.CharField(max_length=4, blank=True)
    technical_error = models.TextField(blank=True)

    queued_at = models.DateTimeField(_("yêu cầu lúc"))
    started_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("kết thúc lúc"), null=True)

    class Meta:
        verbose_name = _("công việc nền")
        indexes = [
            models.Index(fields=["user", "-id"], name="jobs_job_user"),
            models.Index(fields=["finished_at"], name="jobs_job_finished"),
        ]
        constraints = [
            models.CheckConstraint(
                name="jobs_job_finished_when_ended",
                condition=models.Q(state__in=ENDED, finished_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(finished_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def percent(self) -> int | None:
        """Whole per cent done, or None while the total is unknown."""
        if not self.progress_total:
            return None
        return min(100, self.progress_done * 100 // self.progress_total)


class Delivery(Model):
    """A queue row whose work is committed: written with the work itself, so that a second delivery does nothing."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    queue_id = models.BigIntegerField(primary_key=True)


class DeadLetter(Model):
    """Work that failed for good by a fault of the system, kept until somebody settles it: tried again, or discarded."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    class Settlement(models.TextChoices):
        RETRIED = "retried", _("Đã cho chạy lại")
        DISCARDED = "discarded", _("Đã bỏ")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    task = models.CharField(max_length=64)
    arguments = models.JSONField()
    label = models.CharField(_("việc"), max_length=250)
    technical_error = models.TextField()
    attempts = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField(_("lỗi lúc"))
    settlement = models.CharField(_("xử lý"), max_length=10, choices=Settlement, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("việc lỗi")
        indexes = [
            models.Index(fields=["-failed_at"], condition=models.Q(settled_at__isnull=True), name="jobs_deadletter_open"),
        ]
        constraints = [
            models.CheckConstraint(
                name="jobs_deadletter_settled",
                condition=models.Q(settlement="", settled_at__isnull=True)
                | (~models.Q(settlement="") & models.Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.label
