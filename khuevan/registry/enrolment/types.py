"""Vocabulary of classes and enrolments that other modules may use."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal


class Status(TextChoices):
    """Trạng thái học tập của một lần ghi danh."""

    STUDYING = "studying", _("Đang học")
    MOVED_CLASS = "moved_class", _("Đã chuyển lớp")
    TRANSFERRED = "transferred", _("Đã chuyển trường")
    SUSPENDED = "suspended", _("Bảo lưu")
    DROPPED_OUT = "dropped_out", _("Thôi học")
    COMPLETED = "completed", _("Hoàn thành")
    REORGANISED = "reorganised", _("Học tiếp ở trường mới")


class TransferSide(TextChoices):
    """Which school asks: the one that the learner leaves, or the one he goes to."""

    SENDING = "sending", _("Trường chuyển đi")
    RECEIVING = "receiving", _("Trường nhận")


class TransferState(TextChoices):
    """Steps of a request; all but the first end it."""

    REQUESTED = "requested", _("Chờ trường bạn trả lời")
    ACCEPTED = "accepted", _("Đã chuyển")
    REFUSED = "refused", _("Bị từ chối")
    WITHDRAWN = "withdrawn", _("Đã rút")


#: Ways in which a stay ends that a school writes down by itself; the others are written by moves and transfers.
ENDINGS = (Status.SUSPENDED, Status.DROPPED_OUT, Status.COMPLETED, Status.TRANSFERRED)


class Permission(StrEnum):
    VIEW = "enrolment.view"
    BROWSE = "enrolment.browse"
    EDIT = "enrolment.edit"
    IMPORT = "enrolment.import"
    MANAGE_CLASSES = "enrolment.manage_classes"
    TRANSFER = "enrolment.transfer"


@dataclass(frozen=True)
class NewClass:
    """A class to be made. `level` "" means: the level of the grade. `group`: age group of a preschool group, or ""."""

    name: str
    grade: int
    level: str = ""
    group: str = ""
    curriculum: str = ""


@dataclass(frozen=True)
class NextClass:
    """What a class becomes in the next school year. `exists`: the school has a class of that name there already."""

    class_id: int
    name: str
    next_name: str
    grade: int
    level: str
    learners: int
    exists: bool


class ClassExists(Refusal):
    code = "class_exists"
    status = 409
    message = _("Trường đã có lớp %(name)s trong năm học này.")


class LevelNotTaught(Refusal):
    code = "level_not_taught"
    message = _("Trường không dạy cấp học của lớp %(name)s (khối %(grade)s). Kiểm tra lại khối, hoặc cấp học của trường.")


class NotASchool(Refusal):
    code = "not_a_school"
    message = _("Lớp chỉ thuộc về một trường. Chọn trường trước.")


class NobodyChosen(Refusal):
    code = "nobody_chosen"
    message = _("Chưa chọn em nào, hoặc bạn không có quyền xếp lớp cho các em đã chọn.")


class NotStudying(Refusal):
    """Somebody else ended the stay meanwhile, or it was never open."""

    code = "not_studying"
    status = 409
    message = _("Không còn đang học ở lớp này: %(names)s. Tải lại danh sách rồi chọn lại.")


class AlreadyThere(Refusal):
    code = "already_there"
    message = _("Đang học ở chính lớp %(class_name)s rồi: %(names)s. Bỏ chọn, hoặc chọn lớp khác.")


class OtherSchool(Refusal):
    code = "other_school"
    message = _("Lớp %(class_name)s thuộc trường khác hoặc năm học khác. Sang trường khác thì dùng «Chuyển trường».")


class OtherGrade(Refusal):
    code = "other_grade"
    message = _("Lớp %(class_name)s không cùng khối với lớp em đang học (%(from_name)s). Chọn lớp cùng khối.")


class WrongDay(Refusal):
    """`earliest` and `latest` are days, both of which would do."""

    code = "wrong_day"
    message = _("Ngày này không được: chọn từ %(earliest)s đến %(latest)s.")


class WrongEnding(Refusal):
    code = "wrong_ending"
    message = _("Trạng thái này không ghi ở đây được. Chuyển lớp và chuyển trường có mục riêng.")


class CannotReturn(Refusal):
    code = "cannot_return"
    status = 409
    message = _("Em không ở trạng thái bảo lưu hay thôi học, hoặc đã học tiếp ở nơi khác.")


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    status = 409
    message = _("Không còn gì để hoàn tác: chỉ hoàn tác được lần đổi cuối cùng, ngay trong ngày.")


class StayInUse(Refusal):
    code = "stay_in_use"
    status = 409
    message = _("Đã có dữ liệu khác gắn với lớp mới của em (điểm, chuyên cần…), nên không hoàn tác được. Chuyển lớp lại.")


class TransferOpen(Refusal):
    code = "transfer_open"
    status = 409
    message = _("Em này đang có một yêu cầu chuyển trường chờ trả lời. Đợi trả lời, hoặc rút yêu cầu đó trước.")


class TransferEnded(Refusal):
    code = "transfer_ended"
    status = 409
    message = _("Yêu cầu chuyển trường này đã được trả lời hoặc đã rút.")


class SameSchool(Refusal):
    code = "same_school"
    message = _("Em đang học ở chính trường này. Muốn đổi lớp thì dùng «Chuyển lớp».")


class NoSuchLearner(Refusal):
    """The number and the name must both be right: a school cannot look through the children of another."""

    code = "no_such_learner"
    status = 404
    message = _("Không có em nào đang học trong tỉnh mà số và họ tên khớp như vậy. Kiểm tra lại giấy tờ của em.")


class ClassMissing(Refusal):
    code = "class_missing"
    message = _("Chọn lớp mà em sẽ vào học.")


class ClassFixed(Refusal):
    code = "class_fixed"
    status = 409
    message = _("Lớp của năm học đã qua không đổi tên được nữa.")


class YearNotOver(Refusal):
    code = "year_not_over"
    message = _("Năm học trước còn học đến %(day)s. Lập lớp bây giờ được, đưa học sinh lên lớp thì chờ sau ngày đó.")


class FollowedAndUsed(Refusal):
    """A reorganisation is taken back, but the classes lived on after it."""

    code = "followed_and_used"
    status = 409
    message = _(
        "Không hoàn tác được nữa: sau khi sắp xếp, các lớp chuyển trường đã có %(count)s lượt học sinh vào học, chuyển lớp, "
        "chuyển trường hoặc thôi học."
    )


class TooWide(Refusal):
    code = "too_wide"
    message = _("Không có lớp nào khớp, hoặc phạm vi quá rộng để ghi hết ra tệp. Ghi rõ một xã, phường hoặc một trường.")
