"""The demo's sign-ins: one named account for every role, with a password made at random on this machine."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection

from khuevan.core.roles.api import Role

from .loader import Loader, Unit
from .province import OFFICE_POSTS, Family, Province

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


WHO_SQL = "SELECT full_name, account_id FROM people_person WHERE id = %s"
LINK_SQL = "UPDATE people_person SET account_id = %s WHERE id = %s"
# A demo account asks for no new password at first sign-in.
OPEN_SQL = "UPDATE accounts_user SET username = %s, password = %s, password_set_at = now() WHERE id = %s"


@dataclass(frozen=True)
class SignIn:
    username: str
    role: str
    unit: str
    person_id: int


def open_sign_ins(built: Province) -> list[dict[str, str]]:
    """Give the chosen people their user names and passwords; returns what the newcomer is shown."""
    loader = Loader()
    return [_open(loader, sign_in) for sign_in in _chosen(built)]


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
    for family in _large_families(built)[:1]:
        yield SignIn("phuhuynh", "guardian", "", family.mother_id)
        yield SignIn("hocsinh", "pupil", "", family.children[-1])


def _places(built: Province) -> Iterator[tuple[Unit, Sequence[str]]]:
    yield built.ministry, ["ministry_observer"]
    yield built.department, ["department_director", "inspector", "system_administrator", "auditor"]
    for role, division in built.divisions.items():
        yield division, [role]
    yield built.communes["Hoa Lư"], ["commune_officer"]
    yield _school(built), OFFICE_POSTS


def _large_families(built: Province) -> list[Family]:
    return [family for families in built.families.values() for family in families if len(family.children) > 1]


def _school(built: Province) -> Unit:
    return built.schools.get(SCHOOL) or next(unit for name, unit in built.schools.items() if name.startswith("Trường THCS"))


def _open(loader: Loader, sign_in: SignIn) -> dict[str, str]:
    password = "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
    with connection.cursor() as cursor:
        cursor.execute(WHO_SQL, [sign_in.person_id])
        name, account_id = cursor.fetchone()
        if account_id is None:
            account_id = loader.account(sign_in.username, name)
            loader.flush()
            cursor.execute(LINK_SQL, [account_id, sign_in.person_id])
        cursor.execute(OPEN_SQL, [sign_in.username, make_password(password), account_id])
    return {
        "username": sign_in.username,
        "password": password,
        "role": str(Role(sign_in.role).label),
        "unit": sign_in.unit,
        "person": name,
    }
