"""Reading workbooks and text files into rows of cells."""

from .books import Book, Sheet, SheetNote, open_book
from .inspection import inspect

__all__ = ["Book", "Sheet", "SheetNote", "inspect", "open_book"]
