"""Forgetting files that nobody owns."""

from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction

from khuevan.kernel import clock
from khuevan.kernel.actor import Actor

from ..models import FileLink, StoredFile
from .receiving import lock
from .store import ContentStore


def collect_orphans(actor: Actor, timestamp: datetime) -> None:
    """Nightly: links to objects that are gone, files without a link, contents without a file, once they are a day old."""
    _forget_links()
    limit = clock.now() - timedelta(hours=settings.FILES_ORPHAN_HOURS)
    StoredFile.objects.filter(links__isnull=True, uploaded_at__lt=limit).delete()
    store = cast(ContentStore, default_storage)  # the setting says so; Django's own type knows any storage
    for name in list(store.names(older_than_seconds=settings.FILES_ORPHAN_HOURS * 3600)):
        _forget_content(name)


def _forget_links() -> None:
    for owner_type in ContentType.objects.filter(pk__in=FileLink.objects.values("owner_type")):
        links = FileLink.objects.filter(owner_type=owner_type)
        model = owner_type.model_class()
        if model is not None:
            links = links.exclude(owner_id__in=model._base_manager.values("pk"))
        links.delete()


@transaction.atomic
def _forget_content(name: str) -> None:
    sha256 = PurePosixPath(name).name
    if name == StoredFile(sha256=sha256).path:
        lock(sha256)
        if StoredFile.objects.filter(sha256=sha256).exists():
            return
    default_storage.delete(name)
