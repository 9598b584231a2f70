"""What a cell of a school's list means. Every parser raises InvalidText with one Vietnamese sentence."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.reference import api as reference
from khuevan.core.sheets.api import Cell, Noted
from khuevan.kernel.manifest import Text
from khuevan.kernel.text import (
    InvalidText,
    normalize,
    normalize_phone,
    parse_date,
    parse_personal_id,
    parse_sector_id,
    search_key,
    title_case_name,
)

NAME_LENGTH = 120
CLASS_LENGTH = 40
_NAME = re.compile(r"[^\W\d_]+(?:[ '’‘ʼ`.\-]+[^\W\d_]+)*[.]?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_CLASS_WORD = re.compile(r"(?i)\A(lớp|lop|nhóm lớp)\s+")
_GRADE_WORD = re.compile(r"(?i)\A(khối lớp|khối|khoi|lớp|lop)\s*")
_MARKS = frozenset({"x", "v", "1", "co", "nu", "dung", "true", "yes", "✓"})
_SEXES = {
    "nam": "male",
    "trai": "male",
    "m": "male",
    "male": "male",
    "be trai": "male",
    "nu": "female",
    "gai": "female",
    "f": "female",
    "female": "female",
    "be gai": "female",
}
_STATUSES = {
    "dang hoc": "studying",
    "di hoc": "studying",
    "chuyen den": "studying",
    "hoc lai": "studying",
    "moi": "studying",
    "tuyen moi": "studying",
    "luu ban": "studying",
    "len lop": "studying",
    "chuyen lop": "studying",
}


def words(cell: Cell) -> str:
    """The cell as text on one line; whole numbers without a decimal point."""
    if isinstance(cell, str):
        return normalize(cell).removeprefix("'").strip()
    if isinstance(cell, bool):
        return "1" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def text(longest: int) -> Callable[[Cell], str]:
    """A parser of free text of at most `longest` characters."""

    def parse(cell: Cell) -> str:
        found = words(cell)
        if len(found) > longest:
            raise InvalidText(
                _("Dài %(length)d ký tự, nhiều nhất %(longest)d. Rút ngắn lại.") % {"length": len(found), "longest": longest}
            )
        return found

    return parse


def person_name(cell: Cell) -> str:
    """A name as it is stored: single spaces, capitals at the beginnings of words."""
    found = words(cell)
    if not _NAME.fullmatch(found):
        if any(char.isdigit() for char in found):
            raise InvalidText(_("Tên «%s» có chữ số. Sửa lại cho đúng họ tên.") % _short(found))
        raise InvalidText(_("Tên «%s» có ký tự không thuộc họ tên. Chỉ ghi họ tên, không ghi chú thích.") % _short(found))
    if len(found) > NAME_LENGTH:
        raise InvalidText(
            _("Tên dài %(length)d ký tự, nhiều nhất %(longest)d.") % {"length": len(found), "longest": NAME_LENGTH}
        )
    return found if found.istitle() else title_case_name(found)


def full_name(cell: Cell) -> str | Noted:
    name = person_name(cell)
    if " " not in name:
        return Noted(name, (_("Họ tên «%s» chỉ có một chữ; kiểm tra lại có thiếu họ không.") % name,))
    return name


def birth_date(cell: Cell) -> date:
    return parse_date(_unmarked(cell))


def birth_year(cell: Cell) -> int:
    """A year of four digits, alone or at the end of a date."""
    found = words(cell)
    if not (years := re.search(r"(?:\A|\D)(1[89]\d\d|20\d\d)\Z", found)):
        raise InvalidText(_("«%s» không phải là năm sinh. Ghi bốn chữ số, ví dụ 1985.") % _short(found))
    return int(years[1])


def small_number(least: int, most: int) -> Callable[[Cell], int]:
    def parse(cell: Cell) -> int:
        found = words(cell)
        if not found.isascii() or not found.isdigit() or not least <= int(found) <= most:
            raise InvalidText(
                _("«%(found)s» phải là số từ %(least)d đến %(most)d.") % {"found": _short(found), "least": least, "most": most}
            )
        return int(found)

    return parse


def sex(cell: Cell) -> str:
    key = search_key(words(cell))
    if key not in _SEXES:
        raise InvalidText(_("Không hiểu giới tính «%s». Ghi Nam hoặc Nữ.") % _short(words(cell)))
    return _SEXES[key]


def tick(cell: Cell) -> bool:
    """A column such as «Nữ» with an x where it applies."""
    found = words(cell)
    key = search_key(found) or found
    if key not in _MARKS:
        raise InvalidText(_("Không hiểu dấu «%s». Đánh dấu x, hoặc để trống.") % _short(found))
    return True


def personal_id(cell: Cell) -> str | Noted:
    found = parse_personal_id(cell)
    return Noted(found.number, tuple(warning.message for warning in found.warnings)) if found.warnings else found.number


def sector_id(cell: Cell) -> str | Noted:
    found = parse_sector_id(cell)
    return Noted(found.number, tuple(warning.message for warning in found.warnings)) if found.warnings else found.number


def phone(cell: Cell) -> str:
    return normalize_phone(cell)


def email(cell: Cell) -> str:
    found = words(cell).lower()
    if not _EMAIL.fullmatch(found) or len(found) > 254:
        raise InvalidText(_("«%s» không phải là địa chỉ thư điện tử.") % _short(found))
    return found


def class_name(cell: Cell) -> str:
    """«Lớp 7A1» -> «7A1». A sheet may have turned «6/1» into a date; that cannot be taken back."""
    if isinstance(cell, date):
        raise InvalidText(
            _("Bảng tính đã đổi tên lớp thành ngày %s. Định dạng cột là Văn bản rồi gõ lại tên lớp.") % f"{cell:%d/%m/%Y}"
        )
    found = _CLASS_WORD.sub("", words(cell))
    if len(found) > CLASS_LENGTH:
        raise InvalidText(_("Tên lớp «%(name)s» dài quá %(longest)d ký tự.") % {"name": _short(found), "longest": CLASS_LENGTH})
    return found


def grade(cell: Cell) -> int:
    """«Khối 7», «Lớp 7», 7 -> 7; kindergarten -> 0."""
    found = _GRADE_WORD.sub("", words(cell))
    key = search_key(found)
    if any(word in key for word in ("mau giao", "nha tre", "mam non", "tuoi", "thang")):
        return 0
    if not found.isdigit() or not 1 <= int(found) <= 12:
        raise InvalidText(_("«%s» không phải là khối từ 1 đến 12.") % _short(words(cell)))
    return int(found)


def status(cell: Cell) -> str:
    found = words(cell)
    if search_key(found) not in _STATUSES:
        raise InvalidText(
            _("Trạng thái «%s»: tệp này chỉ nhập em đang học. Bỏ dòng này, rồi đổi trạng thái ở trang hồ sơ của em.")
            % _short(found)
        )
    return _STATUSES[search_key(found)]


def from_list(name: Text, items: Callable[[], Iterable[Any]]) -> Callable[[Cell], str]:
    """A parser of names, other names or codes of a reference list into codes."""

    @cache
    def known() -> dict[str, str]:
        found: dict[str, str] = {}
        for item in items():
            found.setdefault(search_key(item.name), item.code)
            found.setdefault(search_key(item.code), item.code)
        for item in items():
            for other in getattr(item, "other_names", ()):
                found.setdefault(search_key(other), item.code)
        return found

    def parse(cell: Cell) -> str:
        found = words(cell)
        key = search_key(found).removeprefix("dan toc ").removeprefix("nguoi ")
        code = known().get(key) or known().get(key.zfill(2))
        if code is None:
            raise InvalidText(_unknown(name, found, key, known(), {item.code: item.name for item in items()}))
        return code

    return parse


def shown_from(items: Callable[[], Iterable[Any]]) -> Callable[[str], str]:
    """Wording of codes of a reference list."""

    @cache
    def names() -> dict[str, str]:
        return {item.code: item.name for item in items()}

    return lambda code: names().get(code, code)


def _unknown(name: Text, found: str, key: str, known: dict[str, str], names: dict[str, str]) -> str:
    near = get_close_matches(key, [candidate for candidate in known if not candidate.isdigit()], n=1, cutoff=0.7)
    hint = _(" Có phải «%s»?") % names[known[near[0]]] if near else ""
    return _("Không có «%(found)s» trong danh mục %(name)s.%(hint)s") % {"found": _short(found), "name": name, "hint": hint}


def _unmarked(cell: Cell) -> Cell:
    return cell.replace("\u00a0", " ").strip().lstrip("'") if isinstance(cell, str) else cell


def _short(found: str) -> str:
    return found if len(found) <= 40 else found[:39] + "…"


ethnicity = from_list(gettext_lazy("dân tộc"), reference.ethnic_groups)
religion = from_list(gettext_lazy("tôn giáo"), reference.religions)
nationality = from_list(gettext_lazy("quốc tịch"), reference.nationalities)
show_ethnicity = shown_from(reference.ethnic_groups)
show_religion = shown_from(reference.religions)
show_nationality = shown_from(reference.nationalities)
