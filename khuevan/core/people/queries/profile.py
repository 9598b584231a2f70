"""One profile as it is shown: facts in words, what is missing, family, account; and what of it is written down as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock, vault
from khuevan.kernel.actor import Actor, SensitiveRead
from khuevan.kernel.errors import NotAllowed, NotFound
from khuevan.kernel.manifest import Text
from khuevan.kernel.text import TextWarning

from .. import rules
from ..models import Guardianship, Person
from ..types import SENSITIVE_FIELDS, AccountState, Fact, Part, Permission, PersonKind
from . import fields
from .addresses import province_of
from .parts import parts_of
from .reach import kinds_of, place_name

IDENTITY = ("full_name", "birth_date", "sex", "nationality", "sector_id")
BIRTH = ("birthplace", "hometown_code")
HOME = ("residence", "residence_code", "residence_code_before_2025", "current_address")
CONTACT = ("phone", "email")


@dataclass(frozen=True)
class FamilyLine:
    """A guardianship as one side sees the other. `opens` when the actor may open the other's profile."""

    guardianship: Guardianship
    other: Person
    relation: str
    opens: bool


@dataclass(frozen=True)
class Profile:
    """A person as a page shows him. `number` is in clear only right after it was asked for; `sensitive` None: out of sight."""

    person: Person
    kinds: frozenset[PersonKind]
    place: str
    identity: list[Fact]
    birth: list[Fact]
    home: list[Fact]
    contact: list[Fact]
    sensitive: list[Fact] | None
    guardians: list[FamilyLine]
    wards: list[FamilyLine]
    parts: list[Part]
    account: AccountState
    warnings: Sequence[TextWarning]
    missing: list[Text]
    needed: int
    number: str = ""

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def present(self) -> int:
        return self.needed - len(self.missing)


def profile(actor: Actor, person: Person, *, reason: str = "", number: str = "") -> Profile:
    """The profile of somebody whom the actor may see. Raises NotAllowed. Reading sensitive fields is noted on the actor."""
    access.require(actor, Permission.VIEW, person)
    kinds = kinds_of([person.pk])[person.pk]
    absent = rules.missing(vars(person), kinds)
    return Profile(
        person=person,
        kinds=kinds,
        place=place_name(person.keeper),
        identity=[*_facts(person, IDENTITY), *([] if person.birth_date else _if_known(person, "birth_year"))],
        birth=[*_facts(person, BIRTH), *_if_known(person, "birthplace_code")],
        home=_facts(person, HOME),
        contact=_facts(person, CONTACT),
        sensitive=read_sensitive(actor, person, reason or _("Xem hồ sơ")),
        guardians=guardians(actor, person),
        wards=wards(actor, person),
        parts=parts_of(actor, [person])[person.pk],
        account=account_state(person),
        warnings=rules.says_differently(person.personal_id_hint, sex=person.sex, birth_date=person.birth_date),
        missing=[fields.label(name) for name in absent],
        needed=rules.needed_count(kinds),
        number=number,
    )


def read_sensitive(actor: Actor, person: Person, reason: str) -> list[Fact] | None:
    """Ethnicity, religion and policy categories, their reading noted once; None for an actor who may not see them."""
    if not access.can(actor, Permission.VIEW_SENSITIVE, person):
        return None
    _note(actor, person, SENSITIVE_FIELDS, reason)
    return _facts(person, SENSITIVE_FIELDS)


def personal_id(actor: Actor, person: Person) -> str:
    """The personal number in clear, its reading noted. Raises NotAllowed; NotFound when the profile has none."""
    if not access.can(actor, Permission.VIEW_SENSITIVE, person):
        raise NotAllowed()
    if person.personal_id_sealed is None:
        raise NotFound()
    _note(actor, person, ("personal_id",), _("Hiện số định danh"))
    return vault.unseal(person.personal_id_sealed)


def guardians(actor: Actor, child: Person) -> list[FamilyLine]:
    """The child's guardians in force, the primary contact first."""
    rows = _in_force(child.guardianships.select_related("guardian__keeper")).order_by()
    return [_line(actor, row, row.guardian) for row in sorted(rows, key=lambda row: (not row.is_primary, row.pk))]


def wards(actor: Actor, guardian: Person) -> list[FamilyLine]:
    """The children in force of a guardian, as far as the actor may see them."""
    rows = access.scope(actor, Permission.VIEW, _in_force(guardian.wards.select_related("child__keeper__parent")))
    return [_line(actor, row, row.child) for row in rows.order_by("child__birth_date", "pk")]


def guardianship(actor: Actor, pk: int) -> Guardianship:
    """One that the actor may change. Raises NotFound."""
    rows = Guardianship.objects.select_related("child__keeper", "guardian__keeper")
    return access.get(actor, Permission.EDIT, rows, pk=pk)


def account_state(person: Person) -> AccountState:
    if person.account is None:
        return AccountState.NONE
    if not person.account.is_active:
        return AccountState.LOCKED
    return AccountState.UNUSED if person.account.must_change_password else AccountState.ACTIVE


def _in_force(rows: QuerySet[Guardianship]) -> QuerySet[Guardianship]:
    today = clock.today()
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


def _line(actor: Actor, row: Guardianship, other: Person) -> FamilyLine:
    return FamilyLine(row, other, str(row.get_relation_display()), access.can(actor, Permission.VIEW, other))


def _facts(person: Person, names: Sequence[str]) -> list[Fact]:
    return [Fact(fields.label(name), fields.shown(name, getattr(person, name))) for name in names]


def _if_known(person: Person, name: str) -> list[Fact]:
    """A line that is not missed where there is nothing to say."""
    return _facts(person, [name]) if getattr(person, name) else []


def _note(actor: Actor, person: Person, names: Sequence[str], reason: str) -> None:
    """What people read of themselves is not written down."""
    if actor.person_id != person.pk:
        actor.reads.append(SensitiveRead(person.pk, tuple(names), reason))


def home_province(person: Person) -> str:
    """The code of the province whose communes are suggested: where the person lives, or where the school stands."""
    nearest = person.residence_code or getattr(person.keeper, "commune_code", "")
    above = getattr(person.keeper, "parent", None)
    return province_of(nearest or getattr(above, "commune_code", ""))


def values_of(person: Person, names: Sequence[str]) -> dict[str, Any]:
    """Stored values by field, for the first filling of a form."""
    return {name: getattr(person, name) for name in names}
