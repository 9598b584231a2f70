"""Addresses of the composition root."""

from django.urls import include, path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("tim-kiem/", views.Search.as_view(), name="search"),
    path("api/", views.ApiDocs.as_view(), name="api_docs"),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
