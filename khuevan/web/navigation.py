"""The menu: every module's manifest, filtered by what the actor holds. No module edits a menu template."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.actor import Actor
from khuevan.kernel.manifest import MenuEntry, MenuGroup, Text, manifests, resolve

from .addresses import Site, address, site

GROUP_LABELS: dict[MenuGroup, Text] = {
    MenuGroup.HOME: "",
    MenuGroup.STEERING: _("Điều hành"),
    MenuGroup.SCHOOLING: _("Dạy và học"),
    MenuGroup.LEARNING: _("Học liệu, học tập"),
    MenuGroup.CITIZEN: _("Phục vụ người dân"),
    MenuGroup.REGISTRY: _("Cơ sở dữ liệu ngành"),
    MenuGroup.SYSTEM: _("Hệ thống"),
}
BOTTOM_BAR = 4


@dataclass(frozen=True)
class Item:
    """A line of the menu as drawn."""

    label: Text
    url: str
    icon: str
    url_name: str
    active: bool = False


@dataclass(frozen=True)
class Group:
    """Lines under one small heading; the first group has none."""

    label: Text
    items: tuple[Item, ...]


def menu(actor: Actor, current: str = "") -> tuple[Group, ...]:
    """Groups of the menu that the actor may see; `current` is the URL name of the page shown.

    Who sees the same lines is given the same object.
    """
    language = get_language() or ""
    seen = tuple(place for place, entry in enumerate(_entries(language)) if _visible(entry, actor))
    return _groups(seen, current, language, site())


def active_entry(entries: Iterable[MenuEntry], current: str) -> MenuEntry | None:
    """The entry of a page: the same URL name, or the one of the same namespace whose name begins most alike."""
    namespace = current.rpartition(":")[0]
    near = [
        entry
        for entry in entries
        if entry.url_name == current or (namespace and entry.url_name.rpartition(":")[0] == namespace)
    ]
    return max(near, key=lambda entry: _likeness(entry.url_name, current), default=None)


def _likeness(name: str, other: str) -> int:
    """How many letters two names have in common at their beginning; more than all of them when they are the same."""
    alike = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))
    return alike + (name == other)


@cache
def _entries(language: str) -> tuple[MenuEntry, ...]:
    """All lines in their order, which depends on the words."""
    found = [entry for manifest in manifests() for entry in manifest.menu]
    return tuple(sorted(found, key=lambda entry: (entry.order, str(entry.label))))


@lru_cache(maxsize=1000)
def _groups(seen: tuple[int, ...], current: str, language: str, site: Site) -> tuple[Group, ...]:
    entries = [_entries(language)[place] for place in seen]
    active = active_entry(entries, current)
    groups = []
    for kind, label in GROUP_LABELS.items():
        mine = (entry for entry in entries if entry.group == kind)
        items = tuple(item for entry in mine if (item := _item(entry, entry is active)))
        if items:
            groups.append(Group(str(label), items))
    return tuple(groups)


def _visible(entry: MenuEntry, actor: Actor) -> bool:
    if actor.is_anonymous or (entry.permission is not None and not actor.holds(entry.permission)):
        return False
    return not entry.when or resolve(entry.when)(actor)


def _item(entry: MenuEntry, active: bool) -> Item | None:
    url = address(entry.url_name)
    if not url:
        return None  # reported by the check web.W002
    return Item(str(entry.label), url, entry.icon, entry.url_name, active)
