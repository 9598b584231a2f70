"""What every subcommand starts from: a database that answers, and Django."""

import argparse
import sys
from collections.abc import Callable
from functools import wraps

import django

from khuevan.kernel.postgres import ensure_database

Run = Callable[[argparse.Namespace], int]


def prepare() -> None:
    """Start the embedded database if there is no other, then Django. Raises PostgresError."""
    ensure_database()
    django.setup()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def refusals_spoken(run: Run) -> Run:
    """A refusal becomes its sentence on standard error and exit code 1."""

    @wraps(run)
    def spoken(options: argparse.Namespace) -> int:
        from khuevan.kernel.errors import Refusal

        try:
            return run(options)
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1

    return spoken
