"""Units named in words: by code, by name, or as a new unit of a draft. For long lists that people paste."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import normalize, search_key

from ..models import OrgUnit, Reorganisation, UnitCode
from ..types import MappingRow, Move, Permission, Ref, Relocation, StepKind, UnitChoice, UnitKind, WrongStep
from .search import search
from .units import in_force

MOST_CHOICES = 12
SEPARATORS = ("\t", ";", ",")


def movable(
    actor: Actor, source: OrgUnit, *, kind: str = UnitKind.SCHOOL, level: str = "", affiliation: str = ""
) -> QuerySet[OrgUnit]:
    """Units of a kind in force at any depth below a unit, narrowed to a level or an affiliation, that the actor may move."""
    rows = _reachable(actor).filter(path__startswith=source.path, kind=kind).exclude(pk=source.pk)
    if level:
        rows = rows.filter(levels__contains=[level])
    if affiliation:
        rows = rows.filter(affiliation=affiliation)
    return rows.order_by("sort_key", "pk")


def bulk_move(
    actor: Actor,
    *,
    source: OrgUnit,
    kind: str = UnitKind.SCHOOL,
    level: str = "",
    affiliation: str = "",
    to: Ref | None = None,
    mapping: Sequence[MappingRow] = (),
    new_affiliation: str = "",
) -> Move:
    """The step that moves everything `movable` to one unit, or each where the list says. Raises WrongStep.

    A line of the list with a problem is refused, and so is a unit that is not among the movable ones.
    """
    units = set(movable(actor, source, kind=kind, level=level, affiliation=affiliation).values_list("pk", flat=True))
    if to is not None:
        rows = [Relocation(pk, to) for pk in sorted(units)]
    else:
        rows = [_relocation(row, units) for row in mapping]
    if not rows:
        raise WrongStep(reason=_("không có đơn vị nào khớp."))
    return Move(tuple(rows), affiliation=new_affiliation)


def read_mapping(
    actor: Actor,
    text: str,
    *,
    source: OrgUnit | None = None,
    kind: str | None = None,
    draft: Reorganisation | None = None,
) -> list[MappingRow]:
    """Read a two-column list: unit, where it goes; tab, semicolon or comma between. Every line is answered.

    A unit is named by a code, by its name without regard to diacritics, or, when a draft is given, as one that it founds.
    `source` and `kind` narrow what the first column may name.
    """
    new = drafted_units(draft) if draft else {}
    units = _reachable(actor).filter(path__startswith=source.path if source else "")
    first = _Lookup(units.filter(kind=kind) if kind else units, new)
    second = _Lookup(_reachable(actor), new)
    return [_row(number, cells, first, second) for number, cells in _lines(text)]


def find_units(actor: Actor, text: str, *, draft: Reorganisation | None = None) -> list[MappingRow]:
    """Read a list of units, one a line, named as in `read_mapping`."""
    lookup = _Lookup(_reachable(actor), drafted_units(draft) if draft else {})
    lines = [(number, normalize(line)) for number, line in enumerate(text.splitlines(), 1)]
    return [MappingRow(number, line, "", *lookup.find(line)) for number, line in lines if line]


def drafted_units(draft: Reorganisation) -> dict[str, str]:
    """The units that a draft founds: key → name."""
    created = draft.steps.filter(kind=StepKind.CREATE).values_list("details", flat=True)
    return {row["key"]: row["name"] for details in created for row in details["units"] if row["key"]}


def units_meant(actor: Actor, words: str, *, draft: Reorganisation) -> list[UnitChoice]:
    """The units that words may mean, each word a part of the name without diacritics, or a code: new ones of the draft first."""
    keys = search_key(words).split()
    if not keys:
        return []
    new = [(ref, name) for ref, name in drafted_units(draft).items() if all(key in search_key(name) for key in keys)]
    found = search(actor, words, only_in_force=True, limit=MOST_CHOICES)
    may = set(_reachable(actor).filter(pk__in=[one.unit_id for one in found]).order_by().values_list("pk", flat=True))
    return [
        *(UnitChoice(ref, name, _("đơn vị mới")) for ref, name in new[:MOST_CHOICES]),
        *(UnitChoice(one.unit_id, one.name, one.parent_name) for one in found if one.unit_id in may),
    ]


def units_chosen(actor: Actor, refs: Sequence[Ref], *, draft: Reorganisation) -> list[UnitChoice]:
    """Units that were chosen, in that order; what the actor may not touch or a draft does not found is left out."""
    if not refs:
        return []
    rows = _reachable(actor).filter(pk__in=[ref for ref in refs if isinstance(ref, int)]).select_related("parent")
    known = {row.pk: UnitChoice(row.pk, row.name, row.parent.name if row.parent else "") for row in rows}
    new = {key: UnitChoice(key, name, _("đơn vị mới")) for key, name in drafted_units(draft).items()}
    return [choice for ref in refs if (choice := (known | new).get(ref))]


class _Lookup:
    """Units by code, by name and by key."""

    def __init__(self, rows: QuerySet[OrgUnit], new: Mapping[str, str]) -> None:
        self.by_name: dict[str, list[Ref]] = {}
        for pk, name, short_name in rows.values_list("pk", "search_key", "short_name"):
            for key in {name, search_key(short_name)} - {""}:
                self.by_name.setdefault(key, []).append(pk)
        for key, name in new.items():
            self.by_name.setdefault(search_key(name), []).append(key)
        known = UnitCode.objects.filter(unit__in=rows.order_by(), period__contains=clock.today())
        self.by_code: dict[str, Ref] = dict(known.values_list("code", "unit_id")) | {key: key for key in new}

    def find(self, text: str) -> tuple[Ref | None, str]:
        """(what it names, problem)."""
        if text in self.by_code:
            return self.by_code[text], ""
        found = self.by_name.get(search_key(text), [])
        if len(found) == 1:
            return found[0], ""
        problem = _("có %(count)d đơn vị cùng tên “%(text)s”, hãy ghi mã") if found else _("không tìm thấy “%(text)s”")
        return None, problem % {"count": len(found), "text": text}


def _reachable(actor: Actor) -> QuerySet[OrgUnit]:
    return in_force(access.scope(actor, Permission.REORGANISE, OrgUnit.objects.exclude(kind=UnitKind.CLASS)))


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    separator = next((found for found in SEPARATORS if found in text), "\t")
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
        cleaned = [normalize(cell) for cell in cells]
        if any(cleaned):
            yield number, cleaned


def _row(number: int, cells: Sequence[str], first: _Lookup, second: _Lookup) -> MappingRow:
    unit_text, target_text = (*cells, "", "")[:2]
    unit, unit_problem = first.find(unit_text)
    target, target_problem = second.find(target_text) if target_text else (None, _("chưa ghi nơi chuyển đến"))
    return MappingRow(number, unit_text, target_text, unit, unit_problem or target_problem, target)


def _relocation(row: MappingRow, units: set[int]) -> Relocation:
    if row.problem or row.unit is None or row.target is None:
        raise WrongStep(reason=_("dòng %(line)d: %(problem)s.") % {"line": row.line, "problem": row.problem})
    if row.unit not in units:
        reason = _("dòng %(line)d: %(unit)s không thuộc nhóm được chuyển.")
        raise WrongStep(reason=reason % {"line": row.line, "unit": row.unit_text})
    return Relocation(row.unit, row.target)
