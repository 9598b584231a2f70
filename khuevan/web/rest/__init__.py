"""What every endpoint is made of: problems, pages with a cursor, conditional answers, deeds done once."""

from .conditional import conditional
from .paging import Cursor, PageOf, page_of
from .problems import Problem, install
from .writing import once_under_key

__all__ = ["Cursor", "PageOf", "Problem", "conditional", "install", "once_under_key", "page_of"]
