"""What every page shares: who may open it, reading without writing, whole page or partial, refusals."""

from contextlib import nullcontext
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.views import View

from khuevan.kernel.actor import ANONYMOUS, Actor
from khuevan.kernel.database import read_only
from khuevan.kernel.errors import Refusal
from khuevan.kernel.events import publish
from khuevan.kernel.manifest import Text

from .. import errors
from ..types import Action, Crumb

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Page(View):
    """Base of every page. Exactly one of `permission`, `signed_in` and `public` is declared, or the site does not start.

    Override `load` (fetch what the address names; a Refusal becomes its page), `heading`, `subtitle`, `crumbs`,
    `actions` and `context`. `partials` are the names of `{% partialdef %}` blocks of the template, each drawn inside an
    element of the same id: htmx asks for one by its target, and gets the first when it names none.
    """

    permission: ClassVar[str | None] = None
    signed_in: ClassVar[bool] = False
    public: ClassVar[bool] = False

    template_name: ClassVar[str]
    partials: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[Text] = ""
    help: ClassVar[Text] = ""
    nav: ClassVar[str] = ""

    actor: Actor
    request: Any

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        if sum((bool(cls.permission), cls.signed_in, cls.public)) != 1:
            raise ImproperlyConfigured(f"{cls.__qualname__}: declare one of `permission`, `signed_in = True`, `public = True`.")
        return super().as_view(**initkwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = getattr(request, "actor", ANONYMOUS)
        self.announcements: list[object] = []
        request.nav = self.nav  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        gate = self._gate()
        if gate is not None:
            return gate
        with read_only() if request.method in READING else nullcontext():
            try:
                self.load()
                response = super().dispatch(request, *args, **kwargs)
            except Refusal as refusal:
                return errors.refused(request, refusal)
        for event in self.announcements:
            publish(event)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render()

    def load(self) -> None:
        """Fetch what the address names, through the module's queries, onto `self`."""

    def heading(self) -> Text:
        return self.title

    def subtitle(self) -> Text:
        return ""

    def crumbs(self) -> list[Crumb]:
        """Pages between the menu's entry and this one."""
        return []

    def actions(self) -> list[Action]:
        return []

    def context(self) -> dict[str, Any]:
        return {}

    def render(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        """The whole page, or the partial that htmx asked for, of the same template."""
        context = {"page": self, "heading": self.heading(), **self.context(), **extra}
        content = loader.render_to_string(self._templates(), context, self.request)
        response = HttpResponse(content, status=status)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _templates(self) -> list[str]:
        """Where to look for what is drawn, in order: a page's own template that extends its kind's (`web/form.html`) has the
        partials of that one.
        """
        own, mark, partial = self._template().partition("#")
        if not mark:
            return [own]
        return [f"{vars(kind)['template_name']}#{partial}" for kind in type(self).__mro__ if "template_name" in vars(kind)]

    def _template(self) -> str:
        htmx = getattr(self.request, "htmx", None)
        if not htmx or htmx.boosted or htmx.history_restore_request or not self.partials:
            return self.template_name
        name = htmx.target if htmx.target in self.partials else self.partials[0]
        return f"{self.template_name}#{name}"

    def _gate(self) -> HttpResponse | None:
        """None when the actor may open the page. Without the permission it looks as if the page did not exist."""
        if self.public:
            return None
        if self.actor.is_anonymous:
            return errors.sign_in_first(self.request)
        if self.permission and not self.actor.holds(self.permission):
            return errors.not_found(self.request)
        return None
