"""Every write of roles."""

from .adjusting import adjust_role
from .assigning import assign_role, end_assignment
from .bearers import caller_of_bearer
from .clients import add_client_post, remove_client_post
from .reorganising import follow_reorganisation, undo_reorganisation
from .supporting import close_expired_support, close_support_session, open_support_session

__all__ = [
    "add_client_post",
    "adjust_role",
    "assign_role",
    "caller_of_bearer",
    "close_expired_support",
    "close_support_session",
    "end_assignment",
    "follow_reorganisation",
    "open_support_session",
    "remove_client_post",
    "undo_reorganisation",
]
