"""Founding, renaming, moving, changing, numbering and abolishing single units."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed, NotFound, Stale
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation
from khuevan.kernel.text import normalize

from .. import queries, rules
from ..events import UnitAbolished, UnitCreated, UnitMoved, UnitRenamed
from ..models import OrgUnit, UnitCode
from ..types import ChangedSince, NewUnit, Permission
from . import guards, tree


@operation
def create_units(
    actor: Actor,
    *,
    parent: OrgUnit | None,
    rows: Sequence[NewUnit],
    on: date,
    until: date | None = None,
    permission: str = Permission.EDIT,
) -> list[OrgUnit]:
    """Found units below one parent, in force from `on` (to `until`, counted); `key` and `parent` of the rows are not read.

    Rooms that keep what is inside a school (classes, teams, campuses) give their own `permission`. Raises NotAllowed,
    WrongDay, WrongParent, UnitEnded, UnitTooYoung, CodeTaken.
    """
    if permission != Permission.EDIT and not all(guards.is_inner(row.kind) for row in rows):
        raise NotAllowed()
    tree.lock(exclusive=any(row.codes for row in rows))
    parent = _fresh(parent) if parent else None
    _require_below(actor, permission, parent)
    if not all(guards.is_inner(row.kind) for row in rows):
        guards.day_has_come(on)
    for row in rows:
        guards.fits_below(row.name, row.kind, parent)
    if parent:
        guards.in_force([parent], on)
        guards.born([parent], on)
    units = tree.found([(row, parent) for row in rows], on=on, until=until)
    guards.codes_are_free([unit.pk for unit in units])
    for unit in units:
        if permission == Permission.EDIT:  # a room that founds what it keeps journals that itself
            audit.record(actor, "org.unit_created", unit, changes={"name": ["", unit.name], "kind": ["", str(unit.kind)]})
        publish(UnitCreated(unit_id=unit.pk, kind=str(unit.kind), on=on))
    return units


@operation
def create_unit(actor: Actor, *, parent: OrgUnit | None, unit: NewUnit, on: date) -> OrgUnit:
    """Found one unit. Refusals as of `create_units`."""
    return create_units(actor, parent=parent, rows=[unit], on=on)[0]


@operation
def rename_unit(
    actor: Actor, *, unit: OrgUnit, name: str, short_name: str = "", expected_version: int, on: date | None = None
) -> OrgUnit:
    """Give a unit another name from a day on, or, without a day, correct the name it is written down with.

    Raises NotAllowed, Stale, WrongDay, UnitEnded, UnitTooYoung, ChangedSince.
    """
    tree.lock(exclusive=False)
    unit = _fresh(unit)
    access.require(actor, Permission.EDIT, unit)
    _may_change(unit, on)
    before = [unit.name, unit.short_name]
    tree.set_name(unit, name, short_name)
    unit.save_if_unchanged(expected_version, ["name", "short_name", "sort_key", "search_key"])
    tree.write_versions([unit.pk], on=on)
    changes = _changes({"name": [before[0], unit.name], "short_name": [before[1], unit.short_name]}, on)
    audit.record(actor, "org.unit_renamed" if on else "org.name_corrected", unit, changes=changes)
    publish(UnitRenamed(unit_id=unit.pk, on=on or clock.today()))
    return unit


@operation
def move_unit(
    actor: Actor, *, unit: OrgUnit, parent: OrgUnit, on: date, affiliation: str = "", expected_version: int
) -> OrgUnit:
    """Put a unit, with everything below it, under another parent from a day on; needs the permission on both.

    Raises NotAllowed, Stale, WrongDay, WrongParent, WouldLoop, UnitEnded, UnitTooYoung, ChangedSince.
    """
    tree.lock(exclusive=True)
    unit, parent = _fresh(unit), _fresh(parent)
    access.require(actor, Permission.EDIT, unit)
    access.require(actor, Permission.EDIT, parent)
    if unit.version != expected_version:
        raise Stale()
    _may_change(unit, on)
    guards.fits_below(unit.name, unit.kind, parent)
    guards.no_loop(unit, parent)
    guards.in_force([parent], on)
    guards.born([parent], on)
    before = unit.parent
    tree.move([(unit, parent.pk)], on=on, affiliation=affiliation)
    moved = _fresh(unit)
    changes = {"parent": [before.name if before else "", parent.name], "affiliation": [unit.affiliation, moved.affiliation]}
    audit.record(actor, "org.unit_moved", moved, changes=_changes(changes, on))
    publish(UnitMoved(unit_id=unit.pk, from_parent_id=unit.parent_id, to_parent_id=parent.pk, on=on))
    return moved


@operation
def change_attributes(
    actor: Actor, *, unit: OrgUnit, values: Mapping[str, Any], expected_version: int, on: date | None = None
) -> OrgUnit:
    """Change fields named in `rules` (levels, ownership, area, address …) from a day on; without a day, correct them.

    What a reader may change depends on his permissions there (`rules.FIELDS_OF_PERMISSION`). Contact fields have no
    history. Raises NotAllowed, Stale, WrongDay, UnitEnded, UnitTooYoung, ChangedSince.
    """
    tree.lock(exclusive=False)
    unit = _fresh(unit)
    if not set(values) <= queries.editable_fields(actor, unit):
        raise NotAllowed()
    _may_change(unit, on)
    changes = {name: [getattr(unit, name), value] for name, value in values.items() if getattr(unit, name) != value}
    if not changes:
        return unit
    for name, (_old, value) in changes.items():
        setattr(unit, name, value)
    unit.save_if_unchanged(expected_version, sorted(changes))
    if rules.VERSIONED_FIELDS & set(changes):
        tree.write_versions([unit.pk], on=on)
    audit.record(actor, "org.unit_changed", unit, changes=_changes(_plain(changes), on))
    return unit


@operation
def set_code(actor: Actor, *, unit: OrgUnit, system: str, code: str, since: date) -> UnitCode | None:
    """Give a unit its code of a system from a day on; the former one ends the day before. An empty code only ends it.

    Raises NotAllowed, UnitEnded, CodeTaken, ChangedSince.
    """
    tree.lock(exclusive=True)
    unit = _fresh(unit)
    access.require(actor, Permission.EDIT, unit)
    guards.in_force([unit], since)
    code, period = normalize(code), (since, unit.valid_to + timedelta(days=1) if unit.valid_to else None)
    before = UnitCode.objects.filter(unit=unit, system=system, period__contains=since).first()
    _end_codes(unit, system, since)
    new = None
    if code:
        new = UnitCode.objects.create(unit=unit, system=system, code=code, period=period)
        guards.codes_are_free([unit.pk])
    changes = {system: [before.code if before else "", code], "from": ["", since.isoformat()]}
    audit.record(actor, "org.code_set", unit, changes=changes)
    return new


@operation
def abolish_unit(actor: Actor, *, unit: OrgUnit, last_day: date, permission: str = Permission.EDIT) -> OrgUnit:
    """End a unit that nothing in force stands below; what takes its place is told by a reorganisation, not here.

    Raises NotAllowed, WrongDay, UnitEnded, UnitTooYoung, ChangedSince, ChildrenInForce.
    """
    return abolish_units(actor, units=[unit], last_day=last_day, permission=permission)[0]


@operation
def abolish_units(
    actor: Actor, *, units: Sequence[OrgUnit], last_day: date, permission: str = Permission.EDIT
) -> list[OrgUnit]:
    """End several units at once (the classes of a year). Refusals as of `abolish_unit`."""
    if permission != Permission.EDIT and not all(guards.is_inner(unit.kind) for unit in units):
        raise NotAllowed()
    tree.lock(exclusive=any(rules.may_have_inside(unit.kind) for unit in units))
    guards.day_has_come(last_day)
    units = list(OrgUnit.objects.filter(pk__in=[unit.pk for unit in units]))
    for unit in units:
        access.require(actor, permission, unit)
    guards.nothing_inside(units, last_day + timedelta(days=1))
    guards.may_end(units, last_day)
    tree.end([unit.pk for unit in units], last_day=last_day)
    for unit in units:
        unit.valid_to = last_day
        unit.version += 1
        if permission == Permission.EDIT:
            audit.record(actor, "org.unit_abolished", unit, changes={"valid_to": ["", last_day.isoformat()]})
        publish(UnitAbolished(unit_id=unit.pk, last_day=last_day))
    return units


def _require_below(actor: Actor, permission: str, parent: OrgUnit | None) -> None:
    """At the top of the tree only who holds the permission everywhere may found a unit."""
    if parent is not None:
        access.require(actor, permission, parent)
    elif not access.within(actor, permission, ""):
        raise NotAllowed()


def _fresh(unit: OrgUnit) -> OrgUnit:
    """The unit as it is now that the tree is locked. Raises NotFound: a reversal may have taken it away."""
    found = OrgUnit.objects.select_related("parent").filter(pk=unit.pk).first()
    if found is None:
        raise NotFound()
    return found


def _may_change(unit: OrgUnit, on: date | None) -> None:
    guards.in_force([unit], on or clock.today())
    if on is not None:
        guards.day_has_come(on)
        guards.born([unit], on)
        guards.no_later_change([unit.pk], on)


def _end_codes(unit: OrgUnit, system: str, since: date) -> None:
    codes = UnitCode.objects.filter(unit=unit, system=system)
    later = codes.filter(period__startswith__gt=since).first()
    if later:
        raise ChangedSince(
            name=f"{unit.name}, {later.get_system_display()}", day=f"{later.period.lower:%d/%m/%Y}", field="since"
        )
    codes.filter(period__startswith=since).delete()
    for code in codes.filter(period__contains=since):
        code.period = (code.period.lower, since)
        code.save(update_fields=["period"])


def _changes(changes: Mapping[str, list], on: date | None) -> dict[str, list]:
    real = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    return real | ({"from": ["", on.isoformat()]} if on else {})


def _plain(changes: Mapping[str, list]) -> dict[str, list]:
    """Values as JSON knows them: decimals as text."""
    return {name: [_json(old), _json(new)] for name, (old, new) in changes.items()}


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, list | str | int) else str(value)
