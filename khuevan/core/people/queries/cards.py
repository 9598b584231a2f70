"""Cards of the home page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.web.cards import Card, CardRow
from khuevan.web.numbers import moment, number
from khuevan.web.types import Tone

from ..types import AccountState
from .accounts import account_holders
from .corrections import overdue_count, waiting_count
from .duplicates import last_search, pair_count
from .reach import children, is_guardian, place_name


def children_card(actor: Actor) -> Card | None:
    """For guardians: each child, and where the child learns."""
    if not is_guardian(actor):
        return None
    rows = (
        CardRow(child.full_name, place_name(child.keeper), reverse("people:child", args=[child.uid]))
        for child in children(actor)
    )
    return Card(_("Con của bạn"), url=reverse("people:children"), rows=tuple(rows))


def corrections_card(actor: Actor) -> Card | None:
    """Requests that wait, and those nobody took up in time."""
    waiting = waiting_count(actor)
    if not waiting:
        return None
    late = overdue_count(actor, clock.today())
    caption = _("%s yêu cầu quá hạn tiếp nhận") % number(late) if late else _("đều còn trong hạn")
    title, tone = _("Yêu cầu đính chính chờ xử lý"), Tone.BAD if late else Tone.INFO
    return Card(title, number(waiting), caption=caption, url=reverse("people:corrections"), tone=tone)


def duplicates_card(actor: Actor) -> Card | None:
    found = pair_count(actor)
    if not found:
        return None
    searched = last_search(actor)
    caption = _("tìm lúc %s") % moment(searched) if searched else _("chưa tìm hết phạm vi của bạn")
    return Card(_("Hồ sơ nghi trùng"), number(found), caption=caption, url=reverse("people:duplicates"), tone=Tone.WARN)


def accounts_card(actor: Actor) -> Card | None:
    """People without an account."""
    without = account_holders(actor, to_count=True).filter(account=None).order_by().count()
    if not without:
        return None
    return Card(_("Người chưa có tài khoản"), number(without), url=f"{reverse('people:accounts')}?state={AccountState.NONE}")
