"""SQL that says what a row would change in a profile: code of the column -> [old, new]. Empty cells change nothing."""

# ruff: noqa: S608 - every piece of the statements is a name of our own

from .guardians import GUARDIANS

#: Columns whose profile has "" for nothing.
TEXTS = (
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


def _when(condition: str, code: str, old: str, new: str) -> str:
    return f"CASE WHEN {condition} THEN jsonb_build_object('{code}', jsonb_build_array({old}, {new})) ELSE '{{}}' END"


def _text_difference(name: str) -> str:
    return _when(
        f"v.{name} <> '' AND v.{name} IS DISTINCT FROM nullif(p.{name}, '')", name, f"nullif(p.{name}, '')", f"v.{name}"
    )


# Another name may be another person: a guardian with an account or another child is not renamed (see `people.api`).
OTHER_NAME_SHARED = """(v.{who}_sort_key <> g.sort_key AND (g.account_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM people_guardianship o WHERE o.guardian_id = g.id AND o.id <> w.id)))"""


def _guardian_difference(who: str) -> str:
    """A guardian of one relation: name by its sort key, the rest by value. Where none is known yet, the name alone counts."""
    differences = " || ".join(
        (
            _when(f"v.{who}_sort_key <> g.sort_key", f"{who}_name", "g.full_name", f"v.{who}_name"),
            _when(
                f"v.{who}_birth_year <> coalesce(g.birth_year, 0)", f"{who}_birth_year", "g.birth_year", f"v.{who}_birth_year"
            ),
            _when(f"v.{who}_phone <> g.phone", f"{who}_phone", "nullif(g.phone, '')", f"v.{who}_phone"),
            _when(
                f"v.{who}_occupation <> w.occupation", f"{who}_occupation", "nullif(w.occupation, '')", f"v.{who}_occupation"
            ),
        )
    )
    return f"""CASE WHEN v.{who}_name IS NULL THEN '{{}}' ELSE coalesce((
        SELECT CASE WHEN {OTHER_NAME_SHARED.format(who=who)} THEN '{{}}' ELSE {differences} END
          FROM people_guardianship w JOIN people_person g ON g.id = w.guardian_id
         WHERE w.child_id = r.person_id AND w.relation = '{who}' AND w.ends_on IS NULL
         ORDER BY w.id LIMIT 1), jsonb_build_object('{who}_name', jsonb_build_array(NULL, v.{who}_name))) END"""


_CLASS_BEFORE = """CASE WHEN r.open_id IS NOT NULL THEN r.at_class_name
    || CASE WHEN r.at_year_id <> %(year)s THEN ' (' || r.at_year || ')' ELSE '' END END"""

_DIFFERENCES = " || ".join(
    (
        _when("v.birth_date IS DISTINCT FROM p.birth_date", "birth_date", "p.birth_date", "v.birth_date"),
        *(_text_difference(name) for name in TEXTS),
        # «Hoà» and «Hòa», «HÒA» and «Hòa» are one name.
        _when("v.sort_key <> p.sort_key", "full_name", "p.full_name", "v.full_name"),
        _when(
            "v.personal_id_index IS NOT NULL AND v.personal_id_index IS DISTINCT FROM p.personal_id_index",
            "personal_id",
            "nullif(p.personal_id_hint, '')",
            "v.personal_id_hint",
        ),
        _when("r.enrols", "class_name", _CLASS_BEFORE, "v.class_name"),
        *(_guardian_difference(who) for who in GUARDIANS),
    )
)

#: Sets target, changes and outcome of the rows whose learner is known; needs %(year)s.
CHANGES_SQL = f"""
UPDATE {{rows}} r
   SET target_id = r.person_id, changes = f.changes,
       outcome = CASE WHEN f.changes = '{{}}' THEN 'unchanged' ELSE 'changed' END
  FROM (SELECT r.row_no, {_DIFFERENCES} AS changes
          FROM {{rows}} r JOIN {{cells}} v USING (row_no) JOIN people_person p ON p.id = r.person_id) f
 WHERE f.row_no = r.row_no AND r.outcome <> 'rejected'
"""
