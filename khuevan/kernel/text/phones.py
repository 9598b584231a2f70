"""Vietnamese telephone numbers: one spelling for storing and comparing."""

import re
from typing import Final

from django.utils.translation import gettext as _

from .errors import InvalidText
from .normal import normalize

#: Ten digits beginning with one of the mobile prefixes in use since the renumbering of 2018.
_MOBILE: Final = re.compile(r"0[35789][0-9]{8}")
_WITHOUT_ZERO: Final = re.compile(r"[35789][0-9]{8}")
_SEPARATORS: Final = re.compile(r"[ .\-()]")
_COUNTRY: Final = re.compile(r"\A(?:\+|00)?84(?=0?[0-9]{9}$)")


class PhoneError(InvalidText):
    code = "phone"


def normalize_phone(value: object) -> str:
    """A mobile number as ten digits, «0912345678», from «+84 912 345 678», «0912.345.678» or a number cell 912345678.

    Raises PhoneError with the reason.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = normalize(str(value if value is not None else "")).removeprefix("'")
    if not text:
        raise PhoneError(_("Chưa có số điện thoại."))
    digits = _COUNTRY.sub("", _SEPARATORS.sub("", text.removesuffix(".0")))
    if _WITHOUT_ZERO.fullmatch(digits):
        digits = "0" + digits
    if not _MOBILE.fullmatch(digits):
        raise PhoneError(_reason(text, digits))
    return digits


def _reason(text: str, digits: str) -> str:
    if re.search(r"[eE]\+?[0-9]+$", text):
        return _("«{}» là số bị bảng tính rút gọn, đã mất các chữ số cuối. Nhập lại ở dạng chữ.").format(text)
    if not re.fullmatch(r"[0-9]+", digits):
        return _("«{}» có ký tự không thuộc số điện thoại. Mỗi ô chỉ ghi một số.").format(text)
    if len(digits) > 10:
        message = _("«%(text)s» có %(count)s chữ số; số di động có 10 chữ số. Mỗi ô chỉ ghi một số.")
        return message % {"text": text, "count": len(digits)}
    if len(digits) < 10:
        return _("«{}» thiếu chữ số; số di động có 10 chữ số.").format(text)
    return _("«{}» không bắt đầu bằng đầu số di động (03, 05, 07, 08, 09).").format(text)
