"""Addresses of imports."""

from django.urls import path

from . import views

app_name = "sheets"
urlpatterns = [
    path("nhap-excel/", views.RunList.as_view(), name="runs"),
    path("nhap-excel/moi/<str:kind>/", views.StartImport.as_view(), name="start"),
    path("nhap-excel/mau/<str:kind>/", views.Template.as_view(), name="template"),
    path("nhap-excel/<uuid:uid>/", views.RunPage.as_view(), name="run"),
    path("nhap-excel/<uuid:uid>/cot/", views.ChooseColumns.as_view(), name="columns"),
    path("nhap-excel/<uuid:uid>/xac-nhan/", views.ConfirmImport.as_view(), name="confirm"),
    path("nhap-excel/<uuid:uid>/hoan-tac/", views.UndoImport.as_view(), name="undo"),
    path("nhap-excel/<uuid:uid>/bo/", views.DiscardImport.as_view(), name="discard"),
    path("nhap-excel/<uuid:uid>/dong-loi/", views.Problems.as_view(), name="problems"),
]
