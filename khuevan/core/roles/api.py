"""The door of `roles`."""

from .queries import actor_of, people_who, permissions_of, system_actor
from .types import DIVISION_OFFICERS, Role

__all__ = ["DIVISION_OFFICERS", "Role", "actor_of", "people_who", "permissions_of", "system_actor"]
