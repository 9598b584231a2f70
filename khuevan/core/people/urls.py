"""Addresses of people."""

from django.urls import path

from .views import accounts, corrections, duplicates, family, guardians, profiles

app_name = "people"
urlpatterns = [
    path("ho-so/", profiles.PersonList.as_view(), name="people"),
    path("ho-so/them/", profiles.AddPerson.as_view(), name="person_new"),
    path("ho-so/nghi-trung/", duplicates.DuplicateList.as_view(), name="duplicates"),
    path("ho-so/nghi-trung/tim/", duplicates.SearchDuplicates.as_view(), name="duplicates_search"),
    path("ho-so/nghi-trung/<int:pk>/", duplicates.ComparePair.as_view(), name="duplicate"),
    path("ho-so/nghi-trung/<int:pk>/hai-nguoi/", duplicates.DismissPair.as_view(), name="duplicate_dismiss"),
    path("ho-so/<uuid:uid>/", profiles.PersonPage.as_view(), name="person"),
    path("ho-so/<uuid:uid>/hien-so/", profiles.RevealNumber.as_view(), name="number"),
    path("ho-so/<uuid:uid>/sua/", profiles.EditPerson.as_view(), name="edit"),
    path("ho-so/<uuid:uid>/so-dinh-danh/", profiles.WriteNumbers.as_view(), name="numbers"),
    path("ho-so/<uuid:uid>/so-dinh-danh/bo/", profiles.ClearNumber.as_view(), name="number_clear"),
    path("ho-so/<uuid:uid>/lich-su/", profiles.History.as_view(), name="history"),
    path("ho-so/<uuid:uid>/nguoi-giam-ho/them/", guardians.AddGuardian.as_view(), name="guardian_new"),
    path("ho-so/<uuid:uid>/nguoi-giam-ho/chon/", guardians.ChooseGuardian.as_view(), name="guardian_choose"),
    path("ho-so/<uuid:uid>/nguoi-giam-ho/<uuid:guardian>/", guardians.LinkGuardian.as_view(), name="guardian_link"),
    path("nguoi-giam-ho/<int:pk>/sua/", guardians.EditGuardianship.as_view(), name="guardianship_edit"),
    path("nguoi-giam-ho/<int:pk>/ket-thuc/", guardians.EndGuardianship.as_view(), name="guardianship_end"),
    path("dinh-chinh/", corrections.CorrectionList.as_view(), name="corrections"),
    path("dinh-chinh/<uuid:uid>/", corrections.CorrectionPage.as_view(), name="correction"),
    path("dinh-chinh/<uuid:uid>/tiep-nhan/", corrections.Acknowledge.as_view(), name="correction_acknowledge"),
    path("dinh-chinh/<uuid:uid>/sua/", corrections.Accept.as_view(), name="correction_accept"),
    path("dinh-chinh/<uuid:uid>/khong-sua/", corrections.Refuse.as_view(), name="correction_refuse"),
    path("tai-khoan-don-vi/", accounts.AccountList.as_view(), name="accounts"),
    path("tai-khoan-don-vi/cap/", accounts.OpenAccounts.as_view(), name="accounts_open"),
    path("tai-khoan-don-vi/<uuid:uid>/", accounts.AccountPage.as_view(), name="account"),
    path("tai-khoan-don-vi/<uuid:uid>/cap/", accounts.OpenOneAccount.as_view(), name="account_open"),
    path("tai-khoan-don-vi/<uuid:uid>/cap-lai/", accounts.RenewPassword.as_view(), name="account_renew"),
    path("tai-khoan-don-vi/<uuid:uid>/khoa/", accounts.LockAccount.as_view(), name="account_lock"),
    path("tai-khoan-don-vi/<uuid:uid>/mo-khoa/", accounts.UnlockAccount.as_view(), name="account_unlock"),
    path("ho-so-cua-toi/", family.Mine.as_view(), name="mine"),
    path("con-toi/", family.Children.as_view(), name="children"),
    path("con-toi/<uuid:uid>/", family.Child.as_view(), name="child"),
    path("luot-doc/<uuid:uid>/", family.Readings.as_view(), name="readings"),
    path("bao-sai/", family.OwnCorrections.as_view(), name="own_corrections"),
    path("bao-sai/<uuid:uid>/", family.ChooseField.as_view(), name="correction_new"),
    path("bao-sai/<uuid:uid>/<slug:field>/", family.RequestCorrection.as_view(), name="correction_field"),
    path("bao-sai/yeu-cau/<uuid:uid>/", family.OwnCorrection.as_view(), name="own_correction"),
    path("bao-sai/yeu-cau/<uuid:uid>/rut/", family.Withdraw.as_view(), name="correction_withdraw"),
]
