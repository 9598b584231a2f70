"""Screens of the calendar: school years and the days that are not worked."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.manifest import Text
from khuevan.web.pages import FormPage, ListPage
from khuevan.web.types import Action, Crumb

from . import forms, operations, queries, tables
from .types import Permission


class Years(ListPage):
    permission = Permission.EDIT
    title = gettext_lazy("Năm học")
    help = gettext_lazy(
        "Bấm vào một năm học để sửa các mốc theo quyết định của tỉnh. Một năm học có 35 tuần thực học: 18 và 17."
    )
    table_class = tables.YearTable
    file_name = "nam-hoc"

    def queryset(self) -> QuerySet:
        return queries.school_years()

    def actions(self) -> list[Action]:
        return [Action(_("Ngày nghỉ, làm bù"), reverse("calendar:days"), "calendar-event")]


class Year(FormPage):
    permission = Permission.EDIT
    form_class = forms.YearForm
    nav = "calendar:years"

    def load(self) -> None:
        self.year = queries.existing_school_year(self.kwargs["code"])
        self.back_url = reverse("calendar:years")

    def heading(self) -> Text:
        return _("Mốc năm học %(year)s") % {"year": self.year}

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.year, name) for name in self.form_class.base_fields}}

    def perform(self, form) -> Any:
        return operations.change_school_year(self.actor, year=self.year, dates=form.dates())

    def success_url(self, result: Any) -> str:
        return reverse("calendar:years")


class Days(ListPage):
    permission = Permission.EDIT
    title = gettext_lazy("Ngày nghỉ, ngày làm bù")
    help = gettext_lazy("Thời hạn tính theo ngày làm việc bỏ qua ngày nghỉ và tính ngày làm bù ở bảng này.")
    table_class = tables.DayTable
    nav = "calendar:years"
    file_name = "ngay-nghi"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Năm học"), reverse("calendar:years"))]

    def queryset(self) -> QuerySet:
        return queries.calendar_days()

    def actions(self) -> list[Action]:
        return [Action(_("Thêm ngày"), reverse("calendar:set_day"), "plus", "primary")]


class SetDay(FormPage):
    permission = Permission.EDIT
    title = gettext_lazy("Đặt ngày nghỉ, ngày làm bù")
    form_class = forms.DayForm
    nav = "calendar:years"

    def load(self) -> None:
        self.back_url = reverse("calendar:days")

    def perform(self, form) -> Any:
        return operations.set_day(self.actor, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("calendar:days")
