"""Home and search."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import clock
from khuevan.kernel.manifest import Text
from khuevan.kernel.text import given_name
from khuevan.web.numbers import day
from khuevan.web.pages import Page

from . import duties, queries, rest

WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
SHORTCUTS = 8


class Home(Page):
    """What waits for the one who signed in, by role: cards of every module."""

    signed_in = True
    template_name = "portal/home.html"
    title = gettext_lazy("Trang chính")
    help = gettext_lazy(
        "Trên cùng là việc đang chờ bạn. Bấm vào một dòng để mở đúng chỗ làm việc đó. Mỗi con số ở dưới mở được đến từng dòng."
    )

    def heading(self) -> Text:
        return _("Chào %(name)s") % {"name": given_name(self.actor.name) or self.actor.name}

    def subtitle(self) -> Text:
        today = clock.today()
        return f"{WEEKDAYS[today.weekday()]}, {day(today)}"

    def context(self) -> dict[str, Any]:
        waiting, cards = duties.home(self.actor)
        return {"duties": waiting, "cards": cards, "shortcuts": duties.shortcuts(self.actor)[:SHORTCUTS]}


class Search(Page):
    """People, units, figures and pages by any part of their name, without minding diacritics."""

    signed_in = True
    template_name = "portal/search.html"
    partials = ("results",)
    title = gettext_lazy("Tìm kiếm")
    help = gettext_lazy("Gõ ít nhất hai chữ cái. Không cần gõ dấu: «nguyen thi anh» tìm ra «Nguyễn Thị Ánh».")

    def context(self) -> dict[str, Any]:
        text = self.request.GET.get("q", "")[:100]
        return {"text": text, "groups": queries.search(self.actor, text), "shortest": queries.SHORTEST}


class ApiDocs(Page):
    """How to call the API, with examples, and every operation from its own OpenAPI description."""

    signed_in = True
    template_name = "portal/api_docs.html"
    title = gettext_lazy("Tài liệu API")
    help = gettext_lazy(
        "Lấy khóa ở «Tài khoản của tôi», gửi kèm mỗi lần gọi: Authorization: Bearer … Mô tả máy đọc: /api/v1/openapi.json"
    )

    def context(self) -> dict[str, Any]:
        return {
            "groups": queries.api_operations(rest.api.get_openapi_schema()),
            "api": self.request.build_absolute_uri("/api/v1"),
            "limits": settings.API_LIMITS,
        }
