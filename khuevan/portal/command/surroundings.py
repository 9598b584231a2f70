"""What every subcommand starts from: a database that answers, and Django."""

import sys

import django

from khuevan.kernel.postgres import ensure_database


def prepare() -> None:
    """Start the embedded database if there is no other, then Django. Raises PostgresError."""
    ensure_database()
    django.setup()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
