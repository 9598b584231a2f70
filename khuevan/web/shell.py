"""What surrounds every page: menu, posts, links, counts. Made once per request, and only the parts that a template asks for."""

from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.http import HttpRequest
from django.template import loader
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from khuevan.kernel.actor import ANONYMOUS, Actor, Grant

from .addresses import address
from .assets import sprite
from .navigation import BOTTOM_BAR, Group, Item, menu
from .types import Banner


class Shell:
    """`links` and `counts` name pages and figures of higher floors by settings (`SHELL_LINKS`, `SHELL_COUNTS`)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", ANONYMOUS)

    @cached_property
    def menu(self) -> tuple[Group, ...]:
        return menu(self.actor, getattr(self.request, "nav", "") or self._view_name)

    @cached_property
    def drawn_menu(self) -> str:
        """The menu as HTML, drawn once for all who see the same."""
        figures = tuple(self.counts.items())
        return _draw("web/parts/menu.html", self.menu, figures, get_language() or "", sprite()) if self.menu else ""

    @cached_property
    def drawn_bottom_bar(self) -> str:
        """The first few lines of the menu as HTML, for thumbs."""
        return _draw("web/parts/bottom.html", self.menu, (), get_language() or "", sprite()) if self.menu else ""

    @cached_property
    def here(self) -> tuple[Group, Item] | None:
        """The active group and line, for the way to the page."""
        return next(((group, item) for group in self.menu for item in group.items if item.active), None)

    @cached_property
    def posts(self) -> list[Grant]:
        """All posts that the account may act with (`request.posts`, by the roles' middleware), one per unit and role."""
        grants = getattr(self.request, "posts", None) or self.actor.grants
        return list({(grant.unit_id, grant.role): grant for grant in grants}.values())

    @cached_property
    def post(self) -> Grant | None:
        """The post in use when one was chosen, otherwise the first."""
        return self.actor.grants[0] if self.actor.grants else None

    @cached_property
    def acts_with_one(self) -> bool:
        """Whether one of several posts was chosen; the others are then out of use until he switches back."""
        return len(self.actor.grants) < len(self.posts)

    @cached_property
    def banners(self) -> list[Banner]:
        """What must not be overlooked on any page, from the functions of an actor that `SHELL_BANNERS` names."""
        found = (import_string(path)(self.actor) for path in getattr(settings, "SHELL_BANNERS", ()))
        return [banner for banner in found if banner]

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses by use (see `config/settings/web.py`). Those that lead nowhere are left out."""
        named: dict[str, str] = getattr(settings, "SHELL_LINKS", {})
        return {use: found for use, name in named.items() if (found := address(name))}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Small red figures by use or by URL name: {"notices": 3, "portal:work": 7}."""
        if self.actor.is_anonymous:
            return {}
        providers: dict[str, str] = getattr(settings, "SHELL_COUNTS", {})
        counters: dict[str, Callable[[Actor], int]] = {use: import_string(path) for use, path in providers.items()}
        return {use: counter(self.actor) for use, counter in counters.items()}

    @cached_property
    def version(self) -> str:
        return _version()

    @property
    def _view_name(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""


def context_processor(request: HttpRequest) -> dict[str, object]:
    """`shell` and `actor` in every template."""
    return {"shell": Shell(request), "actor": getattr(request, "actor", ANONYMOUS)}


@lru_cache(maxsize=1000)
def _draw(template: str, menu: tuple[Group, ...], counts: tuple[tuple[str, int], ...], language: str, sprite: str) -> str:
    """`language` and `sprite` are what the template takes from its surroundings."""
    items = [item for group in menu for item in group.items]
    return loader.render_to_string(template, {"menu": menu, "counts": counts, "items": items[:BOTTOM_BAR]})


@cache
def _version() -> str:
    try:
        return version("khuevan")
    except PackageNotFoundError:
        return getattr(settings, "KHUEVAN_VERSION", "")
