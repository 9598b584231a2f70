"""Who looks after a child: cha mẹ, người giám hộ. While it is open, the guardian is tied to the child and sees the profile."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.web.numbers import day

from ..events import GuardianChanged
from ..models import Guardianship, Person
from ..types import AlreadyGuardian, AlreadyMerged, GuardianshipEnded, OwnGuardian, Permission, WrongEndDay
from .profiles import create_person, refuse_lookalikes


@operation
def link_guardian(
    actor: Actor, *, child: Person, guardian: Person, relation: str, is_primary: bool = False, occupation: str = ""
) -> Guardianship:
    """Make somebody who has a profile the guardian of a child, from today on.

    The actor must keep the child and see the guardian: nobody is given a view of a child by guessing. Raises NotAllowed,
    AlreadyMerged, OwnGuardian, AlreadyGuardian.
    """
    access.require(actor, Permission.EDIT, child)
    access.require(actor, Permission.VIEW, guardian)
    if child.merged_into_id or guardian.merged_into_id:
        raise AlreadyMerged()
    if child.pk == guardian.pk:
        raise OwnGuardian(field="guardian")
    link = _create(child=child, guardian=guardian, relation=relation, occupation=occupation)
    if is_primary:
        _make_only_primary(link)
    audit.record(actor, "people.guardian_linked", child, changes=_told(link))
    publish(GuardianChanged(child_id=child.pk, guardian_id=guardian.pk, is_open=True))
    return link


@operation
def keep_guardians_with(actor: Actor, *, child: Person) -> None:
    """Guardians kept by a class that keeps none of their children any more are kept with this child. Raises NotAllowed."""
    access.require(actor, Permission.EDIT, child)
    open_rows = Guardianship.objects.filter(ends_on=None)
    mine = Person.objects.filter(pk__in=open_rows.filter(child=child).values("guardian"), keeper__kind="class")
    wards = open_rows.filter(guardian=OuterRef("pk"), child__keeper=OuterRef("keeper"))
    mine.exclude(Exists(wards)).update(keeper=child.keeper_id, version=F("version") + 1, updated_at=clock.now())


@operation
def add_guardian(
    actor: Actor,
    *,
    child: Person,
    relation: str,
    is_primary: bool = False,
    occupation: str = "",
    is_somebody_else: bool = False,
    **fields: Any,
) -> Guardianship:
    """A guardian who has no profile yet; the child's keeper keeps it. Raises what `add_person` and `link_guardian` raise."""
    access.require(actor, Permission.EDIT, child)
    if not is_somebody_else:
        refuse_lookalikes(actor, fields)
    guardian = create_person(actor, keeper=child.keeper, **fields)
    return link_guardian(actor, child=child, guardian=guardian, relation=relation, is_primary=is_primary, occupation=occupation)


@operation
def change_guardianship(
    actor: Actor, *, guardianship: Guardianship, relation: str, is_primary: bool, occupation: str
) -> Guardianship:
    """Another relation, occupation or primary contact; a child has one at most. Raises NotAllowed, GuardianshipEnded."""
    access.require(actor, Permission.EDIT, guardianship)
    _require_open(guardianship)
    before = _values(guardianship)
    guardianship.relation, guardianship.occupation, guardianship.is_primary = relation, occupation, is_primary
    guardianship.save(update_fields=["relation", "occupation", "is_primary"])
    if is_primary:
        _make_only_primary(guardianship)
    after = _values(guardianship)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    audit.record(actor, "people.guardianship_changed", guardianship.child, changes=changes)
    publish(GuardianChanged(child_id=guardianship.child_id, guardian_id=guardianship.guardian_id, is_open=True))
    return guardianship


@operation
def end_guardianship(actor: Actor, *, guardianship: Guardianship, last_day: date, reason: str) -> Guardianship:
    """From the next day on the guardian sees nothing of the child. Raises NotAllowed, GuardianshipEnded, WrongEndDay."""
    access.require(actor, Permission.EDIT, guardianship)
    _require_open(guardianship)
    if not guardianship.starts_on <= last_day <= clock.today():
        raise WrongEndDay(field="last_day", starts_on=day(guardianship.starts_on))
    guardianship.ends_on, guardianship.is_primary = last_day, False
    guardianship.save(update_fields=["ends_on", "is_primary"])
    changes = {"ends_on": ["", day(last_day)], "guardian": [guardianship.guardian.full_name, ""], "reason": ["", reason]}
    audit.record(actor, "people.guardianship_ended", guardianship.child, changes=changes)
    publish(GuardianChanged(child_id=guardianship.child_id, guardian_id=guardianship.guardian_id, is_open=False))
    return guardianship


def _create(**fields: Any) -> Guardianship:
    try:
        with transaction.atomic():
            return Guardianship.objects.create(starts_on=clock.today(), **fields)
    except IntegrityError as error:
        raise AlreadyGuardian(field="guardian") from error


def _make_only_primary(chosen: Guardianship) -> None:
    others = Guardianship.objects.filter(child_id=chosen.child_id, is_primary=True).exclude(pk=chosen.pk)
    others.update(is_primary=False)
    if not chosen.is_primary:
        chosen.is_primary = True
        chosen.save(update_fields=["is_primary"])


def _require_open(guardianship: Guardianship) -> None:
    if guardianship.ends_on is not None:
        raise GuardianshipEnded()


def _values(link: Guardianship) -> dict[str, Any]:
    return {"relation": str(link.get_relation_display()), "occupation": link.occupation, "is_primary": link.is_primary}


def _told(link: Guardianship) -> dict[str, list[Any]]:
    return {"guardian": ["", link.guardian.full_name]} | {name: ["", value] for name, value in _values(link).items()}
