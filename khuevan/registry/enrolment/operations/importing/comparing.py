"""What every row of the list is in the database: a new learner, a known one with changes, or one that must not be touched.

All of it is set-based SQL over the batch's table, run for the preview and again, under the schools' locks, at confirmation.
"""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from django.utils.translation import gettext as _

from khuevan.core.sheets.api import Batch

LOCK = "enrolment.import"

#: Columns of a profile that a row may change -> how a difference is told. `r` is the row, `p` the profile.
COMPARED = (
    "birth_date",
    "sex",
    "ethnicity",
    "religion",
    "nationality",
    "birthplace",
    "hometown_code",
    "residence",
    "residence_code",
    "current_address",
    "phone",
    "email",
    "sector_id",
)
GUARDIANS = ("father", "mother", "guardian")


def compare(batch: Batch) -> None:
    """Set `outcome`, `target_id`, `changes` and the working columns."""
    school_ids = [row[0] for row in batch.fetch("SELECT DISTINCT school_id FROM {rows} WHERE school_id IS NOT NULL")]
    batch.lock(LOCK, school_ids)
    _find_classes(batch)
    _find_by_numbers(batch)
    _find_by_names(batch)
    _refuse_wrong_targets(batch)
    _find_enrolments(batch)
    _judge_enrolments(batch)
    _find_changes(batch)
    _warn_of_shared_guardians(batch)
    _refuse_incomplete(batch)
    _warn_of_twins(batch)


def _find_classes(batch: Batch) -> None:
    batch.execute(
        """UPDATE {rows} r SET class_id = c.id, class_unit_id = c.unit_id, class_name = c.name, class_grade = c.grade
             FROM enrolment_schoolclass c
            WHERE c.school_id = r.school_id AND c.school_year_id = %(year)s AND c.sort_key = r.class_key""",
        {"year": batch.context.facts["year"].pk},
    )
    if not batch.context.options.get("create_classes"):
        batch.reject_where("class_id IS NULL", "class_name", "%(text)s", {"text": _("Lớp này không còn trong năm học.")})


def _find_by_numbers(batch: Batch) -> None:
    """The personal number first, then the sector's; two numbers of two people refuse the row."""
    batch.execute(
        """UPDATE {rows} r SET person_id = coalesce(p.merged_into_id, p.id), found_by = 'personal_id'
             FROM people_person p WHERE p.personal_id_index = r.personal_id_index AND r.outcome <> 'rejected'"""
    )
    batch.execute(
        """UPDATE {rows} r SET other_id = coalesce(p.merged_into_id, p.id)
             FROM people_person p WHERE p.sector_id = r.sector_id AND r.outcome <> 'rejected'"""
    )
    batch.reject_where(
        "person_id <> other_id",
        "sector_id",
        "%(text)s",
        {"text": _("Số định danh và mã định danh Bộ GDĐT thuộc hai hồ sơ khác nhau. Kiểm tra lại cả hai số.")},
    )
    batch.execute(
        "UPDATE {rows} SET person_id = other_id, found_by = 'sector_id' WHERE person_id IS NULL AND other_id IS NOT NULL"
    )


