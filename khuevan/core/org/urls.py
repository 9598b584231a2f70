"""Addresses of the organisation tree."""

from django.urls import path

from . import views

app_name = "org"
urlpatterns = [
    path("don-vi/", views.UnitList.as_view(), name="units"),
    path("don-vi/cay/", views.TreePage.as_view(), name="tree"),
    path("don-vi/<int:pk>/", views.UnitPage.as_view(), name="unit"),
    path("don-vi/<int:pk>/them/", views.NewUnitPage.as_view(), name="unit_new"),
    path("don-vi/<int:pk>/sua/", views.EditUnit.as_view(), name="unit_edit"),
    path("don-vi/<int:pk>/doi-ten/", views.RenameUnit.as_view(), name="unit_rename"),
    path("don-vi/<int:pk>/chuyen/", views.MoveUnit.as_view(), name="unit_move"),
    path("don-vi/<int:pk>/ma/", views.SetCode.as_view(), name="unit_code"),
    path("don-vi/<int:pk>/giai-the/", views.AbolishUnit.as_view(), name="unit_abolish"),
    path("sap-xep-don-vi/", views.ReorganisationList.as_view(), name="reorganisations"),
    path("sap-xep-don-vi/soan/", views.NewReorganisation.as_view(), name="reorganisation_new"),
    path("sap-xep-don-vi/hai-cap/", views.DraftTwoLevels.as_view(), name="reorganisation_two_levels"),
    path("sap-xep-don-vi/<int:pk>/", views.ReorganisationPage.as_view(), name="reorganisation"),
    path("sap-xep-don-vi/<int:pk>/sua/", views.EditDraft.as_view(), name="reorganisation_edit"),
    path("sap-xep-don-vi/<int:pk>/bo/", views.DiscardDraft.as_view(), name="reorganisation_discard"),
    path("sap-xep-don-vi/<int:pk>/them-buoc/<slug:kind>/", views.AddStep.as_view(), name="step_new"),
    path("sap-xep-don-vi/<int:pk>/them-buoc/<slug:kind>/<slug:field>/don-vi/", views.UnitChoices.as_view(), name="step_units"),
    path("sap-xep-don-vi/<int:pk>/buoc/<int:position>/bo/", views.RemoveStep.as_view(), name="step_remove"),
    path("sap-xep-don-vi/<int:pk>/buoc/<int:position>/len/", views.MoveStepUp.as_view(), name="step_up"),
    path("sap-xep-don-vi/<int:pk>/tinh-truoc/", views.MakePreview.as_view(), name="reorganisation_make_preview"),
    path("sap-xep-don-vi/<int:pk>/truoc-va-sau/", views.PreviewPage.as_view(), name="reorganisation_preview"),
    path("sap-xep-don-vi/<int:pk>/ap-dung/", views.ApplyReorganisation.as_view(), name="reorganisation_apply"),
    path("sap-xep-don-vi/<int:pk>/hoan-tac/", views.ReverseReorganisation.as_view(), name="reorganisation_reverse"),
    path("sap-xep-don-vi/<int:pk>/soan-lai/", views.CopyReorganisation.as_view(), name="reorganisation_copy"),
]
