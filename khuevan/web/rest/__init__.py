"""What every endpoint is made of: problems, pages with a cursor, read-only reading, deeds done once, limits."""

from .description import complete
from .fields import Code, CodesOf, Day, Id, Line, ParsedBy, example
from .limits import spend_attempt, spend_call
from .paging import Cursor, PageOf, page_of, page_of_list
from .parameters import known_parameters_only
from .preconditions import IfMatch, require_match
from .problems import Problem, install
from .reading import reading_only
from .rendering import Json
from .writing import IdempotencyKey, once_under_key

__all__ = [
    "Code",
    "CodesOf",
    "Cursor",
    "Day",
    "Id",
    "IdempotencyKey",
    "IfMatch",
    "Json",
    "Line",
    "PageOf",
    "ParsedBy",
    "Problem",
    "complete",
    "example",
    "install",
    "known_parameters_only",
    "once_under_key",
    "page_of",
    "page_of_list",
    "reading_only",
    "require_match",
    "spend_attempt",
    "spend_call",
]
