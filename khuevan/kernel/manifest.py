"""What a module says of itself: data only, read by navigation, roles, home page, search and schedules.

Callables are named by dotted path, so that a manifest imports nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str | Promise


class MenuGroup(StrEnum):
    HOME = "home"
    STEERING = "steering"
    REGISTRY = "registry"
    SCHOOLING = "schooling"
    LEARNING = "learning"
    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True)
class PermissionSpec:
    """A permission with its wording; `roles` hold it by default, `tied` people hold it for themselves and their children."""

    code: str
    label: Text
    roles: tuple[str, ...] = ()
    tied: bool = False
    help: Text = ""


@dataclass(frozen=True)
class MenuEntry:
    """A line of the navigation. `permission` None means: everyone signed in. `icon` is a Tabler icon name.

    `when` is the dotted path of `(actor) -> bool`, without a query, for what no permission says: having children.
    """

    label: Text
    url_name: str
    icon: str
    group: MenuGroup
    permission: str | None = None
    order: int = 100
    when: str = ""


@dataclass(frozen=True)
class HomeCard:
    """A card of the home page: `provider` is the dotted path of `(actor) -> Card | None` (see `web.cards`)."""

    code: str
    provider: str
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True)
class SearchSource:
    """A source of the global search: `provider` is the dotted path of `(actor, text, limit) -> list[Hit]`."""

    code: str
    label: Text
    provider: str
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True)
class Schedule:
    """Periodic work: `task` is the dotted path of `(actor, timestamp) -> None`; `cron` has five fields, Viet Nam time.

    `actor` is a system actor that holds `permissions` everywhere; `timestamp` is the planned moment, aware. Being run twice
    for one moment must do no harm.
    """

    code: str
    task: str
    cron: str
    label: Text = ""
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notices that the module sends; people choose per kind where they get it. `email` is the default."""

    code: str
    label: Text
    email: bool = False


@dataclass(frozen=True)
class Manifest:
    """`verbs` gives the journal's wording: verb ("people.person_merged") → what was done ("Gộp hồ sơ trùng")."""

    code: str
    label: Text
    permissions: tuple[PermissionSpec, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    cards: tuple[HomeCard, ...] = ()
    searches: tuple[SearchSource, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    verbs: Mapping[str, Text] = field(default_factory=dict)
    notices: tuple[NoticeKind, ...] = ()


_manifests: dict[str, Manifest] = {}


def register(manifest: Manifest) -> None:
    _manifests[manifest.code] = manifest


def manifests() -> Iterator[Manifest]:
    return iter(_manifests.values())


@cache
def permission_specs() -> dict[str, PermissionSpec]:
    """Every declared permission by code. Call only after start-up."""
    return {spec.code: spec for manifest in manifests() for spec in manifest.permissions}


@cache
def default_permissions(role: str) -> frozenset[str]:
    """Permissions that the manifests give a role."""
    return frozenset(code for code, spec in permission_specs().items() if role in spec.roles)


@cache
def tied_permissions() -> frozenset[str]:
    return frozenset(code for code, spec in permission_specs().items() if spec.tied)


def resolve(path: str):
    """The callable that a manifest names by dotted path."""
    return import_string(path)


def load_if_present(module: str) -> Any:
    """The module if it exists, otherwise None; errors inside it are not hidden."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module:
            return None
        raise
