"""What a database holds, in a form that two databases can be compared by."""

from dataclasses import dataclass

import psycopg
from psycopg import sql

# Rows of these tables change while one looks (heartbeats) or are made by restoring itself.
PASSING = frozenset({"procrastinate_workers", "web_cache"})

TABLES_SQL = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""


@dataclass(frozen=True)
class TableContent:
    """Number of rows, and a sum over digests of the rows that does not depend on their order."""

    rows: int
    checksum: str


def contents(connection: psycopg.Connection) -> dict[str, TableContent]:
    """Every table of the public schema. Slow in proportion to the data: every row is read."""
    tables = [name for (name,) in connection.execute(TABLES_SQL) if name not in PASSING]
    return {name: _content(connection, name) for name in tables}


def differences(wanted: dict[str, TableContent], found: dict[str, TableContent]) -> list[str]:
    """One sentence for each table that is not the same."""
    names = sorted(wanted.keys() | found.keys())
    return [f"{name}: {wanted.get(name)} ≠ {found.get(name)}" for name in names if wanted.get(name) != found.get(name)]


def _content(connection: psycopg.Connection, table: str) -> TableContent:
    statement = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} AS t")
    [(rows, checksum)] = connection.execute(statement.format(sql.Identifier(table))).fetchall()
    return TableContent(rows, checksum)
