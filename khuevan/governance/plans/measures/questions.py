"""How a question of a plan becomes a reported measure."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from khuevan.core.indicators.api import reported
from khuevan.core.indicators.types import Measure, Reporting, ReportKind

GENERAL = frozenset({"primary", "lower_secondary", "upper_secondary"})
WITH_PUPILS = GENERAL | {"continuing"}
PUBLIC = frozenset({"public"})

NINH_BINH = _("Kế hoạch 27/KH-SGDĐT ngày 19/9/2025, mục {section}")
OTHERS = _("Kế hoạch chuyển đổi số tham khảo: {plans}")

YES_NO_RULE = _(
    "{question} Số cơ sở trả lời «Có», chia cho số cơ sở đã báo cáo. Cơ sở chưa báo cáo không tính là có, cũng không tính là "
    "chưa có."
)
SHARE_RULE = _(
    "{numerator}, chia cho {denominator}; cộng ở các đơn vị đã báo cáo. Đơn vị chưa báo cáo không tính vào tử số lẫn mẫu số."
)


def yes_no(code: str, name: Any, question: Any, source: Any, evidence: Any, **asked: Any) -> Measure:
    """A question that every institution of the scope answers with yes or no."""
    return _measure(
        code,
        name,
        _("cơ sở"),
        source,
        format_lazy(YES_NO_RULE, question=question),
        Reporting(question, evidence=evidence, **asked),
    )


def share(
    code: str, name: Any, noun: Any, numerator: Any, denominator: Any, source: Any, evidence: Any, **asked: Any
) -> Measure:
    """A part of a whole that every unit of the scope counts."""
    question = format_lazy(_("{numerator} và {denominator} là bao nhiêu?"), numerator=numerator, denominator=denominator)
    rule = format_lazy(SHARE_RULE, numerator=numerator, denominator=denominator)
    reporting = Reporting(question, ReportKind.SHARE, numerator=numerator, denominator=denominator, evidence=evidence, **asked)
    return _measure(code, name, noun, source, rule, reporting)


def _measure(code: str, name: Any, noun: Any, source: Any, definition: Any, reporting: Reporting) -> Measure:
    return reported(
        code=f"reported.{code}", name=name, noun=noun, definition=definition, legal_source=source, reporting=reporting
    )


def of_ninh_binh(section: str) -> Any:
    """The plan and its heading, as the source of a measure."""
    return format_lazy(NINH_BINH, section=section)


def of_others(plans: str) -> Any:
    """Plans of other places that ask it."""
    return format_lazy(OTHERS, plans=plans)