def _find_by_names(batch: Batch) -> None:
    """The same name and day among those who are or were at the school, when no number says otherwise; the same class decides."""
    batch.execute("DROP TABLE IF EXISTS namesakes")
    batch.execute(
        """CREATE TEMPORARY TABLE namesakes ON COMMIT DROP AS
           SELECT DISTINCT r.row_no, p.id AS person_id, e.id IS NOT NULL AS same_class, c.name AS class_name
             FROM {rows} r
             JOIN people_person p ON p.birth_date = r.birth_date AND p.search_key = r.search_key AND p.merged_into_id IS NULL
             JOIN LATERAL (SELECT school_class_id FROM enrolment_enrolment h
                            WHERE h.person_id = p.id AND h.school_id = r.school_id ORDER BY h.starts_on DESC, h.id DESC LIMIT 1) h ON true
             JOIN enrolment_schoolclass c ON c.id = h.school_class_id
             LEFT JOIN enrolment_enrolment e ON e.person_id = p.id AND e.school_class_id = r.class_id
            WHERE r.person_id IS NULL AND r.outcome <> 'rejected'
              AND (r.personal_id_index IS NULL OR p.personal_id_index IS NULL)
              AND (r.sector_id IS NULL OR p.sector_id IS NULL)"""
    )
    batch.execute(
        """UPDATE {rows} r SET person_id = n.person_id, found_by = 'name'
             FROM (SELECT row_no, (array_agg(person_id ORDER BY same_class DESC))[1] AS person_id
                     FROM namesakes GROUP BY row_no
                   HAVING count(*) = 1 OR count(*) FILTER (WHERE same_class) = 1) n
            WHERE n.row_no = r.row_no"""
    )
    batch.reject_where(
        "person_id IS NULL AND row_no IN (SELECT row_no FROM namesakes)",
        "full_name",
        """format(%(text)s, (SELECT string_agg(DISTINCT class_name, ', ') FROM namesakes n WHERE n.row_no = r.row_no))""",
        {
            "text": _(
                "Trường có nhiều em cùng họ tên và ngày sinh (lớp %s). Ghi số định danh hoặc mã định danh để biết là em nào."
            )
        },
    )


