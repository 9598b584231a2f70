"""The columns of a list of learners, with the headings that schools and the sector's database give them.

The order is that of the template and of the export. Headings are compared without diacritics, brackets and stars.
"""

from datetime import date
from functools import partial

import polars as pl
from django.utils.translation import gettext_lazy as _

from khuevan.core.people.api import Sex
from khuevan.core.reference import api as reference
from khuevan.core.sheets.api import Column

from . import parsing


def _day(value: date | str) -> str:
    """Staged dates come back from JSON as ISO text."""
    return f"{date.fromisoformat(value) if isinstance(value, str) else value:%d/%m/%Y}"


_text = partial(Column, raw_text=True)
_lenient = partial(Column, raw_text=True, lenient=True)


def _guardian(code: str, whom: str, *names: str) -> tuple[Column, ...]:
    """The columns about one guardian; `names` are the words schools use for him."""
    every = [f"{word} {name}" for name in names for word in ("họ tên", "họ và tên", "tên")]
    return (
        _lenient(f"{code}_name", _("Họ tên %s") % whom, parsing.person_name, tuple(every) + names, width=26),
        Column(
            f"{code}_birth_year", _("Năm sinh %s") % whom, parsing.birth_year, lenient=True, dtype=pl.Int16,
            synonyms=tuple(f"{word} {name}" for name in names for word in ("năm sinh", "ngày sinh", "năm sinh của")), width=10,
        ),  # fmt: skip
        _lenient(
            f"{code}_occupation", _("Nghề nghiệp %s") % whom, parsing.text(120),
            tuple(f"{word} {name}" for name in names for word in ("nghề nghiệp", "nghề nghiệp của", "nghề")), width=20,
        ),  # fmt: skip
        Column(
            f"{code}_phone", _("Điện thoại %s") % whom, parsing.phone, lenient=True,
            synonyms=tuple(
                f"{word} {name}" for name in names for word in ("điện thoại", "số điện thoại", "sđt", "đt", "dt", "sdt", "di động")
            ),
        ),  # fmt: skip
    )


