"""Completes the OpenAPI description with what every endpoint has in common: its errors, its headers, its language."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from ninja.openapi.schema import REF_TEMPLATE

from . import wording
from .problems import MEDIA_TYPE, Problem

READING = ("get", "head")
EVERYWHERE = (401, 403, 422, 429, 500)
WRITING = (400, 404, 409, 413, 415, 503)
MATCHING = (412, 428)
#: Parameters that name something out of the caller's reach, or nothing at all.
NAMING = frozenset({"unit", "below"})
TEXT = {"schema": {"type": "string"}}
NUMBER = {"schema": {"type": "integer"}}


def complete(schema: dict[str, Any]) -> dict[str, Any]:
    """The description, in the language of the request. Changes what it is given."""
    components = schema["components"]
    problem = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    components["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    components["responses"] = {_name(status): _problem_response(status) for status in (*EVERYWHERE, *WRITING, *MATCHING)}
    components["responses"]["NotModified"] = {"description": wording.title(304), "headers": {"ETag": TEXT}}
    schema["info"]["description"] = _(schema["info"]["description"])
    for path, method, operation in _operations(schema):
        _complete(path, method, operation)
    for shape in components["schemas"].values():
        _say_parts(shape)
    return schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["summary"] = _(operation["summary"])
    operation["tags"] = [_(tag) for tag in operation["tags"]]
    for parameter in operation["parameters"]:
        _complete_parameter(parameter)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        _say_parts(content["schema"])
    for success in operation["responses"].values():
        success["description"] = operation["summary"]
    operation["responses"] |= {str(status): _reference(_name(status)) for status in _statuses(path, method, operation)}
    if method in READING:
        operation["parameters"].append({"in": "header", "name": "If-None-Match", "required": False, **TEXT})
        operation["responses"][200]["headers"] = {"ETag": TEXT}
        operation["responses"]["304"] = _reference("NotModified")


def _statuses(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    statuses = [*EVERYWHERE, *(WRITING if method not in READING else ())]
    names = {parameter["name"] for parameter in operation["parameters"]}
    if "{" in path or NAMING & names:
        statuses.append(404)
    if "If-Match" in names:
        statuses += MATCHING
    return sorted(set(statuses))


def _complete_parameter(parameter: dict[str, Any]) -> None:
    """What need not be sent is left out, not sent as null; lists are joined by commas; examples stay with the schema."""
    schema = parameter["schema"]
    given = [one for one in [*schema.pop("anyOf", ()), *schema.pop("allOf", ())] if one.get("type") != "null"]
    for one in given:
        schema |= {name: value for name, value in one.items() if name != "description"}
    if schema.get("default", "") is None:
        del schema["default"]
    parameter.pop("examples", None)
    if schema.get("type") == "array":
        schema.pop("default", None)
        parameter |= {"style": "form", "explode": False}
    _say(schema)
    if "description" in schema:
        parameter["description"] = schema.pop("description")


def _say_parts(shape: dict[str, Any]) -> None:
    for part in shape.get("properties", {}).values():
        _say(part)


def _say(schema: dict[str, Any]) -> None:
    if "description" in schema:
        schema["description"] = _(schema["description"])


def _problem_response(status: int) -> dict[str, Any]:
    headers = {"Retry-After": NUMBER} if status in wording.WAITING - {500} else {}
    headers |= {"WWW-Authenticate": TEXT} if status == 401 else {}
    content = {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
    return {"description": wording.title(status), "content": content, **({"headers": headers} if headers else {})}


def _name(status: int) -> str:
    return f"Problem{status}"


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{name}"}
