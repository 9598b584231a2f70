"""Identifiers of entities that leave the house."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_uid() -> UUID:
    """A UUIDv7: sortable by time of making (RFC 9562)."""
    return uuid7()


#: SQL expression for the same, for statements that make rows in bulk; PostgreSQL has a function of its own from 18 on.
NEW_UID_SQL = """encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid"""
