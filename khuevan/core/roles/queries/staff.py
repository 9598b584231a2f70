"""Who works where, each person once per body: for counting and for the rows behind the count."""

from django.db.models import Case, F, Min, Q, QuerySet, When

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from ..models import RoleAssignment
from ..types import PART_KINDS, ROLES_WITHOUT_POST, Permission

# Parts of a body: a post at a class or a team is a post at its school, one at a division is one at its Department.
PARTS = PART_KINDS

# A part stands below its body or below another part of it (a class at a campus, a team in a division).
BODY = Case(
    When(~Q(unit__kind__in=PARTS), then=F("unit_id")),
    When(~Q(unit__parent__kind__in=PARTS), then=F("unit__parent_id")),
    default=F("unit__parent__parent_id"),
)


def staff_in_post(actor: Actor, unit_path: str) -> QuerySet[RoleAssignment]:
    """Posts in force at and below a unit, one per person and body (`body_id`), by name; of those the actor may see."""
    today = clock.today()
    rows = RoleAssignment.objects.annotate(body_id=BODY).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, unit__path__startswith=unit_path
    )
    seen = access.scope(actor, Permission.VIEW, rows.exclude(role__in=ROLES_WITHOUT_POST))
    once = seen.values("person_id", "body_id").annotate(first=Min("pk")).order_by().values("first")
    rows = RoleAssignment.objects.annotate(body_id=BODY).filter(pk__in=once)
    return rows.select_related("person__account", "unit").order_by("person__sort_key", "pk")
