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


class BrokenBook(Refusal):
    """It has the outer shape of a workbook, but its sheets cannot be read."""

    code = "broken_book"
    message = _("Không đọc được các trang tính của tệp. Mở tệp bằng Excel, lưu thành dạng .xlsx rồi chọn lại.")

    def __init__(self) -> None:
        super().__init__(field="file")