def _refuse_wrong_targets(batch: Batch) -> None:
    batch.reject_where(
        """EXISTS (SELECT 1 FROM {rows} o WHERE o.person_id = r.person_id AND o.row_no < r.row_no
                      AND o.outcome <> 'rejected')""",
        "full_name",
        """format(%(text)s, (SELECT min(o.row_no) FROM {rows} o
                              WHERE o.person_id = r.person_id AND o.outcome <> 'rejected'))""",
        {"text": _("Cùng là một em với dòng %s của tệp. Chỉ giữ một dòng.")},
    )
    batch.reject_where(
        """EXISTS (SELECT 1 FROM people_person p WHERE p.id = r.person_id AND found_by <> 'name'
                      AND p.sort_key <> r.sort_key AND p.birth_date IS DISTINCT FROM r.birth_date)""",
        "full_name",
        "%(text)s",
        {"text": _("Số trong dòng này đang thuộc một hồ sơ khác cả họ tên lẫn ngày sinh. Kiểm tra lại số.")},
    )
    batch.reject_where(
        """EXISTS (SELECT 1 FROM people_person p WHERE p.id = r.person_id AND p.sector_id <> r.sector_id)""",
        "sector_id",
        "%(text)s",
        {"text": _("Em này đã có mã định danh Bộ GDĐT khác. Mã không đổi suốt đời; sửa lại cho đúng, hoặc để trống ô này.")},
    )
    batch.reject_where(
        """person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM enrolment_enrolment e WHERE e.person_id = r.person_id)
           AND (EXISTS (SELECT 1 FROM roles_roleassignment a WHERE a.person_id = r.person_id)
                OR EXISTS (SELECT 1 FROM people_guardianship g WHERE g.guardian_id = r.person_id))""",
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
            WHERE r.person_id IS NOT NULL AND e.id = (
                  SELECT h.id FROM enrolment_enrolment h WHERE h.person_id = r.person_id
                   ORDER BY h.status = 'studying' DESC, h.starts_on DESC, h.id DESC LIMIT 1)"""
    )


_ELSEWHERE = "open_id IS NOT NULL AND at_school_id <> school_id"
_ADMITTED = "(at_year_ends_on < %(starts_on)s AND class_grade IN (1, 6, 10) AND at_grade = class_grade - 1)"


def _judge_enrolments(batch: Batch) -> None:
    """`closes`: with which status the open stay ends when the row is imported; `enrols`: whether a new stay begins."""
    year = batch.context.facts["year"]
    params = {"year": year.pk, "starts_on": year.starts_on}
    batch.reject_where(
        f"{_ELSEWHERE} AND NOT {_ADMITTED}",
        "full_name",
        "%(text)s",
        params
        | {
            "text": _(
                "Em này đang học ở trường khác trong tỉnh. Gửi yêu cầu chuyển trường (Học sinh › Chuyển trường), đừng thêm mới."
            )
        },
    )
    batch.reject_where(
        "open_id IS NOT NULL AND at_year_starts_on > %(starts_on)s",
        "class_name",
        "%(text)s",
        params | {"text": _("Em này đã ở lớp của năm học sau. Chọn đúng năm học của tệp.")},
    )
    batch.execute(
        """UPDATE {rows} SET
             closes = CASE WHEN open_id IS NULL OR at_class_id = class_id THEN NULL
                           WHEN at_year_id = %(year)s THEN 'moved_class' ELSE 'completed' END,
             enrols = open_id IS NULL OR class_id IS NULL OR at_class_id <> class_id""",
        params,
    )
    batch.warn_where(
        "open_id IS NULL AND last_status IN ('suspended', 'dropped_out', 'transferred') AND at_school_id = school_id",
        "full_name",
        "format(%(text)s, to_char(last_ends_on, 'DD/MM/YYYY'))",
        {"text": _("Em này đã nghỉ từ ngày %s; nhập sẽ ghi danh lại.")},
    )


def _difference(name: str) -> str:
    return f"""CASE WHEN r.{name} IS NOT NULL AND r.{name} <> '' AND r.{name} IS DISTINCT FROM nullif(p.{name}, '')
                    THEN jsonb_build_object('{name}', jsonb_build_array(nullif(p.{name}, ''), r.{name})) ELSE '{{}}' END"""


def _day_difference(name: str) -> str:
    return f"""CASE WHEN r.{name} IS NOT NULL AND r.{name} IS DISTINCT FROM p.{name}
                    THEN jsonb_build_object('{name}', jsonb_build_array(p.{name}, r.{name})) ELSE '{{}}' END"""


_OTHER_NAME_SHARED = """(r.{who}_sort_key <> g.sort_key AND (g.account_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM people_guardianship o WHERE o.guardian_id = g.id AND o.id <> w.id)))"""


def _guardian_difference(who: str) -> str:
    """A guardian of one relation: name by its sort key, the rest by value. Where none is known yet, the name alone counts.

    Another name may be another person: a guardian with an account or another child is not renamed (see `people.api`).
    """
    return f"""coalesce((SELECT CASE WHEN {_OTHER_NAME_SHARED.format(who=who)} THEN '{{}}' ELSE
        CASE WHEN r.{who}_sort_key <> g.sort_key
             THEN jsonb_build_object('{who}_name', jsonb_build_array(g.full_name, r.{who}_name)) ELSE '{{}}' END
        || CASE WHEN r.{who}_birth_year IS NOT NULL AND r.{who}_birth_year IS DISTINCT FROM g.birth_year
             THEN jsonb_build_object('{who}_birth_year', jsonb_build_array(g.birth_year, r.{who}_birth_year)) ELSE '{{}}' END
        || CASE WHEN r.{who}_phone IS NOT NULL AND r.{who}_phone <> g.phone
             THEN jsonb_build_object('{who}_phone', jsonb_build_array(nullif(g.phone, ''), r.{who}_phone)) ELSE '{{}}' END
        || CASE WHEN r.{who}_occupation IS NOT NULL AND r.{who}_occupation <> w.occupation
             THEN jsonb_build_object('{who}_occupation', jsonb_build_array(nullif(w.occupation, ''), r.{who}_occupation)) ELSE '{{}}' END
        END
          FROM people_guardianship w JOIN people_person g ON g.id = w.guardian_id
         WHERE r.{who}_name IS NOT NULL AND w.child_id = r.person_id AND w.relation = '{who}' AND w.ends_on IS NULL
         ORDER BY w.id LIMIT 1),
        CASE WHEN r.{who}_name IS NOT NULL THEN jsonb_build_object('{who}_name', jsonb_build_array(NULL, r.{who}_name)) ELSE '{{}}' END)"""


_CHANGES_SQL = f"""
UPDATE {{rows}} r
   SET target_id = p.id,
       changes = {" || ".join([_day_difference("birth_date"), *(_difference(name) for name in COMPARED if name != "birth_date")])}
         || CASE WHEN r.sort_key <> p.sort_key
                 THEN jsonb_build_object('full_name', jsonb_build_array(p.full_name, r.full_name)) ELSE '{{}}' END
         || CASE WHEN r.personal_id_index IS NOT NULL AND r.personal_id_index IS DISTINCT FROM p.personal_id_index
                 THEN jsonb_build_object('personal_id', jsonb_build_array(nullif(p.personal_id_hint, ''), r.personal_id_hint))
                 ELSE '{{}}' END
         || CASE WHEN r.enrols THEN jsonb_build_object('class_name', jsonb_build_array(
                      CASE WHEN r.open_id IS NOT NULL THEN r.at_class_name
                           || CASE WHEN r.at_year_id <> %(year)s THEN ' (' || r.at_year || ')' ELSE '' END END, r.class_name))
                 ELSE '{{}}' END
         || {" || ".join(_guardian_difference(who) for who in GUARDIANS)}
  FROM people_person p
 WHERE p.id = r.person_id AND r.outcome <> 'rejected'
