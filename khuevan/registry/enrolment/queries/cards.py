"""What the home page and the global search take from this room."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.calendar import api as calendar
from khuevan.core.people import api as people
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import normalize
from khuevan.web.cards import Card, CardRow
from khuevan.web.numbers import number
from khuevan.web.search import Hit
from khuevan.web.types import Tone

from ..models import SchoolClass
from ..rules import class_key
from ..types import Permission
from .learners import as_rows, matching, wrong_count
from .reaching import reach
from .transfers import waiting_count


def learners_card(actor: Actor) -> Card | None:
    """How many learn in the actor's reach, and, where that can be counted at once, how many profiles are to be mended."""
    mine = reach(actor)
    if not mine.class_count:
        return None
    wrong, address = wrong_count(actor, mine), reverse("enrolment:learners")
    rows = [CardRow(_("Lớp học"), number(mine.class_count), reverse("enrolment:classes"))]
    if wrong is not None:
        tone = Tone.BAD if wrong else Tone.OK
        to_mend = f"{address}?{urlencode({'wrong': 'on'})}"
        rows.append(CardRow(_("Hồ sơ cần sửa"), number(wrong), to_mend, tone, waits=bool(wrong)))
    caption = _("đang học, năm học %s") % mine.year
    return Card(_("Học sinh"), number(mine.learners), caption=caption, url=address, rows=tuple(rows))


def transfers_card(actor: Actor) -> Card | None:
    """Requests that wait for an answer of the actor's school."""
    waiting = waiting_count(actor)
    if not waiting:
        return None
    address = f"{reverse('enrolment:transfers')}?{urlencode({'waiting': 'on'})}"
    return Card(_("Chuyển trường chờ trả lời"), number(waiting), url=address, tone=Tone.WARN)


def search_learners(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Search source for those who see learners but no profiles (subject teachers); the others find people among the profiles."""
    if actor.holds(people.Permission.BROWSE):
        return []
    rows = as_rows(matching(actor, reach(actor), words=text))[:limit]
    return [
        Hit(row["full_name"], reverse("enrolment:learner", args=[row["pk"]]), _("Lớp %s") % row["class_name"], "user")
        for row in rows
    ]


def search_classes(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Search source: classes of the present year in reach, by the beginning of their name."""
    key = class_key(normalize(text))
    rows = SchoolClass.objects.filter(school_year=calendar.current_school_year(), sort_key__startswith=key)
    found = (
        access.scope(actor, Permission.BROWSE, rows).select_related("school").order_by("sort_key", "pk")[:limit] if key else []
    )
    return [
        Hit(_("Lớp %s") % row.name, reverse("enrolment:school_class", args=[row.pk]), row.school.name, "chalkboard")
        for row in found
    ]
