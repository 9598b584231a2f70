"""Tables of learners and classes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.people.types import Sex
from khuevan.core.reference import api as reference
from khuevan.kernel.manifest import Text
from khuevan.web import markup, numbers, tables
from khuevan.web.types import Status, Tone

from . import queries
from .types import Status as Standing
from .types import TransferState

STATUSES: Mapping[str, Status] = {
    Standing.STUDYING: Status(Standing.STUDYING.label, Tone.OK, "check"),
    Standing.MOVED_CLASS: Status(Standing.MOVED_CLASS.label, Tone.MUTE, "arrows-exchange"),
    Standing.REORGANISED: Status(Standing.REORGANISED.label, Tone.MUTE, "sitemap"),
    Standing.TRANSFERRED: Status(Standing.TRANSFERRED.label, Tone.MUTE, "logout"),
    Standing.SUSPENDED: Status(Standing.SUSPENDED.label, Tone.WARN, "player-pause"),
    Standing.DROPPED_OUT: Status(Standing.DROPPED_OUT.label, Tone.BAD, "user-off"),
    Standing.COMPLETED: Status(Standing.COMPLETED.label, Tone.INFO, "circle-check"),
}
LACKS: Mapping[str, Status] = {
    "personal_id_hint": Status(gettext_lazy("Thiếu số định danh"), Tone.BAD, "id-off"),
    "sector_id": Status(gettext_lazy("Thiếu mã ngành"), Tone.BAD, "id-off"),
    "birth_date": Status(gettext_lazy("Thiếu ngày sinh"), Tone.BAD, "calendar-off"),
    "sex": Status(gettext_lazy("Thiếu giới tính"), Tone.WARN, "alert-circle"),
    "ethnicity": Status(gettext_lazy("Thiếu dân tộc"), Tone.WARN, "alert-circle"),
    "birthplace": Status(gettext_lazy("Thiếu nơi sinh"), Tone.WARN, "map-pin-off"),
}
#: What a profile needs: its name, and what it is needed for.
NEEDS: Mapping[str, tuple[Text, Text]] = {
    "personal_id_hint": (
        gettext_lazy("Số định danh cá nhân"),
        gettext_lazy("để khớp với cơ sở dữ liệu dân cư và lập học bạ số"),
    ),
    "sector_id": (
        gettext_lazy("Mã định danh Bộ GDĐT"),
        gettext_lazy("để đồng bộ với cơ sở dữ liệu ngành; mỗi em một mã suốt đời"),
    ),
    "birth_date": (gettext_lazy("Ngày sinh"), gettext_lazy("để xét độ tuổi, lập học bạ và văn bằng")),
    "sex": (gettext_lazy("Giới tính"), gettext_lazy("để thống kê và lập học bạ")),
    "ethnicity": (gettext_lazy("Dân tộc"), gettext_lazy("để xét chế độ, chính sách và thống kê")),
    "birthplace": (gettext_lazy("Nơi sinh"), gettext_lazy("ghi trên học bạ và văn bằng")),
    "nationality": (gettext_lazy("Quốc tịch"), gettext_lazy("ghi trên học bạ và văn bằng")),
    "residence_code": (
        gettext_lazy("Xã, phường thường trú"),
        gettext_lazy("để tính phổ cập giáo dục và tuyển sinh theo địa bàn"),
    ),
    "hometown_code": (gettext_lazy("Quê quán"), gettext_lazy("danh sách của cơ sở dữ liệu ngành có cột này")),
}
COMPLETE = Status(gettext_lazy("Đủ"), Tone.OK, "check")


def profile_chip(state: str) -> Status:
    """The state of a profile as `queries.as_rows` says it: the most pressing thing that is wrong, or «Đủ»."""
    if state.isdecimal():
        return Status(_("Trùng với %s hồ sơ") % state, Tone.WARN, "copy")
    return LACKS[state] if state else COMPLETE


def facts(person: Any) -> list[tuple[Text, str]]:
    """What everybody who sees a learner sees of him, in words; the personal number is covered."""
    return [
        (_("Ngày sinh"), numbers.day(person.birth_date)),
        (_("Giới tính"), str(Sex(person.sex).label) if person.sex else numbers.DASH),
        (_("Mã định danh Bộ GDĐT"), person.sector_id or numbers.DASH),
        (_("Số định danh cá nhân"), person.personal_id_hint or numbers.DASH),
        (_("Nơi sinh"), person.birthplace or numbers.DASH),
        (_("Nơi thường trú"), person.residence or numbers.DASH),
        (_("Chỗ ở hiện nay"), person.current_address or numbers.DASH),
        (_("Điện thoại"), person.phone or numbers.DASH),
    ]


def printed(rows: Any) -> list[tuple[str, str, str]]:
    """(name, day of birth, sex) of each learner, for paper."""
    return [
        (row["full_name"], numbers.day(row["birth_date"]), str(Sex(row["sex"]).label) if row["sex"] else "") for row in rows
    ]


@cache
def ethnic_groups() -> dict[str, str]:
    return {item.code: item.name for item in reference.ethnic_groups()}


class SexColumn(tables.Text):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gettext_lazy("Giới tính"), orderable=False, width=10, **kwargs)

    def render(self, value: Any) -> Text:
        return Sex(value).label

    def value(self, value: Any) -> str:
        return str(Sex(value).label)


class EthnicGroup(tables.Text):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gettext_lazy("Dân tộc"), orderable=False, width=12, **kwargs)

    def render(self, value: Any) -> str:
        return ethnic_groups().get(value, value)

    def value(self, value: Any) -> str:
        return ethnic_groups().get(value, value)


class ProfileColumn(tables.Column):
    """Whether the profile is complete."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gettext_lazy("Hồ sơ"), accessor="state", orderable=False, empty_values=(), width=26, **kwargs)

    def render(self, value: Any) -> Any:
        return markup.status_chip(profile_chip(value))

    def value(self, value: Any) -> str:
        return str(profile_chip(value).word)


