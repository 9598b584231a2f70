"""Addresses of files."""

from django.urls import path

from .views import Download

app_name = "files"
urlpatterns = [path("tep/<uuid:uid>/", Download.as_view(), name="download")]
