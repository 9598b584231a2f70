"""Snapshots of measures.

`Snapshot` is a fact table: its key is made of natural keys and starts with the unit, and it is partitioned by the school
year of the day (see the first migration). `breakdown` is "" for the total, otherwise pairs such as
"level=primary|ownership=public". A value made from daily work and one reported by units stand in the same table;
`MeasureRun` says when and by which definition a day was measured.
"""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE, Place
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import share_of


class MeasureDefinition(Model):
    """A version of a measure's definition, kept when the next one replaces it."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    code = models.CharField(_("mã"), max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("chỉ tiêu"), max_length=250)
    unit = models.CharField(_("đơn vị tính"), max_length=10)
    grain = models.CharField(max_length=20)
    is_reported = models.BooleanField(_("đơn vị tự báo cáo"), default=False)
    definition = models.TextField(_("cách tính"))
    legal_source = models.TextField(_("căn cứ"), blank=True)
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="indicators_definition_once")]


class MeasureRun(Model):
    """One measuring of one day."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    measure = models.CharField(max_length=60)
    day = models.DateField()
    version = models.PositiveSmallIntegerField()
    measured_at = models.DateTimeField()
    seconds = models.DecimalField(max_digits=8, decimal_places=3)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "day"], name="indicators_run_once")]


class Snapshot(Model):
    privacy = Privacy.NONE
    place = Place(unit="unit")

    pk = models.CompositePrimaryKey("unit", "measure", "day", "breakdown")
    unit = models.ForeignKey("org.OrgUnit", models.CASCADE, related_name="+", db_index=False)
    measure = models.CharField(max_length=60)
    breakdown = models.CharField(max_length=120, default="")
    day = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    answered = models.BigIntegerField(null=True)  # of reported measures: units that have answered, of those asked
    asked = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["measure", "day"], name="indicators_snapshot_day")]


class ReportedValue(Entity):
    """A figure that a unit reports where no operational data exists yet, with its evidence.

    It is never overwritten: a correction is a row of its own that names the one it `corrects`, which is then superseded and
    stays to be read. `version` guards the row that somebody is about to correct.
    """

    privacy = Privacy.NONE
    place = Place(unit="unit")

    measure = models.CharField(max_length=60)
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+")
    as_of = models.DateField(_("tính đến ngày"))
    numerator = models.BigIntegerField(_("số đạt"))
    denominator = models.BigIntegerField(_("tổng số"), null=True, blank=True)
    evidence_note = models.CharField(_("minh chứng"), max_length=500, blank=True)
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reported_by_name = models.CharField(_("người báo cáo"), max_length=120, blank=True)
    reported_at = models.DateTimeField(_("báo cáo lúc"))
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("số liệu đơn vị báo cáo")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "measure", "as_of"],
                condition=models.Q(superseded_at__isnull=True),
                name="indicators_reported_once_a_day",
            ),
            models.CheckConstraint(
                name="indicators_reported_part",
                condition=models.Q(numerator__gte=0)
                & (models.Q(denominator__isnull=True) | models.Q(denominator__gte=models.F("numerator"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.as_of:%d/%m/%Y}"

    @property
    def percent(self) -> Decimal | None:
        return share_of(self.numerator, self.denominator)
