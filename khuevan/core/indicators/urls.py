"""Addresses of the indicators."""

from django.urls import path, register_converter

from . import views
from .types import Which


class WhichConverter:
    regex = "|".join(Which)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(WhichConverter, "which")

app_name = "indicators"
urlpatterns = [
    path("chi-tieu/", views.Catalogue.as_view(), name="catalogue"),
    path("chi-tieu/do-lai/", views.MeasureNow.as_view(), name="measure_now"),
    path("so-lieu-bao-cao/", views.Reports.as_view(), name="reports"),
    path("so-lieu-bao-cao/chua-bao-cao/", views.Silent.as_view(), name="silent"),
    path("so-lieu-bao-cao/<str:code>/", views.Report.as_view(), name="report"),
    path("so-lieu-bao-cao/<str:code>/bao-cao/", views.NewReport.as_view(), name="report_new"),
    path("so-lieu-bao-cao/<uuid:uid>/sua/", views.CorrectReport.as_view(), name="report_correct"),
    path("chi-tieu/<str:code>/", views.MeasureAtUnit.as_view(), name="measure"),
    path("chi-tieu/<str:code>/dong/<which:which>/", views.Rows.as_view(), name="rows"),
]
