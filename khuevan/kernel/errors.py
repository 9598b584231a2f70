"""Refusals: what an operation or a page answers when it will not do what was asked.

Every refusal carries one Vietnamese sentence for the person, and says whether to correct something
(`Remedy.FIX`, «cần sửa») or to wait (`Remedy.WAIT`, «vui lòng chờ»).
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .manifest import Text


class Remedy(StrEnum):
    FIX = "fix"
    WAIT = "wait"


class Refusal(Exception):
    """Base of every named refusal. `field` names the form field or API attribute that is wrong, if any."""

    code = "refused"
    status = 422
    remedy = Remedy.FIX
    message: Text = _("Không thực hiện được việc này.")

    def __init__(self, message: Text | None = None, *, field: str | None = None, **details: object) -> None:
        self.field = field
        self.details = details
        if message is not None:
            self.message = message
        elif details:
            self.message = str(type(self).message) % details
        super().__init__(str(self.message))


class NotAllowed(Refusal):
    """The actor may not do this; he may know that the object exists."""

    code = "not_allowed"
    status = 403
    message = _("Bạn không có quyền làm việc này.")


class NotFound(Refusal):
    """Absent and forbidden look alike."""

    code = "not_found"
    status = 404
    message = _("Không tìm thấy, hoặc bạn không có quyền xem.")


class Stale(Refusal):
    """Somebody else changed the record after the actor opened it."""

    code = "stale"
    status = 409
    message = _("Có người vừa sửa bản ghi này sau khi bạn mở. Xem bản mới rồi sửa lại.")


class Busy(Refusal):
    """The system cannot do it now; nothing was changed and trying again is right."""

    code = "busy"
    status = 503
    remedy = Remedy.WAIT
    message = _("Hệ thống đang bận. Vui lòng chờ một lát rồi thử lại; dữ liệu bạn nhập vẫn còn.")
