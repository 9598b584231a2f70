"""Writes the demo province with COPY: rows are gathered school by school and poured in table by table."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection
from psycopg.types.range import DateRange

from khuevan.kernel import clock, vault
from khuevan.kernel.ids import new_uid
from khuevan.kernel.text import search_key, sort_key, sort_key_plain

from .people import Invented

UNUSABLE = "!"
MODELS = (
    "org.OrgUnit",
    "org.UnitVersion",
    "org.UnitCode",
    "accounts.User",
    "people.Person",
    "people.Guardianship",
    "roles.RoleAssignment",
    "enrolment.SchoolClass",
    "enrolment.Enrolment",
    "indicators.ReportedValue",
)


class Table:
    """A table to pour into: its columns, and what a column holds when a row does not say.

    The loader goes below the operations of the rooms, for speed; that is why it looks at models, and nothing else here does.
    """

    def __init__(self, label: str) -> None:
        model = apps.get_model(label)
        fields = model._meta.concrete_fields
        self.name = model._meta.db_table
        self.defaults = {field.column: field.get_default() for field in fields}
        self.stamps = [
            field.column for field in fields if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        ]
        self.has_uid = "uid" in self.defaults
        self.rows: list[dict[str, Any]] = []
        self.last_id = 0

    def add(self, values: dict[str, Any]) -> None:
        if unknown := values.keys() - self.defaults.keys():
            raise KeyError(f"{self.name}: {unknown}")
        made = {"uid": new_uid()} if self.has_uid else {}
        self.rows.append({**made, **dict.fromkeys(self.stamps, clock.now()), **values})

    def pour(self) -> None:
        """COPY the rows that were gathered, and move the sequence behind them."""
        with connection.cursor() as cursor:
            if self.rows:
                columns = [column for column in self.defaults if column != "id" or self.last_id]
                names = ", ".join(f'"{column}"' for column in columns)
                with cursor.cursor.copy(f"COPY {self.name} ({names}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row([row.get(column, self.defaults[column]) for column in columns])
                self.rows.clear()
            if self.last_id:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [self.name, self.last_id])
                self.last_id = 0  # operations may found units between two pours

    def next_id(self) -> int:
        if not self.last_id:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT coalesce(max(id), 0) FROM {self.name}")  # noqa: S608 -- our own table names
                self.last_id = cursor.fetchone()[0]
        self.last_id += 1
        return self.last_id


@dataclass
class Unit:
    """A unit that has been written: what later rows need of it. `inside` holds the ids of itself and its classes."""

    id: int
    name: str
    path: str
    parent_id: int | None = None
    inside: set[int] = field(default_factory=set)


class Loader:
    """Hands out ids, gathers rows, and pours them in with `flush`. Use inside one transaction."""

    def __init__(self) -> None:
        self.tables = {label: Table(label) for label in MODELS}
        self.count = 0

    def add(self, label: str, **values: Any) -> None:
        self.tables[label].add(values)

    def next_id(self, label: str) -> int:
        return self.tables[label].next_id()

    @property
    def waiting(self) -> int:
        """Rows gathered and not yet poured in."""
        return sum(len(table.rows) for table in self.tables.values())

    def flush(self) -> None:
        for table in self.tables.values():
            table.pour()

    def unit(
        self, kind: str, name: str, parent: Unit | None, since: date, *, code: tuple[str, str] | None = None, **values
    ) -> Unit:
        """A unit with its first version, and a code `(system, code)` if it has one."""
        id = self.next_id("org.OrgUnit")
        unit = Unit(id, name, f"{parent.path if parent else ''}{id}/", parent.id if parent else None, {id})
        keys = {"sort_key": sort_key_plain(name), "search_key": search_key(name)}
        shared = {"kind": kind, "name": name, "parent_id": unit.parent_id, "area": "normal", "levels": []} | keys | values
        self.add("org.OrgUnit", id=id, path=unit.path, valid_from=since, **shared)
        period = DateRange(since, None)
        kept = self.tables["org.UnitVersion"].defaults.keys() & shared.keys()
        self.add("org.UnitVersion", unit_id=id, period=period, **{name: shared[name] for name in kept})
        if code:
            self.add("org.UnitCode", unit_id=id, system=code[0], code=code[1], period=period)
        return unit

    def person(self, invented: Invented, keeper: Unit, *, account_id: int | None = None, **values) -> int:
        """A profile; returns its id."""
        id = self.next_id("people.Person")
        sealed = index = None
        if invented.personal_id:
            sealed, index = vault.seal(invented.personal_id), vault.blind_index(invented.personal_id)
        self.add(
            "people.Person",
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
        id = self.next_id("accounts.User")
        self.add(
            "accounts.User",
            id=id,
            username=username,
            full_name=full_name,
            search_key=search_key(f"{full_name} {username}"),
            sort_key=sort_key(full_name),
            password=UNUSABLE,
            is_active=True,
            must_change_password=False,
            language="vi",
        )
        return id

    def post(self, person_id: int, role: str, unit: Unit, since: date) -> None:
        self.add("roles.RoleAssignment", person_id=person_id, role=role, unit_id=unit.id, starts_on=since)
