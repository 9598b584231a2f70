"""What two profiles have of school that one learner cannot."""

from typing import Any

from django.utils.translation import gettext as _

from ..models import Enrolment
from ..types import Status


def two_open_stays(keep: Any, gone: Any) -> str:
    """Two different classes at once: nobody can tell by the rows in which the child sits. The same class is no obstacle."""
    rows = Enrolment.objects.filter(person__in=[keep, gone], status=Status.STUDYING).select_related("school_class", "school")
    stays = list(rows.order_by("pk"))
    if len(stays) < 2 or stays[0].school_class_id == stays[1].school_class_id:
        return ""
    one, other = (
        _("lớp %(name)s, %(school)s") % {"name": stay.school_class.name, "school": stay.school.name} for stay in stays
    )
    return _(
        "Hai hồ sơ đang học ở hai nơi: %(one)s và %(other)s. Một em chỉ học một lớp: xem em học ở đâu, chuyển hồ sơ kia vào "
        "đúng lớp đó (hoặc ghi thôi học nếu nhập nhầm), rồi gộp lại."
    ) % {"one": one, "other": other}
