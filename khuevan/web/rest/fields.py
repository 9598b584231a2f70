"""What may stand in an address or a form of the API: each kind refuses by itself what the database could not hold."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from khuevan.kernel.text import InvalidText

BIGGEST = 2**63 - 1
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> date:
    """Only year-month-day: a bare number is not a day."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_parsing", "year-month-day")


#: The number of a row, as the answers of the API give it.
Id = Annotated[int, Field(ge=1, le=BIGGEST)]
#: A day as year-month-day.
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-09-05"]})]
#: One line of text, in which the database finds nothing that it cannot hold.
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=250, strip_whitespace=True)]
#: A stable code of ours: of a plan, a measure, a school year.
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]


@dataclass(frozen=True)
class ParsedBy:
    """Of a text: read by a parser of ours or a form field of Django's, whose sentence is told when it cannot; "" is nothing."""

    parse: Callable[[str], str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_after_validator_function(self._parsed, handler(source))

    def _parsed(self, text: str) -> str:
        try:
            return self.parse(text) if text else ""
        except InvalidText as error:
            raise PydanticCustomError("told", "{sentence}", {"sentence": str(error.message)}) from error
        except ValidationError as error:
            raise PydanticCustomError("told", "{sentence}", {"sentence": " ".join(error.messages)}) from error


@dataclass(frozen=True)
class CodesOf:
    """Of a text: several codes joined by commas, each one of `values`."""

    values: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_after_validator_function(self._known, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": list(self.values)}}

    def _known(self, text: str) -> str:
        if text and not set(text.split(",")) <= set(self.values):
            raise PydanticCustomError("enum", "codes")
        return text


def example(**values: Any) -> ConfigDict:
    """`model_config` of a schema, with one instance of it as it is sent. Whoever is named in it does not exist."""
    return ConfigDict(json_schema_extra={"examples": [values]})
