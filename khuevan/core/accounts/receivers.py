"""What follows from what accounts announce: letters to the holder."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.events import receives
from khuevan.kernel.manifest import Text

from . import queries
from .events import EmailChangeRequested, PasswordChanged, PasswordResetRequested, SecondFactorChanged
from .queries import links


@receives(PasswordResetRequested)
def send_password_link(event: PasswordResetRequested) -> None:
    user = queries.account_by_pk(event.user_id)
    if user and user.email and user.is_active:
        _send(user, user.email, _("Đặt lại mật khẩu Khuê Văn"), "password_link", link=links.password_link(user))


@receives(EmailChangeRequested)
def send_email_link(event: EmailChangeRequested) -> None:
    user = queries.account_by_pk(event.user_id)
    if user:
        _send(user, event.email, _("Xác nhận địa chỉ thư điện tử"), "email_link", link=links.email_link(user, event.email))


@receives(PasswordChanged)
def tell_of_password(event: PasswordChanged) -> None:
    user = queries.account_by_pk(event.user_id)
    if user and user.email:
        _send(user, user.email, _("Mật khẩu Khuê Văn của bạn vừa được đổi"), "password_changed", by_holder=event.by_holder)


@receives(SecondFactorChanged)
def tell_of_second_factor(event: SecondFactorChanged) -> None:
    user = queries.account_by_pk(event.user_id)
    if user and user.email:
        _send(user, user.email, _("Xác thực hai bước vừa được thay đổi"), "second_factor", is_on=event.is_on)


def _send(user: Any, address: str, subject: Text, letter: str, **context: Any) -> None:
    with translation.override(user.language):
        text = render_to_string(f"accounts/mail/{letter}.txt", {"user": user, **context})
        send_mail(str(subject), text, None, [address])
