"""What the administrator of accounts sees and does. No pupil's data is here: names of accounts only."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.web.pages import ConfirmPage, DetailPage, ListPage
from khuevan.web.types import Action, Crumb, Empty

from .. import operations, queries
from ..forms import AccountFilter, ReasonForm
from ..tables import AccountTable
from ..types import Permission, Slip


class AccountList(ListPage):
    permission = Permission.MANAGE
    title = gettext_lazy("Tài khoản")
    help = gettext_lazy(
        "Mỗi dòng là tài khoản của một người. Tài khoản đang mở ở nhiều địa chỉ mạng cùng lúc có thể là dấu hiệu dùng chung."
    )
    table_class = AccountTable
    filterset_class = AccountFilter
    file_name = "tai-khoan"

    def queryset(self) -> QuerySet:
        return queries.accounts(self.actor).order_by("sort_key", "pk")

    def empty(self) -> Empty:
        return Empty(gettext_lazy("Không có tài khoản nào khớp"), gettext_lazy("Bớt điều kiện lọc rồi thử lại."), "users")


class AccountPage(DetailPage):
    permission = Permission.MANAGE
    template_name = "accounts/account.html"

    def get_object(self) -> Any:
        return queries.account(self.actor, self.kwargs["uid"])

    def heading(self) -> str:
        return self.object.full_name

    def subtitle(self) -> str:
        return self.object.username

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "sessions": queries.sessions_of(self.actor, self.object),
            "locked_until": queries.locked_until(self.object),
        }

    def actions(self) -> list[Action]:
        if self.object.pk == self.actor.user_id:
            return []
        return [Action(label, reverse(f"accounts:{name}", args=[self.object.uid]), icon) for label, name, icon in self._deeds()]

    def _deeds(self) -> list[tuple[Any, str, str]]:
        if not self.object.is_active:
            return [(gettext_lazy("Mở khóa"), "unlock", "lock-open")]
        deeds = [
            (gettext_lazy("Đặt lại mật khẩu"), "reset_password", "key"),
            (gettext_lazy("Đăng xuất mọi nơi"), "end_all", "logout"),
            (gettext_lazy("Khóa"), "lock", "lock"),
        ]
        if self.object.has_second_factor:
            deeds.insert(1, (gettext_lazy("Bỏ xác thực hai bước"), "reset_second_factor", "shield-off"))
        if queries.locked_until(self.object):
            deeds.insert(0, (gettext_lazy("Cho nhập lại ngay"), "forgive", "clock-off"))
        return deeds


class AccountDeed(ConfirmPage):
    """A question before a deed on somebody's account."""

    permission = Permission.MANAGE
    wording: Any = ""

    def load(self) -> None:
        self.account = queries.account(self.actor, self.kwargs["uid"])
        self.back_url = reverse("accounts:account", args=[self.account.uid])

    def crumbs(self) -> list[Crumb]:
        return [Crumb(self.account.full_name, self.back_url)]

    def question(self) -> Any:
        return self.wording % {"account": self.account}

    def success_url(self, result: Any) -> str:
        return self.back_url


class Lock(AccountDeed):
    title = gettext_lazy("Khóa tài khoản")
    wording = gettext_lazy("Khóa tài khoản của %(account)s?")
    submit_label = gettext_lazy("Khóa tài khoản")
    form_class = ReasonForm
    danger = True

    def consequences(self) -> list[Any]:
        return [
            _("Người này bị đăng xuất ngay và không đăng nhập được nữa."),
            _("Các khóa truy cập API của người này bị thu hồi."),
            _("Hồ sơ và những việc đã làm vẫn còn nguyên."),
        ]

    def perform(self, form: forms.Form) -> None:
        operations.lock_account(self.actor, user=self.account, **form.cleaned_data)


