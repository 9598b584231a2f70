"""Many moves at once: units chosen by what they are, sent to one place or by a two-column list."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.text import normalize, search_key

from ..models import OrgUnit, UnitCode
from ..types import MappingRow, Move, Permission, Relocation, UnitKind, WrongStep
from .units import in_force

SEPARATORS = ("\t", ";", ",")


def movable(
    actor: Actor, source: OrgUnit, *, kind: str = UnitKind.SCHOOL, level: str = "", affiliation: str = ""
) -> QuerySet[OrgUnit]:
    """Units of a kind in force at any depth below a unit, narrowed to a level or an affiliation, that the actor may move."""
    rows = in_force(access.scope(actor, Permission.REORGANISE, OrgUnit.objects.all()))
    rows = rows.filter(path__startswith=source.path, kind=kind).exclude(pk=source.pk)
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
    to: OrgUnit | None = None,
    mapping: Sequence[MappingRow] = (),
    new_affiliation: str = "",
) -> Move:
    """The step that moves everything `movable` to one unit, or each where the list says. Raises WrongStep.

    With a list, lines with a problem are refused, and so is a unit of the list that is not among the movable ones.
    """
    units = {unit.pk: unit for unit in movable(actor, source, kind=kind, level=level, affiliation=affiliation)}
    if to is not None:
        rows = [Relocation(pk, to.pk) for pk in units]
    else:
        rows = [_relocation(row, units) for row in mapping]
    if not rows:
        raise WrongStep(reason=_("không có đơn vị nào khớp."))
    return Move(tuple(rows), affiliation=new_affiliation)


def read_mapping(actor: Actor, text: str, *, source: OrgUnit, kind: str = UnitKind.SCHOOL) -> list[MappingRow]:
    """Read a two-column list: unit, where it goes; each by code or by name, tab, semicolon or comma between.

    Every line is answered, with what is wrong in it. A name is looked for without regard to diacritics and must be one
    unit's only.
    """
    units = _Lookup(movable(actor, source, kind=kind))
    targets = _Lookup(in_force(access.scope(actor, Permission.REORGANISE, OrgUnit.objects.exclude(kind=UnitKind.CLASS))))
    return [_row(number, cells, units, targets) for number, cells in _lines(text)]


class _Lookup:
    """Units by code and by search key."""

    def __init__(self, rows: QuerySet[OrgUnit]) -> None:
        self.by_name: dict[str, list[int]] = {}
        for pk, key in rows.values_list("pk", "search_key"):
            self.by_name.setdefault(key, []).append(pk)
        known = UnitCode.objects.filter(unit__in=rows.order_by(), period__contains=clock.today())
        self.by_code = dict(known.values_list("code", "unit_id"))

    def find(self, text: str) -> tuple[int | None, str]:
        """(number of the unit, problem)."""
        if text in self.by_code:
            return self.by_code[text], ""
        found = self.by_name.get(search_key(text), [])
        if len(found) == 1:
            return found[0], ""
        return None, _("có nhiều đơn vị cùng tên “%s”, hãy ghi mã") % text if found else _("không tìm thấy “%s”") % text


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    separator = next((found for found in SEPARATORS if found in text), "\t")
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
        cleaned = [normalize(cell) for cell in cells]
        if any(cleaned):
            yield number, cleaned


def _row(number: int, cells: Sequence[str], units: _Lookup, targets: _Lookup) -> MappingRow:
    unit_text, target_text = (*cells, "", "")[:2]
    unit_id, unit_problem = units.find(unit_text)
    target_id, target_problem = targets.find(target_text)
    return MappingRow(number, unit_text, target_text, unit_id, target_id, unit_problem or target_problem)


def _relocation(row: MappingRow, units: dict[int, OrgUnit]) -> Relocation:
    if row.problem or row.unit_id is None or row.target_id is None:
        raise WrongStep(reason=_("dòng %(line)d: %(problem)s.") % {"line": row.line, "problem": row.problem})
    if row.unit_id not in units:
        raise WrongStep(
            reason=_("dòng %(line)d: %(unit)s không thuộc nhóm được chuyển.") % {"line": row.line, "unit": row.unit_text}
        )
    return Relocation(row.unit_id, row.target_id)
