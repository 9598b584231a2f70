"""What the home page and the global search gather from every module's manifest."""

from dataclasses import dataclass
from typing import Any

from khuevan.kernel.actor import Actor
from khuevan.kernel.manifest import SearchSource, Text, manifests, resolve
from khuevan.kernel.text import search_key
from khuevan.web.cards import Card
from khuevan.web.navigation import menu
from khuevan.web.search import Hit

LIMIT = 8
SHORTEST = 2


@dataclass(frozen=True)
class HitGroup:
    """What one source found; `more` when it holds more than are shown."""

    label: Text
    hits: list[Hit]
    more: bool


def home_cards(actor: Actor) -> list[Card]:
    """Cards of the modules in order, for those who hold what each demands."""
    entries = sorted((card for manifest in manifests() for card in manifest.cards), key=lambda card: card.order)
    wanted = [card for card in entries if card.permission is None or actor.holds(card.permission)]
    return [made for card in wanted if (made := resolve(card.provider)(actor)) is not None]


def search(actor: Actor, text: str) -> list[HitGroup]:
    """Hits by source; nothing for texts shorter than two characters."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    sources = sorted((source for manifest in manifests() for source in manifest.searches), key=lambda source: source.order)
    groups = [_found(actor, source, text) for source in sources if source.permission is None or actor.holds(source.permission)]
    return [group for group in groups if group.hits]


def pages(actor: Actor, text: str, limit: int) -> list[Hit]:
    """Search source: pages of the menu, by their label without diacritics."""
    wanted = search_key(text)
    items = [item for group in menu(actor) for item in group.items]
    return [Hit(str(item.label), item.url, icon=item.icon) for item in items if wanted in search_key(str(item.label))][:limit]


def _found(actor: Actor, source: SearchSource, text: str) -> HitGroup:
    hits = resolve(source.provider)(actor, text, LIMIT + 1)
    return HitGroup(source.label, hits[:LIMIT], len(hits) > LIMIT)


@dataclass(frozen=True)
class ApiParameter:
    """What one may or must send with an operation: `values` are the only ones allowed, if they are few."""

    name: str
    required: bool
    description: str
    values: list[str]


@dataclass(frozen=True)
class ApiOperation:
    """One operation of the API as the documentation shows it."""

    method: str
    path: str
    summary: str
    parameters: list[ApiParameter]
    body: list[ApiParameter]
    content_type: str
    statuses: list[str]


def api_operations(schema: dict[str, Any]) -> dict[str, list[ApiOperation]]:
    """The operations of an OpenAPI description by their tag, in the order of their paths."""
    groups: dict[str, list[ApiOperation]] = {}
    shapes = schema["components"]["schemas"]
    for path, methods in sorted(schema["paths"].items()):
        for method, spec in methods.items():
            groups.setdefault(spec["tags"][0], []).append(_api_operation(method, path, spec, shapes))
    return groups


def _api_operation(method: str, path: str, spec: dict[str, Any], shapes: dict[str, Any]) -> ApiOperation:
    """Headers are the same everywhere and told once."""
    sent = [part for part in spec["parameters"] if part["in"] != "header"]
    bodies: dict[str, Any] = spec.get("requestBody", {}).get("content", {})
    content_type = next(iter(bodies), "")
    body = _named(bodies[content_type]["schema"], shapes) if bodies else {}
    required = body.get("required", [])
    return ApiOperation(
        method=method.upper(),
        path=path,
        summary=spec["summary"],
        parameters=[_api_parameter(part, part["schema"], part["required"], shapes) for part in sent],
        body=[
            _api_parameter({"name": name, **field}, field, name in required, shapes)
            for name, field in body.get("properties", {}).items()
        ],
        content_type=content_type,
        statuses=sorted(map(str, spec["responses"])),
    )


def _api_parameter(part: dict[str, Any], schema: dict[str, Any], required: bool, shapes: dict[str, Any]) -> ApiParameter:
    named = _named(schema, shapes)
    return ApiParameter(part["name"], required, part.get("description", ""), named.get("items", named).get("enum", []))


def _named(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to by name."""
    return schema | shapes.get(schema.get("$ref", "").rpartition("/")[2], {})
