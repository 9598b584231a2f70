"""Filters of the lists."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.web import filters

from .types import JobState


class JobFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Tình trạng"), choices=JobState.choices)


class DeadLetterFilter(filters.FilterSet):
    waiting = filters.ToggleFilter(label=_("Chờ xử lý"), condition=Q(settled_at__isnull=True))
