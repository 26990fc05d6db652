"""Refuses writes to the ledger's tables and its projections from outside the executor."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_WRITE = re.compile(
    r"^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"
    r'"?(?P<table>\w+)"?',
    re.IGNORECASE,
)
_lifted: ContextVar[bool] = ContextVar("guard_lifted", default=False)


class WriteOutsideCommand(RuntimeError):  # noqa: N818  (names the fact)
    """A programming error: something other than a command tried to write history or state."""


class Guard:
    """A wrapper around every Django cursor that knows the protected tables."""

    def __init__(self, tables: frozenset[str]) -> None:
        self.tables = tables

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001  (the order is Django's)
        context: Any,
    ) -> Any:
        """Let a statement pass unless it writes a protected table."""
        found = _WRITE.match(sql)
        if found and found["table"] in self.tables and not _lifted.get():
            raise WriteOutsideCommand(f"{found['table']} is written by commands only.")
        return execute(sql, params, many, context)


@contextmanager
def lifted() -> Iterator[None]:
    """Open the guard for what is no command: schema changes, and emptying a test database."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def install(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    """Put the guard around a connection once."""
    if not any(isinstance(wrapper, Guard) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.append(guard)
