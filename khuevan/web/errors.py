"""Pages that say what went wrong, whose turn it is («cần sửa» or «vui lòng chờ») and what to do next."""

from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal, Remedy
from khuevan.kernel.manifest import Text


@dataclass(frozen=True)
class Explanation:
    """An error page: what happened, what to do, and whether the person acts or waits."""

    title: Text
    text: Text
    remedy: Remedy = Remedy.FIX
    icon: str = "alert-circle"


EXPLANATIONS: dict[int, Explanation] = {
    400: Explanation(
        _("Yêu cầu không đọc được"),
        _("Trình duyệt gửi thiếu hoặc sai dữ liệu. Quay lại trang trước, tải lại trang rồi làm lại."),
    ),
    401: Explanation(
        _("Phiên làm việc đã hết"),
        _("Đăng nhập lại ở thẻ khác rồi quay về đây gửi lại. Những gì bạn đã nhập vẫn còn trên trang."),
        icon="lock",
    ),
    403: Explanation(
        _("Bạn không có quyền làm việc này"),
        _("Nếu công việc của bạn cần quyền này, hãy nhờ người quản trị của đơn vị phân quyền."),
        icon="lock",
    ),
    404: Explanation(
        _("Không tìm thấy trang"),
        _("Địa chỉ sai, trang đã chuyển đi, hoặc bạn không có quyền xem. Kiểm tra lại địa chỉ, hoặc mở từ danh mục."),
        icon="map-search",
    ),
    405: Explanation(_("Trang này không nhận cách gửi đó"), _("Mở lại trang từ danh mục rồi làm lại.")),
    409: Explanation(
        _("Dữ liệu vừa thay đổi"),
        _("Có người vừa sửa cùng bản ghi, hoặc biểu mẫu đã được gửi. Mở bản mới nhất, xem lại rồi sửa tiếp."),
        icon="refresh",
    ),
    413: Explanation(_("Tệp quá lớn"), _("Chia nhỏ hoặc nén tệp rồi gửi lại."), icon="file-text"),
    422: Explanation(_("Chưa làm được việc này"), _("Xem lý do bên dưới, sửa rồi làm lại.")),
    429: Explanation(
        _("Bạn thao tác nhanh quá"),
        _("Hệ thống tạm dừng nhận yêu cầu từ máy của bạn trong ít phút. Vui lòng chờ rồi làm lại."),
        Remedy.WAIT,
        "clock",
    ),
    500: Explanation(
        _("Hệ thống gặp lỗi"),
        _("Lỗi này là của chúng tôi và đã được ghi lại. Vui lòng chờ vài phút rồi làm lại. Việc vừa gửi chưa được lưu."),
        Remedy.WAIT,
        "alert-triangle",
    ),
    503: Explanation(
        _("Hệ thống đang bận"),
        _("Hệ thống đang bảo trì hoặc quá tải. Vui lòng chờ ít phút rồi tải lại trang."),
        Remedy.WAIT,
        "clock",
    ),
}
CSRF = Explanation(
    _("Trang đã mở quá lâu"),
    _("Trang mở lâu phải tải lại trước khi gửi. Quay lại, chép nội dung dài ra, tải lại trang rồi gửi."),
    icon="refresh",
)


def error_response(
    request: HttpRequest, status: int, reason: Text = "", explanation: Explanation | None = None
) -> HttpResponse:
    """A whole page, or for htmx only the notice. `reason` is the refusal's own sentence."""
    template = "web/error.html#notice" if getattr(request, "htmx", False) else "web/error.html"
    words = explanation or EXPLANATIONS.get(status) or EXPLANATIONS[500 if status >= 500 else 400]
    context = {"status": status, "explanation": words, "reason": reason, "waiting": words.remedy == Remedy.WAIT}
    response = HttpResponse(loader.render_to_string(template, context, request), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal that no form can show."""
    return error_response(request, refusal.status, "" if refusal.status == 404 else str(refusal.message))


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send an anonymous visitor to sign in and back; tell htmx that the session ended and leave the page as it is."""
    if getattr(request, "htmx", False) or request.method not in ("GET", "HEAD"):
        return error_response(request, 401)
    return redirect_to_login(request.get_full_path())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without context processors: whatever failed may be one of them."""
    context = {"status": 500, "explanation": EXPLANATIONS[500], "waiting": True}
    return HttpResponse(loader.render_to_string("web/error.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_response(request, 403, explanation=CSRF)
