"""Addresses of learners and classes."""

from django.urls import path

from .views import classes, learners, moves, transfers

app_name = "enrolment"
urlpatterns = [
    path("hoc-sinh/", learners.LearnerList.as_view(), name="learners"),
    path("hoc-sinh/them/", learners.NewLearner.as_view(), name="learner_new"),
    path("hoc-sinh/xuat/", learners.Export.as_view(), name="export"),
    path("hoc-sinh/chuyen-lop/", moves.Move.as_view(), name="move"),
    path("hoc-sinh/trang-thai/", moves.End.as_view(), name="end"),
    path("hoc-sinh/<int:pk>/", learners.LearnerPage.as_view(), name="learner"),
    path("hoc-sinh/<int:pk>/hoc-lai/", moves.Return.as_view(), name="return"),
    path("hoc-sinh/<int:pk>/hoan-tac/", moves.Undo.as_view(), name="undo"),
    path("hoc-sinh/<int:pk>/chuyen-truong/", transfers.HandOver.as_view(), name="hand_over"),
    path("chuyen-truong/", transfers.TransferList.as_view(), name="transfers"),
    path("chuyen-truong/nhan/", transfers.Ask.as_view(), name="transfer_ask"),
    path("chuyen-truong/<int:pk>/", transfers.TransferPage.as_view(), name="transfer"),
    path("chuyen-truong/<int:pk>/dong-y/", transfers.Accept.as_view(), name="transfer_accept"),
    path("chuyen-truong/<int:pk>/tu-choi/", transfers.Refuse.as_view(), name="transfer_refuse"),
    path("chuyen-truong/<int:pk>/rut/", transfers.Withdraw.as_view(), name="transfer_withdraw"),
    path("lop/", classes.ClassList.as_view(), name="classes"),
    path("lop/them/", classes.NewClass.as_view(), name="class_new"),
    path("lop/len-khoi/", classes.AdvanceClasses.as_view(), name="classes_advance"),
    path("lop/<int:pk>/", classes.ClassPage.as_view(), name="school_class"),
    path("lop/<int:pk>/in/", classes.ClassPrint.as_view(), name="class_print"),
    path("lop/<int:pk>/doi-ten/", classes.RenameClass.as_view(), name="class_rename"),
]
