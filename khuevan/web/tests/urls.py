"""The site of the tests of `web`."""

from django.urls import include, path

urlpatterns = [
    path("", include("khuevan.web.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
