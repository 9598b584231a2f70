"""The door of `roles`."""

from .operations import assign_role, caller_of_bearer, end_assignment
from .queries import (
    actor_of,
    givable_roles,
    people_who,
    permissions_of,
    posts_at,
    staff_in_post,
    system_actor,
)
from .queries.profiles import homeroom_teachers
from .types import DIVISION_OFFICERS, Permission, Role

__all__ = [
    "DIVISION_OFFICERS",
    "Permission",
    "Role",
    "actor_of",
    "assign_role",
    "caller_of_bearer",
    "end_assignment",
    "givable_roles",
    "homeroom_teachers",
    "people_who",
    "permissions_of",
    "posts_at",
    "staff_in_post",
    "system_actor",
]
