"""What follows from what others announce, and what roles give the floor below."""

from collections.abc import Callable, Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.notices import api as notices
from khuevan.core.org import api as org
from khuevan.core.org.events import ReorganisationApplied
from khuevan.core.people import api as people
from khuevan.core.people.api import account_ids, offer_part, use_staff
from khuevan.core.people.events import CorrectionMoved, CorrectionRequested
from khuevan.core.people.types import CorrectionState
from khuevan.core.people.types import Permission as PeoplePermission
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import receives
from khuevan.web.numbers import day, moment

from . import operations, queries
from .events import PostsLeftBehind, RoleAssigned, RoleEnded, SupportSessionOpened
from .queries import profiles, telling
from .types import Permission

KEEPER = "Sắp xếp đơn vị"
# What becomes of a correction request in words that may leave the house: without name and without value.
CORRECTION_TITLES = {
    CorrectionState.ACKNOWLEDGED: gettext_lazy("Yêu cầu đính chính của bạn đã được tiếp nhận"),
    CorrectionState.ACCEPTED: gettext_lazy("Hồ sơ đã được sửa theo yêu cầu của bạn"),
    CorrectionState.REFUSED: gettext_lazy("Yêu cầu đính chính của bạn đã có trả lời"),
}

use_staff(profiles.staff_ids)
offer_part("roles.homeroom", order=10)(profiles.homeroom_part)
offer_part("roles.posts", order=20)(profiles.posts_part)


@receives(ReorganisationApplied)
def move_posts(event: ReorganisationApplied) -> None:
    """Not when the reorganisation was reversed before this job had its turn."""
    if not org.stands(event.reorganisation_id):
        return
    operations.follow_reorganisation(
        queries.system_actor(KEEPER, permissions=[Permission.ASSIGN]),
        reorganisation_id=event.reorganisation_id,
        effective_on=event.effective_on,
        ended=event.ended,
        successions=event.successions,
    )


@receives(ReorganisationApplied)
def move_profiles(event: ReorganisationApplied) -> None:
    """What a unit kept of its staff goes to its one successor, as their posts do."""
    if org.stands(event.reorganisation_id):
        people.follow_reorganisation(
            queries.system_actor(KEEPER, permissions=[PeoplePermission.EDIT]),
            reorganisation_id=event.reorganisation_id,
            ended=event.ended,
            successions=event.successions,
        )


@org.undoes_reorganisation
def move_posts_back(actor: Actor, reorganisation_id: int) -> None:
    """Within the reversal itself, so that posts and profiles at the new units do not stand in its way."""
    keeper = queries.system_actor(KEEPER, permissions=[Permission.ASSIGN, PeoplePermission.EDIT])
    operations.undo_reorganisation(keeper, reorganisation_id=reorganisation_id)
    people.undo_reorganisation(keeper, reorganisation_id=reorganisation_id)


@receives(RoleAssigned)
def tell_who_was_given_a_role(event: RoleAssigned) -> None:
    post = telling.post_by_id(event.assignment_id)
    if post and post.person.account_id:
        _notify([post.person.account_id], "roles.assigned", lambda: _given(post))


@receives(RoleEnded)
def tell_whose_role_ended(event: RoleEnded) -> None:
    post = telling.post_by_id(event.assignment_id)
    if post and post.person.account_id:
        _notify([post.person.account_id], "roles.assigned", lambda: _ended(post, event.last_day))


def _given(post) -> str:
    words = {"role": post.get_role_display(), "unit": post.unit.name, "day": day(post.starts_on)}
    return _("Bạn được phân vai trò %(role)s, %(unit)s, từ %(day)s") % words


def _ended(post, last_day: date) -> str:
    words = {"role": post.get_role_display(), "unit": post.unit.name, "day": day(last_day)}
    return _("Vai trò %(role)s, %(unit)s kết thúc sau ngày %(day)s") % words


@receives(SupportSessionOpened)
def tell_head_of_support(event: SupportSessionOpened) -> None:
    """The head of the school, or who may give roles where there is no school."""
    session = telling.support_session_by_id(event.session_id)
    users = telling.heads_or_givers(session.unit.path) - {event.supporter_id}
    words = {"who": session.supporter.full_name, "unit": session.unit.name, "until": moment(session.expires_at)}

    def title() -> str:
        return _("%(who)s mở phiên hỗ trợ tại %(unit)s đến %(until)s") % words

    _notify(users, "roles.support_opened", title, body=session.reason, link=reverse("roles:support"))


@receives(PostsLeftBehind)
def tell_who_gives_roles(event: PostsLeftBehind) -> None:
    unit = telling.unit_of_posts(event.unit_id)
    words = {"count": len(event.person_ids), "unit": unit.name}

    def title() -> str:
        return _("%(count)d người ở %(unit)s chờ phân vai trò sau khi sắp xếp đơn vị") % words

    _notify(telling.givers(unit.path), "roles.posts_left_behind", title, link=reverse("roles:left_behind"))


@receives(CorrectionRequested)
def tell_who_corrects_profiles(event: CorrectionRequested) -> None:
    posts = queries.people_who(PeoplePermission.CORRECT, event.unit_path)
    users = account_ids({post.person_id for post in posts})
    link = reverse("people:correction", args=[event.request_uid])
    _notify(users, "people.correction_requested", lambda: _("Có yêu cầu đính chính hồ sơ chờ tiếp nhận"), link=link)


@receives(CorrectionMoved)
def tell_who_asked_for_a_correction(event: CorrectionMoved) -> None:
    title = CORRECTION_TITLES.get(CorrectionState(event.state))
    if title is not None:
        link = reverse("people:own_correction", args=[event.request_uid])
        _notify(account_ids([event.requester_id]), "people.correction_moved", lambda: str(title), link=link)


def _notify(users: Iterable[int], kind: str, title: Callable[[], str], *, body: str = "", link: str = "") -> None:
    keeper = queries.system_actor(str(_("Vai trò, phân quyền")))
    notices.notify(keeper, users=users, kind=kind, title=title, body=body, link=link or reverse("roles:switch_post"))
