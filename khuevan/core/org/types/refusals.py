"""Why the tree is not changed."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal, Remedy


class WrongDay(Refusal):
    code = "org_wrong_day"
    message = _("Ngày này còn ở phía trước. Cây tổ chức chỉ ghi việc đã có hiệu lực: nhập ngày từ hôm nay trở về trước.")


class UnitEnded(Refusal):
    code = "org_unit_ended"
    message = _("%(name)s đã kết thúc hoạt động ngày %(day)s nên không sửa được nữa.")


class UnitTooYoung(Refusal):
    code = "org_unit_too_young"
    message = _("%(name)s chỉ có từ ngày %(day)s, sau ngày đang nhập. Chọn ngày muộn hơn.")


class ChangedSince(Refusal):
    code = "org_changed_since"
    message = _("%(name)s đã có thay đổi khác từ ngày %(day)s. Không chen được một thay đổi có hiệu lực trước ngày đó.")


class WrongParent(Refusal):
    code = "org_wrong_parent"
    message = _("%(name)s không đặt dưới %(parent)s được. Chọn đơn vị cấp trên khác.")


class WouldLoop(Refusal):
    code = "org_would_loop"
    message = _("%(name)s không thể chuyển vào bên trong chính nó.")


class ChildrenInForce(Refusal):
    code = "org_children_in_force"
    message = _("%(name)s còn %(count)s đơn vị bên trong (%(examples)s). Chuyển hoặc kết thúc các đơn vị đó trước.")


class CodeTaken(Refusal):
    code = "org_code_taken"
    status = 409
    message = _("Mã %(code)s đang là của %(name)s trong cùng thời gian. Kiểm tra lại mã hoặc ngày.")


class OutOfReach(Refusal):
    code = "org_out_of_reach"
    status = 403
    message = _("Có đơn vị ngoài phạm vi bạn quản lý: %(names)s.")


class WrongStep(Refusal):
    code = "org_wrong_step"
    message = _("Nội dung bước chưa đúng: %(reason)s")


class NotDraft(Refusal):
    code = "org_not_draft"
    status = 409
    message = _("Phương án này không còn ở trạng thái đang soạn nên không sửa được.")


class AlreadyApplied(Refusal):
    code = "org_already_applied"
    status = 409
    message = _("Phương án này đã được áp dụng. Không áp dụng lần thứ hai; cây tổ chức không thay đổi.")


class AlreadyReversed(Refusal):
    code = "org_already_reversed"
    status = 409
    message = _("Phương án này không ở trạng thái đã áp dụng nên không có gì để hoàn tác.")


class NotYetEffective(Refusal):
    code = "org_not_yet_effective"
    remedy = Remedy.WAIT
    message = _("Quyết định có hiệu lực từ ngày %(day)s. Từ ngày đó mới áp dụng được; phương án vẫn được giữ.")


class PreviewOutdated(Refusal):
    code = "org_preview_outdated"
    status = 409
    message = _("Cây tổ chức hoặc phương án đã thay đổi từ lúc xem trước. Xem trước lại rồi áp dụng; chưa có gì thay đổi.")


class ChildrenLeftBehind(Refusal):
    code = "org_children_left_behind"
    message = _("Còn %(count)s đơn vị nằm dưới đơn vị kết thúc (%(examples)s). Thêm bước chuyển các đơn vị đó đi.")


class InUse(Refusal):
    code = "org_in_use"
    status = 409
    message = _("Không hoàn tác được nữa vì cây mới đã được dùng: %(uses)s.")


class NoCommuneKnown(Refusal):
    code = "org_no_commune_known"
    message = _("Không rõ %(count)s trường nằm ở xã, phường nào (%(examples)s). Ghi mã xã, phường của các trường đó trước.")
