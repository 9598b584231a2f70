"""Addresses of plans."""

from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", views.PlanList.as_view(), name="list"),
    path("ke-hoach/<str:code>/", views.PlanTargets.as_view(), name="plan"),
    path("ke-hoach/<str:code>/chi-tieu/<str:ref>/", views.TargetAtUnit.as_view(), name="target"),
    path("ke-hoach/<str:code>/nhiem-vu/", views.Tasks.as_view(), name="tasks"),
    path("ke-hoach/<str:code>/bao-cao/", views.Duties.as_view(), name="duties"),
    path("ke-hoach/<str:code>/van-ban/", views.PlanText.as_view(), name="text"),
]