class LearnerTable(tables.Table):
    """Learners as `queries.as_rows` gives them. Numbers are covered; the ethnic group is there for those who asked to see it."""

    caption = gettext_lazy("Học sinh")
    choose = tables.Select(label="full_name")
    stt = tables.RowNumber()
    name = tables.PersonName(to="enrolment:learner", accessor="full_name", order_by="person__sort_key")
    sex = SexColumn()
    birth_date = tables.Date(gettext_lazy("Ngày sinh"), order_by="person__birth_date")
    ethnicity = EthnicGroup()
    class_name = tables.Text(
        gettext_lazy("Lớp"), order_by=("school_class__grade", "school_class__sort_key", "person__sort_key"), width=10
    )
    school_name = tables.Text(gettext_lazy("Trường"), css="kv-num", orderable=False, width=34)
    sector_id = tables.Text(gettext_lazy("Mã ngành"), css="kv-mono", orderable=False, width=14)
    number = tables.Text(gettext_lazy("Số định danh"), accessor="personal_id_hint", css="kv-mono", orderable=False)
    status = tables.Chip(gettext_lazy("Trạng thái"), statuses=STATUSES, orderable=False)
    profile = ProfileColumn()


class ClassTable(tables.Table):
    """Classes; `homeroom` are the names of their teachers by unit, `address` is not asked of it."""

    caption = gettext_lazy("Lớp học")
    stt = tables.RowNumber()
    name = tables.Link(gettext_lazy("Lớp"), to="enrolment:school_class", order_by=("grade", "sort_key"), width=14)
    grade = tables.Text(gettext_lazy("Khối"), css="kv-num", orderable=False, width=10)
    school = tables.Text(gettext_lazy("Trường"), accessor="school__name", css="kv-num", order_by="school__sort_key", width=36)
    learners = tables.Number(gettext_lazy("Sĩ số"))
    size = tables.Column(gettext_lazy("Định mức"), accessor="pk", orderable=False)
    homeroom = tables.Text(gettext_lazy("Giáo viên chủ nhiệm"), accessor="unit_id", orderable=False, empty_values=(), width=28)

    def __init__(self, *args: Any, homeroom: Mapping[int, str], **kwargs: Any) -> None:
        self.teachers = homeroom
        super().__init__(*args, **kwargs)

    def render_grade(self, value: int) -> str:
        return queries.grade_in_words(value)

    def value_grade(self, value: int) -> str:
        return queries.grade_in_words(value)

    def render_size(self, record: Any) -> Any:
        chip = size_chip(record)
        return markup.status_chip(chip) if chip else numbers.DASH

    def value_size(self, record: Any) -> str:
        chip = size_chip(record)
        return str(chip.word) if chip else ""

    def render_homeroom(self, value: int) -> str:
        return self.teachers.get(value, numbers.DASH)

    def value_homeroom(self, value: int) -> str:
        return self.teachers.get(value, "")


def size_chip(row: Any) -> Status | None:
    """How full a class is, by the largest class of its level (`queries.norm`); None where there is no norm."""
    most = queries.norm(row)
    if most is None:
        return None
    if row.learners > most:
        return Status(
            _("Vượt %(over)d em (tối đa %(most)d)") % {"over": row.learners - most, "most": most}, Tone.WARN, "alert-triangle"
        )
    return Status(_("Trong mức %d") % most, Tone.OK, "check")


TRANSFER_STATUSES: Mapping[str, Status] = {
    TransferState.REQUESTED: Status(TransferState.REQUESTED.label, Tone.WARN, "clock"),
    TransferState.ACCEPTED: Status(TransferState.ACCEPTED.label, Tone.OK, "check"),
    TransferState.REFUSED: Status(TransferState.REFUSED.label, Tone.BAD, "x"),
    TransferState.WITHDRAWN: Status(TransferState.WITHDRAWN.label, Tone.MUTE, "minus"),
}


class TransferTable(tables.Table):
    """Requests of transfer that concern the actor's schools."""

    caption = gettext_lazy("Yêu cầu chuyển trường")
    stt = tables.RowNumber()
    name = tables.PersonName(to="enrolment:transfer", accessor="person__full_name", order_by="person__sort_key")
    from_school = tables.Text(
        gettext_lazy("Trường chuyển đi"), accessor="from_school__name", css="kv-num", orderable=False, width=34
    )
    to_school = tables.Text(gettext_lazy("Trường nhận"), accessor="to_school__name", css="kv-num", orderable=False, width=34)
    requested_at = tables.Moment(gettext_lazy("Gửi lúc"))
    state = tables.Chip(gettext_lazy("Tình trạng"), statuses=TRANSFER_STATUSES, orderable=False)
