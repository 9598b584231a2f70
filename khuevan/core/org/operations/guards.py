"""What must hold before the tree is changed. Every guard raises the refusal that says what is in the way."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from khuevan.kernel import clock

from .. import rules
from ..models import OrgUnit
from ..types import (
    ChangedSince,
    ChildrenInForce,
    CodeTaken,
    UnitEnded,
    UnitKind,
    UnitTooYoung,
    WouldLoop,
    WrongDay,
    WrongParent,
)
from .tree import fetch

# A change at `on` may not be pushed in before a later one. A unit with a single span is changed for its whole life.
LATER_CHANGES = """
SELECT u.name, max(lower(v.period)) FROM org_unitversion v JOIN org_orgunit u ON u.id = v.unit_id
 WHERE v.unit_id = ANY(%(ids)s)
 GROUP BY u.id, u.name HAVING count(*) > 1 AND max(lower(v.period)) > %(on)s
 ORDER BY u.name LIMIT 1
"""

CHANGES_AFTER_END = """
SELECT u.name, max(lower(v.period)) FROM org_unitversion v JOIN org_orgunit u ON u.id = v.unit_id
 WHERE v.unit_id = ANY(%(ids)s) GROUP BY u.id, u.name HAVING max(lower(v.period)) > %(last_day)s
 ORDER BY u.name LIMIT 1
"""

CODES_OF_OTHERS = """
SELECT c.code, u.name FROM org_unitcode mine
  JOIN org_unitcode c ON c.system = mine.system AND c.code = mine.code AND c.period && mine.period AND c.id <> mine.id
  JOIN org_orgunit u ON u.id = c.unit_id
 WHERE mine.unit_id = ANY(%(ids)s) ORDER BY c.code LIMIT 1
"""

EXAMPLES = 3


def day_has_come(day: date) -> None:
    if day > clock.today():
        raise WrongDay(field="on")


def in_force(units: Iterable[OrgUnit], on: date) -> None:
    """The units have not ended before `on`."""
    for unit in units:
        if unit.valid_to is not None and unit.valid_to < on:
            raise UnitEnded(name=unit.name, day=f"{unit.valid_to:%d/%m/%Y}")


def born(units: Iterable[OrgUnit], on: date) -> None:
    """The units exist on `on`."""
    for unit in units:
        if unit.valid_from > on:
            raise UnitTooYoung(name=unit.name, day=f"{unit.valid_from:%d/%m/%Y}")


def no_later_change(ids: Sequence[int], on: date) -> None:
    _refuse_change(fetch(LATER_CHANGES, ids=list(ids), on=on))


def may_end(units: Sequence[OrgUnit], last_day: date) -> None:
    """The units exist on their last day, have not ended, and nothing changed after it."""
    in_force(units, last_day + timedelta(days=1))
    born(units, last_day)
    _refuse_change(fetch(CHANGES_AFTER_END, ids=[unit.pk for unit in units], last_day=last_day))


def fits_below(name: str, kind: str, parent: OrgUnit | None) -> None:
    if not rules.may_stand_below(kind, parent.kind if parent else None):
        raise WrongParent(name=name, parent=parent.name if parent else "—", field="parent")


def no_loop(unit: OrgUnit, parent: OrgUnit) -> None:
    if parent.path.startswith(unit.path):
        raise WouldLoop(name=unit.name, field="parent")


def codes_are_free(ids: Sequence[int]) -> None:
    """No other unit has a code of these units at the same time."""
    for code, name in fetch(CODES_OF_OTHERS, ids=list(ids)):
        raise CodeTaken(code=code, name=name, field="code")


def nothing_inside(units: Sequence[OrgUnit], on: date) -> None:
    """No unit right below any of them is in force on `on`."""
    inside = (
        OrgUnit.objects.filter(parent__in=units)
        .exclude(valid_to__lt=on)
        .order_by("parent_id", "sort_key")
        .select_related("parent")
    )
    for parent, children in groupby(inside, key=lambda child: child.parent):
        names = [child.name for child in children]
        raise ChildrenInForce(name=parent.name, count=len(names), examples=examples(names))


def examples(names: Sequence[str]) -> str:
    """The first few names, for a message."""
    return ", ".join(names[:EXAMPLES]) + (", …" if len(names) > EXAMPLES else "")


def is_inner(kind: str) -> bool:
    return UnitKind(kind) in rules.INNER_KINDS


def _refuse_change(found: Iterable[tuple[str, date]]) -> None:
    for name, day in found:
        raise ChangedSince(name=name, day=f"{day:%d/%m/%Y}")
