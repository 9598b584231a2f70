"""The demo's sign-ins: one named account for every role, with a password made at random on this machine."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection

from khuevan.core.roles.api import Role
from khuevan.kernel.ids import new_uid

from .loader import Unit
from .province import OFFICE_POSTS, Province

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 -- the alphabet, without letters that look alike
SCHOOL = "Trường THCS Ninh Khánh"
USERNAMES = {
    "ministry_observer": "bo.gddt", "department_director": "giamdoc", "office_officer": "vanphong",
    "preschool_primary_officer": "mn.th", "secondary_officer": "trunghoc", "continuing_officer": "gdtx",
    "quality_officer": "qlcl", "student_affairs_officer": "hssv", "personnel_officer": "tccb", "finance_officer": "taichinh",
    "inspector": "thanhtra", "commune_officer": "xa.hoalu", "principal": "hieutruong", "vice_principal": "phohieutruong",
    "clerk": "vanthu", "accountant": "ketoan", "librarian": "thuvien", "health_worker": "yte", "it_focal_point": "cntt",
    "homeroom_teacher": "chunhiem", "subject_teacher": "giaovien", "system_administrator": "quantri", "auditor": "nhatky",
}  # fmt: skip


# The account of the person, made if he has none; a demo account asks for no new password at first sign-in.
OPEN_SQL = """
WITH person AS (SELECT id, full_name, account_id FROM people_person WHERE id = %(person)s),
opened AS (
    INSERT INTO accounts_user (uid, username, full_name, password, password_set_at, is_active, must_change_password,
                               language, created_at)
    SELECT %(uid)s, %(username)s, full_name, %(password)s, now(), true, false, 'vi', now() FROM person WHERE account_id IS NULL
    RETURNING id),
renamed AS (
    UPDATE accounts_user SET username = %(username)s, password = %(password)s, password_set_at = now()
     WHERE id = (SELECT account_id FROM person)),
linked AS (UPDATE people_person SET account_id = opened.id FROM opened WHERE people_person.id = %(person)s)
SELECT full_name FROM person
"""


@dataclass(frozen=True)
class SignIn:
    username: str
    role: str
    unit: str
    person_id: int


def open_sign_ins(built: Province) -> list[dict[str, str]]:
    """Give the chosen people their user names and passwords; returns what the newcomer is shown."""
    return [_open(sign_in) for sign_in in _chosen(built)]


def _chosen(built: Province) -> Iterator[SignIn]:
    for place, roles in _places(built):
        for role in roles:
            yield SignIn(USERNAMES[role], role, place.name, built.staff[place.id, role][0])
    school = _school(built)
    for role in ("homeroom_teacher", "subject_teacher"):
        person_id = next(
            people[0] for (unit_id, held), people in built.staff.items() if held == role and unit_id in school.inside
        )
        yield SignIn(USERNAMES[role], role, school.name, person_id)
    if built.families:
        guardian_id, children = max(built.families, key=lambda family: len(family[1]))
        yield SignIn("phuhuynh", "guardian", "", guardian_id)
        yield SignIn("hocsinh", "pupil", "", children[0])


def _places(built: Province) -> Iterator[tuple[Unit, Sequence[str]]]:
    yield built.ministry, ["ministry_observer"]
    yield built.department, ["department_director", "inspector", "system_administrator", "auditor"]
    for role, division in built.divisions.items():
        yield division, [role]
    yield built.communes["Hoa Lư"], ["commune_officer"]
    yield _school(built), OFFICE_POSTS


def _school(built: Province) -> Unit:
    return built.schools.get(SCHOOL) or next(iter(built.schools.values()))


def _open(sign_in: SignIn) -> dict[str, str]:
    password = "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
    values = {"person": sign_in.person_id, "username": sign_in.username, "password": make_password(password), "uid": new_uid()}
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SQL, values)
        name = cursor.fetchone()[0]
    return {
        "username": sign_in.username,
        "password": password,
        "role": str(Role(sign_in.role).label),
        "unit": sign_in.unit,
        "person": name,
    }
