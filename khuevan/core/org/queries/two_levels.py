"""What the data files say about 01/7/2025, and whether the tree still waits for it."""

from pathlib import Path

import yaml

from khuevan.core.access import api as access
from khuevan.kernel.actor import Actor

from ..models import OrgUnit
from ..types import Permission, TwoLevels, UnitKind
from .units import in_force

DATA = Path(__file__).parent.parent / "data"
NINH_BINH_2025 = DATA / "reorganisation-2025-07-01-ninh-binh.yaml"


def two_levels_plan(path: Path = NINH_BINH_2025) -> TwoLevels:
    return TwoLevels.parse(yaml.safe_load(path.read_text()))


def districts_left(actor: Actor) -> int:
    """Districts in force today where the actor may reorganise: while there are any, two levels are still to come."""
    return in_force(access.scope(actor, Permission.REORGANISE, OrgUnit.objects.filter(kind=UnitKind.DISTRICT))).count()
