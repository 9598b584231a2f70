"""What every row of the list is in the database: a new learner, a known one with changes, or one that must not be touched.

All of it is set-based SQL over the batch's tables (`r`: what becomes of a row; `v`: what its cells say), run for the preview
and again, under the schools' locks, at confirmation.
"""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from django.utils.translation import gettext as _

from khuevan.core.sheets.api import Batch

from ..placing import LOCK
from .differences import CHANGES_SQL, OTHER_NAME_SHARED
from .guardians import GUARDIANS


def compare(batch: Batch) -> None:
    """Set `outcome`, `target_id`, `changes` and the working columns."""
    batch.lock(LOCK, [row[0] for row in batch.fetch("SELECT DISTINCT school_id FROM {cells} WHERE school_id IS NOT NULL")])
    _find_classes_and_numbers(batch)
    _find_namesakes(batch)
    _refuse_wrong_targets(batch)
    _find_enrolments(batch)
    _judge_enrolments(batch)
    _find_changes(batch)
    _warn_of_shared_guardians(batch)
    _warn_of_twins(batch)


def _find_classes_and_numbers(batch: Batch) -> None:
    """Classes by their key; learners by the personal number, then by the sector's; two numbers of two people are refused."""
    batch.execute(
        """UPDATE {rows} r
              SET class_id = f.class_id, class_unit_id = f.unit_id, person_id = coalesce(f.by_number, f.by_sector),
                  other_id = f.by_sector, found_by = CASE WHEN f.by_number IS NULL THEN 'sector_id' ELSE 'personal_id' END
             FROM (SELECT v.row_no, c.id AS class_id, c.unit_id, coalesce(p.merged_into_id, p.id) AS by_number,
                          coalesce(s.merged_into_id, s.id) AS by_sector
                     FROM {cells} v
                     LEFT JOIN enrolment_schoolclass c
                       ON c.school_id = v.school_id AND c.school_year_id = %(year)s AND c.sort_key = v.class_key
                     LEFT JOIN people_person p ON p.personal_id_index = v.personal_id_index
                     LEFT JOIN people_person s ON s.sector_id = v.sector_id) f
            WHERE f.row_no = r.row_no AND r.outcome <> 'rejected'""",
        {"year": batch.context.facts["year"].pk},
    )
    if not batch.context.options.get("create_classes"):
        batch.reject_where("r.class_id IS NULL", "class_name", "%(text)s", {"text": _("Lớp này không còn trong năm học.")})
    batch.reject_where(
        "r.person_id <> r.other_id",
        "sector_id",
        "%(text)s",
        {"text": _("Số định danh và mã định danh Bộ GDĐT thuộc hai hồ sơ khác nhau. Kiểm tra lại cả hai số.")},
    )


def _find_namesakes(batch: Batch) -> None:
    """The same name and day among those who are or were at the school, when no number says otherwise; the class decides."""
    batch.execute("DROP TABLE IF EXISTS namesakes")
    batch.execute(
        """CREATE TEMPORARY TABLE namesakes ON COMMIT DROP AS
           SELECT r.row_no, p.id AS person_id, h.class_name, coalesce(h.same_class, false) AS same_class,
                  (v.personal_id_index IS NULL OR p.personal_id_index IS NULL)
                  AND (v.sector_id IS NULL OR p.sector_id IS NULL) AS possible
             FROM {rows} r
             JOIN {cells} v USING (row_no)
             JOIN people_person p ON p.birth_date = v.birth_date AND p.search_key = v.search_key AND p.merged_into_id IS NULL
             LEFT JOIN LATERAL (
                  SELECT c.name AS class_name, bool_or(e.school_class_id = r.class_id) OVER () AS same_class
                    FROM enrolment_enrolment e JOIN enrolment_schoolclass c ON c.id = e.school_class_id
                   WHERE e.person_id = p.id AND e.school_id = v.school_id
                   ORDER BY e.starts_on DESC, e.id DESC LIMIT 1) h ON true
            WHERE r.person_id IS NULL AND r.outcome <> 'rejected'"""
    )
    batch.execute(
        """UPDATE {rows} r SET person_id = n.person_id, found_by = 'name'
             FROM (SELECT row_no, (array_agg(person_id ORDER BY same_class DESC))[1] AS person_id
                     FROM namesakes WHERE possible AND class_name IS NOT NULL GROUP BY row_no
                   HAVING count(*) = 1 OR count(*) FILTER (WHERE same_class) = 1) n
            WHERE n.row_no = r.row_no"""
    )
    batch.reject_where(
        "r.person_id IS NULL AND r.row_no IN (SELECT row_no FROM namesakes WHERE possible AND class_name IS NOT NULL)",
        "full_name",
        "format(%(text)s, (SELECT string_agg(DISTINCT class_name, ', ') FROM namesakes n WHERE n.row_no = r.row_no))",
        {
            "text": _(
                "Trường có nhiều em cùng họ tên và ngày sinh (lớp %s). Ghi số định danh hoặc mã định danh để biết là em nào."
            )
        },
    )
    batch.execute("ANALYZE {rows}")


