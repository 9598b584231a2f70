"""Learners as rows of the sector database's list (columns as in its own exports, so that the file can be imported again)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from khuevan.core.access import api as access
from khuevan.core.people import api as people
from khuevan.core.people.types import Relation, Sex
from khuevan.core.reference import api as reference
from khuevan.kernel import vault
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.web.exports import SheetColumn

from ..models import Enrolment
from ..types import Permission
from .reaching import Reach

CHUNK = 500
COVERED = ("ethnicity", "personal_id")
ColumnSource = Callable[["Line"], Any]


class Line:
    """One learner on his way into the sheet. `in_full`: whether the reader sees numbers and ethnic group in clear."""

    def __init__(self, number: int, stay: Enrolment, *, in_full: bool) -> None:
        self.number, self.stay, self.person, self.in_full = number, stay, stay.person, in_full
        self.guardians = {link.relation: link for link in stay.person.guardianships.all()}

    def guardian(self, relation: str, what: Callable[[Any], Any]) -> Any:
        link = self.guardians.get(relation)
        return what(link) if link else ""

    @property
    def contact(self) -> str:
        numbers = (link.guardian.phone for link in sorted(self.guardians.values(), key=lambda link: not link.is_primary))
        return self.person.phone or next((number for number in numbers if number), "")

    @property
    def personal_id(self) -> str:
        sealed = self.person.personal_id_sealed
        return vault.unseal(sealed) if sealed and self.in_full else ""

    @property
    def hometown(self) -> tuple[str, str]:
        """(province, commune) of today; nothing for a code of before 01/7/2025."""
        try:
            commune = reference.commune(self.person.hometown_code)
        except reference.UnknownUnit:
            return "", ""
        return reference.province(commune.province_code).name, commune.full_name


def _guardian_columns(relation: str, whom: str) -> dict[str, tuple[int, ColumnSource]]:
    return {
        f"Tên {whom}": (26, lambda line: line.guardian(relation, lambda link: link.guardian.full_name)),
        f"Nghề nghiệp {whom}": (20, lambda line: line.guardian(relation, lambda link: link.occupation)),
        f"Năm sinh {whom}": (10, lambda line: line.guardian(relation, _year_of_birth)),
    }


def _year_of_birth(link: Any) -> int | str:
    adult = link.guardian
    return adult.birth_date.year if adult.birth_date else adult.birth_year or ""


#: Heading -> (width, source). Headings are the sector database's own and are not translated.
COLUMNS: Mapping[str, tuple[int, ColumnSource]] = {
    "STT": (6, lambda line: line.number),
    "Mã định danh Bộ GD&ĐT": (16, lambda line: line.person.sector_id or ""),
    "Họ tên": (28, lambda line: line.person.full_name),
    "Ngày sinh": (12, lambda line: line.person.birth_date),
    "Giới tính": (10, lambda line: str(Sex(line.person.sex).label) if line.person.sex else ""),
    "Dân tộc": (12, lambda line: _ethnic_group(line.person.ethnicity) if line.in_full else ""),
    "Trạng thái": (14, lambda line: str(line.stay.get_status_display())),
    "SĐT liên hệ": (14, lambda line: line.contact),
    "Nơi sinh chi tiết": (28, lambda line: line.person.birthplace),
    "Tổ/thôn hộ khẩu thường trú": (28, lambda line: line.person.residence),
    "Tỉnh thành quê quán": (18, lambda line: line.hometown[0]),
    "Phường Xã quê quán": (22, lambda line: line.hometown[1]),
    "Chỗ ở hiện nay": (28, lambda line: line.person.current_address),
    **_guardian_columns(Relation.FATHER, "cha"),
    **_guardian_columns(Relation.MOTHER, "mẹ"),
    "Lớp học": (10, lambda line: line.stay.school_class.name),
    "Khối học": (10, lambda line: line.stay.school_class.grade),
}
#: The last column. A covered number stands under a heading that an import does not know, so that it is not read as a number.
IN_FULL: Mapping[str, tuple[int, ColumnSource]] = {"Số định danh cá nhân": (18, lambda line: line.personal_id)}
COVERED_NUMBER: Mapping[str, tuple[int, ColumnSource]] = {"Số đã che": (18, lambda line: line.person.personal_id_hint)}
_DATES = ("Ngày sinh",)


def _columns(in_full: bool) -> Mapping[str, tuple[int, ColumnSource]]:
    return {**COLUMNS, **(IN_FULL if in_full else COVERED_NUMBER)}


def sheet_columns(*, in_full: bool) -> list[SheetColumn]:
    columns = _columns(in_full).items()
    return [SheetColumn(heading, "date" if heading in _DATES else "text", width) for heading, (width, _source) in columns]


def to_export(actor: Actor, reach: Reach, *, school_class: int | None = None) -> QuerySet[Enrolment]:
    """Those who study in a reach whose profiles the actor may see, by class and given name."""
    rows = Enrolment.objects.filter(
        school_year=reach.year, status="studying", school_class__in=reach.class_ids(school_class=school_class)
    )
    seen = access.scope(actor, people.Permission.VIEW, access.scope(actor, Permission.BROWSE, rows))
    person: Any = Enrolment._meta.get_field("person").related_model
    guardianships: Any = person._meta.get_field("guardianships").related_model
    open_links = guardianships.objects.filter(ends_on=None).select_related("guardian").order_by("pk")
    related = seen.select_related("person", "school_class__unit").prefetch_related(
        Prefetch("person__guardianships", open_links)
    )
    return related.order_by("school_class__grade", "school_class__sort_key", "person__sort_key", "pk")


def sheet_rows(actor: Actor, rows: QuerySet[Enrolment], *, in_full: bool) -> Iterator[list[Any]]:
    """The cells of each learner. In full only where the actor may see sensitive fields; each such reading is noted."""
    sources = [source for _width, source in _columns(in_full).values()]
    for number, stay in enumerate(rows.iterator(chunk_size=CHUNK), 1):
        clear = in_full and access.can(actor, people.Permission.VIEW_SENSITIVE, stay)
        if clear:
            actor.reads.append(SensitiveRead(stay.person_id, COVERED, "Xuất theo mẫu cơ sở dữ liệu ngành"))
        line = Line(number, stay, in_full=clear)
        yield [source(line) for source in sources]


def _ethnic_group(code: str) -> str:
    return next((item.name for item in reference.ethnic_groups() if item.code == code), code)