"""


def _find_changes(batch: Batch) -> None:
    batch.execute(_CHANGES_SQL, {"year": batch.context.facts["year"].pk})
    batch.execute(
        """UPDATE {rows} SET outcome = CASE WHEN changes = '{}' THEN 'unchanged' ELSE 'changed' END
            WHERE person_id IS NOT NULL AND outcome <> 'rejected'"""
    )
    batch.warn_where(
        "changes->'personal_id'->>0 IS NOT NULL",
        "personal_id",
        "%(text)s",
        {"text": _("Số định danh khác với số đang có trong hồ sơ; nhập sẽ thay số cũ.")},
    )
    batch.warn_where(
        "found_by <> 'name' AND changes->'full_name'->>0 IS NOT NULL",
        "full_name",
        "format(%(text)s, changes->'full_name'->>0)",
        {"text": _("Cùng số định danh nhưng hồ sơ đang ghi tên «%s».")},
    )


def _warn_of_shared_guardians(batch: Batch) -> None:
    for who in GUARDIANS:
        batch.warn_where(
            f"""EXISTS (SELECT 1 FROM people_guardianship w JOIN people_person g ON g.id = w.guardian_id
                         WHERE r.{who}_name IS NOT NULL AND w.child_id = r.person_id AND w.relation = '{who}'
                           AND w.ends_on IS NULL AND {_OTHER_NAME_SHARED.format(who=who)})""",
            f"{who}_name",
            "%(text)s",
            {
                "text": _(
                    "Tên khác với người đang ghi trong hồ sơ, mà người đó có tài khoản hoặc có con khác. Sửa ở trang hồ sơ của em."
                )
            },
        )


def _refuse_incomplete(batch: Batch) -> None:
    batch.reject_where(
        "outcome = 'new' AND sex IS NULL", "sex", "%(text)s", {"text": _("Em mới phải có giới tính. Ghi Nam hoặc Nữ.")}
    )


def _warn_of_twins(batch: Batch) -> None:
    """Somebody of the same name and day studies elsewhere, and no number tells whether it is the same child."""
    batch.warn_where(
        """outcome = 'new' AND EXISTS (
             SELECT 1 FROM people_person p JOIN enrolment_enrolment e ON e.person_id = p.id AND e.status = 'studying'
              WHERE p.birth_date = r.birth_date AND p.search_key = r.search_key
                AND e.school_id <> r.school_id
                AND (p.personal_id_index IS NULL OR r.personal_id_index IS NULL))""",
        "full_name",
        "%(text)s",
        {"text": _("Có em cùng họ tên, ngày sinh đang học trường khác trong tỉnh. Nếu là một em, hãy yêu cầu chuyển trường.")},
    )
