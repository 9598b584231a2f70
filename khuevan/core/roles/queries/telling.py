"""Whom to tell of what happened with roles. For receivers of events; not scoped, nothing here is shown."""

from typing import Any

from ..models import RoleAssignment, SupportSession
from ..types import Permission, Role
from . import in_force, people_who, prefixes


def post_by_id(pk: int) -> RoleAssignment | None:
    """None when the post was taken back since."""
    return RoleAssignment.objects.select_related("person", "unit").filter(pk=pk).first()


def support_session_by_id(pk: int) -> SupportSession:
    return SupportSession.objects.select_related("unit", "supporter").get(pk=pk)


def unit_of_posts(unit_id: int) -> Any:
    """A unit at which somebody held a post, ended or not."""
    return RoleAssignment.objects.filter(unit_id=unit_id).select_related("unit")[0].unit


def heads_or_givers(path: str) -> set[int]:
    """Accounts of the heads of the school that a unit belongs to; where there is no school, of those who give roles there."""
    heads = in_force().filter(unit__path__in=prefixes(path), role=Role.PRINCIPAL).select_related("person")
    return accounts_of(heads) or givers(path)


def givers(path: str) -> set[int]:
    """Accounts of those who may give roles over a unit."""
    return accounts_of(people_who(Permission.ASSIGN, path))


def accounts_of(posts: Any) -> set[int]:
    return {post.person.account_id for post in posts} - {None}
