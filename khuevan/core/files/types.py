"""Vocabulary of files that other modules may use: which types there are, and why a file is turned away."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal, Remedy
from khuevan.kernel.manifest import Text


class MediaType(StrEnum):
    """What a file is by its content, whatever its name says."""

    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODP = "application/vnd.oasis.opendocument.presentation"
    XLS = "application/vnd.ms-excel"
    DOC = "application/msword"
    PPT = "application/vnd.ms-powerpoint"
    CSV = "text/csv"
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    ZIP = "application/zip"
    HTML = "text/html"
    XML = "application/xml"
    UNKNOWN = "application/octet-stream"


SHEETS = (MediaType.XLSX, MediaType.XLS, MediaType.ODS, MediaType.CSV)
IMAGES = (MediaType.JPEG, MediaType.PNG, MediaType.WEBP)
DOCUMENTS = (MediaType.PDF, MediaType.DOCX, MediaType.DOC, MediaType.ODT)

SUFFIXES = {
    MediaType.XLSX: ".xlsx",
    MediaType.DOCX: ".docx",
    MediaType.PPTX: ".pptx",
    MediaType.ODS: ".ods",
    MediaType.ODT: ".odt",
    MediaType.ODP: ".odp",
    MediaType.XLS: ".xls",
    MediaType.DOC: ".doc",
    MediaType.PPT: ".ppt",
    MediaType.CSV: ".csv",
    MediaType.PDF: ".pdf",
    MediaType.JPEG: ".jpg",
    MediaType.PNG: ".png",
    MediaType.WEBP: ".webp",
    MediaType.ZIP: ".zip",
}


class FileRefused(Refusal):
    """Base of every reason to turn a file away; nothing is kept of it."""

    code = "file_refused"

    def __init__(self, message: Text | None = None, *, field: str | None = "file", **details: object) -> None:
        super().__init__(message, field=field, **details)


class EmptyFile(FileRefused):
    code = "file_empty"
    message = _("Tệp rỗng. Chọn lại tệp có nội dung.")


class TooBig(FileRefused):
    """`most` is the limit in words."""

    code = "file_too_big"
    status = 413
    message = _("Tệp lớn quá mức cho phép (%(most)s). Chia nhỏ tệp rồi gửi lại.")


class WrongType(FileRefused):
    """`allowed` names the suffixes that are taken."""

    code = "file_wrong_type"
    message = _("Nội dung tệp không đúng loại cần. Chỉ nhận: %(allowed)s.")


class WebPageAsSheet(FileRefused):
    code = "file_web_page"
    message = _("Tệp này là trang web mang đuôi bảng tính. Mở bằng Excel, chọn «Lưu thành» dạng .xlsx rồi gửi lại.")


class HasMacros(FileRefused):
    code = "file_has_macros"
    message = _("Tệp có macro nên không được nhận. Mở bằng Excel, lưu thành dạng .xlsx (không macro) rồi gửi lại.")


class Encrypted(FileRefused):
    code = "file_encrypted"
    message = _("Tệp đang đặt mật khẩu. Mở tệp, bỏ mật khẩu, lưu rồi gửi lại.")


class DangerousArchive(FileRefused):
    code = "file_dangerous"
    message = _("Tệp nén bất thường: bung ra quá lớn. Sao chép dữ liệu sang tệp mới rồi gửi lại.")


class Damaged(FileRefused):
    code = "file_damaged"
    message = _("Tệp bị hỏng, không mở được. Mở lại ở máy của bạn, lưu thành tệp mới rồi gửi lại.")


class Infected(FileRefused):
    """`threat` is the scanner's name for what it found."""

    code = "file_infected"
    message = _("Phần mềm diệt vi-rút thấy tệp có mã độc (%(threat)s). Quét máy của bạn trước khi gửi lại.")


class ScannerAway(FileRefused):
    code = "file_scanner_away"
    status = 503
    remedy = Remedy.WAIT
    message = _("Chưa quét được vi-rút nên chưa nhận tệp. Vui lòng chờ ít phút rồi gửi lại.")
