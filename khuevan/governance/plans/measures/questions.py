"""How a question of a plan becomes a reported measure."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Asker:
    """Which plan asks. Nobody is reminded of what only plans of other places ask."""

    source: Any
    is_optional: bool


def of_ninh_binh(section: str) -> Asker:
    """The plan of the province that this release is made for."""
    return Asker(format_lazy(NINH_BINH, section=section), is_optional=False)


def of_others(plans: str) -> Asker:
    """Plans of other places, kept for reference."""
    return Asker(format_lazy(OTHERS, plans=plans), is_optional=True)


def yes_no(code: str, name: Any, question: Any, asker: Asker, evidence: Any, **asked: Any) -> Measure:
    """A question that every institution of the scope answers with yes or no."""
    reporting = Reporting(question, evidence=evidence, is_optional=asker.is_optional, **asked)
    return _measure(code, name, _("cơ sở"), format_lazy(YES_NO_RULE, question=question), asker, reporting)


def share(
    code: str, name: Any, noun: Any, numerator: Any, denominator: Any, asker: Asker, evidence: Any, **asked: Any
) -> Measure:
    """A part of a whole that every unit of the scope counts."""
    reporting = Reporting(
        format_lazy("{numerator}; {denominator}.", numerator=numerator, denominator=denominator),
        ReportKind.SHARE,
        numerator=numerator,
        denominator=denominator,
        evidence=evidence,
        is_optional=asker.is_optional,
        **asked,
    )
    rule = format_lazy(SHARE_RULE, numerator=numerator, denominator=denominator)
    return _measure(code, name, noun, rule, asker, reporting)


def _measure(code: str, name: Any, noun: Any, definition: Any, asker: Asker, reporting: Reporting) -> Measure:
    return reported(
        code=f"reported.{code}", name=name, noun=noun, definition=definition, legal_source=asker.source, reporting=reporting
    )
