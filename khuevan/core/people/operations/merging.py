"""Making two profiles one: the values that somebody chose, everything that referred to either, and the record of it.

It is not undone by a button: rows written after it belong to one person, and no machine can tell whose they were. What is kept
(`Merge`, the history of both profiles) says what each profile held and which rows moved, so that people can take it apart.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from khuevan.core.access import api as access
from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound, Stale
from khuevan.kernel.events import publish
from khuevan.kernel.operations import operation

from .. import queries, rules
from ..events import PersonsMerged
from ..models import DuplicatePair, DuplicateVerdict, Guardianship, Merge, Person
from ..types import AlreadyMerged, MergeConflict, Permission, SamePerson, Side
from .profiles import constraint_of

#: Columns that go with a field that a merge decides on.
_WITH = {
    "full_name": ("full_name", "sort_key", "search_key"),
    "personal_id_hint": ("personal_id_sealed", "personal_id_index", "personal_id_hint"),
    "keeper": ("keeper_id",),
}
#: Rows that are about two profiles as two, and stay so.
_ABOUT_BOTH = frozenset({Merge, DuplicatePair, DuplicateVerdict})


@operation
def merge_persons(
    actor: Actor,
    *,
    keep: Person,
    gone: Person,
    keep_version: int,
    gone_version: int,
    choices: Mapping[str, Side] | None = None,
    reason: str = "",
) -> Person:
    """Make `gone` part of `keep`; returns `keep`. Whoever looks for `gone` afterwards is led to `keep`.

    `choices` maps a field of `queries.MERGED_FIELDS` to the side whose value is taken; without a choice the kept value stays
    unless it is empty. Raises NotAllowed, SamePerson, AlreadyMerged, Stale, MergeConflict; then nothing was changed.
    """
    access.require(actor, Permission.MERGE, keep)
    access.require(actor, Permission.MERGE, gone)
    if keep.pk == gone.pk:
        raise SamePerson()
    keep, gone = _locked((keep, keep_version), (gone, gone_version))
    for words in queries.merge_obstacles(keep, gone):
        raise MergeConflict(words)
    for prepare in queries.merge_preparations():
        prepare(actor, keep, gone)
    taken = _sides(keep, gone, choices or {})
    account_id = _the_account(keep, gone)
    values = _values(keep, gone, taken)
    _drop_double_guardianships(keep, gone)
    moved = dict(_repoint_everything(keep, gone))
    _write_gone(keep, gone)
    _write_keep(keep, values | {"account_id": account_id})
    _record(actor, keep, gone, taken, moved, reason)
    return keep


def _locked(*both: tuple[Person, int]) -> list[Person]:
    """The two rows as they are, held until the end; in the order of their ids, so that two merges never wait for each other."""
    ids = [person.pk for person, _version in both]
    rows = Person.objects.select_related("account", "keeper").select_for_update(of=["self"]).filter(pk__in=ids)
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != len(ids):
        raise NotFound()
    if any(row.merged_into_id for row in found.values()):
        raise AlreadyMerged()
    if any(found[person.pk].version != version for person, version in both):
        raise Stale()
    return [found[pk] for pk in ids]


def _sides(keep: Person, gone: Person, choices: Mapping[str, Side]) -> dict[str, Side]:
    if unknown := set(choices) - set(queries.MERGED_FIELDS):
        raise TypeError(f"not merged by choice: {sorted(unknown)}")
    return {
        name: Side(choices.get(name) or rules.suggested_side(getattr(keep, name), getattr(gone, name)))
        for name in queries.MERGED_FIELDS
    }


def _values(keep: Person, gone: Person, taken: Mapping[str, Side]) -> dict[str, Any]:
    """The columns of the kept profile that change."""
    columns = [column for name, side in taken.items() if side is Side.GONE for column in _WITH.get(name, (name,))]
    return {column: getattr(gone, column) for column in columns}


def _the_account(keep: Person, gone: Person) -> int | None:
    """A person has one account. Of two, the one that is locked stays behind, nobody's."""
    held = [person.account for person in (keep, gone) if person.account]
    used = [account for account in held if account.is_active]
    if len(used) > 1:
        names = ", ".join(account.username for account in used)
        raise MergeConflict(
            _("Cả hai hồ sơ đều có tài khoản đang dùng (%s). Khóa tài khoản không dùng nữa rồi gộp lại.") % names
        )
    chosen = used or held
    return chosen[0].pk if chosen else None


