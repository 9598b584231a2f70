"""The columns of a list of learners about those at home: father, mother, another guardian."""

import polars as pl
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from khuevan.core.sheets.api import Column
from khuevan.kernel.manifest import Text

from . import parsing


def _guardian(code: str, whom: Text, *names: str) -> tuple[Column, ...]:
    """The columns about one guardian; `names` are the words schools use for him."""
    every = [f"{word} {name}" for name in names for word in ("họ tên", "họ và tên", "tên")]
    return (
        Column(
            f"{code}_name",
            format_lazy(_("Họ tên {}"), whom),
            parsing.person_name,
            tuple(every) + names,
            raw_text=True,
            lenient=True,
            width=26,
        ),
        Column(
            f"{code}_birth_year",
            format_lazy(_("Năm sinh {}"), whom),
            parsing.birth_year,
            lenient=True,
            dtype=pl.Int16,
            synonyms=tuple(f"{word} {name}" for name in names for word in ("năm sinh", "ngày sinh", "năm sinh của")),
            width=10,
        ),
        Column(
            f"{code}_occupation",
            format_lazy(_("Nghề nghiệp {}"), whom),
            parsing.text(120),
            tuple(f"{word} {name}" for name in names for word in ("nghề nghiệp", "nghề nghiệp của", "nghề")),
            raw_text=True,
            lenient=True,
            width=20,
        ),
        Column(
            f"{code}_phone",
            format_lazy(_("Điện thoại {}"), whom),
            parsing.phone,
            lenient=True,
            synonyms=tuple(
                f"{word} {name}"
                for name in names
                for word in ("điện thoại", "số điện thoại", "sđt", "đt", "dt", "sdt", "di động")
            ),
        ),
    )


FAMILY = (
    *_guardian("father", _("cha"), "cha", "bố", "ba", "bố (cha)", "cha (bố)"),
    *_guardian("mother", _("mẹ"), "mẹ", "má"),
    *_guardian("guardian", _("người giám hộ"), "người giám hộ", "giám hộ", "ngh"),
)
