"""Tables of people."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from khuevan.web import tables
from khuevan.web.numbers import day
from khuevan.web.types import Action, Status, Tone

from . import queries
from .types import AccountState, CorrectionState, DuplicateReason

ACCOUNT_STATUSES = {
    AccountState.NONE: Status(AccountState.NONE.label, Tone.MUTE, "minus"),
    AccountState.UNUSED: Status(AccountState.UNUSED.label, Tone.WARN, "clock"),
    AccountState.ACTIVE: Status(AccountState.ACTIVE.label, Tone.OK, "check"),
    AccountState.LOCKED: Status(AccountState.LOCKED.label, Tone.BAD, "lock"),
}
CORRECTION_STATUSES = {
    CorrectionState.REQUESTED: Status(CorrectionState.REQUESTED.label, Tone.WARN, "clock"),
    CorrectionState.ACKNOWLEDGED: Status(CorrectionState.ACKNOWLEDGED.label, Tone.INFO, "progress-check"),
    CorrectionState.ACCEPTED: Status(CorrectionState.ACCEPTED.label, Tone.OK, "check"),
    CorrectionState.REFUSED: Status(CorrectionState.REFUSED.label, Tone.BAD, "x"),
    CorrectionState.WITHDRAWN: Status(CorrectionState.WITHDRAWN.label, Tone.MUTE, "minus"),
}


class Place(tables.Text):
    """The unit that keeps a profile, with the school of a class. The accessor leads to the unit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_("Lớp, đơn vị"), width=32, **kwargs)

    def render(self, value: Any, record: Any) -> str:
        return queries.place_name(value)

    def value(self, value: Any) -> str:
        return queries.place_name(value)


class PersonTable(tables.Table):
    """Everybody in reach; numbers are covered, sensitive fields are not here."""

    caption = _("Hồ sơ cá nhân")
    stt = tables.RowNumber()
    name = tables.PersonName(to="people:person", key="uid", accessor="full_name", order_by="sort_key")
    birth_date = tables.Date(_("Ngày sinh"))
    sex = tables.Text(_("Giới tính"), orderable=False, width=10)
    place = Place(accessor="keeper", orderable=False)
    phone = tables.Text(_("Điện thoại"), css="kv-num", orderable=False)
    sector_id = tables.Text(_("Mã ngành"), css="kv-mono", orderable=False)
    number = tables.Text(_("Số định danh"), accessor="personal_id_hint", css="kv-mono", orderable=False)
    account = tables.Chip(_("Tài khoản"), accessor="account_state", statuses=ACCOUNT_STATUSES, orderable=False)


class AccountTable(tables.Table):
    """Who has an account; those chosen are given one."""

    caption = _("Tài khoản của người trong đơn vị")
    choose = tables.Select(label="full_name")
    stt = tables.RowNumber()
    name = tables.PersonName(to="people:account", key="uid", accessor="full_name", order_by="sort_key")
    place = Place(accessor="keeper", order_by="keeper__sort_key")
    username = tables.Text(_("Tên đăng nhập"), accessor="account__username", css="kv-mono", orderable=False)
    state = tables.Chip(_("Tài khoản"), accessor="account_state", statuses=ACCOUNT_STATUSES)


class Half(tables.Text):
    """One profile of a pair: name, birth, and who keeps it."""

    css = "kv-strong"

    def render(self, value: Any, record: Any) -> Any:
        return format_html('{}<div class="kv-cap">{}</div>', value.full_name, _caption(value))

    def value(self, value: Any) -> str:
        return f"{value.full_name} ({_caption(value)})"


class DuplicateTable(tables.Table):
    """Pairs that may be one person, side by side in one line."""

    caption = _("Hồ sơ nghi trùng")
    stt = tables.RowNumber()
    first = Half(_("Hồ sơ thứ nhất"), orderable=False, width=40)
    second = Half(_("Hồ sơ thứ hai"), orderable=False, width=40)
    reasons = tables.Text(_("Vì sao nghi trùng"), orderable=False, width=40)
    score = tables.Number(_("Mức giống"))
    compare = tables.RowActions(lambda pair: [Action(_("So sánh"), reverse("people:duplicate", args=[pair.pk]), "arrows-diff")])

    def render_reasons(self, value: list[str]) -> str:
        return reasons_in_words(value)

    def value_reasons(self, value: list[str]) -> str:
        return reasons_in_words(value)


class CorrectionTable(tables.Table):
    """Requests that wait and those that are done."""

    caption = _("Yêu cầu đính chính")
    stt = tables.RowNumber()
    name = tables.PersonName(to="people:correction", key="uid", accessor="person__full_name", order_by="person__sort_key")
    place = Place(accessor="person__keeper", orderable=False)
    field = tables.Text(_("Thông tin"), orderable=False)
    requested_at = tables.Moment(_("Gửi lúc"))
    due_on = tables.Date(_("Hạn tiếp nhận"))
    state = tables.Chip(_("Tình trạng"), statuses=CORRECTION_STATUSES, orderable=False)

    def render_field(self, value: str) -> Any:
        return queries.label(value)

    def value_field(self, value: str) -> str:
        return str(queries.label(value))


class GuardianTable(tables.Table):
    """Adults to choose from as a child's guardian."""

    caption = _("Người lớn đã có hồ sơ")
    name = tables.PersonName(accessor="full_name", order_by="sort_key")
    birth_date = tables.Date(_("Ngày sinh"), orderable=False)
    phone = tables.Text(_("Điện thoại"), css="kv-num", orderable=False)
    place = Place(accessor="keeper", orderable=False)


def guardian_table(child: Any) -> type[GuardianTable]:
    """The table with a button that makes the person of a line the guardian of this child."""

    def choose(adult: Any) -> list[Action]:
        return [Action(_("Chọn"), reverse("people:guardian_link", args=[child.uid, adult.uid]), "check")]

    return type("GuardianTable", (GuardianTable,), {"choose": tables.RowActions(choose)})


def reasons_in_words(reasons: list[str]) -> str:
    return "; ".join(str(DuplicateReason(reason).label) for reason in reasons)


def _caption(person: Any) -> str:
    return " · ".join(part for part in (day(person.birth_date), queries.place_name(person.keeper)) if part)
