"""Addresses of background work."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("viec-nen/", views.JobList.as_view(), name="jobs"),
    path("viec-nen/<uuid:uid>/", views.JobPage.as_view(), name="job"),
    path("viec-nen/<uuid:uid>/huy/", views.CancelJob.as_view(), name="cancel"),
    path("viec-loi/", views.DeadLetterList.as_view(), name="dead_letters"),
    path("viec-loi/<uuid:uid>/", views.DeadLetterPage.as_view(), name="dead_letter"),
    path("viec-loi/<uuid:uid>/chay-lai/", views.RetryLetter.as_view(), name="retry"),
    path("viec-loi/<uuid:uid>/bo/", views.DiscardLetter.as_view(), name="discard"),
]
