"""Posts: which person has which role where, from when until when, and on what basis.

A teacher's class is a unit, so "homeroom teacher of 7A1" is an ordinary post. Which permissions a role holds comes from
the manifests; `RoleAdjustment` rows are what an administrator changed on this installation, with date and author.
"""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel import clock
from khuevan.kernel.history import keep_history
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy

from .types import PART_KINDS, Role


@keep_history
class RoleAssignment(Model):
    privacy = Privacy.PERSONAL
    place = Place(unit="unit", person="person_id")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    role = models.CharField(_("vai trò"), max_length=32, choices=Role)
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    assigned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("phân vai trò")
        indexes = [
            models.Index(fields=["person"], name="roles_assignment_person"),
            models.Index(fields=["unit", "role"], name="roles_assignment_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=models.Q(ends_on__isnull=True),
                name="roles_assignment_once",
            ),
            models.CheckConstraint(
                name="roles_assignment_dates",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.unit}"

    @property
    def body(self) -> str:
        """Of a post at a class, a team or a division: the school or office that it is part of; "" of any other."""
        return self.unit.parent.name if self.unit.kind in PART_KINDS and self.unit.parent else ""


class RoleAdjustment(Model):
    """A permission given to, or taken from, a role on this installation; the newest row of a pair counts."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    role = models.CharField(max_length=32, choices=Role)
    permission = models.CharField(max_length=64)
    granted = models.BooleanField()
    reason = models.CharField(_("lý do"), max_length=250)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["role", "permission", "-made_at"], name="roles_adjustment_newest")]


class SupportSession(Model):
    """The only way in for support: timed, explained, recorded. While it is open the supporter holds `role` at `unit`."""

    privacy = Privacy.PERSONAL
    place = Place(unit="unit")

    supporter = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=Role)
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    reason = models.CharField(_("lý do"), max_length=500)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.expires_at > clock.now()

    class Meta:
        verbose_name = _("phiên hỗ trợ")
        constraints = [
            models.UniqueConstraint(
                fields=["supporter"], condition=models.Q(closed_at__isnull=True), name="roles_support_one_at_a_time"
            ),
            models.CheckConstraint(
                name="roles_support_short", condition=models.Q(expires_at__lte=models.F("opened_at") + timedelta(hours=4))
            ),
        ]


@keep_history
class ClientPost(Model):
    """What an API client may do where: a role at a unit, as a person's post."""

    privacy = Privacy.NONE
    place = Place(unit="unit")

    client = models.ForeignKey("accounts.ApiClient", models.CASCADE, related_name="+")
    role = models.CharField(_("vai trò"), max_length=32, choices=Role)
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("phạm vi của phần mềm")
        constraints = [models.UniqueConstraint(fields=["client", "role", "unit"], name="roles_client_post_once")]


class ReorganisedPost(Model):
    """A post that ended because its unit ended in a reorganisation, and what it became: None until a person decides."""

    privacy = Privacy.PERSONAL
    place = Place(unit="post__unit")

    reorganisation = models.ForeignKey("org.Reorganisation", models.PROTECT, related_name="+")
    post = models.ForeignKey(RoleAssignment, models.CASCADE, related_name="+")
    former_end = models.DateField(null=True)
    continued_by = models.ForeignKey(RoleAssignment, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reorganisation", "post"], name="roles_reorganised_once")]
