"""The demo province: real communes, invented schools and people, the same every time."""

from collections.abc import Callable

from django.db import connection, transaction

from .loader import Loader
from .province import build_province
from .reports import measure_past, report_values
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
        report_values(Loader())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measure_past(scale, report)
    return sign_ins
