"""Receipts of deeds done once, and counters of who asks how often."""

from django.db import models

from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy


class Receipt(Model):
    """What was answered to a request that carried a key; sent again, it is answered the same without doing the deed again."""

    privacy = Privacy.PERSONAL

    user_id = models.BigIntegerField(null=True)
    key = models.UUIDField()
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    location = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "web_receipt"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="web_receipt_once", nulls_distinct=False),
        ]


class Quota(Model):
    """How often a subject (an address, an account) did a kind of thing in one window of time."""

    privacy = Privacy.PERSONAL

    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "web_quota"
        constraints = [models.UniqueConstraint(fields=["scope", "subject", "window"], name="web_quota_window")]
