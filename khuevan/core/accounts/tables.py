"""Tables of accounts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.web import tables
from khuevan.web.types import Status, Tone

STATUSES = {True: Status(_("Đang dùng"), Tone.OK, "check"), False: Status(_("Đã khóa"), Tone.BAD, "lock")}
SECOND_FACTOR = {True: Status(_("Có"), Tone.OK, "shield-check"), False: Status(_("Chưa"), Tone.MUTE)}
TRUST = {True: Status(_("Không hỏi"), Tone.INFO), False: Status(_("Hỏi người dùng"), Tone.MUTE)}

IN_USE = {True: Status(_("Đang dùng"), Tone.OK, "check"), False: Status(_("Đã thu hồi"), Tone.MUTE)}


def account_page(user: Any) -> str:
    return reverse("accounts:account", args=[user.uid])


class AccountTable(tables.Table):
    caption = _("Tài khoản")
    full_name = tables.PersonName(to=account_page, caption="username", order_by="sort_key")
    is_active = tables.Chip(_("Trạng thái"), statuses=STATUSES)
    has_second_factor = tables.Chip(_("Hai bước"), statuses=SECOND_FACTOR)
    session_count = tables.Number(_("Nơi đăng nhập"))
    address_count = tables.Number(_("Địa chỉ mạng"))
    last_login = tables.Moment(_("Đăng nhập lần cuối"))


class SoftwareTable(tables.Table):
    caption = _("Phần mềm đăng nhập qua Khuê Văn")
    name = tables.Link(_("Phần mềm"), to="accounts:software_one", caption="pk")
    skip_consent = tables.Chip(_("Khi đăng nhập"), statuses=TRUST)
    created_at = tables.Moment(_("Đăng ký"))


class ClientTable(tables.Table):
    caption = _("Phần mềm gọi API")
    name = tables.Link(_("Phần mềm"), to="accounts:api_client", caption="contact")
    in_use = tables.Chip(_("Trạng thái"), statuses=IN_USE, orderable=False)
    created_at = tables.Moment(_("Đăng ký"))
