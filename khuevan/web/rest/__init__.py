"""What every endpoint is made of: problems, pages with a cursor, read-only reading, deeds done once, limits."""

from .description import complete
from .fields import Code, CodesOf, Day, Id, example
from .limits import spend_attempt, spend_call
from .paging import Cursor, PageOf, page_of, page_of_list
from .parameters import known_parameters_only
from .problems import Problem, install
from .reading import reading_only
from .writing import IdempotencyKey, once_under_key

__all__ = [
    "Code",
    "CodesOf",
    "Cursor",
    "Day",
    "Id",
    "IdempotencyKey",
    "PageOf",
    "Problem",
    "complete",
    "example",
    "install",
    "known_parameters_only",
    "once_under_key",
    "page_of",
    "page_of_list",
    "reading_only",
    "spend_attempt",
    "spend_call",
]
