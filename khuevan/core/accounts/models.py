"""Accounts: how a person proves who he is. What he may do is `core.roles`; who he is, `core.people`."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE
from khuevan.kernel.ids import new_uid
from khuevan.kernel.models import Entity, Model
from khuevan.kernel.privacy import Privacy
from khuevan.kernel.text import search_key, sort_key


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """One account of one person. Signs in with user name, e-mail or phone; never shared, never deleted."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    username = models.CharField(_("tên đăng nhập"), max_length=64, unique=True)
    email = models.EmailField(_("thư điện tử"), null=True, blank=True, unique=True)
    phone = models.CharField(_("số điện thoại"), max_length=16, null=True, blank=True, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    search_key = models.CharField(max_length=240, editable=False, default="")
    sort_key = models.CharField(max_length=240, editable=False, default="", db_collation="C")
    is_active = models.BooleanField(_("đang dùng"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=5, default="vi")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = _("tài khoản")
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="accounts_user_search"),
            models.Index(fields=["sort_key", "id"], name="accounts_user_sort"),
            models.Index(Func(F("username"), Value("0123456789"), function="rtrim"), name="accounts_user_stem"),
        ]
        constraints = [
            models.CheckConstraint(
                name="accounts_user_username_plain",
                condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._-]{1,63}$"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.username})"

    @property
    def language_name(self) -> str:
        return dict(settings.LANGUAGES).get(self.language, self.language)

    def save(self, **options: Any) -> None:
        self.set_keys()
        super().save(**options)

    def set_keys(self) -> None:
        """For `save` and for whoever writes many accounts at once."""
        self.search_key = search_key(f"{self.full_name} {self.username}")
        self.sort_key = sort_key(self.full_name)


class PastPassword(Model):
    """The hash of a password that an account had; it is not taken again while it is among the newest."""

    privacy = Privacy.SENSITIVE
    place = EVERYWHERE

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-replaced_at"], name="accounts_past_newest")]


class FailureCount(Model):
    """Failures in a row of one subject: an account ("account:12"), a name nobody has, a network address, a one-time code."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    subject = models.CharField(max_length=100, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True)


class SlipBatch(Model):
    """Slips with one-time passwords, sealed. Opened by the maker within a day, then destroyed."""

    privacy = Privacy.SENSITIVE
    place = EVERYWHERE

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    made_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    opened_at = models.DateTimeField(null=True)


class ApiToken(Model):
    """A key with which programs act as an account, within its scopes. Only its digest is kept; `hint` is its end."""

    privacy = Privacy.PERSONAL
    place = EVERYWHERE

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("dùng cho"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=6)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("hết hạn"))
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True)
    revoked_at = models.DateTimeField(_("thu hồi"), null=True)

    def __str__(self) -> str:
        return self.label


class ApiClient(Entity):
    """Software that calls the API in its own name (OAuth 2.0 client credentials). Where it may act is in `core.roles`."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    name = models.CharField(_("tên phần mềm"), max_length=120)
    contact = models.CharField(_("đầu mối"), max_length=200)
    secret_digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40))
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("thu hồi"), null=True)

    class Meta:
        verbose_name = _("phần mềm gọi API")

    def __str__(self) -> str:
        return self.name

    @property
    def in_use(self) -> bool:
        return self.withdrawn_at is None


class ClientToken(Model):
    """A short-lived key that a client was given for its secret."""

    privacy = Privacy.NONE
    place = EVERYWHERE

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
