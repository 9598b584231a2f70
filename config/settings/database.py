"""PostgreSQL only: `DATABASE_URL`, or the embedded server under `var/`."""

import os

from psycopg.conninfo import conninfo_to_dict

from .paths import VAR_DIR


def _database_url() -> str:
    if "DATABASE_URL" in os.environ:
        return os.environ["DATABASE_URL"]
    from khuevan.kernel.postgres import database_url

    return database_url(VAR_DIR / "postgres")


_connection = conninfo_to_dict(_database_url())

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.pop("dbname", "khuevan"),
        "USER": _connection.pop("user", ""),
        "PASSWORD": _connection.pop("password", ""),
        "HOST": _connection.pop("host", ""),
        "PORT": str(_connection.pop("port", "")),
        "OPTIONS": {**_connection, "application_name": "khuevan"},
        "CONN_MAX_AGE": int(os.environ.get("KHUEVAN_CONN_MAX_AGE", "300")),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": os.environ.get("KHUEVAN_TEST_DATABASE", "test_khuevan")},
    }
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
    }
}
