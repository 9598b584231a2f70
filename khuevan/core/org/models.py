"""The organisation tree.

An `OrgUnit` is one lasting identity from its founding to its abolition; the columns hold the state of today (or of its last
day). `UnitVersion` holds every state with its dates, so that the tree of any day can be drawn. A unit that ends in a
reorganisation points to what became of it through `Succession`. A class of a school year is a unit too.
"""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import Affiliation, Area, CodeSystem, Level, Ownership, ReorganisationState, StepKind, UnitFlag, UnitKind


class OrgUnit(Entity):
    """`path` holds the ids from the root down to the unit itself, "1/5/128/"; `levels` only for schools and classes.

    `commune_code` is the administrative code of the commune that the unit stands in, whoever manages it.
    """

    privacy = Privacy.NONE
    place = Place(unit="")

    kind = models.CharField(_("loại"), max_length=20, choices=UnitKind)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên ngắn"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    search_key = models.CharField(max_length=300, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, editable=False, db_collation="C")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    levels = ArrayField(models.CharField(max_length=20, choices=Level), default=list, blank=True)
    ownership = models.CharField(_("loại hình"), max_length=12, choices=Ownership, blank=True)
    affiliation = models.CharField(_("trực thuộc"), max_length=12, choices=Affiliation, blank=True)
    area = models.CharField(_("khu vực"), max_length=20, choices=Area, default=Area.NORMAL)
    flags = ArrayField(models.CharField(max_length=20, choices=UnitFlag), default=list, blank=True)
    commune_code = models.CharField(_("mã xã, phường nơi đặt trụ sở"), max_length=5, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=250, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    latitude = models.DecimalField(_("vĩ độ"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("kinh độ"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị")
        indexes = [
            models.Index(fields=["path"], name="org_unit_path"),
            models.Index(fields=["parent", "kind", "sort_key"], name="org_unit_children"),
            models.Index(fields=["kind", "path"], name="org_unit_kind_path"),
            models.Index(fields=["commune_code"], name="org_unit_commune"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="org_unit_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="org_unit_dates",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="org_unit_known_values",
                condition=models.Q(
                    kind__in=UnitKind.values,
                    levels__contained_by=Level.values,
                    ownership__in=["", *Ownership.values],
                    affiliation__in=["", *Affiliation.values],
                    area__in=Area.values,
                    flags__contained_by=UnitFlag.values,
                    commune_code__regex=r"^([0-9]{5})?$",
                ),
            ),
            models.CheckConstraint(name="org_unit_named", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name for narrow places."""
        return self.short_name or self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to the parent."""
        return [int(part) for part in self.path.split("/") if part][:-1]


class Span(Model):
    """A row that holds for a span of days."""

    period = DateRangeField()

    class Meta:
        abstract = True

    @property
    def since(self) -> date:
        """The first day."""
        return self.period.lower

    @property
    def until(self) -> date | None:
        """The last day; None: it still holds."""
        return self.period.upper and self.period.upper - timedelta(days=1)


class UnitVersion(Span):
    """The state of a unit in a span of days; spans of one unit never overlap. `parent` as of that span."""

    privacy = Privacy.NONE
    place = Place(unit="unit")

    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=20, choices=UnitKind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True, default="")
    sort_key = models.CharField(max_length=400, db_collation="C", default="")
    search_key = models.CharField(max_length=300, default="")
    parent = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")
    levels = ArrayField(models.CharField(max_length=20), default=list)
    ownership = models.CharField(max_length=12, blank=True)
    affiliation = models.CharField(max_length=12, blank=True)
    area = models.CharField(max_length=20, blank=True)
    flags = ArrayField(models.CharField(max_length=20), default=list)
    commune_code = models.CharField(max_length=5, blank=True, default="")
    reorganisation = models.ForeignKey("Reorganisation", models.PROTECT, null=True, related_name="versions")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="org_version_no_overlap",
                expressions=[("unit", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(name="org_version_lasts", condition=models.Q(period__isempty=False)),
        ]
        indexes = [
            models.Index(fields=["parent"], name="org_version_parent"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="org_version_search"),
        ]

    @property
    def affiliation_label(self) -> str:
        return str(Affiliation(self.affiliation).label) if self.affiliation else ""


class UnitCode(Span):
    """A code of a unit in somebody's system, with its dates: on one day a unit has one code of a system, and a code one unit.

    In a reorganisation a unit is founded before the one it follows ends; therefore codes are compared at the end.
    """

    privacy = Privacy.NONE
    place = Place(unit="unit")

    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="codes")
    system = models.CharField(_("hệ thống"), max_length=20, choices=CodeSystem)
    code = models.CharField(max_length=30)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="org_code_no_overlap",
                expressions=[
                    ("system", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
            ),
            ExclusionConstraint(
                name="org_code_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("system", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="org_code_lasts", condition=models.Q(period__isempty=False)),
        ]
        indexes = [models.Index(fields=["unit", "system"], name="org_code_unit")]


class Reorganisation(Entity):
    """One legal decision that changes the tree: its steps are previewed, applied together, and reversible until used."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    title = models.CharField(_("tên"), max_length=250)
    decision_number = models.CharField(_("số quyết định"), max_length=80)
    decision_date = models.DateField(_("ngày quyết định"))
    effective_on = models.DateField(_("ngày hiệu lực"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=ReorganisationState, default=ReorganisationState.DRAFT)
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    preview = models.JSONField(null=True)
    previewed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("sắp xếp đơn vị")
        constraints = [
            models.CheckConstraint(
                name="org_reorganisation_moments",
                condition=models.Q(state="draft", applied_at=None, reversed_at=None)
                | models.Q(state="applied", applied_at__isnull=False, reversed_at=None)
                | models.Q(state="reversed", applied_at__isnull=False, reversed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReorganisationStep(Model):
    """One step, in order. `details` holds what the kind of step needs (see `types.steps`)."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind)
    details = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "position"], name="org_step_position"),
        ]


class Succession(Model):
    """What became of a unit: figures of past years stay with it and can be read on today's tree through these links."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey(OrgUnit, models.PROTECT, related_name="successors")
    successor = models.ForeignKey(OrgUnit, models.PROTECT, related_name="predecessors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="org_succession_once"),
            models.CheckConstraint(name="org_succession_other", condition=~models.Q(predecessor=models.F("successor"))),
        ]


class UnitTrace(Model):
    """A unit that a reorganisation touched: as it was (None: it was founded then) and as it was left, to undo exactly that.

    Both hold the row of the unit, of its newest version and of its codes, as PostgreSQL writes them in JSON.
    """

    privacy = Privacy.NONE
    place = EVERYWHERE

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="traces")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "unit"], name="org_trace_once"),
        ]
