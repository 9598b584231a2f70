"""The door of `files`."""

from .operations import keep_generated, link, put, unlink
from .queries import files_by_owner, files_of, guards, open_content, readable
from .types import DOCUMENTS, IMAGES, SHEETS, FileRefused, MediaType

__all__ = [
    "DOCUMENTS",
    "IMAGES",
    "SHEETS",
    "FileRefused",
    "MediaType",
    "files_by_owner",
    "files_of",
    "guards",
    "keep_generated",
    "link",
    "open_content",
    "put",
    "readable",
    "unlink",
]
