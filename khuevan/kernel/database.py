"""A GET cannot write: PostgreSQL itself refuses, page by page."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connection, transaction


@contextmanager
def read_only() -> Iterator[None]:
    """Refuse every write inside the block. Costs nothing until the first query is run."""
    with ExitStack() as stack:
        guard = _Guard(stack)
        stack.enter_context(connection.execute_wrapper(guard))
        yield


class _Guard:
    """On the first query, enter a transaction (or savepoint) that PostgreSQL holds read-only and that is rolled back."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.armed = False

    def __call__(self, execute, sql, params, many, context):
        if not self.armed:
            self.armed = True
            self.stack.enter_context(_rolled_back_read_only())
        return execute(sql, params, many, context)


@contextmanager
def _rolled_back_read_only() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        if not connection.needs_rollback:
            transaction.set_rollback(True)
