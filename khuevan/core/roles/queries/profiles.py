"""What roles add to the profiles of people: who is staff, the posts somebody holds, and the homeroom teacher of a class."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.core.people.types import Fact, Part
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.web.numbers import day

from ..models import RoleAssignment
from ..types import ROLES_WITHOUT_POST, Role


def staff_ids() -> QuerySet:
    """Ids of the people who hold a post today."""
    return _posts().values("person_id")


def posts_part(actor: Actor, people: Sequence[Any]) -> dict[int, Part]:
    """«Vị trí công tác»: the posts in force of each person whose profile is shown."""
    lines: dict[int, list[Fact]] = defaultdict(list)
    for post in _posts().filter(person__in=[person.pk for person in people]).select_related("unit").order_by("starts_on", "pk"):
        since = _("từ %s") % day(post.starts_on)
        lines[post.person_id].append(Fact(post.get_role_display(), post.unit.name, since))
    return {person_id: Part(_("Vị trí công tác"), tuple(facts)) for person_id, facts in lines.items()}


def homeroom_part(actor: Actor, people: Sequence[Any]) -> dict[int, Part]:
    """The homeroom teacher of the class that keeps each person, short enough for a child's card."""
    names = homeroom_teachers({person.keeper_id for person in people})
    label = _("Giáo viên chủ nhiệm")
    return {
        person.pk: Part(_("Lớp học"), (Fact(label, names[person.keeper_id]),), on_card=True)
        for person in people
        if person.keeper_id in names
    }


def homeroom_teachers(unit_ids: Collection[int]) -> dict[int, str]:
    """Unit of a class -> the names of its homeroom teachers today; for rooms that scoped the classes themselves."""
    names: dict[int, list[str]] = defaultdict(list)
    posts = _posts().filter(role=Role.HOMEROOM_TEACHER, unit__in=unit_ids)
    for unit_id, name in posts.order_by("starts_on", "pk").values_list("unit", "person__full_name"):
        names[unit_id].append(name)
    return {unit_id: ", ".join(found) for unit_id, found in names.items()}


def _posts() -> QuerySet[RoleAssignment]:
    today = clock.today()
    rows = RoleAssignment.objects.exclude(role__in=ROLES_WITHOUT_POST)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
