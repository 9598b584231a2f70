"""Writes the demo province with COPY: rows are gathered school by school and poured in table by table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from psycopg.types.range import DateRange

from khuevan.kernel import clock, vault
from khuevan.kernel.ids import new_uid
from khuevan.kernel.text import search_key, sort_key, sort_key_plain

from .people import Invented

COLUMNS: dict[str, tuple[str, ...]] = {
    "org_orgunit": (
        "id",
        "uid",
        "version",
        "created_at",
        "updated_at",
        "kind",
        "name",
        "short_name",
        "sort_key",
        "search_key",
        "parent_id",
        "path",
        "valid_from",
        "levels",
        "ownership",
        "affiliation",
        "area",
        "address",
    ),
    "org_unitversion": ("unit_id", "period", "kind", "name", "parent_id", "levels", "ownership", "affiliation", "area"),
    "org_unitcode": ("unit_id", "system", "code", "period"),
    "accounts_user": (
        "id",
        "uid",
        "password",
        "username",
        "full_name",
        "is_active",
        "must_change_password",
        "language",
        "created_at",
    ),
    "people_person": (
        "id",
        "uid",
        "version",
        "created_at",
        "updated_at",
        "keeper_id",
        "account_id",
        "full_name",
        "sort_key",
        "search_key",
        "birth_date",
        "sex",
        "ethnicity",
        "nationality",
        "religion",
        "personal_id_sealed",
        "personal_id_index",
        "personal_id_hint",
        "sector_id",
        "birthplace",
        "birthplace_code",
        "hometown_code",
        "residence",
        "residence_code",
        "residence_code_before_2025",
        "current_address",
        "phone",
        "email",
        "policy_categories",
    ),
    "people_guardianship": ("child_id", "guardian_id", "relation", "is_primary", "occupation", "starts_on"),
    "roles_roleassignment": ("person_id", "role", "unit_id", "starts_on", "basis", "assigned_at"),
    "enrolment_schoolclass": (
        "id",
        "unit_id",
        "school_id",
        "school_year_id",
        "name",
        "sort_key",
        "level",
        "grade",
        "group",
        "curriculum",
    ),
    "enrolment_enrolment": (
        "uid",
        "version",
        "created_at",
        "updated_at",
        "person_id",
        "school_id",
        "school_year_id",
        "school_class_id",
        "status",
        "starts_on",
        "reason",
        "decision",
    ),
}
UNUSABLE = "!"
ARRAYS = {"levels", "policy_categories"}


@dataclass
class Unit:
    """A unit that has been written: what later rows need of it. `inside` holds the ids of itself and its classes."""

    id: int
    name: str
    path: str
    parent_id: int | None = None
    inside: set[int] = field(default_factory=set)


@dataclass
class Loader:
    """Hands out ids, gathers rows, and pours them in with `flush`. Use inside one transaction."""

    rows: dict[str, list[tuple]] = field(default_factory=lambda: {table: [] for table in COLUMNS})
    _next: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def add(self, table: str, **values: Any) -> None:
        defaults = {"version": 1, "created_at": self._now, "updated_at": self._now, "uid": new_uid()}
        self.rows[table].append(tuple(_value(name, values.get(name, defaults.get(name, ""))) for name in COLUMNS[table]))

    def next_id(self, table: str) -> int:
        if table not in self._next:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 -- our own table names
                self._next[table] = cursor.fetchone()[0]
        self._next[table] += 1
        return self._next[table]

    def unit(
        self, kind: str, name: str, parent: Unit | None, since: date, *, code: tuple[str, str] | None = None, **values
    ) -> Unit:
        """A unit with its first version, and a code `(system, code)` if it has one."""
        id = self.next_id("org_orgunit")
        unit = Unit(id, name, f"{parent.path if parent else ''}{id}/", parent.id if parent else None, {id})
        shared = {"kind": kind, "name": name, "parent_id": unit.parent_id, "area": "normal", "levels": []} | values
        self.add(
            "org_orgunit",
            id=id,
            path=unit.path,
            valid_from=since,
            sort_key=sort_key_plain(name),
            search_key=search_key(name),
            **shared,
        )
        period = DateRange(since, None)
        self.add("org_unitversion", unit_id=id, period=period, **shared)
        if code:
            self.add("org_unitcode", unit_id=id, system=code[0], code=code[1], period=period)
        return unit

    def person(self, invented: Invented, keeper: Unit, *, account_id: int | None = None, **values) -> int:
        """A profile; returns its id."""
        id = self.next_id("people_person")
        sealed = index = None
        if invented.personal_id:
            sealed, index = vault.seal(invented.personal_id), vault.blind_index(invented.personal_id)
        self.add(
            "people_person",
            id=id,
            keeper_id=keeper.id,
            account_id=account_id,
            full_name=invented.full_name,
            sort_key=sort_key(invented.full_name),
            search_key=search_key(invented.full_name),
            birth_date=invented.birth_date,
            sex=invented.sex,
            ethnicity=invented.ethnicity,
            nationality="VN",
            personal_id_sealed=sealed,
            personal_id_index=index,
            personal_id_hint=f"{invented.personal_id[:6]}••••{invented.personal_id[-2:]}" if invented.personal_id else "",
            sector_id=invented.sector_id or None,
            **({"policy_categories": []} | values),
        )
        self.count += 1
        return id

    def account(self, username: str, full_name: str) -> int:
        """An account that cannot sign in by password until it is given one."""
        id = self.next_id("accounts_user")
        self.add(
            "accounts_user",
            id=id,
            username=username,
            full_name=full_name,
            password=UNUSABLE,
            is_active=True,
            must_change_password=False,
            language="vi",
        )
        return id

    def post(self, person_id: int, role: str, unit: Unit, since: date) -> None:
        self.add(
            "roles_roleassignment", person_id=person_id, role=role, unit_id=unit.id, starts_on=since, assigned_at=self._now
        )

    def flush(self) -> None:
        """Pour in what has been gathered, and move the sequences behind it."""
        with connection.cursor() as cursor:
            for table, rows in self.rows.items():
                _copy(cursor.cursor, table, rows)
                rows.clear()
            for table, last in self._next.items():
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])

    @property
    def _now(self):
        return clock.now()


def _copy(cursor: Any, table: str, rows: Sequence[tuple]) -> None:
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _value(name: str, value: Any) -> Any:
    if name in ARRAYS:
        return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []
    return value
