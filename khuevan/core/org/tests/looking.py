"""What tests look at: the whole of the tree's tables, and whether they agree with each other."""

from django.db import connection

# Columns that a reversal may leave changed: they count the changes themselves.
DUMPS = {
    "units": """SELECT to_jsonb(u) - 'version' - 'updated_at' FROM org_orgunit u ORDER BY id""",
    "versions": """SELECT to_jsonb(v) FROM org_unitversion v ORDER BY id""",
    "codes": """SELECT to_jsonb(c) FROM org_unitcode c ORDER BY id""",
    "successions": """SELECT to_jsonb(s) FROM org_succession s ORDER BY id""",
}

# A path is the parent's path and the unit's own number, except for units that ended under a parent that went elsewhere.
WRONG_PATHS = """
SELECT u.id, u.path FROM org_orgunit u LEFT JOIN org_orgunit p ON p.id = u.parent_id
 WHERE u.path <> coalesce(p.path, '') || u.id || '/'
"""

# The newest span of every unit says the same as its columns, and ends when the unit does.
WRONG_VERSIONS = """
SELECT u.id, u.name FROM org_orgunit u
  LEFT JOIN LATERAL (SELECT * FROM org_unitversion x WHERE x.unit_id = u.id ORDER BY lower(x.period) DESC LIMIT 1) v ON true
 WHERE (u.kind, u.name, u.short_name, u.sort_key, u.search_key, u.levels, u.ownership, u.affiliation, u.area, u.flags,
        u.commune_code) IS DISTINCT FROM (v.kind, v.name, v.short_name, v.sort_key, v.search_key, v.levels, v.ownership,
        v.affiliation, v.area, v.flags, v.commune_code)
    OR u.parent_id IS DISTINCT FROM v.parent_id OR upper(v.period) IS DISTINCT FROM u.valid_to + 1
"""

# From its first day to its last a unit always has a state.
GAPS = """
SELECT u.id, u.name FROM org_orgunit u JOIN org_unitversion v ON v.unit_id = u.id
 GROUP BY u.id, u.name, u.valid_from, u.valid_to
HAVING range_agg(v.period) <> multirange(daterange(u.valid_from, u.valid_to + 1))
"""

# Nobody in force stands below somebody who has ended.
ORPHANS = """
SELECT c.id, c.name FROM org_orgunit c JOIN org_orgunit p ON p.id = c.parent_id
 WHERE p.valid_to IS NOT NULL AND (c.valid_to IS NULL OR c.valid_to > p.valid_to)
"""


def dump() -> dict[str, list]:
    """Every row of the tree's tables."""
    return {name: _rows(sql) for name, sql in DUMPS.items()}


def faults() -> dict[str, list]:
    """Where the tables disagree; {} when they do not."""
    found = {
        "paths": _rows(WRONG_PATHS),
        "versions": _rows(WRONG_VERSIONS),
        "gaps": _rows(GAPS),
        "orphans": _rows(ORPHANS),
    }
    return {name: rows for name, rows in found.items() if rows}


def _rows(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
