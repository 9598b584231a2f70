"""What a status and a wrong part are called, in the language of the request."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel.manifest import Text

WAITING = frozenset({429, 500, 503})

TITLES: dict[int, Text] = {
    304: gettext_lazy("Không có gì mới"),
    400: gettext_lazy("Không đọc được yêu cầu"),
    401: gettext_lazy("Chưa xác thực"),
    403: gettext_lazy("Không được phép"),
    404: gettext_lazy("Không tìm thấy"),
    405: gettext_lazy("Không nhận cách gọi này"),
    409: gettext_lazy("Trái với tình trạng hiện tại"),
    410: gettext_lazy("Không còn nữa"),
    412: gettext_lazy("Bản ghi đã có người sửa"),
    413: gettext_lazy("Nội dung quá lớn"),
    415: gettext_lazy("Không nhận kiểu nội dung này"),
    422: gettext_lazy("Dữ liệu chưa đúng"),
    428: gettext_lazy("Thiếu điều kiện"),
    429: gettext_lazy("Gọi quá nhiều lần"),
    500: gettext_lazy("Hệ thống gặp lỗi"),
    503: gettext_lazy("Hệ thống đang bận"),
}
DETAILS: dict[int, Text] = {
    400: gettext_lazy("Nội dung gửi lên bị hỏng hoặc không đúng dạng. Kiểm tra lại cách đóng gói rồi gửi lại."),
    401: gettext_lazy("Cần khóa truy cập còn hiệu lực: gửi «Authorization: Bearer …»."),
    403: gettext_lazy("Bạn không được phép gọi địa chỉ này theo cách đó."),
    404: gettext_lazy("Không tìm thấy, hoặc bạn không có quyền xem."),
    405: gettext_lazy("Địa chỉ này không nhận cách gọi đó. Các cách nhận được ghi ở tiêu đề Allow."),
    413: gettext_lazy("Nội dung gửi lên quá lớn. Chia nhỏ rồi gửi lại."),
    415: gettext_lazy("Kiểu nội dung (Content-Type) không phải kiểu mà địa chỉ này nhận. Xem tài liệu API."),
    500: gettext_lazy("Lỗi này là của hệ thống và đã được ghi lại. Việc vừa gửi chưa được lưu; vui lòng chờ rồi gửi lại."),
    503: gettext_lazy("Hệ thống đang bảo trì hoặc quá tải. Vui lòng chờ rồi gửi lại."),
}
OTHER = gettext_lazy("Không thực hiện được yêu cầu này.")
REASONS: dict[str, Text] = {
    "missing": gettext_lazy("Thiếu mục này."),
    "int_parsing": gettext_lazy("Phải là số nguyên."),
    "int_type": gettext_lazy("Phải là số nguyên."),
    "int_from_float": gettext_lazy("Phải là số nguyên."),
    "int_parsing_size": gettext_lazy("Số quá lớn."),
    "date_parsing": gettext_lazy("Phải là ngày dạng năm-tháng-ngày, ví dụ 2026-09-05."),
    "uuid_parsing": gettext_lazy("Phải là một mã UUID."),
    "uuid_type": gettext_lazy("Phải là một mã UUID."),
    "bool_parsing": gettext_lazy("Phải là true hoặc false."),
    "string_type": gettext_lazy("Phải là chữ."),
    "string_pattern_mismatch": gettext_lazy("Không đúng dạng cho phép. Xem tài liệu API."),
    "string_too_long": gettext_lazy("Dài quá %(max_length)s ký tự."),
    "string_too_short": gettext_lazy("Phải có ít nhất %(min_length)s ký tự."),
    "greater_than_equal": gettext_lazy("Phải từ %(ge)s trở lên."),
    "less_than_equal": gettext_lazy("Không được quá %(le)s."),
    "enum": gettext_lazy("Không có trong các giá trị cho phép."),
    "literal_error": gettext_lazy("Không có trong các giá trị cho phép."),
    "extra_forbidden": gettext_lazy("Không có mục này."),
}


def title(status: int) -> str:
    return str(TITLES.get(status, OTHER))


def detail(status: int) -> str:
    return str(DETAILS.get(status, OTHER))


def reason(part: dict) -> str:
    """Pydantic's reason in the reader's words. A rare reason is only called wrong: pydantic's own words are English."""
    if part["type"] == "told":
        return part["msg"]
    words = REASONS.get(part["type"])
    return str(words) % part.get("ctx", {}) if words else _("Giá trị này không dùng được.")
