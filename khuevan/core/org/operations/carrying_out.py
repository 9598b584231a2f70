"""One function per kind of step: what founding, merging, splitting, moving, renaming, recoding and abolishing do."""

from collections.abc import Sequence
from functools import singledispatch

from django.utils.translation import gettext as _

from khuevan.kernel import clock

from ..models import OrgUnit
from ..types import Abolish, Create, Merge, Move, NewUnit, Recode, Ref, Rename, Split, Step, WrongStep
from . import guards, tree
from .work import Work

RECODE_UNITS = """
UPDATE org_orgunit u SET commune_code = m.new, version = u.version + 1, updated_at = %(now)s
  FROM unnest(%(old)s::text[], %(new)s::text[]) AS m(old, new)
 WHERE u.commune_code = m.old AND u.id = ANY(%(ids)s)
"""


@singledispatch
def carry_out(step: Step, work: Work) -> None:
    """Do one step."""
    raise TypeError(step)


@carry_out.register
def _create(step: Create, work: Work) -> None:
    """Units whose parents exist are founded together; a parent founded by this very step is waited for."""
    waiting: list[NewUnit] = []
    for row in step.units:
        if row.parent in {other.key for other in waiting if other.key}:
            _found(waiting, work)
            waiting = []
        waiting.append(row)
    _found(waiting, work)


@carry_out.register
def _merge(step: Merge, work: Work) -> None:
    [into] = work.heirs([step.into])
    ending = work.units(step.units)
    for unit in ending:
        if unit.kind != into.kind:
            names = {"unit": unit.name, "into": into.name}
            raise WrongStep(reason=_("%(unit)s và %(into)s không cùng loại, không sáp nhập được.") % names)
    _move(_inside(ending, work), into, work)
    _end([(unit, [into.pk]) for unit in ending], work)


@carry_out.register
def _split(step: Split, work: Work) -> None:
    [unit] = work.units([step.unit])
    parts = work.heirs(step.into)
    children = work.units([child for child, _part in step.children])
    targets = work.heirs([part for _child, part in step.children])
    for child in children:
        if child.parent_id != unit.pk:
            raise WrongStep(reason=_("%(child)s không nằm dưới %(unit)s.") % {"child": child.name, "unit": unit.name})
    _put(children, targets, work)
    if step.ends:
        _end([(unit, [part.pk for part in parts])], work)
    else:
        work.successions += [(unit.pk, part.pk) for part in parts]


@carry_out.register
def _relocate(step: Move, work: Work) -> None:
    units = work.units([row.unit for row in step.rows])
    targets = work.heirs([row.to for row in step.rows])
    _put(units, targets, work, affiliation=step.affiliation)


@carry_out.register
def _rename(step: Rename, work: Work) -> None:
    [unit] = work.units([step.unit])
    ids = work.touch([unit])
    tree.set_name(unit, step.name, step.short_name)
    unit.version += 1
    unit.save(update_fields=["name", "short_name", "sort_key", "search_key", "version", "updated_at"])
    tree.write_versions(ids, on=work.on, reorganisation_id=work.reorganisation.pk)


@carry_out.register
def _recode(step: Recode, work: Work) -> None:
    [below] = work.units([step.below])
    codes = {old: new for old, new in step.codes if old != new}
    standing = OrgUnit.objects.filter(path__startswith=below.path, commune_code__in=codes).exclude(valid_to__lt=work.on)
    ids = work.touch(list(standing))
    tree.execute(RECODE_UNITS, ids=ids, old=list(codes), new=list(codes.values()), now=clock.now())
    tree.write_versions(ids, on=work.on, reorganisation_id=work.reorganisation.pk)


@carry_out.register
def _abolish(step: Abolish, work: Work) -> None:
    units = work.units([row.unit for row in step.rows])
    work.heirs([ref for row in step.rows for ref in row.successors])
    _end([(unit, work.ids(row.successors)) for unit, row in zip(units, step.rows, strict=True)], work)


def _found(rows: Sequence[NewUnit], work: Work) -> None:
    parents = _by_ref([row.parent for row in rows if row.parent is not None], work)
    for row in rows:
        parent = parents.get(row.parent)
        if parent is None:
            work.require_top()
        guards.fits_below(row.name, row.kind, parent)
        if row.key in work.keys:
            raise WrongStep(reason=_("khóa “%(key)s” đã dùng cho một đơn vị mới khác.") % {"key": row.key})
    founded = tree.found([(row, parents.get(row.parent)) for row in rows], on=work.on, reorganisation_id=work.reorganisation.pk)
    work.founded(founded)
    work.keys.update({row.key: unit.pk for row, unit in zip(rows, founded, strict=True) if row.key})


def _by_ref(refs: Sequence[Ref], work: Work) -> dict[Ref | None, OrgUnit]:
    distinct = list(dict.fromkeys(refs))
    return dict(zip(distinct, work.heirs(distinct), strict=True))


def _inside(units: Sequence[OrgUnit], work: Work) -> list[OrgUnit]:
    """What is in force right below units, apart from the units themselves."""
    inside = OrgUnit.objects.filter(parent__in=units).exclude(valid_to__lt=work.on)
    return list(inside.exclude(pk__in=[unit.pk for unit in units]))


def _move(units: Sequence[OrgUnit], parent: OrgUnit, work: Work) -> None:
    if units:
        _put(units, [parent] * len(units), work)


def _put(units: Sequence[OrgUnit], parents: Sequence[OrgUnit], work: Work, *, affiliation: str = "") -> None:
    for unit, parent in zip(units, parents, strict=True):
        guards.fits_below(unit.name, unit.kind, parent)
        guards.no_loop(unit, parent)
    work.touch(units)
    rows = [(unit, parent.pk) for unit, parent in zip(units, parents, strict=True)]
    tree.move(rows, on=work.on, affiliation=affiliation, reorganisation_id=work.reorganisation.pk)
    work.moved += [(unit.pk, parent_id) for unit, parent_id in rows]


def _end(rows: Sequence[tuple[OrgUnit, Sequence[int]]], work: Work) -> None:
    units = [unit for unit, _successors in rows]
    guards.may_end(units, work.last_day)
    ids = work.touch(units)
    tree.end(ids, last_day=work.last_day)
    work.ended += ids
    work.successions += [(unit.pk, successor) for unit, successors in rows for successor in successors]
