"""The test database as other processes are told of it."""

from django.db import connection
from psycopg.conninfo import make_conninfo


def address_of_test_database() -> str:
    """A libpq connection string for `DATABASE_URL`, whether the server listens on a network address or on a socket."""
    settings = connection.settings_dict
    return make_conninfo(dbname=settings["NAME"], user=settings["USER"], host=settings["HOST"], port=settings["PORT"])