def _refuse_wrong_targets(batch: Batch) -> None:
    batch.execute("DROP TABLE IF EXISTS targets")
    batch.execute(
        """CREATE TEMPORARY TABLE targets ON COMMIT DROP AS
           SELECT r.row_no, min(r.row_no) OVER (PARTITION BY r.person_id) AS first_row, p.sort_key, p.birth_date, p.sector_id,
                  EXISTS (SELECT 1 FROM enrolment_enrolment e WHERE e.person_id = p.id) AS has_studied,
                  EXISTS (SELECT 1 FROM roles_roleassignment a WHERE a.person_id = p.id)
                  OR EXISTS (SELECT 1 FROM people_guardianship g WHERE g.guardian_id = p.id) AS is_adult
             FROM {rows} r JOIN people_person p ON p.id = r.person_id WHERE r.outcome <> 'rejected'"""
    )
    target = "FROM targets t WHERE t.row_no = r.row_no"
    batch.reject_where(
        f"EXISTS (SELECT 1 {target} AND t.first_row < t.row_no)",
        "full_name",
        f"format(%(text)s, (SELECT t.first_row {target}))",
        {"text": _("Cùng là một em với dòng %s của tệp. Chỉ giữ một dòng.")},
    )
    batch.reject_where(
        f"""r.found_by <> 'name' AND EXISTS (
            SELECT 1 {target} AND t.sort_key <> v.sort_key AND t.birth_date IS DISTINCT FROM v.birth_date)""",
        "full_name",
        "%(text)s",
        {"text": _("Số trong dòng này đang thuộc một hồ sơ khác cả họ tên lẫn ngày sinh. Kiểm tra lại số.")},
    )
    batch.reject_where(
        f"EXISTS (SELECT 1 {target} AND t.sector_id <> v.sector_id)",
        "sector_id",
        "%(text)s",
        {"text": _("Em này đã có mã định danh Bộ GDĐT khác. Mã không đổi suốt đời; sửa cho đúng, hoặc để trống ô này.")},
    )
    batch.reject_where(
        f"EXISTS (SELECT 1 {target} AND t.is_adult AND NOT t.has_studied)",
        "personal_id",
        "%(text)s",
        {"text": _("Số định danh này là của một người lớn (cán bộ hoặc phụ huynh). Ghi số của học sinh.")},
    )


def _find_enrolments(batch: Batch) -> None:
    """The open stay of each known learner, or his last one."""
    batch.execute(
        """UPDATE {rows} r
              SET open_id = CASE WHEN e.status = 'studying' THEN e.id END, last_id = e.id, last_status = e.status,
                  last_ends_on = e.ends_on, at_school_id = e.school_id, at_class_id = e.school_class_id,
                  at_year_id = e.school_year_id, at_grade = c.grade, at_class_name = c.name, at_year = y.code,
                  at_year_starts_on = y.starts_on, at_year_ends_on = y.ends_on
             FROM enrolment_enrolment e
             JOIN enrolment_schoolclass c ON c.id = e.school_class_id
             JOIN calendar_schoolyear y ON y.id = e.school_year_id
            WHERE r.person_id IS NOT NULL AND r.outcome <> 'rejected' AND e.id = (
                  SELECT h.id FROM enrolment_enrolment h WHERE h.person_id = r.person_id
                   ORDER BY h.status = 'studying' DESC, h.starts_on DESC, h.id DESC LIMIT 1)"""
    )


# After the old year's end a learner enters the first grade of the next level wherever he is admitted (Điều 28).
_ADMITTED = "(r.at_year_ends_on < %(starts_on)s AND v.class_grade IN (1, 6, 10) AND r.at_grade = v.class_grade - 1)"


