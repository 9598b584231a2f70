"""Form fields that read what people in Viet Nam type: 5/9/2014, 1.234,5, 660.000 đ."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import numbers

DATE_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d")
OLDEST, NEWEST = date(1900, 1, 1), date(2100, 12, 31)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")


class DateField(forms.DateField):
    """A date typed as text, day first. `earliest` and `latest` bound it (both count)."""

    default_error_messages = {
        "invalid": _("“%(value)s” không phải là ngày. Nhập ngày/tháng/năm, ví dụ 05/09/2014."),
        "early": _("Ngày này sớm quá: sớm nhất là %(bound)s."),
        "late": _("Ngày này muộn quá: muộn nhất là %(bound)s."),
    }

    def __init__(self, *, earliest: date = OLDEST, latest: date = NEWEST, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(input_formats=DATE_FORMATS, widget=DateInput(), **kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            value = value.strip()
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        for pattern in DATE_FORMATS:
            try:
                return datetime.strptime(value, pattern).date()
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.earliest:
            raise ValidationError(self.error_messages["early"], "early", {"bound": numbers.day(self.earliest)})
        if value > self.latest:
            raise ValidationError(self.error_messages["late"], "late", {"bound": numbers.day(self.latest)})


class DateInput(forms.DateInput):
    """Digits and slashes on the phone's number pad; always written dd/mm/yyyy."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "inputmode": "numeric",
                "placeholder": _("ngày/tháng/năm"),
                "autocomplete": "off",
                "class": "kv-date",
                "maxlength": 10,
            },
            format="%d/%m/%Y",
        )

    def format_value(self, value: Any) -> Any:
        return numbers.day(value) if isinstance(value, date) else value


class DecimalField(forms.DecimalField):
    """A decimal with a comma; dots between thousands are accepted."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("“%(value)s” không phải là số. Ví dụ: 1.234,5."),
        "max_decimal_places": _("Nhiều nhất %(max)s chữ số sau dấu phẩy."),
    }

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return super().to_python(value)
        text = plain_number(value)
        if text is None:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else numbers.number(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "kv-number"}


class IntegerField(forms.IntegerField):
    """A whole number; dots between thousands are accepted."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("“%(value)s” không phải là số nguyên. Ví dụ: 1.234.")}

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = plain_number(value)
        if text is None or "." in text:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value})
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else numbers.number(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "class": "kv-number"}


class MoneyField(DecimalField):
    """Đồng, whole; a trailing “đ” is accepted."""

    default_error_messages = {"invalid": _("“%(value)s” không phải là số tiền. Ví dụ: 660.000.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        super().__init__(decimal_places=0, max_digits=15, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().rstrip("đĐ₫").strip() if isinstance(value, str) else value)


def plain_number(text: str) -> str | None:
    """What was typed, as Python reads it: 1.234,5 → 1234.5; "" stays ""; None when it is not a number.

    A single dot before exactly three digits is taken for a thousands dot, as Vietnamese readers do. On English pages the
    comma is what the dot is here, and the dot the comma.
    """
    text = re.sub(r"[\s\u00a0]", "", text)
    if numbers.in_english():
        text = text.translate(numbers.VIETNAMESE)
    if not text:
        return ""
    whole, comma, fraction = text.partition(",")
    if THOUSANDS.fullmatch(whole) and (not comma or fraction.isdigit()):
        return whole.replace(".", "") + (f".{fraction}" if comma else "")
    return text.replace(",", ".") if PLAIN.fullmatch(text) else None
