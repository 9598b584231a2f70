"""Numbers, percentages, money and dates as they are written in Viet Nam: comma decimals, dot thousands, dd/mm/yyyy.

On English pages 1.402 would be read as less than two: there commas and dots change places. Dates stay dd/mm/yyyy.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from khuevan.kernel.clock import VIETNAM

DASH = "—"
NO_BREAK = "\u00a0"
VIETNAMESE = str.maketrans(",.", ".,")
Quantity = int | float | Decimal


def in_english() -> bool:
    return get_language() == "en"


def number(value: Quantity | None, places: int | None = None) -> str:
    """1402 → 1.402; 97.75 with one place → 97,8 (half up); None → —. Without `places` a decimal keeps its own."""
    if value is None:
        return DASH
    if type(value) is int and not places:
        return f"{value:,}" if in_english() else f"{value:,}".replace(",", ".")
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,f}" if in_english() else f"{exact:,f}".translate(VIETNAMESE)


def percent(value: Quantity | None, places: int = 1) -> str:
    """A percentage already multiplied by a hundred: 97.8 → 97,8 %; whole ones lose the decimals: 100 → 100 %."""
    if value is None:
        return DASH
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    return f"{number(rounded, 0 if whole else places)}{'' if in_english() else NO_BREAK}%"


def ratio(numerator: Quantity, denominator: Quantity, places: int = 1) -> str:
    """A share as a percentage; — when there is nothing to share."""
    return percent(Decimal(str(numerator)) * 100 / Decimal(str(denominator)), places) if denominator else DASH


def tenths(value: int | None) -> str:
    """A mark in integer tenths: 85 → 8,5; 100 → 10."""
    if value is None:
        return DASH
    return "10" if value == 100 else number(Decimal(value) / 10, 1)


def money(value: Quantity | None) -> str:
    """Đồng: 660000 → 660.000 đ."""
    return DASH if value is None else f"{number(value, 0)}{NO_BREAK}đ"


def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy; moments are shown on the clock of Viet Nam."""
    return _written(value, "%d/%m/%Y")


def moment(value: datetime | None) -> str:
    """hh:mm dd/mm/yyyy."""
    return _written(value, "%H:%M %d/%m/%Y")


def clock_time(value: datetime | None) -> str:
    """hh:mm:ss, for «đã lưu lúc»."""
    return _written(value, "%H:%M:%S")


def masked(value: str | None, head: int = 6, tail: int = 2) -> str:
    """A personal number with its middle covered: 037313004589 → 037313••••89. Short ones are covered whole."""
    if not value:
        return DASH
    if len(value) <= head + tail:
        return "•" * len(value)
    return f"{value[:head]}••••{value[-tail:]}"


def _written(value: date | datetime | None, pattern: str) -> str:
    if value is None:
        return DASH
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(VIETNAM)
    return value.strftime(pattern)
