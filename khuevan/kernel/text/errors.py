"""What is wrong with a piece of text, said in one sentence that can stand in an import report."""

from dataclasses import dataclass
from typing import ClassVar


class InvalidText(ValueError):
    """Base of the errors of this package. `code` is stable, `message` is for the person who typed the text."""

    code: ClassVar[str] = "invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class TextWarning:
    """Something odd in a text that was nevertheless understood; it never stops an import."""

    code: str
    message: str
