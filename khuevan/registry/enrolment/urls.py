"""Addresses of learners and classes."""

from django.urls import URLPattern

app_name = "enrolment"
urlpatterns: list[URLPattern] = []