def _drop_double_guardianships(keep: Person, gone: Person) -> None:
    """What both profiles have with the same third person is one relation; its history stays."""
    for mine, other in (("child", "guardian"), ("guardian", "child")):
        open_rows = Guardianship.objects.filter(ends_on=None)
        same = open_rows.filter(**{mine: keep}).values(other)
        open_rows.filter(**{mine: gone, f"{other}__in": same}).delete()
    if keep.guardianships.filter(is_primary=True).exists():
        gone.guardianships.filter(is_primary=True).update(is_primary=False)


def _repoint_everything(keep: Person, gone: Person) -> Iterator[tuple[str, list]]:
    """Every foreign key of every room to `gone` → what moved, by «room.Model.field»."""
    for field in _references():
        rows = field.model._base_manager.filter(**{field.name: gone})
        keys = [_plain(key) for key in rows.order_by("pk").values_list("pk", flat=True)]
        if keys:
            _repoint(field, rows, keep)
            yield f"{field.model._meta.label}.{field.name}", keys


def _references() -> Iterator[models.ForeignKey]:
    """Foreign keys to a person, without the history tables, which only PostgreSQL writes."""
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "pgh_tracked_model") or model in _ABOUT_BOTH or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Person and field.model is model:
                yield field


def _repoint(field: models.ForeignKey, rows: models.QuerySet, keep: Person) -> None:
    try:
        with transaction.atomic():
            rows.update(**{field.name: keep})
    except IntegrityError as error:
        raise MergeConflict(_why(field.model, error)) from error


def _why(model: type[models.Model], error: IntegrityError) -> str:
    """What both profiles have and one person cannot, in the words of the table."""
    broken = constraint_of(error)
    rule = next((rule for rule in model._meta.constraints if rule.name == broken), None)
    if isinstance(rule, models.CheckConstraint):
        return str(rule.violation_error_message)
    return _("Cả hai hồ sơ đều có %s mà một người chỉ có một. Kết thúc một trong hai rồi gộp lại.") % model._meta.verbose_name


def _write_gone(keep: Person, gone: Person) -> None:
    """The numbers and the account leave the merged profile; its history still has them."""
    released = {"personal_id_sealed": None, "personal_id_index": None, "sector_id": None, "account_id": None}
    _update(gone, released | {"merged_into_id": keep.pk})


def _write_keep(keep: Person, values: Mapping[str, Any]) -> None:
    _update(keep, values)


def _update(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    person.updated_at = clock.now()
    person.save_if_unchanged(person.version, [*values, "updated_at"])


def _record(actor: Actor, keep: Person, gone: Person, taken: Mapping[str, Side], moved: dict[str, list], reason: str) -> None:
    differing = {name: side for name, side in taken.items() if side is Side.GONE}
    Merge.objects.create(
        keep=keep, gone=gone, choices=differing, moved=moved, reason=reason[:250], made_at=clock.now(),
        made_by_id=actor.user_id, made_by_name=actor.name[:120],
    )  # fmt: skip
    _forget_pairs_of(gone)
    told = {"gone": [gone.full_name, ""], "taken": ["", ", ".join(differing)], "reason": ["", reason]}
    audit.record(actor, "people.persons_merged", keep, changes=told)
    publish(PersonsMerged(keep_id=keep.pk, gone_id=gone.pk))


def _forget_pairs_of(gone: Person) -> None:
    DuplicatePair.objects.filter(models.Q(first=gone) | models.Q(second=gone)).delete()


def _plain(key: Any) -> Any:
    """A key as JSON holds it: composite ones are lists."""
    if isinstance(key, tuple):
        return [_plain(part) for part in key]
    return key if isinstance(key, int | str) else str(key)
