"""What every endpoint is made of: problems, pages with a cursor, read-only reading, deeds done once."""

from .paging import Cursor, PageOf, page_of, page_of_list
from .problems import Problem, install
from .reading import reading_only
from .writing import once_under_key

__all__ = ["Cursor", "PageOf", "Problem", "install", "once_under_key", "page_of", "page_of_list", "reading_only"]
