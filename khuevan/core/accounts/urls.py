"""Addresses of accounts: pages of ours, and the names that django-allauth expects for them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from .views import api_clients, manage, oidc, own, sign_in, software


def not_offered(request: HttpRequest) -> HttpResponse:
    """The device flow has a name in the library's discovery document, which our adapter takes out again."""
    raise Http404


pages = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign_in"),
    path("dang-nhap/ma-xac-thuc/", sign_in.SignInCode.as_view(), name="sign_in_code"),
    path("dang-nhap/xac-nhan/", sign_in.ConfirmPassword.as_view(), name="confirm_password"),
    path("dang-xuat/", sign_in.SignOut.as_view(), name="sign_out"),
    path("quen-mat-khau/", sign_in.Forgotten.as_view(), name="forgotten"),
    path("dat-mat-khau/<uuid:uid>/<str:token>/", sign_in.SetPassword.as_view(), name="set_password"),
    path("tai-khoan/", own.Profile.as_view(), name="profile"),
    path("tai-khoan/sua/", own.EditAccount.as_view(), name="edit"),
    path("tai-khoan/mat-khau/", own.ChangePassword.as_view(), name="change_password"),
    path("tai-khoan/thu-dien-tu/", own.ChangeEmail.as_view(), name="change_email"),
    path("tai-khoan/thu-dien-tu/<str:token>/", own.ConfirmEmail.as_view(), name="confirm_email"),
    path("tai-khoan/hai-buoc/", own.TurnOnSecondFactor.as_view(), name="second_factor"),
    path("tai-khoan/hai-buoc/tat/", own.TurnOffSecondFactor.as_view(), name="second_factor_off"),
    path("tai-khoan/hai-buoc/ma-khoi-phuc/", own.RenewRecoveryCodes.as_view(), name="recovery_codes"),
    path("tai-khoan/thiet-bi/khac/", own.EndOtherSessions.as_view(), name="end_others"),
    path("tai-khoan/thiet-bi/<int:pk>/", own.EndSession.as_view(), name="end_session"),
    path("tai-khoan/khoa-api/", own.IssueApiToken.as_view(), name="api_token"),
    path("tai-khoan/khoa-api/<uuid:uid>/", own.RevokeApiToken.as_view(), name="revoke_api_token"),
    path("tai-khoan/phieu/<uuid:uid>/", manage.SlipsPage.as_view(), name="slips"),
    path("he-thong/tai-khoan/", manage.AccountList.as_view(), name="accounts"),
    path("he-thong/tai-khoan/<uuid:uid>/", manage.AccountPage.as_view(), name="account"),
    path("he-thong/tai-khoan/<uuid:uid>/khoa/", manage.Lock.as_view(), name="lock"),
    path("he-thong/tai-khoan/<uuid:uid>/mo-khoa/", manage.Unlock.as_view(), name="unlock"),
    path("he-thong/tai-khoan/<uuid:uid>/nhap-lai/", manage.Forgive.as_view(), name="forgive"),
    path("he-thong/tai-khoan/<uuid:uid>/dang-xuat/", manage.EndAll.as_view(), name="end_all"),
    path("he-thong/tai-khoan/<uuid:uid>/mat-khau/", manage.ResetPassword.as_view(), name="reset_password"),
    path("he-thong/tai-khoan/<uuid:uid>/hai-buoc/", manage.ResetSecondFactor.as_view(), name="reset_second_factor"),
    path("he-thong/phan-mem-api/", api_clients.ClientList.as_view(), name="api_clients"),
    path("he-thong/phan-mem-api/them/", api_clients.RegisterClient.as_view(), name="api_client_new"),
    path("he-thong/phan-mem-api/<int:pk>/", api_clients.ClientPage.as_view(), name="api_client"),
    path("he-thong/phan-mem-api/<int:pk>/khoa-bi-mat/", api_clients.RenewSecret.as_view(), name="api_client_secret"),
    path("he-thong/phan-mem-api/<int:pk>/thu-hoi/", api_clients.Withdraw.as_view(), name="api_client_withdraw"),
    path("he-thong/phan-mem/", software.SoftwareList.as_view(), name="software"),
    path("he-thong/phan-mem/them/", software.RegisterSoftware.as_view(), name="software_new"),
    path("he-thong/phan-mem/<str:client_id>/", software.SoftwarePage.as_view(), name="software_one"),
    path("he-thong/phan-mem/<str:client_id>/sua/", software.EditSoftware.as_view(), name="software_edit"),
    path("he-thong/phan-mem/<str:client_id>/khoa-bi-mat/", software.RenewSecret.as_view(), name="software_secret"),
    path("he-thong/phan-mem/<str:client_id>/go/", software.RemoveSoftware.as_view(), name="software_remove"),
]

# Names under which django-allauth looks for some of these pages.
library_names = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="account_login"),
    path("dang-nhap/ma-xac-thuc/", sign_in.SignInCode.as_view(), name="mfa_authenticate"),
    path("dang-nhap/xac-nhan/", sign_in.ConfirmPassword.as_view(), name="account_reauthenticate"),
]

# OpenID Connect: only what is offered.
provider = [
    path(".well-known/openid-configuration", oidc.views.configuration, name="configuration"),
    path(".well-known/jwks.json", oidc.views.jwks, name="jwks"),
    path("oidc/authorize", oidc.Authorize.as_view(), name="authorization"),
    path("oidc/token", oidc.views.token, name="token"),
    path("oidc/userinfo", oidc.views.user_info, name="userinfo"),
    path("oidc/revoke", oidc.views.revoke, name="revoke"),
    path("oidc/logout", oidc.EndSession.as_view(), name="logout"),
    path("oidc/device", not_offered, name="device_code"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("", include(([path("", include((provider, "oidc")))], "idp"))),
    *library_names,
]
