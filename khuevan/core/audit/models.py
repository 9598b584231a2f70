"""The journal: who, acting as what, when, from where, did what, and what changed from what to what.

Rows are only ever added: PostgreSQL refuses UPDATE and DELETE. Each day is closed with a digest over its rows and the
digest of the day before, so that a change made behind the application's back is found by `khuevan doctor`.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy


class JournalEntry(Model):
    """`verb` is a stable name ("people.person_merged"); `changes` maps a field to [old, new], sensitive values masked.

    Names are written down as they were on that day. `search_key` is made of who, what and where, without diacritics.
    """

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    at = models.DateTimeField(_("lúc"))
    user_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("người làm"), max_length=120, blank=True)
    acting_as = models.CharField(_("với vai trò"), max_length=250, blank=True)
    via = models.CharField(_("qua"), max_length=20)
    address = models.CharField(_("địa chỉ mạng"), max_length=45, blank=True)
    support_session_id = models.BigIntegerField(null=True)
    verb = models.CharField(_("việc"), max_length=80)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_label = models.CharField(_("đối tượng"), max_length=250, blank=True)
    unit_path = models.CharField(max_length=200, blank=True, db_collation="C")
    unit_label = models.CharField(_("đơn vị"), max_length=200, blank=True)
    search_key = models.CharField(max_length=600, blank=True, editable=False)
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("nhật ký")
        indexes = [
            models.Index(fields=["-at"], name="audit_entry_at"),
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_entry_object"),
            models.Index(fields=["user_id", "-at"], name="audit_entry_user"),
            models.Index(fields=["verb", "-at"], name="audit_entry_verb"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class DayDigest(Model):
    """The seal of a closed day over its journal and its reading log in order of id, chained to the day before."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    day = models.DateField(unique=True)
    rows = models.PositiveIntegerField()
    last_id = models.BigIntegerField()
    reads = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ReadEntry(Model):
    """Somebody read sensitive fields of a person; the person concerned can see it."""

    privacy = Privacy.PERSONAL
    place = Place(person="person_id")

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    acting_as = models.CharField(max_length=250, blank=True)
    address = models.CharField(max_length=45, blank=True)
    person_id = models.BigIntegerField()
    fields = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"], name="audit_read_person"),
            models.Index(fields=["at"], name="audit_read_at"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
