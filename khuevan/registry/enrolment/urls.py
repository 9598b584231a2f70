"""Addresses of learners and classes."""

from django.urls import path

from .views import learners

app_name = "enrolment"
urlpatterns = [
    path("hoc-sinh/", learners.LearnerList.as_view(), name="learners"),
    path("hoc-sinh/<int:pk>/", learners.LearnerPage.as_view(), name="learner"),
]
