"""Refusals of personal profiles."""

from django.utils.translation import gettext_lazy as _

from khuevan.kernel.errors import Refusal


class PersonalIdTaken(Refusal):
    code = "personal_id_taken"
    status = 409
    message = _("Số định danh cá nhân này đã có ở một hồ sơ khác. Kiểm tra lại số, hoặc tìm hồ sơ đó.")

    def __init__(self) -> None:
        super().__init__(field="personal_id")


class SectorIdTaken(Refusal):
    code = "sector_id_taken"
    status = 409
    message = _("Mã định danh Bộ GDĐT này đã có ở một hồ sơ khác. Kiểm tra lại mã, hoặc tìm hồ sơ đó.")

    def __init__(self) -> None:
        super().__init__(field="sector_id")


class SectorIdFixed(Refusal):
    """The sector's number of a person is lifelong (TT 42/2021/TT-BGDĐT): it can be filled in, not changed."""

    code = "sector_id_fixed"
    message = _("Mã định danh Bộ GDĐT không đổi suốt đời nên không sửa được ở đây.")

    def __init__(self) -> None:
        super().__init__(field="sector_id")
