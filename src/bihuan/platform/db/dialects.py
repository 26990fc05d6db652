"""The one place that knows which database is underneath."""

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

Parameters = Sequence[Any]
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def storage_full(fault: BaseException | None) -> bool:
    """Tell whether something failed because the disk is full; wrapped faults are looked into."""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in NO_ROOM:
            return True
        if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        fault = fault.__cause__ or fault.__context__
    return False


class Session:
    """Plain SQL on the current thread's connection, without the ORM's wrapping.

    On SQLite the driver's own connection is used: Django's cursor costs more than the write.
    Statements are written with ``?``.
    """

    def __init__(self) -> None:
        # Looked up once: the thread-local lookup behind each attribute costs more than a read.
        wrapper = connections[DEFAULT_DB_ALIAS]
        if wrapper.connection is None:
            wrapper.ensure_connection()
        self._driver: Any = wrapper.connection
        self.inline = wrapper.in_atomic_block
        self._execute = self._driver.execute

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Execute a statement and return the number of rows it touched."""
        return int(self._execute(sql, parameters).rowcount)

    def run_many(self, sql: str, rows: Sequence[Parameters]) -> None:
        """Execute a statement for each row of parameters."""
        self._driver.executemany(sql, rows)

    def one(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row or None."""
        row: tuple[Any, ...] | None = self._execute(sql, parameters).fetchone()
        return row

    def all(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows."""
        return list(self._execute(sql, parameters).fetchall())

    def iterate(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows one by one, for results that would not fit in memory."""
        yield from self._execute(sql, parameters)

    @contextmanager
    def commit(self) -> Iterator[None]:
        """Hold the write lock, commit at the end, roll back on an exception.

        Inside an outer transaction (tests) a savepoint stands in for it.
        """
        if self.inline:
            with transaction.atomic():
                yield
            return
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._driver.in_transaction:
                self._execute("ROLLBACK")
            raise
        try:
            self._execute("COMMIT")
        except BaseException:
            if self._driver.in_transaction:
                self._execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything read inside be of one instant, without keeping writers waiting."""
        if self.inline or self._driver.in_transaction:
            yield
            return
        self._execute("BEGIN")
        try:
            yield
        finally:
            if self._driver.in_transaction:
                self._execute("COMMIT")

    @property
    def open(self) -> bool:
        """Tell whether a transaction is open: some failures make the database give it up."""
        return bool(self._driver.in_transaction)

    def checkpoint(self) -> None:
        """Copy the write-ahead log into the database file; waits for writers, loses nothing.

        The log keeps its length and is written over from its start: a commit that makes a
        file longer costs the file system three times as much as one that does not.
        """
        self._execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo only what happens inside when it fails."""
        self._execute("SAVEPOINT command")
        try:
            yield
        except BaseException:
            if self._driver.in_transaction:
                self._execute("ROLLBACK TO command")
                self._execute("RELEASE command")
            raise
        self._execute("RELEASE command")
