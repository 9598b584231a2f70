"""Tài khoản của người trong đơn vị: who has one, opening many at once, a new password on a slip, locking."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.jobs import api as jobs
from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.web.forms import new_key
from khuevan.web.numbers import moment, number
from khuevan.web.pages import ConfirmPage, DetailPage, ListPage
from khuevan.web.types import Action, Crumb, Empty

from .. import forms, operations, queries, tables
from ..types import AccountState, NobodyToOpen, Permission


class AccountList(ListPage):
    permission = Permission.OPEN_ACCOUNTS
    title = gettext_lazy("Tài khoản đơn vị")
    help = gettext_lazy(
        "Chọn những người chưa có tài khoản rồi bấm «Cấp tài khoản». Mỗi người được một phiếu in có tên đăng nhập và mật khẩu "
        "dùng một lần. Bấm vào tên để cấp lại mật khẩu, khóa hoặc mở khóa."
    )
    table_class, filterset_class, file_name = tables.AccountTable, forms.AccountFilter, "tai-khoan-don-vi"

    def queryset(self) -> QuerySet:
        return queries.account_holders(self.actor).order_by("sort_key", "pk")

    def total(self, filterset: Any) -> int:
        """Counted another way than listed."""
        rows = queries.account_holders(self.actor, to_count=True).order_by()
        return self.filterset_class(self.request.GET or None, queryset=rows, request=self.request).qs.count()

    def bulk_actions(self) -> list[Action]:
        return [Action(_("Cấp tài khoản"), reverse("people:accounts_open"), "key", "primary")]

    def empty(self) -> Empty:
        return Empty(_("Chưa có ai trong phạm vi của bạn"), _("Thêm hồ sơ trước, rồi cấp tài khoản."), "users")


class OpenAccounts(ConfirmPage):
    """The people chosen in the list come first; what is posted from here starts the work."""

    permission = Permission.OPEN_ACCOUNTS
    nav = "people:accounts"
    title = gettext_lazy("Cấp tài khoản")
    submit_label = gettext_lazy("Cấp tài khoản và in phiếu")
    form_class = forms.OpenAccountsForm

    def load(self) -> None:
        self.back_url = reverse("people:accounts")
        posted = self.request.POST
        chosen = posted["chosen"].split(",") if "chosen" in posted else posted.getlist("ids")
        ids = [int(text) for text in chosen if text.isdecimal()]
        self.people = list(queries.without_account(self.actor, ids)) if ids else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.back_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.people:
            raise NobodyToOpen()
        if "chosen" in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.form_class(initial={"chosen": ",".join(str(person.pk) for person in self.people)})
        return self._show(form, new_key())

    def question(self) -> Text:
        return _("Cấp tài khoản cho %s người?") % number(len(self.people))

    def consequences(self) -> list[Text]:
        return [
            _("Mỗi người có một phiếu: tên đăng nhập và mật khẩu dùng một lần, phải đổi khi đăng nhập lần đầu."),
            _("Phiếu chỉ in được trong 24 giờ, từ tài khoản của bạn. Chuẩn bị máy in trước."),
            _("Người đã có tài khoản trong danh sách chọn được bỏ qua."),
        ]

    def perform(self, form: Any) -> Any:
        title = _("Tài khoản cấp lúc %s") % moment(clock.now())
        ids = [person.pk for person in self.people]
        label = _("Cấp tài khoản cho %s người") % number(len(ids))
        return jobs.start(self.actor, "people.open_accounts", label, person_ids=ids, title=title)

    def success_url(self, job: Any) -> str:
        return reverse("jobs:job", args=[job.uid])

    def done(self, job: Any) -> Text:
        return ""


class AccountPage(DetailPage):
    """The account of one person, without his profile."""

    permission = Permission.OPEN_ACCOUNTS
    nav = "people:accounts"
    template_name = "people/account.html"

    def get_object(self) -> Any:
        return queries.account_holder(self.actor, self.kwargs["uid"])

    def subtitle(self) -> Text:
        return queries.place_name(self.object.keeper)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "status": tables.ACCOUNT_STATUSES[self.object.account_state],
            "profile_url": reverse("people:person", args=[self.object.uid])
            if queries.looks_after_account(self.actor, self.object)
            else "",
        }

    def actions(self) -> list[Action]:
        uid, state = self.object.uid, self.object.account_state
        if state == AccountState.NONE:
            return [Action(_("Cấp tài khoản"), reverse("people:account_open", args=[uid]), "key", "primary")]
        if state == AccountState.LOCKED:
            return [Action(_("Mở khóa"), reverse("people:account_unlock", args=[uid]), "lock-open", "primary")]
        return [
            Action(_("Khóa"), reverse("people:account_lock", args=[uid]), "lock"),
            Action(_("Cấp lại mật khẩu"), reverse("people:account_renew", args=[uid]), "key", "primary"),
        ]


class AboutAccount(ConfirmPage):
    """Base of what is done with the account of one person."""

    permission = Permission.OPEN_ACCOUNTS
    nav = "people:accounts"
    wording: Text = ""

    def load(self) -> None:
        self.person = queries.account_holder(self.actor, self.kwargs["uid"])
        self.back_url = reverse("people:account", args=[self.person.uid])

    def subtitle(self) -> Text:
        return queries.place_name(self.person.keeper)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.person.full_name, self.back_url)]

    def question(self) -> Text:
        return self.wording % {"name": self.person.full_name}

    def success_url(self, result: Any) -> str:
        return self.back_url


class OpenOneAccount(AboutAccount):
    title = gettext_lazy("Cấp tài khoản")
    wording = gettext_lazy("Cấp tài khoản cho %(name)s?")
    submit_label = gettext_lazy("Cấp tài khoản và in phiếu")

    def consequences(self) -> list[Text]:
        return [_("Phiếu có tên đăng nhập và mật khẩu dùng một lần, in được trong 24 giờ.")]

    def perform(self, form: Any) -> Any:
        title = _("Tài khoản: %s") % self.person.full_name
        return operations.open_accounts(self.actor, person_ids=[self.person.pk], title=title)

    def success_url(self, opened: Any) -> str:
        return reverse("accounts:slips", args=[opened.slips])

    def done(self, opened: Any) -> Text:
        return _("Đã cấp tài khoản.")


class RenewPassword(AboutAccount):
    title = gettext_lazy("Cấp lại mật khẩu")
    wording = gettext_lazy("Cấp mật khẩu mới cho %(name)s?")
    submit_label = gettext_lazy("Cấp lại và in phiếu")

    def consequences(self) -> list[Text]:
        return [
            _("Mật khẩu cũ hết hiệu lực; người này bị đăng xuất ở mọi nơi."),
            _("Mật khẩu mới chỉ hiện trên phiếu in. Đưa tận tay; phải đổi ngay khi đăng nhập."),
        ]

    def perform(self, form: Any) -> Any:
        return operations.renew_password(self.actor, person=self.person)

    def success_url(self, slips: Any) -> str:
        return reverse("accounts:slips", args=[slips])

    def done(self, slips: Any) -> Text:
        return _("Đã cấp mật khẩu mới.")


class LockAccount(AboutAccount):
    title = gettext_lazy("Khóa tài khoản")
    wording = gettext_lazy("Khóa tài khoản của %(name)s?")
    submit_label = gettext_lazy("Khóa tài khoản")
    form_class = forms.ReasonForm
    danger = True

    def consequences(self) -> list[Text]:
        return [_("Người này bị đăng xuất ở mọi nơi và không đăng nhập được nữa."), _("Hồ sơ và dữ liệu không mất.")]

    def perform(self, form: Any) -> Any:
        return operations.lock_account(self.actor, person=self.person, **form.cleaned_data)

    def done(self, result: Any) -> Text:
        return _("Đã khóa tài khoản.")


class UnlockAccount(AboutAccount):
    title = gettext_lazy("Mở khóa tài khoản")
    wording = gettext_lazy("Mở khóa tài khoản của %(name)s?")
    submit_label = gettext_lazy("Mở khóa")
    form_class = forms.ReasonForm

    def consequences(self) -> list[Text]:
        return [_("Người này đăng nhập lại được bằng mật khẩu cũ.")]

    def perform(self, form: Any) -> Any:
        return operations.unlock_account(self.actor, person=self.person, **form.cleaned_data)

    def done(self, result: Any) -> Text:
        return _("Đã mở khóa.")
