"""Measures of learners' profiles, and of schools whose data are complete and current.

What a profile needs is `rules.completeness.MUST`, here as elsewhere; the identifiers among it were checked when written.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Func, JSONField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from khuevan.core.access import api as access
from khuevan.core.indicators.api import in_slice, values
from khuevan.core.indicators.types import Figure, Measure, MeasureUnit, RowColumn, RowSource, Slice, Which
from khuevan.core.indicators.types import Permission as IndicatorPermission
from khuevan.core.org import api as org
from khuevan.core.org.types import UnitKind
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.web import numbers

from .models import Enrolment
from .rules import completeness
from .types import Permission

# A school's data are current when at least so many percent of its learners' needed fields are filled. No text sets a number;
# this one leaves room for children whose identifier the police have not issued yet.
LEAST_FILLED_PERCENT = 98

FIELDS: Mapping[str, str | Promise] = {
    "personal_id_hint": _("số định danh cá nhân"),
    "sector_id": _("mã định danh Bộ GDĐT"),
    "birth_date": _("ngày sinh"),
    "sex": _("giới tính"),
    "ethnicity": _("dân tộc"),
    "birthplace": _("nơi sinh"),
}

FILLED = [f"(coalesce(p.{field}::text, '') <> '')" for field in completeness.MUST]
COMPLETE_SQL = " AND ".join(FILLED)
COUNT_FILLED_SQL = " + ".join(f"{filled}::int" for filled in FILLED)
STUDYING_SQL = "e.starts_on <= %(day)s AND (e.ends_on IS NULL OR e.ends_on >= %(day)s)"

UNIFIED_SQL = f"""
SELECT e.school_id AS unit_id, c.level, p.sex,
       count(*) FILTER (WHERE {COMPLETE_SQL}) AS numerator, count(*) AS denominator
  FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.id = e.school_class_id
  JOIN people_person p ON p.id = e.person_id
 WHERE {STUDYING_SQL}
 GROUP BY e.school_id, c.level, p.sex
"""  # noqa: S608 -- our own column names

COMPLETENESS_SQL = f"""
SELECT e.school_id AS unit_id, c.level, sum({COUNT_FILLED_SQL}) AS numerator, {len(FILLED)} * count(*) AS denominator
  FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.id = e.school_class_id
  JOIN people_person p ON p.id = e.person_id
 WHERE {STUDYING_SQL}
 GROUP BY e.school_id, c.level
"""  # noqa: S608 -- our own column names

# One row per school of the day: what its data are judged by. The school year of a day is the last one that had begun.
# A class counts for the school that it stood under on the day: schools are merged and divided (`operations.reorganising`).
# `of_learners`, `of_classes` and `of_schools` narrow it to one school, for the rows behind the figure.
SCHOOLS_SQL = """
WITH year AS (SELECT id FROM calendar_schoolyear WHERE starts_on <= %(day)s ORDER BY starts_on DESC LIMIT 1),
learners AS (
    SELECT e.school_id, e.school_class_id, count(*) AS learners, sum({count_filled}) AS filled
      FROM enrolment_enrolment e JOIN people_person p ON p.id = e.person_id
     WHERE {studying} {of_learners}
     GROUP BY e.school_id, e.school_class_id
),
profiles AS (
    SELECT school_id, sum(filled)::bigint AS filled, {fields} * sum(learners)::bigint AS needed
      FROM learners GROUP BY school_id
),
classes AS (
    SELECT v.parent_id AS school_id, count(*) AS classes, count(*) FILTER (WHERE l.learners IS NULL) AS empty_classes
      FROM enrolment_schoolclass c
      JOIN org_unitversion v ON v.unit_id = c.unit_id AND v.period @> %(day)s::date
      LEFT JOIN learners l ON l.school_class_id = c.id
     WHERE c.school_year_id = (SELECT id FROM year) {of_classes}
     GROUP BY v.parent_id
),
posts AS (
    SELECT unit_id, bool_or(role = 'principal') AS principal, bool_or(role = 'it_focal_point') AS focal_point
      FROM roles_roleassignment
     WHERE role IN ('principal', 'it_focal_point') AND starts_on <= %(day)s AND (ends_on IS NULL OR ends_on >= %(day)s)
     GROUP BY unit_id
)
SELECT u.id AS unit_id, u.levels, cardinality(u.levels) > 0 AND u.ownership <> '' AND u.affiliation <> '' AS described,
       coalesce(c.classes, 0) AS classes, coalesce(c.empty_classes, 0) AS empty_classes,
       coalesce(f.filled, 0) AS filled, coalesce(f.needed, 0) AS needed,
       coalesce(p.principal, false) AS principal, coalesce(p.focal_point, false) AS focal_point
  FROM org_orgunit u
  LEFT JOIN classes c ON c.school_id = u.id
  LEFT JOIN profiles f ON f.school_id = u.id
  LEFT JOIN posts p ON p.unit_id = u.id
 WHERE u.kind = 'school' AND u.valid_from <= %(day)s AND (u.valid_to IS NULL OR u.valid_to >= %(day)s) {of_schools}