def _judge_enrolments(batch: Batch) -> None:
    """`closes`: with which status the open stay ends when the row is imported; `enrols`: whether a new stay begins."""
    year = batch.context.facts["year"]
    params = {"year": year.pk, "starts_on": year.starts_on}
    batch.reject_where(
        f"r.open_id IS NOT NULL AND r.at_school_id <> v.school_id AND NOT {_ADMITTED}",
        "full_name",
        "%(text)s",
        params | {"text": _("Em này đang học ở trường khác trong tỉnh. Gửi yêu cầu chuyển trường (Học sinh › Chuyển trường).")},
    )
    batch.reject_where(
        "r.open_id IS NOT NULL AND r.at_year_starts_on > %(starts_on)s",
        "class_name",
        "%(text)s",
        params | {"text": _("Em này đã ở lớp của năm học sau. Chọn đúng năm học của tệp.")},
    )
    batch.execute(
        """UPDATE {rows} SET
             closes = CASE WHEN open_id IS NULL OR at_class_id = class_id THEN NULL
                           WHEN at_year_id = %(year)s THEN 'moved_class' ELSE 'completed' END,
             enrols = open_id IS NULL OR class_id IS NULL OR at_class_id <> class_id
            WHERE person_id IS NOT NULL AND outcome <> 'rejected'""",
        params,
    )
    batch.warn_where(
        "r.open_id IS NULL AND r.last_status IN ('suspended', 'dropped_out', 'transferred') AND r.at_school_id = v.school_id",
        "full_name",
        "format(%(text)s, to_char(r.last_ends_on, 'DD/MM/YYYY'))",
        {"text": _("Em này đã nghỉ từ ngày %s; nhập sẽ ghi danh lại.")},
    )


def _find_changes(batch: Batch) -> None:
    batch.execute(CHANGES_SQL, {"year": batch.context.facts["year"].pk})
    batch.warn_where(
        "r.changes->'personal_id'->>0 IS NOT NULL",
        "personal_id",
        "%(text)s",
        {"text": _("Số định danh khác với số đang có trong hồ sơ; nhập sẽ thay số cũ.")},
    )
    batch.warn_where(
        "r.found_by <> 'name' AND r.changes->'full_name'->>0 IS NOT NULL",
        "full_name",
        "format(%(text)s, r.changes->'full_name'->>0)",
        {"text": _("Cùng số định danh nhưng hồ sơ đang ghi tên «%s».")},
    )
    batch.reject_where(
        "r.outcome = 'new' AND v.sex IS NULL", "sex", "%(text)s", {"text": _("Em mới phải có giới tính. Ghi Nam hoặc Nữ.")}
    )


def _warn_of_shared_guardians(batch: Batch) -> None:
    for who in GUARDIANS:
        batch.warn_where(
            f"""r.person_id IS NOT NULL AND v.{who}_name IS NOT NULL AND EXISTS (
                SELECT 1 FROM people_guardianship w JOIN people_person g ON g.id = w.guardian_id
                 WHERE w.child_id = r.person_id AND w.relation = '{who}' AND w.ends_on IS NULL
                   AND {OTHER_NAME_SHARED.format(who=who)})""",
            f"{who}_name",
            "%(text)s",
            {
                "text": _(
                    "Tên khác với người đang ghi trong hồ sơ, mà người đó có tài khoản hoặc có con khác. "
                    "Sửa ở trang hồ sơ của em."
                )
            },
        )


def _warn_of_twins(batch: Batch) -> None:
    """Somebody of the same name and day studies elsewhere, and no personal number tells whether it is the same child."""
    batch.warn_where(
        """r.outcome = 'new' AND r.row_no IN (
             SELECT n.row_no FROM namesakes n
               JOIN people_person p ON p.id = n.person_id
               JOIN enrolment_enrolment e ON e.person_id = n.person_id AND e.status = 'studying'
              WHERE n.class_name IS NULL AND (p.personal_id_index IS NULL OR v.personal_id_index IS NULL))""",
        "full_name",
        "%(text)s",
        {"text": _("Có em cùng họ tên, ngày sinh đang học trường khác trong tỉnh. Nếu là một em, hãy yêu cầu chuyển trường.")},
    )
