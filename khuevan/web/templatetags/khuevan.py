"""Filters and tags of every template: numbers as written in Viet Nam, icons, chips, bars, built assets."""

from urllib.parse import urlencode

from django import template

from khuevan.kernel import clock

from .. import assets, forms, markup, numbers, rows
from ..types import Status

register = template.Library()

register.filter("number", numbers.number)
register.filter("percent", numbers.percent)
register.filter("tenths", numbers.tenths)
register.filter("money", numbers.money)
register.filter("day", numbers.day)
register.filter("moment", numbers.moment)
register.filter("clock_time", numbers.clock_time)
register.filter("masked", numbers.masked)

register.simple_tag(markup.icon, name="icon_svg")
register.simple_tag(markup.chip, name="chip_span")
register.simple_tag(markup.bar, name="bar_svg")
register.simple_tag(markup.link_button, name="link_button")
register.simple_tag(forms.new_key, name="new_key")
register.simple_tag(assets.stylesheets, name="stylesheets")
register.simple_tag(assets.scripts, name="scripts")
register.simple_tag(assets.preloads, name="preloads")


@register.filter
def status(value: Status):
    return markup.status_chip(value)


@register.filter
def initials(name: str) -> str:
    """Family name and given name: Phạm Thu Hà → PH."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.simple_tag
def now():
    """The moment of the house's clock."""
    return clock.now()


@register.simple_tag(takes_context=True)
def with_query(context, **changes) -> str:
    """The current address with some parameters changed; None or "" removes one."""
    query = dict(context["request"].GET.lists())
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = [value]
    return f"?{urlencode(query, doseq=True)}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def headings(context, table):
    """The headings of a table; those that sort lead to the present address with another order."""
    return rows.headings(table, lambda order: with_query(context, sort=order, page=None))


@register.simple_tag
def page_window(page) -> list[int | None]:
    """Page numbers worth showing around the present one; None stands for a gap."""
    return [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]


@register.filter
def split(words: str) -> list[str]:
    return words.split()
