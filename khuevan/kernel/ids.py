"""Identifiers of entities that leave the house."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_uid() -> UUID:
    """A UUIDv7: sortable by time of making (RFC 9562)."""
    return uuid7()
