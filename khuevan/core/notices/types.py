"""Vocabulary of notices that other modules may use."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

INBOX = "inbox"


class ChannelCode(TextChoices):
    """Where a notice goes besides its row. The inbox is the row itself."""

    EMAIL = "email", _("Thư điện tử")


class UnknownKind(Exception):
    """No manifest declares this kind of notices."""
