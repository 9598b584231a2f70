"""The kinds of imports that rooms offer, declared in their `importers` modules."""

from khuevan.kernel.errors import NotFound

from ..types import Importer

_importers: dict[str, Importer] = {}


def register(importer: Importer) -> Importer:
    _importers[importer.kind] = importer
    return importer


def importer_of(kind: str) -> Importer:
    """Raises NotFound."""
    try:
        return _importers[kind]
    except KeyError:
        raise NotFound() from None


def importers() -> list[Importer]:
    return list(_importers.values())
