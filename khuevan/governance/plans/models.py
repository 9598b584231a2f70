"""Plans as issued: loaded from the data files, read by everyone who may see plans.

A plan belongs to no unit of the tree: a plan of another province is read too, and a plan of ours is found by the code of
its province, which holds on any day (see `queries.at_unit`). `ref` is the number that the document gives a target, task or
duty; it is unique within a plan. What is only read as text (headings, goals, bases, assignments) is kept as it came.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy

from .types import AreaStatus, PlanLevel


class Plan(Entity):
    """`text` holds the rest of the data file; `source_digest` tells whether the file changed since it was loaded."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    code = models.CharField(_("mã"), max_length=20, unique=True)
    title = models.CharField(_("tên kế hoạch"), max_length=300)
    search_key = models.CharField(max_length=400, editable=False)
    number = models.CharField(_("số"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    issued_year = models.PositiveSmallIntegerField()
    issued_month = models.PositiveSmallIntegerField()
    issuer = models.CharField(_("nơi ban hành"), max_length=200)
    area = models.CharField(_("địa bàn"), max_length=120)
    area_level = models.CharField(max_length=10)
    area_status = models.CharField(max_length=10)
    province_code = models.CharField(max_length=5)
    province = models.CharField(_("tỉnh hiện nay"), max_length=80)
    first_year = models.PositiveSmallIntegerField(_("năm đầu"))
    last_year = models.PositiveSmallIntegerField(_("năm cuối"))
    outlook_year = models.PositiveSmallIntegerField(_("định hướng đến năm"), null=True)
    school_year = models.CharField(_("năm học"), max_length=9, blank=True)
    text = models.JSONField(encoder=DjangoJSONEncoder)
    source_digest = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("kế hoạch")
        constraints = [
            models.CheckConstraint(name="plans_plan_years", condition=models.Q(first_year__lte=models.F("last_year"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        """The years it covers: "2025" or "2022–2025"."""
        return str(self.last_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"

    @property
    def has_territory(self) -> bool:
        """Whether a unit of today has this plan's territory: a province that kept its name. Districts are no more."""
        kept = (AreaStatus.CURRENT, AreaStatus.ENLARGED)
        return self.area_level == PlanLevel.PROVINCE and self.area_status in kept


class PlanTarget(Model):
    """One figure to reach by the end of one year. `value` NULL: the document gives no number, `value_note` says why."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField()
    ref = models.CharField(_("mục"), max_length=30)
    section = models.CharField(max_length=30)
    also_in = ArrayField(models.CharField(max_length=30), default=list)
    indicator = models.CharField(_("chỉ tiêu dùng chung"), max_length=10)
    name = models.CharField(_("chỉ tiêu"), max_length=200)
    search_key = models.CharField(max_length=260, editable=False)
    text = models.TextField()
    year = models.PositiveSmallIntegerField(_("năm phải đạt"))
    comparison = models.CharField(max_length=2)
    value = models.DecimalField(_("mục tiêu"), max_digits=12, decimal_places=4, null=True)
    unit = models.CharField(_("đơn vị tính"), max_length=20)
    is_implied = models.BooleanField(default=False)
    value_note = models.TextField(blank=True)
    scope = models.TextField(_("phạm vi"))
    scope_filter = models.JSONField(default=dict)
    numerator = models.TextField(_("tử số"))
    denominator = models.TextField(_("mẫu số"), blank=True)
    measure = models.CharField(_("số đo"), max_length=60, blank=True)
    measure_note = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("chỉ tiêu của kế hoạch")
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="plans_target_ref_once")]
        indexes = [models.Index(fields=["indicator"], name="plans_target_indicator")]

    def __str__(self) -> str:
        return self.name


class PlanTask(Model):
    """One task. `code` is the T-xxx of the data file, `period` the years or rhythm where they differ from the plan's."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("mã"), max_length=10)
    ref = models.CharField(_("mục"), max_length=30)
    section = models.CharField(max_length=30)
    name = models.CharField(_("nhiệm vụ"), max_length=200)
    search_key = models.CharField(max_length=260, editable=False)
    text = models.TextField()
    goal = models.TextField(_("mục tiêu"), blank=True)
    lead = ArrayField(models.CharField(max_length=200), default=list)
    cooperating = ArrayField(models.CharField(max_length=200), default=list)
    output = models.TextField(_("kết quả, sản phẩm"), blank=True)
    period = models.JSONField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("nhiệm vụ")
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="plans_task_ref_once")]

    def __str__(self) -> str:
        return self.name


class ReportingDuty(Model):
    """Who reports what to whom, and when. Parties are {name, kind}."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("mã"), max_length=10)
    ref = models.CharField(_("mục"), max_length=30)
    section = models.CharField(max_length=30)
    rhythm = models.CharField(_("kỳ"), max_length=20)
    deadline = models.JSONField(null=True)
    senders = models.JSONField()
    sender_filter = models.JSONField(default=dict)
    receivers = models.JSONField()
    through = models.JSONField(null=True)
    content = models.TextField(_("nội dung"))
    how = models.TextField(_("cách gửi"), blank=True)
    text = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("chế độ báo cáo")
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "ref"], name="plans_duty_ref_once")]

    def __str__(self) -> str:
        return self.content
