"""Notices in believable situations."""

from khuevan.core.accounts.models import User
from khuevan.core.jobs.api import system_actor
from khuevan.core.notices.models import Notice
from khuevan.core.notices.operations import notify

KIND = "notices.job_ended"


def with_address(user: User, email: str) -> User:
    user.email = email
    user.save(update_fields=["email"])
    return user


def make_notice(user: User, title: str = "Đã xong: Xuất danh sách", **fields) -> Notice:
    notify(system_actor("Thử"), users=[user.pk], kind=KIND, title=title, **fields)
    return Notice.objects.filter(recipient=user).order_by("-id").first()
