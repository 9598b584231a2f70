"""Addresses of the journal."""

from django.urls import path

from . import views

app_name = "audit"
urlpatterns = [
    path("nhat-ky/", views.Journal.as_view(), name="journal"),
    path("nhat-ky/<int:pk>/", views.EntryPage.as_view(), name="entry"),
    path("nhat-ky/tai-khoan/<int:user_id>/", views.JournalOfAccount.as_view(), name="account"),
    path("nhat-ky/doi-tuong/<str:object_type>/<str:object_id>/", views.JournalOfObject.as_view(), name="object"),
]
