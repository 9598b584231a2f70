"""The small pieces of HTML that tables need by the thousand, made in Python; components and columns share them."""

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import assets, numbers
from .numbers import Quantity
from .types import Status, Tone

BAR_WIDTH = 200


def escaped(text: Any) -> str:
    """As `conditional_escape`, with the ordinary kinds first."""
    kind = type(text)
    if kind is str:
        return html.escape(text)
    if kind is int:
        return str(text)
    return text if kind is SafeString else conditional_escape(text)


def attributes(attrs: Mapping[str, Any]) -> str:
    """Each with a space before it: True is a name alone, False is nothing."""
    shown = ((name, value) for name, value in attrs.items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in shown)


def link_button(href: object, label: object, kind: str = "default", name: str = "", size: str = "") -> SafeString:
    """A link that looks like a button, `name` its icon."""
    css = "btn" + (f" btn-{kind}" if kind != "default" else "") + (f" btn-{size}" if size else "")
    return mark_safe(f'<a class="{css}" href="{escaped(href)}">{icon(name)}<span>{escaped(label)}</span></a>')  # noqa: S308


def row_link(address: object, text: object) -> SafeString:
    """What opens the thing of a row."""
    return mark_safe(f'<a class="kv-row-link" href="{escaped(address)}">{escaped(text)}</a>')  # noqa: S308


def row_box(key: object, label: object) -> SafeString:
    """The box that chooses a row for the list's bulk buttons."""
    return mark_safe(  # noqa: S308
        f'<input type="checkbox" class="form-check-input" name="ids" value="{escaped(key)}" form="bulk" '
        f'aria-label="{escaped(label)}">'
    )


def icon(name: str, size: str = "", label: object = "") -> SafeString:
    """A Tabler icon of the sprite; with `label` it speaks, without it is decoration."""
    return _icon(name, size, str(label), assets.sprite()) if name else SafeString("")


def chip(word: object, tone: str = Tone.MUTE, icon_name: str = "") -> SafeString:
    """A status: word, icon, colour."""
    return format_html('<span class="kv-chip kv-{}">{}{}</span>', tone, icon(icon_name), word)


def status_chip(status: Status) -> SafeString:
    return chip(status.word, status.tone, status.icon)


def bar(value: Quantity | None, target: Quantity | None = None, tone: str = Tone.INFO, label: str = "") -> SafeString:
    """A bar from 0 to 100 with its target as a tick; spoken as a sentence. None means: not measured."""
    spoken = label or (_("Đo được %s") % numbers.percent(value) if value is not None else _("Chưa đo"))
    if target is not None:
        spoken = _("%(value)s, mục tiêu %(target)s") % {"value": spoken, "target": numbers.percent(target)}
    fill = format_html('<rect class="fill" width="{}" height="8" rx="4"></rect>', _width(value)) if value else ""
    tick = (
        format_html('<rect class="tick" x="{}" y="-3" width="2" height="14"></rect>', _tick(target))
        if target is not None
        else ""
    )
    return format_html(
        '<svg class="kv-bar kv-bar-{}" viewBox="0 -3 {} 14" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" width="{}" height="8" rx="4"></rect>{}{}</svg>',
        tone, BAR_WIDTH, spoken, BAR_WIDTH, fill, tick,
    )  # fmt: skip


def masked_id(value: str | None) -> SafeString:
    return format_html('<span class="kv-mono">{}</span>', numbers.masked(value))


@lru_cache(maxsize=1000)
def _icon(name: str, size: str, label: str, sprite: str) -> SafeString:
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    size_class = f" kv-icon-{size}" if size else ""
    return format_html(
        '<svg class="kv-icon{}" {} focusable="false"><use href="{}#{}"></use></svg>', size_class, voice, sprite, name
    )


def _width(value: Quantity) -> str:
    return f"{min(max(float(value), 0), 100) * BAR_WIDTH / 100:.1f}"


def _tick(target: Quantity) -> str:
    return f"{min(max(float(target), 0), 100) * (BAR_WIDTH - 2) / 100:.1f}"
