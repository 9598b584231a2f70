"""Which rows of other rooms refer to units, found from the tables themselves: nobody has to tell this room about himself."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from django.db import connection
from django.db.models import CASCADE, ForeignKey, Model

from ..models import OrgUnit
from ..types import Affected

ROOM = OrgUnit._meta.app_label


@cache
def referring_fields() -> dict[type[Model], tuple[ForeignKey, ...]]:
    """Foreign keys to units that PostgreSQL keeps, by table; this room's own tables and row histories are left out."""
    fields: dict[type[Model], list[ForeignKey]] = defaultdict(list)
    for relation in OrgUnit._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not relation.auto_created or not isinstance(field, ForeignKey) or not field.db_constraint:  # type: ignore[attr-defined]
            continue
        if field.model._meta.app_label != ROOM:
            fields[field.model].append(field)
    return {model: tuple(found) for model, found in fields.items()}


def uses(unit_ids: Sequence[int]) -> list[tuple[str, int]]:
    """(name of the table, rows) of what uses units. Rows that go with their unit (CASCADE: figures) are not a use."""
    found = []
    for model, fields in referring_fields().items():
        binding = [field for field in fields if field.remote_field.on_delete is not CASCADE]
        count = _count(model, binding, unit_ids) if binding else 0
        if count:
            found.append((str(model._meta.verbose_name), count))
    return sorted(found)


def affected(ended: Sequence[int], moved: Sequence[int]) -> tuple[Affected, ...]:
    """How many rows belong to units that end, and to units that move; only tables that have a name of their own."""
    rows = []
    for model, fields in _named():
        counts = _count(model, fields, ended), _count(model, fields, moved)
        if any(counts):
            rows.append(Affected(str(model._meta.verbose_name), *counts))
    return tuple(sorted(rows, key=lambda row: row.label))


def _named() -> Iterator[tuple[type[Model], tuple[ForeignKey, ...]]]:
    for model, fields in referring_fields().items():
        if "verbose_name" in model._meta.original_attrs:
            yield model, fields


def _count(model: type[Model], fields: Sequence[ForeignKey], unit_ids: Sequence[int]) -> int:
    if not unit_ids:
        return 0
    quote = connection.ops.quote_name
    touching = " OR ".join(f"{quote(field.column)} = ANY(%(ids)s)" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {quote(model._meta.db_table)} WHERE {touching}", {"ids": list(unit_ids)})  # noqa: S608
        return cursor.fetchone()[0]