COLUMNS = (
    Column(
        "school", _("Trường"), parsing.text(200), ("tên trường", "mã trường", "trường học", "đơn vị", "cơ sở giáo dục"), width=28,
        help=_("Chỉ cần khi nhập cho nhiều trường: mã trường hoặc tên đầy đủ."), raw_text=True, in_template=False,
    ),  # fmt: skip
    Column(
        "sector_id", _("Mã định danh Bộ GDĐT"), parsing.sector_id,
        (
            "mã định danh bộ gd&đt", "mã định danh bộ gd", "mã học sinh", "mã hs", "mã ngành", "mã định danh", "mã định danh hs",
            "mã định danh học sinh", "mã csdl", "mã csdl ngành", "mã bộ", "mã moet", "mã trẻ", "mã học viên", "mã hv",
        ),
        help=_("10 chữ số. Em chưa có mã thì để trống; mã do Bộ cấp, không tự đặt."), example="3712345689",
    ),  # fmt: skip
    Column(
        "personal_id", _("Số định danh cá nhân"), parsing.personal_id,
        (
            "cccd", "số cccd", "số định danh", "số đdcn", "đdcn", "đdcn/cccd", "mã định danh cá nhân", "số định danh cá nhân/cccd",
            "căn cước", "căn cước công dân", "số căn cước", "số căn cước công dân", "số ddcn", "định danh cá nhân", "cccd/đdcn",
            "số cccd/đdcn", "cccd/mã định danh", "số cmnd/cccd", "cmnd/cccd", "mã số định danh cá nhân", "mã đdcn",
        ),
        help=_("12 chữ số, định dạng ô là Văn bản để không mất số 0 ở đầu."), example="037214000012", sealed=True,
    ),  # fmt: skip
    _text(
        "full_name", _("Họ và tên"), parsing.full_name,
        (
            "họ tên", "họ tên hs", "họ và tên hs", "họ tên học sinh", "họ và tên học sinh", "tên học sinh", "tên hs", "họ tên trẻ",
            "họ và tên trẻ", "họ tên bé", "học sinh", "họ và tên học viên", "họ tên học viên", "họ, tên", "họ và tên em",
            "họ và tên (khai sinh)", "họ tên khai sinh", "ho va ten hoc sinh chu in hoa",
        ),
        example="Đinh Văn Bảo", width=28,
    ),  # fmt: skip
    _text(
        "family_names", _("Họ đệm"), parsing.person_name, ("họ và đệm", "họ lót", "họ và tên đệm", "họ và tên lót", "họ", "họ, đệm"),
        transient=True, in_template=False,
    ),  # fmt: skip
    _text("given_name", _("Tên"), parsing.person_name, ("tên gọi", "tên riêng"), transient=True, in_template=False),
    Column(
        "birth_date", _("Ngày sinh"), parsing.birth_date,
        ("ngày tháng năm sinh", "ngày, tháng, năm sinh", "ngày/tháng/năm sinh", "sinh ngày", "ntns", "ngày sinh hs", "năm sinh",
         "ngày tháng năm sinh học sinh", "ngày sinh học sinh", "sn"),
        dtype=pl.Date, help=_("Ngày/tháng/năm, ví dụ 03/02/2014."), example="03/02/2014", show=_day, width=12,
    ),  # fmt: skip
    Column("birth_day", _("Ngày (sinh)"), parsing.small_number(1, 31), ("ngày ngày sinh", "ngày ngày tháng năm sinh"),
           dtype=pl.Int32, transient=True, in_template=False),  # fmt: skip
    Column("birth_month", _("Tháng (sinh)"), parsing.small_number(1, 12), ("tháng ngày sinh", "tháng ngày tháng năm sinh", "tháng sinh"),
           dtype=pl.Int32, transient=True, in_template=False),  # fmt: skip
    Column("birth_only_year", _("Năm (sinh)"), parsing.small_number(1900, 2100), ("năm ngày sinh", "năm ngày tháng năm sinh"),
           dtype=pl.Int32, transient=True, in_template=False),  # fmt: skip
    Column(
        "sex", _("Giới tính"), parsing.sex, ("gt", "nam/nữ", "nam, nữ", "phái", "giới", "giới tính hs", "g.tính"),
        choices=("Nam", "Nữ"), example="Nam", show=lambda value: str(Sex(value).label), width=10,
    ),  # fmt: skip
    Column("is_female", _("Nữ"), parsing.tick, ("nữ giới", "học sinh nữ", "nữ giới tính"), dtype=pl.Boolean, transient=True,
           in_template=False),  # fmt: skip
    Column("is_male", _("Nam"), parsing.tick, ("nam giới", "học sinh nam", "nam giới tính"), dtype=pl.Boolean, transient=True,
           in_template=False),  # fmt: skip
    _text(
        "class_name", _("Lớp"), parsing.class_name,
        ("lớp học", "tên lớp", "tên lớp học", "lớp hiện tại", "lớp 2026-2027", "nhóm lớp", "nhóm/lớp", "lớp/nhóm", "mã lớp"),
        example="7A1", help=_("Tên lớp như trong danh sách lớp của trường."), width=10,
    ),  # fmt: skip
    Column("grade", _("Khối"), parsing.grade, ("khối học", "khối lớp"), dtype=pl.Int16, example="7", width=8),
    Column("status", _("Trạng thái"), parsing.status, ("trạng thái học sinh", "tình trạng", "trạng thái hs", "trạng thái học tập"),
           transient=True, in_template=False),  # fmt: skip
    Column(
        "ethnicity", _("Dân tộc"), parsing.ethnicity, ("dt", "thành phần dân tộc", "dân tộc hs"),
        choices=tuple(item.name for item in reference.ethnic_groups()), example="Mường", show=parsing.show_ethnicity, raw_text=True,
        width=12,
    ),  # fmt: skip
    _lenient("religion", _("Tôn giáo"), parsing.religion, ("theo tôn giáo",), show=parsing.show_religion,
             choices=tuple(item.name for item in reference.religions()), example="Không", width=12),  # fmt: skip
    _lenient("nationality", _("Quốc tịch"), parsing.nationality, ("quốc gia",), show=parsing.show_nationality, example="Việt Nam",
             width=12),  # fmt: skip
    _text("birthplace", _("Nơi sinh"), parsing.text(250),
          ("nơi sinh chi tiết", "nơi sinh hs", "nơi đăng ký khai sinh", "nơi sinh (tỉnh)", "chỗ sinh"),
          example="Bệnh viện đa khoa tỉnh, Ninh Bình", width=28),  # fmt: skip
    _lenient("hometown_province", _("Tỉnh quê quán"), parsing.text(80),
             ("tỉnh thành quê quán", "tỉnh/thành phố quê quán", "quê quán tỉnh", "tỉnh tp quê quán", "tỉnh thành phố quê quán"),
             transient=True, example="Ninh Bình"),  # fmt: skip
    _lenient("hometown_commune", _("Xã, phường quê quán"), parsing.text(80),
             ("phường xã quê quán", "xã quê quán", "xã phường quê quán", "xã/phường quê quán", "phường/xã quê quán", "quê quán"),
             transient=True, example="Hoa Lư"),  # fmt: skip
    _text("residence", _("Nơi thường trú"), parsing.text(250),
          ("tổ/thôn hộ khẩu thường trú", "hộ khẩu thường trú", "hộ khẩu", "hktt", "địa chỉ thường trú", "thường trú", "nơi ở thường trú",
           "tổ thôn hộ khẩu thường trú", "thôn xóm thường trú", "nơi đăng ký thường trú", "đkhktt"),
          example="Tổ 5, phố Phúc Lộc", width=28),  # fmt: skip
    _lenient("residence_province", _("Tỉnh thường trú"), parsing.text(80),
             ("tỉnh thành thường trú", "tỉnh/thành phố thường trú", "tỉnh hộ khẩu", "tỉnh thành hộ khẩu thường trú"), transient=True,
             example="Ninh Bình"),  # fmt: skip
    _lenient("residence_commune", _("Xã, phường thường trú"), parsing.text(80),
             ("phường xã thường trú", "xã/phường thường trú", "xã thường trú", "phường xã hộ khẩu thường trú", "xã phường hộ khẩu"),
             transient=True, example="Phường Hoa Lư"),  # fmt: skip
    _text("current_address", _("Chỗ ở hiện nay"), parsing.text(250),
          ("nơi ở hiện nay", "địa chỉ", "địa chỉ hiện nay", "chỗ ở", "nơi ở", "địa chỉ liên hệ", "chỗ ở hiện tại", "nơi ở hiện tại",
           "địa chỉ nơi ở"), example="Số 12 ngõ 3 đường Trần Hưng Đạo", width=28),  # fmt: skip
    Column("phone", _("Điện thoại liên hệ"), parsing.phone, lenient=True,
           synonyms=("sđt liên hệ", "số điện thoại", "điện thoại", "sđt", "số điện thoại liên hệ", "số đt", "đt", "đtdđ", "đt liên hệ",
                     "sdt", "di động", "điện thoại di động"), example="0912345678"),  # fmt: skip
    Column("email", _("Thư điện tử"), parsing.email, ("email", "e-mail", "email học sinh", "địa chỉ email", "gmail"), lenient=True,
           width=24),  # fmt: skip
    *_guardian("father", "cha", "cha", "bố", "ba", "bố (cha)", "cha (bố)"),
    *_guardian("mother", "mẹ", "mẹ", "má"),
    *_guardian("guardian", "người giám hộ", "người giám hộ", "giám hộ", "ngh"),
)
