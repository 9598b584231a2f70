"""Doing things as an account of this machine: in a process of its own that has become that account."""

import os
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import psycopg

from khuevan.kernel.postgres.accounts import Account


class Errand:
    """A function running in a forked process; `result()` waits and gives its value or raises what it raised."""

    def __init__(self, account: Account, function: Callable[..., Any], *arguments: Any) -> None:
        self._answer, answer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._answer)
            _carry_out(account, function, arguments, answer)
        os.close(answer)

    def result(self) -> Any:
        with os.fdopen(self._answer, "rb") as pipe:
            content = pipe.read()
        os.waitpid(self.pid, 0)
        done, value = pickle.loads(content)
        if not done:
            raise value
        return value


class Person:
    """Somebody with an account: calls functions as that account."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def begin(self, function: Callable[..., Any], *arguments: Any) -> Errand:
        return Errand(self.account, function, *arguments)

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return self.begin(function, *arguments).result()

    def query(self, url: str, statement: str) -> list[tuple[Any, ...]]:
        return self.call(run_sql, url, statement)


def run_sql(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement in a connection of its own; its rows, if it gives any."""
    with psycopg.connect(url, autocommit=True, connect_timeout=60) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _carry_out(account: Account, function: Callable[..., Any], arguments: tuple[Any, ...], answer: int) -> None:
    """Never returns: a forked copy of the test run must not go on running tests."""
    code = 1
    try:
        if os.geteuid() == 0 and account.uid != 0:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        outcome = (True, function(*arguments))
        code = 0
    except Exception as error:
        outcome = (False, _portable(error))
    try:
        with os.fdopen(answer, "wb") as pipe:
            pickle.dump(outcome, pipe)
    finally:
        os._exit(code)


def _portable(error: Exception) -> Exception:
    """The error itself, when it survives the way home; else its story."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
    return error
