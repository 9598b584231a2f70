"""Measures of what the core rooms hold: institutions, and people in post."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuevan.core.org import api as org
from khuevan.core.org.types import Permission as OrgPermission
from khuevan.core.org.types import UnitKind
from khuevan.core.roles.api import staff_in_post
from khuevan.core.roles.types import Permission as RolesPermission
from khuevan.kernel.actor import Actor

from .queries import in_slice
from .types import Measure, MeasureUnit, RowColumn, RowSource, Slice, Which

INSTITUTIONS_SQL = """
SELECT u.id AS unit_id, array_to_string(u.levels, '+') AS level, u.affiliation, 1 AS numerator, NULL::bigint AS denominator
  FROM org_orgunit u
 WHERE u.kind = 'school' AND u.valid_from <= %(day)s AND (u.valid_to IS NULL OR u.valid_to >= %(day)s)
"""

# The body of a post as in `roles.queries.staff`: a person with two posts at one body counts once there.
STAFF_SQL = """
SELECT unit_id, level, count(*) FILTER (WHERE has_account) AS numerator, count(*) AS denominator
  FROM (SELECT DISTINCT body.id AS unit_id, array_to_string(body.levels, '+') AS level, a.person_id,
               coalesce(acc.is_active, false) AS has_account
          FROM roles_roleassignment a
          JOIN org_orgunit u ON u.id = a.unit_id
          LEFT JOIN org_orgunit above ON above.id = u.parent_id
          JOIN org_orgunit body ON body.id = CASE
               WHEN u.kind NOT IN ('class', 'campus', 'team', 'division') THEN u.id
               WHEN above.kind NOT IN ('class', 'campus', 'team', 'division') THEN above.id
               ELSE above.parent_id END
          JOIN people_person p ON p.id = a.person_id
          LEFT JOIN accounts_user acc ON acc.id = p.account_id
         WHERE a.role NOT IN ('pupil', 'guardian', 'citizen')
           AND a.starts_on <= %(day)s AND (a.ends_on IS NULL OR a.ends_on >= %(day)s)) staff
 GROUP BY unit_id, level
"""


def institution_rows(actor: Actor, unit_path: str, which: Which, part: Slice) -> QuerySet:
    """The institutions at and below a unit, by name. `which` makes no difference: each counts."""
    rows = org.units(actor, OrgPermission.VIEW, kind=UnitKind.SCHOOL).filter(path__startswith=unit_path)
    return in_slice(rows, part).select_related("parent")


def staff_rows(actor: Actor, unit_path: str, which: Which, part: Slice) -> QuerySet:
    """One row per person and body, by name."""
    rows: QuerySet[Any] = staff_in_post(actor, unit_path)  # posts that also have a `body_id`
    if not part.is_everything:
        rows = rows.filter(body_id__in=in_slice(org.directory(actor), part).values("pk"))
    if which == Which.MET:
        return rows.filter(person__account__is_active=True)
    if which == Which.MISSING:
        return rows.exclude(person__account__is_active=True)
    return rows


MEASURES = (
    Measure(
        code="institutions.count",
        name=_("Số cơ sở giáo dục"),
        unit=MeasureUnit.COUNT,
        grain="school",
        noun=_("cơ sở"),
        sql=INSTITUTIONS_SQL,
        definition=_("Cơ sở giáo dục đang hoạt động trong ngày đo, theo danh mục đơn vị."),
        legal_source=_("TT 03/2024/TT-BGDĐT (hệ thống chỉ tiêu thống kê ngành giáo dục)"),
        breakdowns=("level", "affiliation"),
        rows=RowSource(
            permission=OrgPermission.VIEW,
            rows=institution_rows,
            columns=(
                RowColumn(_("Cơ sở giáo dục"), "name", order_by="sort_key"),
                RowColumn(_("Đơn vị quản lý"), "parent.name", order_by="parent__sort_key"),
                RowColumn(_("Loại hình"), "get_ownership_display", order_by="ownership"),
                RowColumn(_("Trực thuộc"), "get_affiliation_display", order_by="affiliation"),
            ),
        ),
    ),
    Measure(
        code="staff.with_account",
        name=_("Cán bộ, giáo viên, nhân viên có tài khoản"),
        unit=MeasureUnit.PERCENT,
        grain="person",
        noun=_("người"),
        sql=STAFF_SQL,
        definition=_(
            "Số người đang giữ một vị trí công tác và có tài khoản đang dùng, chia cho số người đang giữ một vị trí công tác. "
            "Một người giữ nhiều vị trí ở một cơ sở chỉ tính một lần ở cơ sở đó."
        ),
        legal_source=_("Kế hoạch 27/KH-SGDĐT ngày 19/9/2025, mục II.2 (không dùng chung tài khoản)"),
        breakdowns=("level",),
        rows=RowSource(
            permission=RolesPermission.VIEW,
            rows=staff_rows,
            columns=(
                RowColumn(_("Họ và tên"), "person.full_name", order_by="person__sort_key"),
                RowColumn(_("Vị trí"), "get_role_display", order_by="role"),
                RowColumn(_("Đơn vị"), "unit.name", order_by="unit__sort_key"),
            ),
        ),
    ),
)
