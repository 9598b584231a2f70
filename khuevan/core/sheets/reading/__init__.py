"""Reading workbooks and text files into rows of cells."""

from .books import Book, Sheet, SheetNote, open_book
from .inspection import (
    BookTooLarge,
    BrokenBook,
    EncryptedBook,
    MacroBook,
    UnknownFormat,
    UnreadableBook,
    inspect,
)

__all__ = [
    "Book",
    "BookTooLarge",
    "BrokenBook",
    "EncryptedBook",
    "MacroBook",
    "Sheet",
    "SheetNote",
    "UnknownFormat",
    "UnreadableBook",
    "inspect",
    "open_book",
]
