"""The imports that this room offers: lists of learners."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

from khuevan.core.calendar import api as calendar
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.core.sheets.api import Context, Importer, Option, register
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from ..operations.importing import apply, compare, undo
from ..queries.classes import class_keys, school_codes
from ..rules import age_rules
from ..types import Permission
from .checking import check
from .columns import COLUMNS
from .places import Places, schools_by_name

KIND = "enrolment.learners"


def open_years() -> list[tuple[str, str]]:
    """School years that lists may be imported into: the present one, and the next once it is set up."""
    current = calendar.current_school_year()
    later = calendar.school_years().filter(starts_on__gt=current.starts_on)
    return [(year.code, str(year)) for year in (current, *later.order_by("starts_on")[:1])]


def prepare(actor: Actor, context: Context) -> Mapping[str, Any]:
    """The school year, the schools that rows may belong to, and their classes."""
    year = calendar.school_year(str(context.options.get("school_year", ""))) or calendar.current_school_year()
    schools = {
        school.pk: school
        for school in org.units(actor, Permission.IMPORT, kind=UnitKind.SCHOOL)
        if school.path.startswith(context.unit_path)
    }
    codes = school_codes(schools)
    only = context.unit_id if context.unit_kind == UnitKind.SCHOOL else None
    classes = pl.DataFrame(
        class_keys(schools, year.pk),
        schema={"school_id": pl.Int64, "class_key": pl.String, "known_grade": pl.Int16},
        orient="row",
    )
    named = schools_by_name((pk, school.name, school.short_name, *codes.get(pk, ())) for pk, school in schools.items())
    start_year = int(year.code[:4])
    return {
        "year": year,
        "start_year": start_year,
        "age_rules": age_rules(start_year),
        "today": clock.today(),
        "schools": schools,
        "places": Places(only, named, classes),
    }


_DERIVED = {
    "sort_key": "text",
    "search_key": "text",
    "class_key": "text",
    "class_grade": "smallint",
    "school_id": "bigint",
    "hometown_code": "text",
    "residence_code": "text",
} | {f"{who}_{key}": "text" for who in ("father", "mother", "guardian") for key in ("sort_key", "search_key")}
_WORKING = {
    "person_id": "bigint",
    "other_id": "bigint",
    "found_by": "text",
    "class_id": "bigint",
    "class_unit_id": "bigint",
    "open_id": "bigint",
    "last_id": "bigint",
    "last_status": "text",
    "last_ends_on": "date",
    "at_school_id": "bigint",
    "at_class_id": "bigint",
    "at_year_id": "bigint",
    "at_grade": "smallint",
    "at_class_name": "text",
    "at_year": "text",
    "at_year_starts_on": "date",
    "at_year_ends_on": "date",
    "closes": "text",
    "enrols": "boolean",
    "enrolment_id": "bigint",
}

LEARNERS = register(
    Importer(
        kind=KIND,
        label=_("Danh sách học sinh"),
        noun=_("em"),
        permission=Permission.IMPORT,
        columns=COLUMNS,
        identify="full_name",
        one_of=(("full_name", "given_name"), ("birth_date", "birth_only_year"), ("class_name",)),
        options=(
            Option("school_year", _("Năm học"), choices=open_years),
            Option(
                "create_classes", _("Tạo lớp chưa có"), _("Lớp có trong tệp mà trường chưa có thì tạo, khối lấy theo tên lớp.")
            ),
            Option(
                "ages_warn_only",
                _("Tuổi ngoài quy định: chỉ cảnh báo"),
                _("Không tích: em quá tuổi hoặc chưa đủ tuổi bị trả lại."),
            ),
        ),
        prepare=prepare,
        check=check,
        compare=compare,
        apply=apply,
        undo=undo,
        derived=_DERIVED,
        working=_WORKING,
    )
)
