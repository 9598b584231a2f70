"""Files: the content once, named by its own SHA-256; who owns a file decides who may read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE
from khuevan.kernel.ids import new_uid
from khuevan.kernel.models import Model
from khuevan.kernel.privacy import Privacy


class StoredFile(Model):
    """One upload. The same content sent twice is two rows and one file in the store. Without a link it is collected."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(_("cỡ tệp"))
    media_type = models.CharField(max_length=100)
    name = models.CharField(_("tên tệp"), max_length=200)
    purpose = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("gửi lúc"))

    class Meta:
        verbose_name = _("tệp")
        indexes = [
            models.Index(fields=["sha256"], name="files_file_sha256"),
            models.Index(fields=["uploaded_at"], name="files_file_uploaded"),
        ]
        constraints = [models.CheckConstraint(name="files_file_not_empty", condition=models.Q(size__gt=0))]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its name in the store."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class FileLink(Model):
    """An object owns a file, in a role ("result", "evidence"). Whoever may read the object may read the file."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="links")
    owner_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE, related_name="+")
    owner_id = models.BigIntegerField()
    role = models.CharField(max_length=40)
    linked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="files_link_owner")]
        constraints = [
            models.UniqueConstraint(fields=["file", "owner_type", "owner_id", "role"], name="files_link_once"),
        ]
