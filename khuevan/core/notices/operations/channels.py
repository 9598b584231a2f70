"""Ways out of the house, behind one small interface. A new one (SMS, a messenger) is one more class here."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from khuevan.core.jobs.api import Transient

from ..models import Notice
from ..types import ChannelCode

Deliver = Callable[[Notice], None]
PERMANENT_FROM = 500


class Refused(Exception):
    """The other side will never take this notice."""


class Later(Exception):
    """The other side did not take it now, and said so: it may be sent again."""


class Channel(Protocol):
    def reachable(self, user_ids: list[int]) -> set[int]:
        """Which of these accounts have an address in this channel."""

    def open(self) -> AbstractContextManager[Deliver]:
        """A connection, as a function that sends one notice. Opening raises Transient when the other side does not answer.

        The function raises Refused or Later when the notice was certainly not taken; any other error leaves that open.
        """


class EmailChannel:
    def reachable(self, user_ids: list[int]) -> set[int]:
        with_address = get_user_model().objects.filter(pk__in=user_ids, is_active=True).exclude(email=None).exclude(email="")
        return set(with_address.values_list("pk", flat=True))

    @contextmanager
    def open(self) -> Iterator[Deliver]:
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Transient(f"mail server: {error}") from error
        try:
            yield lambda notice: _send(connection, notice)
        finally:
            connection.close()


CHANNELS: dict[str, Channel] = {ChannelCode.EMAIL: EmailChannel()}


def _send(connection, notice: Notice) -> None:
    try:
        connection.send_messages([_message(notice)])
    except smtplib.SMTPRecipientsRefused as error:
        raise Refused(str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise (Refused if error.smtp_code >= PERMANENT_FROM else Later)(str(error)) from error


def _message(notice: Notice) -> EmailMessage:
    address = urljoin(settings.SITE_URL, notice.link) if notice.link else ""
    with translation.override(notice.recipient.language):
        text = render_to_string("notices/email.txt", {"notice": notice, "address": address})
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        notice.title,
        text,
        to=[notice.recipient.email] if notice.recipient.email else [],
        headers={"Message-ID": f"<{notice.uid}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
