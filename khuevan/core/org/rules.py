"""What may stand where, who may change what of a unit, and which kind of institution a school is. Pure functions."""

from collections.abc import Collection, Iterable

from .types import InstitutionType, Level, Permission, UnitFlag, UnitKind

# Kinds that only exist inside a school; the rooms that keep them (classes, teams) found them by their own permission.
INNER_KINDS = frozenset({UnitKind.CLASS, UnitKind.TEAM, UnitKind.CAMPUS})

# Which kinds a kind may stand below; None: it may stand at the top. Before 01/7/2025 communes stood below districts and
# schools below the bureau of a district; since then there are two levels (NQ 202/2025/QH15). Both are data.
PARENT_KINDS: dict[str, frozenset[str | None]] = {
    UnitKind.MINISTRY: frozenset({None}),
    UnitKind.PROVINCE: frozenset({None, UnitKind.MINISTRY}),
    UnitKind.DEPARTMENT: frozenset({UnitKind.PROVINCE}),
    UnitKind.DIVISION: frozenset({UnitKind.MINISTRY, UnitKind.DEPARTMENT, UnitKind.DISTRICT_BUREAU, UnitKind.COMMUNE}),
    UnitKind.DISTRICT: frozenset({UnitKind.PROVINCE}),
    UnitKind.DISTRICT_BUREAU: frozenset({UnitKind.DISTRICT}),
    UnitKind.COMMUNE: frozenset({UnitKind.PROVINCE, UnitKind.DISTRICT}),
    UnitKind.SCHOOL: frozenset(
        {
            UnitKind.MINISTRY,
            UnitKind.PROVINCE,
            UnitKind.DEPARTMENT,
            UnitKind.DISTRICT,
            UnitKind.DISTRICT_BUREAU,
            UnitKind.COMMUNE,
        }
    ),
    UnitKind.CAMPUS: frozenset({UnitKind.SCHOOL}),
    UnitKind.TEAM: frozenset({UnitKind.SCHOOL, UnitKind.CAMPUS, UnitKind.DEPARTMENT, UnitKind.DIVISION}),
    UnitKind.CLASS: frozenset({UnitKind.SCHOOL, UnitKind.CAMPUS}),
}

STRUCTURE_FIELDS = frozenset({"affiliation"})
ATTRIBUTE_FIELDS = frozenset({"levels", "ownership", "area", "flags", "commune_code"})
CONTACT_FIELDS = frozenset({"address", "phone", "email", "latitude", "longitude"})

# Fields that are part of the history: a change of them begins a new span of days.
VERSIONED_FIELDS = STRUCTURE_FIELDS | ATTRIBUTE_FIELDS

FIELDS_OF_PERMISSION: dict[str, frozenset[str]] = {
    Permission.EDIT: STRUCTURE_FIELDS | ATTRIBUTE_FIELDS | CONTACT_FIELDS,
    Permission.EDIT_ATTRIBUTES: ATTRIBUTE_FIELDS | CONTACT_FIELDS,
    Permission.EDIT_OWN: CONTACT_FIELDS,
}


def may_stand_below(kind: str, parent_kind: str | None) -> bool:
    """Whether a unit of a kind may have a parent of the other kind (None: no parent)."""
    return parent_kind in PARENT_KINDS[kind]


def may_have_inside(kind: str) -> bool:
    """Whether anything may stand below a unit of the kind."""
    return any(kind in parents for parents in PARENT_KINDS.values())


def possible_parents(kind: str) -> frozenset[str]:
    """The kinds that a unit of the kind may stand below."""
    return frozenset(parent for parent in PARENT_KINDS[kind] if parent is not None)


def open_fields(permissions: Iterable[str]) -> frozenset[str]:
    """The fields of a unit that somebody who holds the permissions on it may change."""
    return frozenset(name for permission in permissions for name in FIELDS_OF_PERMISSION.get(permission, ()))


def institution_type(levels: Collection[str], flags: Collection[str] = ()) -> InstitutionType:
    """The type of a school from the levels it teaches: one general level, several (trường có nhiều cấp học), or beyond."""
    taught = set(levels)
    if Level.UNIVERSITY in taught:
        return InstitutionType.UNIVERSITY
    if Level.CONTINUING in taught:
        return InstitutionType.VOCATIONAL_CONTINUING if UnitFlag.VOCATIONAL in flags else InstitutionType.CONTINUING
    if len(taught) > 1:
        return InstitutionType.MULTI_LEVEL
    return InstitutionType(taught.pop()) if taught else InstitutionType.OTHER
