"""Addresses of notices."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("thong-bao/", views.Inbox.as_view(), name="inbox"),
    path("thong-bao/da-doc/", views.ReadAll.as_view(), name="read_all"),
    path("thong-bao/tuy-chon/", views.Preferences.as_view(), name="preferences"),
    path("thong-bao/<uuid:uid>/", views.OpenNotice.as_view(), name="open"),
]
