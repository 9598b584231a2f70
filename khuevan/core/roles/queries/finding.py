"""Finding people for whoever gives roles: by sign-in name, by name, and those whose unit ended under them."""

from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.accounts import api as accounts
from khuevan.core.org.types import UnitKind
from khuevan.core.people import api as people
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import search_key
from khuevan.web.cards import Card
from khuevan.web.numbers import number
from khuevan.web.types import Tone

from ..models import ReorganisedPost, RoleAssignment
from ..types import NobodyByThatName, Permission, PersonLine
from .actors import fetch_row

MOST = 10


def person_by_login(actor: Actor, login: str) -> PersonLine:
    """The person of the account that signs in by this name, for whoever gives roles. Raises NobodyByThatName."""
    access.require(actor, Permission.ASSIGN)
    row = fetch_row(
        "SELECT id, full_name FROM people_person WHERE account_id = %(user)s", user=accounts.user_id_by_login(login)
    )
    if row is None:
        raise NobodyByThatName(login=login, field="login")
    return PersonLine(*row)


def people_to_choose(actor: Actor, text: str) -> list[PersonLine]:
    """Staff whose name has these words, without diacritics, or whose telephone number this is, by given name; at most ten.

    Those whose posts the actor may see, and those of the units whose people he may look up; never pupils and families.
    """
    access.require(actor, Permission.ASSIGN)
    words, digits = search_key(text).split(), "".join(filter(str.isdecimal, text))
    if sum(map(len, words)) < 2:
        return []
    posts = access.scope(actor, Permission.VIEW, RoleAssignment.objects.filter(_named("person__", words, digits)))
    held = {post.person_id: post for post in posts.select_related("person", "unit__parent").order_by("starts_on")[: MOST * 3]}
    found = {
        post.person.pk: (post.person, f"{post.get_role_display()}, {post.body or post.unit.name}") for post in held.values()
    }
    if actor.holds(people.Permission.BROWSE):
        others = people.people(actor, people.Permission.BROWSE).exclude(keeper__kind=UnitKind.CLASS)
        rows = others.filter(_named("", words, digits)).order_by()[:MOST]
        found = {row.pk: (row, people.place_name(row.keeper)) for row in rows} | found
    ordered = sorted(found.values(), key=lambda pair: (pair[0].sort_key, pair[0].pk))
    return [PersonLine(person.pk, person.full_name, caption) for person, caption in ordered[:MOST]]


def left_behind(actor: Actor) -> QuerySet[RoleAssignment]:
    """Posts whose unit ended without one successor, of people who were not given another post since, by given name.

    Seen by whoever gives roles at the old unit or at one that took over from it.
    """
    today = clock.today()
    waiting = ReorganisedPost.objects.filter(post=OuterRef("pk"), continued_by=None)
    open_ended = Q(ends_on=None) | Q(ends_on__gte=today)
    ended = RoleAssignment.objects.filter(Exists(waiting) | open_ended, unit__valid_to__lt=today)
    since = RoleAssignment.objects.filter(open_ended, person=OuterRef("person"), unit__valid_to=None)
    rows = ended.filter(_given_by(actor)).exclude(Exists(since)).distinct()
    ordered = rows.select_related("person", "unit__parent").prefetch_related("unit__successors__successor")
    return ordered.order_by("person__sort_key", "pk")


def left_behind_card(actor: Actor) -> Card | None:
    waiting = left_behind(actor).order_by().count()
    if not waiting:
        return None
    caption = _("đơn vị cũ đã kết thúc khi sắp xếp")
    return Card(_("Người chờ phân vai trò"), number(waiting), caption=caption, url=reverse("roles:left_behind"), tone=Tone.WARN)


def _named(person: str, words: list[str], digits: str) -> Q:
    by_name = reduce(and_, (Q(**{f"{person}search_key__contains": word}) for word in words))
    return by_name | Q(**{f"{person}phone": digits}) if len(digits) >= 9 else by_name


def _given_by(actor: Actor) -> Q:
    paths = actor.paths(Permission.ASSIGN)
    places = (Q(unit__path__startswith=path) | Q(unit__successors__successor__path__startswith=path) for path in paths)
    return reduce(or_, places, Q(pk__in=[]))
