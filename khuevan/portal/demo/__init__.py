"""The demo province: real communes, invented schools and people, the same every time."""

from collections.abc import Callable

from django.db import connection, transaction

from khuevan.core.indicators.api import measure_all
from khuevan.core.indicators.types import Permission
from khuevan.core.roles.api import system_actor

from .province import build_province
from .sign_ins import open_sign_ins

__all__ = ["build", "exists"]


def exists() -> bool:
    """Whether this database already holds a province."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM org_orgunit)")
        return cursor.fetchone()[0]


def build(scale: str, report: Callable[[str], None]) -> list[dict[str, str]]:
    """Make the province ("small" or "province"), whole or not at all; returns the sign-ins to show."""
    with transaction.atomic():
        sign_ins = open_sign_ins(build_province(scale, report))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure_all(system_actor("Dữ liệu mẫu", permissions=[Permission.RECOMPUTE]))
    return sign_ins
