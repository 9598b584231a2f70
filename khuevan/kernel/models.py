"""What every table shares."""

from typing import ClassVar

from django.db import models
from django.db.models import F

from .errors import Stale
from .ids import new_uid
from .privacy import Privacy


class Model(models.Model):
    """Base of every model: `privacy` is compulsory; `place` tells `core.access` where a row belongs."""

    privacy: ClassVar[Privacy]

    class Meta:
        abstract = True


class Entity(Model):
    """A row that leaves the house (API, exports) and that two people may edit at once."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save_if_unchanged(self, expected_version: int, update_fields: list[str]) -> None:
        """Write the fields only if nobody wrote since `expected_version`. Raises Stale."""
        values = {name: getattr(self, name) for name in update_fields}
        rows = type(self)._default_manager.filter(pk=self.pk, version=expected_version)
        if not rows.update(version=F("version") + 1, **values):
            raise Stale()
        self.version = expected_version + 1
