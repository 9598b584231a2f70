"""The fields of a profile in words: their labels, the lists their codes come from, and how a value is shown."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.core.reference import api as reference
from khuevan.kernel.manifest import Text
from khuevan.web.numbers import DASH, day

from ..types import Sex
from . import addresses

LABELS: Mapping[str, Text] = {
    "full_name": _("Họ và tên"),
    "birth_date": _("Ngày sinh"),
    "birth_year": _("Năm sinh"),
    "sex": _("Giới tính"),
    "ethnicity": _("Dân tộc"),
    "nationality": _("Quốc tịch"),
    "religion": _("Tôn giáo"),
    "personal_id": _("Số định danh cá nhân"),
    "personal_id_hint": _("Số định danh cá nhân"),
    "sector_id": _("Mã định danh Bộ GDĐT"),
    "birthplace": _("Nơi sinh"),
    "birthplace_code": _("Xã, phường nơi sinh"),
    "hometown_code": _("Quê quán"),
    "residence": _("Số nhà, thôn, tổ nơi thường trú"),
    "residence_code": _("Xã, phường thường trú"),
    "residence_code_before_2025": _("Xã, phường thường trú trước 01/7/2025"),
    "current_address": _("Chỗ ở hiện nay"),
    "phone": _("Số điện thoại"),
    "email": _("Thư điện tử"),
    "policy_categories": _("Đối tượng chính sách"),
    "keeper": _("Đơn vị quản lý hồ sơ"),
    "keeper_id": _("Đơn vị quản lý hồ sơ"),
    "account": _("Tài khoản"),
    "merged_into": _("Gộp vào hồ sơ"),
    "guardian": _("Cha mẹ, người giám hộ"),
    "relation": _("Quan hệ"),
    "occupation": _("Nghề nghiệp"),
    "is_primary": _("Người liên hệ chính"),
    "ends_on": _("Đến hết ngày"),
    "gone": _("Hồ sơ được gộp"),
    "taken": _("Lấy theo hồ sơ được gộp"),
    "other": _("Hồ sơ kia"),
    "field": _("Thông tin"),
    "proposed": _("Đề nghị sửa thành"),
    "reason": _("Lý do"),
    "note": _("Lời nhắn"),
}

#: Fields that only mean something inside the database; histories leave them out.
INNER_FIELDS = frozenset({"sort_key", "search_key", "personal_id_sealed", "personal_id_index", "version", "updated_at"})


@cache
def ethnicities() -> dict[str, str]:
    return {item.code: item.name for item in reference.ethnic_groups()}


@cache
def religions() -> dict[str, str]:
    return {item.code: item.name for item in reference.religions()}


@cache
def nationalities() -> dict[str, str]:
    return {item.code: item.name for item in reference.nationalities()}


@cache
def policy_categories() -> dict[str, str]:
    return {item.code: item.name for item in reference.policy_categories()}


def _named(names: Callable[[], dict[str, str]]) -> Callable[[Any], str]:
    return lambda code: names().get(code, code)


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "sex": lambda value: str(Sex(value).label),
    "ethnicity": _named(ethnicities),
    "religion": _named(religions),
    "nationality": _named(nationalities),
    "birthplace_code": addresses.any_place,
    "hometown_code": addresses.any_place,
    "residence_code": addresses.any_place,
    "residence_code_before_2025": addresses.place_before_2025,
    "policy_categories": lambda codes: ", ".join(policy_categories().get(code, code) for code in codes),
}


def label(field: str) -> Text:
    return LABELS.get(field, field)


def shown(field: str, value: Any) -> str:
    """A stored value as people read it; — for nothing."""
    if value is None or value in ("", []):
        return DASH
    if isinstance(value, bool):
        return str(_("Có") if value else _("Không"))
    if isinstance(value, date):
        return day(value)
    return _SHOWN[field](value) if field in _SHOWN else str(value)
