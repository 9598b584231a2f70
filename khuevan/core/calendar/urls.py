"""Addresses of the calendar."""

from django.urls import path

from . import views

app_name = "calendar"
urlpatterns = [
    path("nam-hoc/", views.Years.as_view(), name="years"),
    path("nam-hoc/ngay-nghi/", views.Days.as_view(), name="days"),
    path("nam-hoc/ngay-nghi/dat/", views.SetDay.as_view(), name="set_day"),
    path("nam-hoc/<str:code>/", views.Year.as_view(), name="year"),
]
