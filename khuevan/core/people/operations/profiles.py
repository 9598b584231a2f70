"""One profile at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import vault
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.operations import operation
from khuevan.kernel.text import search_key, sort_key

from ..errors import PersonalIdTaken, SectorIdFixed, SectorIdTaken
from ..models import Person
from ..types import Permission

#: What a form or an import may write. `personal_id` is the number in clear; it is sealed here.
EDITABLE = frozenset(
    """full_name birth_date birth_year sex ethnicity nationality religion personal_id sector_id birthplace birthplace_code
    hometown_code residence residence_code residence_code_before_2025 current_address phone email policy_categories""".split()
)
_TAKEN = {"personal_id_index": PersonalIdTaken, "sector_id": SectorIdTaken}


@operation
def create_person(actor: Actor, *, keeper: Any, **fields: Any) -> Person:
    """A new profile kept by the unit `keeper`. Raises NotAllowed, PersonalIdTaken, SectorIdTaken."""
    if not access.within(actor, Permission.EDIT, keeper.path):
        raise NotAllowed()
    person = Person(keeper=keeper, **_columns(fields))
    with _named_conflicts():
        person.save()
    audit.record(actor, "people.person_created", person)
    return person


@operation
def update_person(actor: Actor, *, person: Person, version: int, **fields: Any) -> Person:
    """Change a profile as it was opened at `version`. Raises NotAllowed, Stale, PersonalIdTaken, SectorIdTaken, SectorIdFixed."""
    access.require(actor, Permission.EDIT, person)
    if "sector_id" in fields and person.sector_id and fields["sector_id"] != person.sector_id:
        raise SectorIdFixed()
    columns = _changed(person, _columns(fields))
    if not columns:
        return person
    changes = {name: _masked(person, name, value) for name, value in columns.items() if name not in _SILENT}
    for name, value in columns.items():
        setattr(person, name, value)
    with _named_conflicts():
        person.save_if_unchanged(version, list(columns))
    audit.record(actor, "people.person_updated", person, changes=changes)
    return person


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    """Values of the table's columns for the editable fields; keys and seals are made here and nowhere else."""
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"not editable: {sorted(unknown)}")
    columns = dict(fields)
    if "full_name" in columns:
        columns |= {"sort_key": sort_key(columns["full_name"]), "search_key": search_key(columns["full_name"])}
    if "sector_id" in columns:
        columns["sector_id"] = columns["sector_id"] or None
    if "personal_id" in columns:
        columns |= _sealed(columns.pop("personal_id"))
    return columns


def _sealed(number: str) -> dict[str, Any]:
    if not number:
        return {"personal_id_sealed": None, "personal_id_index": None, "personal_id_hint": ""}
    return {
        "personal_id_sealed": vault.seal(number),
        "personal_id_index": vault.blind_index(number),
        "personal_id_hint": f"{number[:6]}••••{number[-2:]}",
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


_SILENT = frozenset({"sort_key", "search_key", "personal_id_sealed", "personal_id_index"})


def _masked(person: Person, name: str, new: Any) -> list[str]:
    return ["" if value is None else str(value) for value in (getattr(person, name), new)]


@contextmanager
def _named_conflicts() -> Iterator[None]:
    """A savepoint that tells a taken number by its name."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = error.__cause__.diag.constraint_name or ""
        refusal = next((refusal for column, refusal in _TAKEN.items() if column in constraint), None)
        if refusal is None:
            raise
        raise refusal() from error
