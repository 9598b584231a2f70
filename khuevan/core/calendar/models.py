"""School years and the days that are not worked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy


class SchoolYear(Model):
    """A school year of the province: 35 weeks of study, 18 in semester I and 17 in semester II."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    code = models.CharField(_("năm học"), max_length=9, unique=True)
    starts_on = models.DateField(_("tựu trường"))
    opening_on = models.DateField(_("khai giảng"), null=True, blank=True)
    first_semester_starts_on = models.DateField(_("bắt đầu học kỳ I"))
    first_semester_ends_on = models.DateField(_("kết thúc học kỳ I"))
    second_semester_starts_on = models.DateField(_("bắt đầu học kỳ II"))
    second_semester_ends_on = models.DateField(_("kết thúc học kỳ II"))
    ends_on = models.DateField(_("kết thúc năm học"))

    class Meta:
        ordering = ["-code"]
        verbose_name = _("năm học")
        constraints = [
            models.CheckConstraint(name="calendar_year_code", condition=models.Q(code__regex=r"^\d{4}-\d{4}$")),
            models.CheckConstraint(
                name="calendar_year_in_order",
                condition=models.Q(
                    starts_on__lte=models.F("first_semester_starts_on"),
                    first_semester_starts_on__lt=models.F("first_semester_ends_on"),
                    first_semester_ends_on__lt=models.F("second_semester_starts_on"),
                    second_semester_starts_on__lt=models.F("second_semester_ends_on"),
                    second_semester_ends_on__lte=models.F("ends_on"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code.replace("-", "–")


class CalendarDay(Model):
    """A day that differs from the ordinary week: a holiday, or a weekend day worked to make up for one."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=120)
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