"""
PARTS = {"count_filled": COUNT_FILLED_SQL, "studying": STUDYING_SQL, "fields": len(FILLED)}
ALL_SCHOOLS_SQL = SCHOOLS_SQL.format(of_learners="", of_classes="", of_schools="", **PARTS)
# Inside a query of Django, which numbers its parameters.
ONE_SCHOOL_SQL = SCHOOLS_SQL.format(
    of_learners="AND e.school_id = org_orgunit.id",
    of_classes="AND c.school_id = org_orgunit.id",
    of_schools="AND u.id = org_orgunit.id",
    **PARTS,
).replace("%(day)s", "%s")

CURRENT_SQL = f"""
SELECT unit_id, array_to_string(levels, '+') AS level, 1 AS denominator,
       (described AND classes > 0 AND empty_classes = 0 AND needed > 0
        AND 100 * filled >= {LEAST_FILLED_PERCENT} * needed AND principal AND focal_point)::int AS numerator
  FROM ({ALL_SCHOOLS_SQL}) school
"""  # noqa: S608 -- our own column names


def learner_rows(actor: Actor, unit_path: str, which: Which, part: Slice) -> QuerySet[Enrolment]:
    """Learners of today at and below a unit, by name, each with `lacks`: the needed fields that are empty, in words."""
    today = clock.today()
    lacking = [Case(When(_is_empty(field), then=Value(str(FIELDS[field]))), default=None) for field in completeness.MUST]
    rows = access.scope(actor, Permission.BROWSE, Enrolment.objects.all()).filter(
        Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today, school__path__startswith=unit_path
    )
    if part.levels:
        rows = rows.filter(school_class__level__in=part.levels)
    if part.ownerships:
        rows = rows.filter(school__ownership__in=part.ownerships)
    if which == Which.MET:
        rows = rows.filter(_complete())
    if which == Which.MISSING:
        rows = rows.exclude(_complete())
    lacks = Func(Value(", "), *lacking, function="concat_ws", output_field=TextField())
    related = rows.select_related("person", "school_class", "school")
    return related.annotate(lacks=lacks).order_by(F("person__sort_key"), "pk")


def school_rows(actor: Actor, unit_path: str, which: Which, part: Slice) -> QuerySet[Any]:
    """Schools at and below a unit, by name, that counted when last measured, or did not; `facts` is how they are now."""
    schools = org.units(actor, IndicatorPermission.VIEW, kind=UnitKind.SCHOOL).filter(path__startswith=unit_path)
    if which != Which.ALL:
        ids, figure = list(schools.values_list("pk", flat=True)), Figure("institutions.data_current")
        measured = values(actor, ids, [figure])
        wanted = 1 if which == Which.MET else 0
        schools = schools.filter(pk__in=[pk for (pk, _figure), value in measured.items() if value.numerator == wanted])
    days = [clock.today()] * ONE_SCHOOL_SQL.count("%s")
    facts = RawSQL(f"(SELECT to_jsonb(school) FROM ({ONE_SCHOOL_SQL}) school)", days, JSONField())  # noqa: S608, S611
    return in_slice(schools, part).select_related("parent").annotate(facts=facts)


def lacks(facts: Mapping[str, Any]) -> str:
    """What keeps a school from counting, in words that go with the condition of `CURRENT_SQL`; "" when nothing does."""
    filled_enough = 100 * facts["filled"] >= LEAST_FILLED_PERCENT * facts["needed"]
    wrong = {
        _g("cấp học, loại hình hoặc cấp quản lý chưa ghi"): not facts["described"],
        _g("chưa lập lớp của năm học"): not facts["classes"],
        _g("%s lớp chưa có học sinh") % facts["empty_classes"]: facts["empty_classes"] > 0,
        _g("chưa có học sinh đang học"): not facts["needed"],
        _g("hồ sơ học sinh chưa đủ %s %% trường thông tin") % LEAST_FILLED_PERCENT: not filled_enough,
        _g("chưa ghi hiệu trưởng"): not facts["principal"],
        _g("chưa ghi đầu mối CNTT, thống kê"): not facts["focal_point"],
    }
    return "; ".join(words for words, holds in wrong.items() if holds)


def _is_empty(field: str) -> Q:
    """As SQL above has it: no value, or an empty one."""
    name = f"person__{field}"
    return Q(**{name: None}) if field == "birth_date" else Q(**{name: None}) | Q(**{name: ""})


def _complete() -> Q:
    filled = Q()
    for field in completeness.MUST:
        filled &= ~_is_empty(field)
    return filled


def _filled(school: Any) -> str:
    """The share of filled fields, which never looks better than it is: 97,96 % is not 98 %."""
    facts = school.facts
    return numbers.percent(1000 * facts["filled"] // facts["needed"] / Decimal(10)) if facts["needed"] else numbers.DASH


def _lacks(school: Any) -> str:
    return lacks(school.facts) or _g("hiện đã đủ")


def _page_of_learner(row: Enrolment) -> str:
    return reverse("enrolment:learner", args=[row.pk])


def _learners_lacking(school: Any) -> str:
    return f"{reverse('indicators:rows', args=['learners.unified_profile', Which.MISSING])}?unit={school.pk}"


def _data_of_school(school: Any) -> str:
    return f"{reverse('indicators:measure', args=['institutions.data_current'])}?unit={school.pk}"


LEARNER_COLUMNS = (
    RowColumn(_("Họ và tên"), "person.full_name", link=_page_of_learner, order_by="person__sort_key"),
    RowColumn(_("Lớp"), "school_class.name", order_by="school_class__sort_key"),
    RowColumn(_("Trường"), "school.name", order_by="school__sort_key"),
    RowColumn(_("Còn thiếu"), "lacks"),
)

MEASURES = (
    Measure(
        code="learners.unified_profile",
        name=_("Người học có hồ sơ số đủ và định danh thống nhất"),
        unit=MeasureUnit.PERCENT,
        grain="person",
        noun=_("người học"),
        sql=UNIFIED_SQL,
        definition=_(
            "Số người đang học có hồ sơ đủ các trường thông tin bắt buộc, trong đó có số định danh cá nhân và mã định danh "
            "của Bộ GDĐT hợp lệ, chia cho số người đang học trong ngày đo. Trường bắt buộc: số định danh cá nhân, mã định "
            "danh Bộ GDĐT, ngày sinh, giới tính, dân tộc, nơi sinh."
        ),
        legal_source=_("Chỉ tiêu I-26 của các kế hoạch Đắk Nông, Đắk Lắk, Ngã Năm, Đầm Hà"),
        breakdowns=("level", "sex"),
        rows=RowSource(permission=Permission.BROWSE, rows=learner_rows, columns=LEARNER_COLUMNS),
    ),
    Measure(
        code="learners.profile_completeness",
        name=_("Trường thông tin bắt buộc của người học đã ghi"),
        unit=MeasureUnit.PERCENT,
        grain="field",
        noun=_("trường thông tin"),
        sql=COMPLETENESS_SQL,
        definition=_(
            "Số trường thông tin bắt buộc đã ghi, chia cho số trường thông tin bắt buộc của mọi người đang học trong ngày đo."
        ),
        legal_source=_("Kế hoạch 27/KH-SGDĐT ngày 19/9/2025, mục II.4 (dữ liệu đầy đủ, chính xác, kịp thời)"),
        breakdowns=("level",),
        explained_by=("learners.unified_profile",),
    ),
    Measure(
        code="institutions.data_current",
        name=_("Cơ sở giáo dục có dữ liệu đầy đủ, cập nhật cho năm học"),
        unit=MeasureUnit.PERCENT,
        grain="school",
        noun=_("cơ sở"),
        sql=CURRENT_SQL,
        definition=format_lazy(
            _(
                "Cơ sở được tính khi đã ghi cấp học, loại hình, cấp quản lý; đã lập lớp của năm học hiện tại và lớp nào cũng "
                "có học sinh; ít nhất {percent} % trường thông tin bắt buộc của học sinh đã ghi; đang có hiệu trưởng và đầu "
                "mối CNTT, thống kê. Chia cho số cơ sở đang hoạt động trong ngày đo. Mức {percent} % do nền tảng đặt."
            ),
            percent=LEAST_FILLED_PERCENT,
        ),
        legal_source=_("Kế hoạch 27/KH-SGDĐT ngày 19/9/2025, mục I.2.4 và II.4"),
        breakdowns=("level",),
        explained_by=("learners.profile_completeness", "learners.unified_profile"),
        rows=RowSource(
            permission=IndicatorPermission.VIEW,
            rows=school_rows,
            columns=(
                RowColumn(_("Cơ sở giáo dục"), "name", link=_data_of_school, order_by="sort_key"),
                RowColumn(_("Đơn vị quản lý"), "parent.name", order_by="parent__sort_key"),
                RowColumn(_("Trường thông tin của học sinh đã ghi"), _filled, link=_learners_lacking),
                RowColumn(_("Còn thiếu"), _lacks),
            ),
        ),
    ),
)