class Unlock(AccountDeed):
    title = gettext_lazy("Mở khóa tài khoản")
    wording = gettext_lazy("Mở lại tài khoản của %(account)s với mật khẩu cũ?")
    submit_label = gettext_lazy("Mở khóa")
    form_class = ReasonForm

    def perform(self, form: forms.Form) -> None:
        operations.unlock_account(self.actor, user=self.account, **form.cleaned_data)


class Forgive(AccountDeed):
    title = gettext_lazy("Cho nhập lại ngay")
    wording = gettext_lazy("Bỏ thời gian chờ vì nhập sai nhiều lần của %(account)s?")
    submit_label = gettext_lazy("Cho nhập lại")

    def perform(self, form: forms.Form) -> None:
        operations.forgive_failures(self.actor, user=self.account)


class EndAll(AccountDeed):
    title = gettext_lazy("Đăng xuất mọi nơi")
    wording = gettext_lazy("Đăng xuất %(account)s ở mọi thiết bị?")
    submit_label = gettext_lazy("Đăng xuất mọi nơi")

    def perform(self, form: forms.Form) -> int:
        return operations.end_sessions(self.actor, user=self.account)


class ResetSecondFactor(AccountDeed):
    title = gettext_lazy("Bỏ xác thực hai bước")
    wording = gettext_lazy("Bỏ xác thực hai bước của %(account)s?")
    submit_label = gettext_lazy("Bỏ xác thực hai bước")
    form_class = ReasonForm
    danger = True

    def consequences(self) -> list[Any]:
        return [_("Chỉ làm khi người này mất điện thoại và hết mã khôi phục. Hãy chắc đúng là người đó yêu cầu.")]

    def perform(self, form: forms.Form) -> None:
        operations.reset_second_factor(self.actor, user=self.account, **form.cleaned_data)


class ResetPassword(AccountDeed):
    title = gettext_lazy("Đặt lại mật khẩu")
    wording = gettext_lazy("Đặt mật khẩu dùng một lần cho %(account)s?")
    submit_label = gettext_lazy("Đặt lại và in phiếu")

    def consequences(self) -> list[Any]:
        return [
            _("Mật khẩu cũ hết hiệu lực; người này bị đăng xuất ở mọi nơi."),
            _("Mật khẩu mới chỉ hiện trên phiếu in. Đưa tận tay người dùng; họ phải đổi ngay khi đăng nhập."),
        ]

    def perform(self, form: forms.Form) -> Any:
        opened = operations.reset_password(self.actor, user=self.account)
        slip = Slip(opened.full_name, "", opened.username, opened.password)
        return operations.seal_slips(self.actor, title=_("Đặt lại mật khẩu: %s") % opened.full_name, slips=[slip])

    def success_url(self, uid: Any) -> str:
        return reverse("accounts:slips", args=[uid])


class SlipsPage(ConfirmPage):
    """Before printing: what the slips are, how long they are kept. Posting shows them, ready for the printer."""

    signed_in = True
    title = gettext_lazy("In phiếu tài khoản")
    submit_label = gettext_lazy("Mở phiếu để in")
    template_name = "accounts/slips_ask.html"

    def load(self) -> None:
        self.batch = queries.own_slips(self.actor, self.kwargs["uid"])

    def question(self) -> Any:
        return _("%(title)s: %(count)d phiếu.") % {"title": self.batch.title, "count": self.batch.count}

    def consequences(self) -> list[Any]:
        return [
            _("Phiếu chứa mật khẩu dùng một lần. Chuẩn bị sẵn máy in, khổ A4, mỗi trang 10 phiếu."),
            _("Sau khi mở, phiếu còn mở lại được trong 15 phút rồi bị hủy hẳn."),
            _("Cắt theo đường kẻ, phát tận tay từng người. Phiếu thừa phải hủy."),
        ]

    def context(self) -> dict[str, Any]:
        return {"batch": self.batch}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        opened = operations.open_slips(self.actor, uid=self.batch.uid)
        return render(request, "accounts/slips.html", {"opened": opened, "site": settings.SITE_URL})
