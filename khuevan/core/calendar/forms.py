"""Forms of the calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.web.forms import DateField, Form, Section

from .types import YearDates


class YearForm(Form):
    """The six dates of a school year."""

    layout = (
        Section(_("Năm học")),
        ("starts_on", "ends_on"),
        Section(_("Học kỳ I")),
        ("first_semester_starts_on", "first_semester_ends_on"),
        Section(_("Học kỳ II")),
        ("second_semester_starts_on", "second_semester_ends_on"),
    )
    starts_on = DateField(label=_("Tựu trường"))
    ends_on = DateField(label=_("Kết thúc năm học"))
    first_semester_starts_on = DateField(label=_("Bắt đầu học kỳ I"))
    first_semester_ends_on = DateField(label=_("Kết thúc học kỳ I"))
    second_semester_starts_on = DateField(label=_("Bắt đầu học kỳ II"))
    second_semester_ends_on = DateField(label=_("Kết thúc học kỳ II"))

    def dates(self) -> YearDates:
        return YearDates(**self.cleaned_data)


class DayForm(Form):
    """A day off, or a weekend day worked in its stead."""

    layout = (("day", "is_working"), "name", "basis")
    day = DateField(label=_("Ngày"))
    is_working = forms.TypedChoiceField(
        label=_("Loại"), choices=[("no", _("Nghỉ")), ("yes", _("Làm bù"))], coerce=lambda value: value == "yes"
    )
    name = forms.CharField(label=_("Tên"), max_length=120, help_text=_("Ví dụ: Nghỉ Tết Nguyên đán"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=200, required=False, help_text=_("Số, ngày của văn bản"))
