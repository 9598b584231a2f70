"""The columns of a list of learners about those at home: father, mother, another guardian."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from khuevan.core.sheets.api import Column

from . import parsing


def _guardian(code: str, whom: str, *names: str) -> tuple[Column, ...]:
    """The columns about one guardian; `names` are the words schools use for him."""
    every = [f"{word} {name}" for name in names for word in ("họ tên", "họ và tên", "tên")]
    return (
        Column(
            f"{code}_name",
            _("Họ tên %s") % whom,
            parsing.person_name,
            tuple(every) + names,
            raw_text=True,
            lenient=True,
            width=26,
        ),
        Column(
            f"{code}_birth_year",
            _("Năm sinh %s") % whom,
            parsing.birth_year,
            lenient=True,
            dtype=pl.Int16,
            synonyms=tuple(f"{word} {name}" for name in names for word in ("năm sinh", "ngày sinh", "năm sinh của")),
            width=10,
        ),
        Column(
            f"{code}_occupation",
            _("Nghề nghiệp %s") % whom,
            parsing.text(120),
            tuple(f"{word} {name}" for name in names for word in ("nghề nghiệp", "nghề nghiệp của", "nghề")),
            raw_text=True,
            lenient=True,
            width=20,
        ),
        Column(
            f"{code}_phone",
            _("Điện thoại %s") % whom,
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
    *_guardian("father", "cha", "cha", "bố", "ba", "bố (cha)", "cha (bố)"),
    *_guardian("mother", "mẹ", "mẹ", "má"),
    *_guardian("guardian", "người giám hộ", "người giám hộ", "giám hộ", "ngh"),
)
