"""Vocabulary of personal profiles that other modules may use."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Relation(TextChoices):
    """What a guardian is to a child."""

    FATHER = "father", _("Cha")
    MOTHER = "mother", _("Mẹ")
    GRANDPARENT = "grandparent", _("Ông, bà")
    SIBLING = "sibling", _("Anh, chị")
    GUARDIAN = "guardian", _("Người giám hộ")


class Permission(StrEnum):
    VIEW = "people.view"
    VIEW_SENSITIVE = "people.view_sensitive"
    EDIT = "people.edit"
    MERGE = "people.merge"
    CORRECT = "people.correct"
    OPEN_ACCOUNTS = "people.open_accounts"
