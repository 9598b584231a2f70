"""One profile at a time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock, vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.kernel.text import InvalidText, normalize, parse_personal_id, parse_sector_id, search_key, sort_key

from .. import queries, rules
from ..events import PersonCreated, PersonUpdated
from ..models import Person
from ..types import (
    SENSITIVE_FIELDS,
    AlreadyMerged,
    AlreadyTaken,
    InvalidValue,
    LooksLikeDuplicate,
    Permission,
    PersonalIdTaken,
    SectorIdFixed,
    SectorIdTaken,
)

#: What a form or an import may write. `personal_id` is the number in clear; it is sealed here.
EDITABLE = frozenset(
    {
        "full_name", "birth_date", "birth_year", "sex", "ethnicity", "nationality", "religion", "personal_id", "sector_id",
        "birthplace", "birthplace_code", "hometown_code", "residence", "residence_code", "residence_code_before_2025",
        "current_address", "phone", "email", "policy_categories",
    }
)  # fmt: skip
_TAKEN: Mapping[str, type[AlreadyTaken]] = {"personal_id_index": PersonalIdTaken, "sector_id": SectorIdTaken}
#: Made from other fields, or the number itself: not repeated in the journal.
_SILENT = frozenset({"sort_key", "search_key", "personal_id_sealed", "personal_id_index"})


@operation
def create_person(actor: Actor, *, keeper: Any, **fields: Any) -> Person:
    """A new profile kept by the unit `keeper`. Raises NotAllowed, InvalidValue, PersonalIdTaken, SectorIdTaken."""
    if not access.within(actor, Permission.EDIT, keeper.path):
        raise NotAllowed()
    person = Person(keeper=keeper, **_columns(fields))
    with _named_conflicts(actor, person):
        person.save()
    audit.record(actor, "people.person_created", person)
    publish(PersonCreated(person_id=person.pk))
    return person


@operation
def add_person(actor: Actor, *, keeper: Any, is_somebody_else: bool = False, **fields: Any) -> Person:
    """`create_person` by hand: profiles that look like the new one are shown first.

    Raises LooksLikeDuplicate unless somebody looked and says `is_somebody_else`, and what `create_person` raises.
    """
    if not is_somebody_else:
        refuse_lookalikes(actor, fields)
    return create_person(actor, keeper=keeper, **fields)


@operation
def update_person(actor: Actor, *, person: Person, version: int, **fields: Any) -> Person:
    """Change a profile as it was opened at `version`. Sensitive fields also take the permission to see them.

    Raises NotAllowed, AlreadyMerged, Stale, InvalidValue, PersonalIdTaken, SectorIdTaken, SectorIdFixed.
    """
    access.require(actor, Permission.EDIT, person)
    if not fields.keys().isdisjoint(SENSITIVE_FIELDS):
        access.require(actor, Permission.VIEW_SENSITIVE, person)
    return write(actor, person, version, fields, verb="people.person_updated")


@operation
def set_personal_id(actor: Actor, *, person: Person, version: int, number: str) -> Person:
    """Give a profile its 12-digit number, or another one. Raises what `update_person` raises."""
    access.require(actor, Permission.EDIT, person)
    return write(actor, person, version, {"personal_id": _read_personal_id(number)}, verb="people.personal_id_set")


@operation
def write_numbers(actor: Actor, *, person: Person, version: int, personal_id: str = "", sector_id: str = "") -> Person:
    """Both numbers, or neither; "" leaves one as it is. Raises what `set_personal_id` and `set_sector_id` raise."""
    if personal_id:
        person = set_personal_id(actor, person=person, version=version, number=personal_id)
    if sector_id and sector_id != person.sector_id:
        person = set_sector_id(actor, person=person, version=person.version if personal_id else version, number=sector_id)
    return person


@operation
def clear_personal_id(actor: Actor, *, person: Person, version: int, reason: str) -> Person:
    """Take a wrong number off a profile. Raises NotAllowed, AlreadyMerged, Stale."""
    access.require(actor, Permission.EDIT, person)
    return write(actor, person, version, {"personal_id": ""}, verb="people.personal_id_cleared", reason=reason)


@operation
def set_sector_id(actor: Actor, *, person: Person, version: int, number: str) -> Person:
    """Fill in the lifelong number of the sector (TT 42/2021/TT-BGDĐT). Raises SectorIdFixed and what `update_person` raises."""
    access.require(actor, Permission.EDIT, person)
    try:
        parsed = parse_sector_id(number)
    except InvalidText as error:
        raise InvalidValue(error.message, field="sector_id") from error
    return write(actor, person, version, {"sector_id": parsed.number}, verb="people.sector_id_set")


def refuse_lookalikes(actor: Actor, fields: Mapping[str, Any]) -> None:
    """Raises LooksLikeDuplicate when the actor can see profiles like the one to be added."""
    name, birth, phone = fields["full_name"], fields.get("birth_date"), fields.get("phone", "")
    if queries.possible_duplicates(actor, full_name=name, birth_date=birth, phone=phone):
        raise LooksLikeDuplicate(field="is_somebody_else")


def write(actor: Actor, person: Person, version: int, fields: Mapping[str, Any], *, verb: str, reason: str = "") -> Person:
    """Write what differs, journaled with [old, new]; the caller has asked whether the actor may. Raises as `update_person`."""
    if person.merged_into_id:
        raise AlreadyMerged()
    if fields.get("sector_id", person.sector_id) != person.sector_id and person.sector_id:
        raise SectorIdFixed()
    columns = _changed(person, _columns(fields))
    if not columns:
        return person
    changes = {name: _told(person, name, value) for name, value in columns.items() if name not in _SILENT}
    for name, value in columns.items():
        setattr(person, name, value)
    person.updated_at = clock.now()
    with _named_conflicts(actor, person):
        person.save_if_unchanged(version, [*columns, "updated_at"])
    audit.record(actor, verb, person, changes=changes | ({"reason": ["", reason]} if reason else {}))
    publish(PersonUpdated(person_id=person.pk, fields=tuple(sorted(changes))))
    return person


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Values of the table's columns for the editable fields; keys and seals are made here and nowhere else."""
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"not editable: {sorted(unknown)}")
    columns = dict(fields)
    if "full_name" in columns:
        columns |= _name_and_keys(columns["full_name"])
    if "sector_id" in columns:
        columns["sector_id"] = columns["sector_id"] or None
    if "personal_id" in columns:
        columns |= _sealed(columns.pop("personal_id"))
    if columns.get("birth_date") and columns["birth_date"] > clock.today():
        raise InvalidValue(_("Ngày sinh không thể sau hôm nay."), field="birth_date")
    if "policy_categories" in columns:
        columns["policy_categories"] = sorted(columns["policy_categories"])
    return columns


