"""Tying files to the objects that own them. Called by operations of the owning room, which have asked access already."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from khuevan.core.audit import api as audit
from khuevan.kernel import clock
from khuevan.kernel.actor import Actor
from khuevan.kernel.operations import operation

from ..models import FileLink, StoredFile


@operation
def link(actor: Actor, file: StoredFile, *, owner: Model, role: str) -> None:
    """Make `owner` an owner of the file in a role; twice is once."""
    FileLink.objects.get_or_create(
        file=file,
        owner_type=ContentType.objects.get_for_model(owner),
        owner_id=owner.pk,
        role=role,
        defaults={"linked_at": clock.now()},
    )


@operation
def unlink(actor: Actor, *, owner: Model, role: str | None = None) -> None:
    """Give the owner's files up (those of one role, or all); what nobody owns any more is collected at night."""
    links = FileLink.objects.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)
    (links if role is None else links.filter(role=role)).delete()


def write_down_download(file_id: int, *, user_id: int | None, actor_name: str, address: str) -> None:
    """Journal that an account took a file out of the house."""
    file = StoredFile.objects.filter(pk=file_id).first()
    audit.record(Actor(user_id=user_id, name=actor_name, address=address), "files.file_downloaded", file)
