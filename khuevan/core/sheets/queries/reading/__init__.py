"""Reading workbooks and text files into rows of cells."""

from .books import Book, Sheet, SheetNote

__all__ = ["Book", "Sheet", "SheetNote"]
