"""Refusals of classes and enrolments."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal


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
