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
