"""Accounts: how a person proves who he is. What he may do is `core.roles`; who he is, `core.people`."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.access.api import EVERYWHERE
from khuevan.kernel.ids import new_uid
from khuevan.kernel.privacy import Privacy


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username: str) -> "User":
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
        constraints = [
            models.CheckConstraint(
                name="accounts_user_username_plain",
                condition=models.Q(username__regex=r"^[a-z0-9][a-z0-9._-]{1,63}$"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.username})"