def _name_and_keys(text: str) -> dict[str, str]:
    name = normalize(text)
    if not search_key(name):
        raise InvalidValue(_("Chưa có họ và tên."), field="full_name")
    return {"full_name": name, "sort_key": sort_key(name), "search_key": search_key(name)}


def _read_personal_id(number: str) -> str:
    try:
        return parse_personal_id(number).number
    except InvalidText as error:
        raise InvalidValue(error.message, field="personal_id") from error


def _sealed(number: str) -> dict[str, Any]:
    if not number:
        return {"personal_id_sealed": None, "personal_id_index": None, "personal_id_hint": ""}
    return {
        "personal_id_sealed": vault.seal(number),
        "personal_id_index": vault.blind_index(number),
        "personal_id_hint": rules.hint_of(number),
    }


def _changed(person: Person, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns whose value differs. A sealed number is new every time, so its index decides."""
    changed = {name: value for name, value in columns.items() if name != "personal_id_sealed" and _plain(person, name) != value}
    if "personal_id_index" in changed:
        changed["personal_id_sealed"] = columns["personal_id_sealed"]
    return changed


def _plain(person: Person, name: str) -> Any:
    value = getattr(person, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _told(person: Person, name: str, new: Any) -> list[str]:
    """[old, new] for the journal, whose readers may not see sensitive values."""
    values = (getattr(person, name), new)
    if name in SENSITIVE_FIELDS:
        return [rules.HIDDEN if value else "" for value in values]
    return ["" if value is None else str(value) for value in values]


@contextmanager
def _named_conflicts(actor: Actor, person: Person) -> Iterator[None]:
    """A savepoint that tells a taken number by its name, and its holder only to those who may see him."""
    wanted = {name: _plain(person, name) for name in _TAKEN}
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        column = next((name for name in _TAKEN if name in constraint_of(error)), None)
        if column is None:
            raise
        holder = Person.objects.select_related("keeper__parent").filter(**{column: wanted[column]}).first()
        raise _TAKEN[column](_holder_in_words(actor, holder)) from error


def constraint_of(error: IntegrityError) -> str:
    """The name of what PostgreSQL found broken."""
    cause: Any = error.__cause__
    return cause.diag.constraint_name or ""


def _holder_in_words(actor: Actor, holder: Person | None) -> str:
    if holder is None or not access.can(actor, Permission.VIEW, holder):
        return ""
    return f"{holder.full_name} ({queries.place_name(holder.keeper)})"
