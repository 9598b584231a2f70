"""Notices to accounts, where each of them goes, and what people chose."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE
from khuevan.kernel.ids import new_uid
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy

from .types import ChannelCode


class Notice(Model):
    """One message to one account; nobody else ever sees it. `link` is an address inside the site."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    title = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"), blank=True)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(_("lúc"))
    in_inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("thông báo")
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True, in_inbox=True),
                name="notices_notice_unread",
            ),
            models.Index(fields=["recipient", "-id"], name="notices_notice_inbox"),
            models.Index(fields=["at"], name="notices_notice_at"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notices_notice_link_inside",
                condition=models.Q(link="") | (models.Q(link__startswith="/") & ~models.Q(link__startswith="//")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Dispatch(Model):
    """A notice on its way through a channel that leaves the house: sent at most once.

    `SENDING` is written before the attempt: whoever finds it afterwards knows that the attempt may have succeeded.
    """

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi")
        REFUSED = "refused", _("Bị từ chối")
        UNSURE = "unsure", _("Không rõ đã đến chưa")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="dispatches")
    channel = models.CharField(max_length=10, choices=ChannelCode)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="notices_dispatch_once")]


class Preference(Model):
    """What an account chose for a kind of notices and a channel ("inbox" too); without a row the kind's default counts."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    channel = models.CharField(max_length=10)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="notices_preference_once")]
