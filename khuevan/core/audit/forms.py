"""Filters of the journal."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuevan.web import filters

from . import queries, rules


class Since(filters.DateFromFilter):
    """From midnight in Viet Nam on."""

    def filter(self, qs: QuerySet, value: date | None) -> QuerySet:
        return qs.filter(at__gte=rules.bounds(value)[0]) if value else qs


class Until(filters.DateUntilFilter):
    """To the end of the day in Viet Nam."""

    def filter(self, qs: QuerySet, value: date | None) -> QuerySet:
        return qs.filter(at__lt=rules.bounds(value)[1]) if value else qs


class JournalFilter(filters.FilterSet):
    q = filters.TextFilter(label=_("Tìm người làm, đối tượng, đơn vị"))
    verb = filters.ChoiceFilter(label=_("Việc"), choices=queries.verbs_by_room)
    since = Since(label=_("Từ ngày"))
    until = Until(label=_("Đến ngày"))
