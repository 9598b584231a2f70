"""Reading files: always through what owns them. The room of the owner says who may."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet

from khuevan.kernel.actor import Actor
from khuevan.kernel.errors import NotFound

from .models import FileLink, StoredFile

Guard = Callable[[Actor, int], bool]
_guards: dict[str, Guard] = {}


def guards(owner: str) -> Callable[[Guard], Guard]:
    """Register `(actor, owner_id) -> may he read that object?` for owners of one model ("jobs.job"), in a room's receivers."""

    def register(function: Guard) -> Guard:
        _guards[owner.lower()] = function
        return function

    return register


def files_of(owner: Model, role: str | None = None) -> QuerySet[StoredFile]:
    """The files an object owns, oldest first. Ask only for an object that the actor may see."""
    links = FileLink.objects.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)
    if role is not None:
        links = links.filter(role=role)
    return StoredFile.objects.filter(pk__in=links.values("file")).order_by("pk")


def files_by_owner(owners: Sequence[Model], role: str) -> dict[int, list[StoredFile]]:
    """The files that each of several objects of one model owns in a role, by the object's key. One query."""
    found: dict[int, list[StoredFile]] = {owner.pk: [] for owner in owners}
    if owners:
        kind = ContentType.objects.get_for_model(owners[0])
        links = FileLink.objects.filter(owner_type=kind, owner_id__in=found, role=role).select_related("file")
        for link in links.order_by("file"):
            found[link.owner_id].append(link.file)
    return found


def readable(actor: Actor, uid: UUID) -> StoredFile:
    """A file of which the actor may read at least one owner. Raises NotFound."""
    file = StoredFile.objects.filter(uid=uid).first()
    if file is None:
        raise NotFound()
    if not any(_may_read(actor, link) for link in file.links.select_related("owner_type")):
        raise NotFound()
    return file


def open_content(file: StoredFile) -> File:
    """The content, opened for reading; close it."""
    return default_storage.open(file.path)


def _may_read(actor: Actor, link: FileLink) -> bool:
    """False for an owner whose room registered nothing."""
    guard = _guards.get(f"{link.owner_type.app_label}.{link.owner_type.model}")
    return guard is not None and guard(actor, link.owner_id)
