"""Tables of roles."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from khuevan.web import tables
from khuevan.web.types import Action, Status, Tone

HELD = {True: Status(_("Thêm quyền"), Tone.OK, "plus"), False: Status(_("Bớt quyền"), Tone.WARN, "minus")}
OPEN = {True: Status(_("Đang mở"), Tone.WARN, "lock-open"), False: Status(_("Đã đóng"), Tone.MUTE)}


class PostTable(tables.Table):
    caption = _("Người và vai trò")
    person = tables.PersonName(
        to=lambda post: reverse("roles:person", args=[post.person_id]),
        accessor="person__full_name",
        order_by="person__sort_key",
    )
    role = tables.Text(_("Vai trò"), accessor="get_role_display", order_by="role", width=30)
    unit = tables.Link(
        _("Đơn vị"),
        to=lambda post: reverse("roles:unit", args=[unit_shown(post)]),
        accessor="unit__name",
        order_by="unit__sort_key",
        caption="body",
    )
    starts_on = tables.Date(_("Từ ngày"))
    ends_on = tables.Date(_("Đến hết ngày"))
    basis = tables.Text(_("Căn cứ"), orderable=False)


def post_actions(post: Any) -> list[Action]:
    return [Action(_("Kết thúc"), reverse("roles:end", args=[post.pk]))] if post.may_end else []


class UnitPostTable(PostTable):
    """Posts of one unit, with what may be done to each."""

    actions = tables.RowActions(post_actions)

    class Meta:
        sequence = ("person", "role", "unit", "starts_on", "ends_on", "basis", "actions")


class LeftBehindTable(tables.Table):
    """Posts that ended with their unit, and where their holders may be given the next."""

    caption = _("Chờ phân vai trò")
    person = tables.PersonName(
        to=lambda post: reverse("roles:person", args=[post.person_id]),
        accessor="person__full_name",
        order_by="person__sort_key",
    )
    role = tables.Text(_("Vai trò cũ"), accessor="get_role_display", order_by="role")
    unit = tables.Text(_("Đơn vị cũ"), accessor="unit__name", order_by="unit__sort_key")
    ended = tables.Date(_("Kết thúc ngày"), accessor="unit__valid_to", order_by="unit__valid_to")
    actions = tables.RowActions(
        lambda post: [
            Action(_("Phân ở %s") % link.successor.name, reverse("roles:assign", args=[link.successor_id]))
            for link in post.unit.successors.all()
        ]
    )


class UnitTable(tables.Table):
    caption = _("Đơn vị")
    name = tables.Link(_("Đơn vị"), to="roles:unit", order_by="sort_key")
    kind = tables.Text(_("Loại"), accessor="get_kind_display", order_by="kind")


class AdjustmentTable(tables.Table):
    caption = _("Những gì đã điều chỉnh")
    made_at = tables.Moment(_("Lúc"))
    made_by = tables.Text(_("Người làm"), accessor="made_by__full_name")
    role = tables.Text(_("Vai trò"), accessor="get_role_display", order_by="role")
    permission = tables.Text(_("Quyền"))
    granted = tables.Chip(_("Thay đổi"), statuses=HELD)
    reason = tables.Text(_("Lý do"), orderable=False, width=40)


class SupportTable(tables.Table):
    caption = _("Phiên hỗ trợ")
    opened_at = tables.Moment(_("Mở lúc"))
    supporter = tables.Text(_("Người hỗ trợ"), accessor="supporter__full_name")
    role = tables.Text(_("Với vai trò"), accessor="get_role_display", order_by="role")
    unit = tables.Text(_("Tại"), accessor="unit__name", order_by="unit__sort_key")
    is_open = tables.Chip(_("Trạng thái"), statuses=OPEN, orderable=False)
    expires_at = tables.Moment(_("Hết giờ"))
    reason = tables.Text(_("Lý do"), orderable=False, width=40)


def unit_shown(post: Any) -> int:
    """The unit whose page shows the post: a class is shown with its school."""
    return post.unit.parent_id if post.unit.kind in ("class", "team", "campus") else post.unit_id
