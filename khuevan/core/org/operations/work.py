"""A reorganisation being carried out: what its steps share, and what it leaves behind to be undone by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotAllowed

from ..models import OrgUnit, Reorganisation
from ..types import ChildrenLeftBehind, OutOfReach, Permission, Ref, WrongStep
from . import guards, tree

# A unit as it is, with its newest version and its codes: what a reversal puts back.
STATE = """jsonb_build_object(
    'unit', to_jsonb(u), 'version', to_jsonb(v),
    'codes', (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.id), '[]') FROM org_unitcode c WHERE c.unit_id = u.id))"""

NEWEST = "LATERAL (SELECT * FROM org_unitversion x WHERE x.unit_id = u.id ORDER BY lower(x.period) DESC LIMIT 1) v ON true"

TRACE_BEFORE = f"""
INSERT INTO org_unittrace (reorganisation_id, unit_id, before)
SELECT %(reorganisation)s, u.id, {STATE} FROM org_orgunit u JOIN {NEWEST} WHERE u.id = ANY(%(ids)s)
ON CONFLICT (reorganisation_id, unit_id) DO NOTHING
"""  # noqa: S608 - the parts are ours

TRACE_NEW = """
INSERT INTO org_unittrace (reorganisation_id, unit_id) SELECT %(reorganisation)s, unnest(%(ids)s::bigint[])
"""

TRACE_AFTER = f"""
UPDATE org_unittrace t SET after = {STATE}
  FROM org_orgunit u JOIN {NEWEST}
 WHERE t.unit_id = u.id AND t.reorganisation_id = %(reorganisation)s
"""  # noqa: S608 - the parts are ours

LEFT_BEHIND = """
SELECT c.name FROM org_orgunit c JOIN org_orgunit p ON p.id = c.parent_id
 WHERE p.id = ANY(%(ended)s) AND (c.valid_to IS NULL OR c.valid_to > p.valid_to) ORDER BY c.sort_key
"""


@dataclass
class Work:
    """`keys` name the units founded so far; `ended`, `successions` and `moved` are what will be announced."""

    actor: Actor
    reorganisation: Reorganisation
    keys: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    ended: list[int] = field(default_factory=list)
    successions: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)

    @property
    def on(self) -> date:
        return self.reorganisation.effective_on

    @property
    def last_day(self) -> date:
        return self.on - timedelta(days=1)

    def ids(self, refs: Iterable[Ref]) -> list[int]:
        """Numbers of the units that refs name. Raises WrongStep for a key that no earlier step gave."""
        missing = [ref for ref in refs if isinstance(ref, str) and ref not in self.keys]
        if missing:
            raise WrongStep(reason=_("chưa có đơn vị mới nào mang khóa “%(key)s” ở các bước trước.") % {"key": missing[0]})
        return [self.keys[ref] if isinstance(ref, str) else ref for ref in refs]

    def units(self, refs: Sequence[Ref]) -> list[OrgUnit]:
        """The units that refs name, in force on the day, in the order of the refs. Raises WrongStep, OutOfReach, UnitEnded."""
        ids = self.ids(refs)
        found = OrgUnit.objects.in_bulk(ids)
        if len(found) < len(set(ids)):
            raise WrongStep(reason=_("có đơn vị không còn trong hệ thống."))
        units = [found[pk] for pk in ids]
        self._require_reach(units)
        guards.in_force(units, self.on)
        return units

    def heirs(self, refs: Sequence[Ref]) -> list[OrgUnit]:
        """The units that refs name, which exist on the day and can take something over. Raises UnitTooYoung too."""
        units = self.units(refs)
        guards.born(units, self.on)
        return units

    def touch(self, units: Sequence[OrgUnit]) -> list[int]:
        """Remember units as they are before the first change of them. Raises ChangedSince."""
        ids = [unit.pk for unit in units]
        self.touched.update(ids)
        guards.no_later_change(ids, self.on)
        tree.execute(TRACE_BEFORE, reorganisation=self.reorganisation.pk, ids=ids)
        return ids

    def founded(self, units: Sequence[OrgUnit]) -> None:
        """Remember that units were not there before."""
        ids = [unit.pk for unit in units]
        self.touched.update(ids)
        tree.execute(TRACE_NEW, reorganisation=self.reorganisation.pk, ids=ids)

    def finish(self) -> None:
        """Nothing in force stands below what ended, and codes are one unit's only. Raises ChildrenLeftBehind, CodeTaken."""
        names = [name for (name,) in tree.fetch(LEFT_BEHIND, ended=self.ended)]
        if names:
            raise ChildrenLeftBehind(count=len(names), examples=guards.examples(names))
        guards.codes_are_free(list(self.touched))
        tree.execute(TRACE_AFTER, reorganisation=self.reorganisation.pk)

    def require_top(self) -> None:
        """Only who may reorganise everywhere founds a unit at the top of the tree."""
        if not access.within(self.actor, Permission.REORGANISE, ""):
            raise NotAllowed()

    def _require_reach(self, units: Sequence[OrgUnit]) -> None:
        """Units must lie where the actor may reorganise; what an earlier step founded or took elsewhere is his already."""
        old = {unit.pk for unit in units} - self.touched
        reached = access.scope(self.actor, Permission.REORGANISE, OrgUnit.objects.filter(pk__in=old))
        if reached.count() < len(old):
            outside = old - set(reached.values_list("pk", flat=True))
            names = [unit.name for unit in units if unit.pk in outside]
            raise OutOfReach(names=guards.examples(names))
