"""Refusals of imports."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal, Remedy


class NoHeading(Refusal):
    code = "no_heading"
    message = _("Không tìm thấy dòng tiêu đề trong trang tính này. Chọn trang tính khác hoặc ghi số của dòng tiêu đề.")


class NoRows(Refusal):
    code = "no_rows"
    message = _("Dưới dòng tiêu đề không có dòng dữ liệu nào. Kiểm tra lại trang tính và dòng tiêu đề.")


class ColumnsMissing(Refusal):
    code = "columns_missing"
    message = _("Chưa ghép cột bắt buộc: %(columns)s. Chọn cột của tệp cho từng mục rồi tiếp tục.")


class ColumnTwice(Refusal):
    code = "column_twice"
    message = _("Hai cột của tệp cùng ghép vào «%(label)s». Chỉ giữ một.")


class NotAtThisStep(Refusal):
    """The import went on, or ended, while the page was open."""

    code = "not_at_this_step"
    status = 409
    message = _("Lần nhập này đã sang bước khác. Mở lại trang để xem tình trạng mới.")


class NothingToApply(Refusal):
    code = "nothing_to_apply"
    message = _("Tệp không có dòng nào mới hoặc thay đổi nên không có gì để nhập.")


class TooLate(Refusal):
    code = "too_late"
    message = _("Đã quá %(days)d ngày nên không hoàn tác cả lần nhập được nữa. Hãy sửa từng hồ sơ.")


class FileGone(Refusal):
    code = "file_gone"
    message = _("Tệp gốc đã được xóa theo thời hạn lưu. Hãy tải tệp lên lại.")


class Overtaken(Refusal):
    """Somebody wrote the same rows at the same moment; nothing was written here."""

    code = "overtaken"
    status = 409
    remedy = Remedy.WAIT
    message = _("Có người vừa ghi cùng những hồ sơ này nên chưa nhập dòng nào. Vui lòng bấm xác nhận lại.")


class UnreadableBook(Refusal):
    """Base of the refusals of a file."""

    code = "unreadable_book"
    message = _("Không đọc được tệp này.")

    def __init__(self) -> None:
        super().__init__(field="file")


class UnknownFormat(UnreadableBook):
    code = "unknown_format"
    message = _("Tệp không phải là bảng tính. Chọn tệp .xlsx, .xls, .ods hoặc .csv.")


class EncryptedBook(UnreadableBook):
    code = "encrypted_book"
    message = _("Tệp có mật khẩu. Mở tệp trong Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ), lưu lại rồi chọn lại.")


class MacroBook(UnreadableBook):
    code = "macro_book"
    message = _("Tệp có chứa macro nên không nhận. Trong Excel chọn Lưu thành, kiểu .xlsx, rồi chọn tệp mới.")


class BookTooLarge(UnreadableBook):
    code = "book_too_large"
    message = _("Tệp quá lớn, hoặc nén bất thường. Chia tệp thành nhiều phần rồi nhập từng phần.")


class BrokenBook(UnreadableBook):
    code = "broken_book"
    message = _("Tệp bị hỏng hoặc tải lên chưa hết. Mở tệp trên máy, lưu lại rồi chọn lại.")
