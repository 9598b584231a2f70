"""One thing, looked at."""

from typing import Any

from .base import Page


class DetailPage(Page):
    """About one object. Override `get_object` (a query of the module; NotFound becomes a 404); the template has `object`."""

    object: Any

    def get_object(self) -> Any:
        raise NotImplementedError

    def load(self) -> None:
        self.object = self.get_object()

    def heading(self) -> Any:
        return self.title or str(self.object)

    def context(self) -> dict[str, Any]:
        return {"object": self.object}
