"""Privacy classes (Luật 91/2025/QH15). Every model declares one as `privacy`; a test watches it."""

from enum import StrEnum


class Privacy(StrEnum):
    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    CHILD = "child"
