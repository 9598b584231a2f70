"""Who may give which role, as pure functions. Legal source: decentralisation of management (phân cấp) is a decision of each
province; what stands here is the default that follows requirement R-010."""

from collections.abc import Iterable, Mapping

from .types import DIVISION_OFFICERS, ROLES_WITHOUT_POST, SYSTEM_ROLES, Ground, Role

SCHOOL_STAFF = frozenset(
    {
        Role.VICE_PRINCIPAL,
        Role.CLERK,
        Role.ACCOUNTANT,
        Role.LIBRARIAN,
        Role.HEALTH_WORKER,
        Role.IT_FOCAL_POINT,
        Role.HOMEROOM_TEACHER,
        Role.SUBJECT_TEACHER,
    }
)
DEPARTMENT_STAFF = frozenset({*DIVISION_OFFICERS, Role.INSPECTOR})
SCHOOL_HEADS = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL})

# Roles that the holder of a role may pass on, as far as his own powers reach.
DELEGATES: Mapping[str, frozenset[str]] = {Role.PRINCIPAL: SCHOOL_STAFF}
# Roles to which the holder of a role may appoint by decision, though he does not hold their powers himself.
APPOINTS: Mapping[str, frozenset[str]] = {
    Role.OFFICE_OFFICER: DEPARTMENT_STAFF | SCHOOL_HEADS | {Role.COMMUNE_OFFICER},
    Role.PERSONNEL_OFFICER: DEPARTMENT_STAFF | SCHOOL_HEADS | {Role.COMMUNE_OFFICER},
}

_OFFICES = frozenset({"department", "division", "district_bureau"})
_SCHOOLS = frozenset({"school", "campus"})
_TOP = frozenset({"ministry", "province", "department"})
# At which kinds of unit a role is held.
KINDS: Mapping[str, frozenset[str]] = {
    Role.MINISTRY_OBSERVER: frozenset({"ministry", "division"}),
    Role.DEPARTMENT_DIRECTOR: frozenset({"department"}),
    **dict.fromkeys(DEPARTMENT_STAFF, _OFFICES),
    Role.COMMUNE_OFFICER: frozenset({"commune", "division"}),
    Role.PRINCIPAL: frozenset({"school"}),
    Role.VICE_PRINCIPAL: _SCHOOLS,
    Role.CLERK: _SCHOOLS | _OFFICES | {"commune"},
    Role.ACCOUNTANT: _SCHOOLS | _OFFICES | {"commune"},
    Role.LIBRARIAN: _SCHOOLS,
    Role.HEALTH_WORKER: _SCHOOLS,
    Role.IT_FOCAL_POINT: _SCHOOLS | _OFFICES | {"commune"},
    Role.HOMEROOM_TEACHER: frozenset({"class"}),
    Role.SUBJECT_TEACHER: frozenset({"class", "school"}),
    Role.SYSTEM_ADMINISTRATOR: _TOP,
    Role.AUDITOR: _TOP | {"school"},
}

# Whose account may be handled by whom: never that of somebody of a higher rank.
RANKS: Mapping[str, int] = {
    Role.SYSTEM_ADMINISTRATOR: 4,
    Role.AUDITOR: 3,
    Role.MINISTRY_OBSERVER: 3,
    Role.DEPARTMENT_DIRECTOR: 4,
    **dict.fromkeys(DEPARTMENT_STAFF, 3),
    Role.COMMUNE_OFFICER: 2,
    Role.PRINCIPAL: 2,
    Role.VICE_PRINCIPAL: 2,
    **dict.fromkeys(SCHOOL_STAFF - {Role.VICE_PRINCIPAL}, 1),
}


def fits(role: str, kind: str) -> bool:
    """Whether a role is held at a kind of unit."""
    return kind in KINDS.get(role, ())


def ground(held: Iterable[str], role: str) -> Ground | None:
    """On what ground who holds these roles over a unit may give a role there; None when he may not."""
    held = set(held)
    if role in ROLES_WITHOUT_POST:
        return None
    if Role.SYSTEM_ADMINISTRATOR in held:
        return Ground.ADMINISTRATION
    if any(role in APPOINTS.get(own, ()) for own in held):
        return Ground.APPOINTMENT
    if any(role in DELEGATES.get(own, ()) for own in held):
        return Ground.DELEGATION
    return None


def beyond(given: Iterable[str], own: Iterable[str]) -> list[str]:
    """Permissions of a role that who passes it on does not hold himself."""
    return sorted(set(given) - set(own))


def rank(roles: Iterable[str]) -> int:
    """The highest rank among roles; 0 without any."""
    return max((RANKS.get(role, 0) for role in roles), default=0)


def may_be_given(role: str, default_roles: Iterable[str]) -> bool:
    """Whether a permission may be added to a role: system roles take only what some module gave to a system role."""
    return role not in SYSTEM_ROLES or not SYSTEM_ROLES.isdisjoint(default_roles)
