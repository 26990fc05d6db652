"""Reads inside a command: columns of a table by equality, as plain tuples."""

from functools import lru_cache
from typing import Any

from bihuan.platform.db.changes import plain
from bihuan.platform.db.dialects import Session


@lru_cache(maxsize=512)
def _select(table: str, columns: tuple[str, ...], keys: tuple[str, ...]) -> str:
    where = " AND ".join(f'"{key}"=?' for key in keys)
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'SELECT {listed} FROM "{table}" WHERE {where}'  # noqa: S608  (names are the code's own)


class Reader:
    """What a command may ask while it holds the write lock."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def one(self, table: str, columns: tuple[str, ...], **where: Any) -> tuple[Any, ...] | None:
        """Return the columns of the first row that equals ``where``, or None."""
        sql = _select(table, columns, tuple(where))
        return self.session.one(sql, [plain(value) for value in where.values()])

    def all(self, table: str, columns: tuple[str, ...], **where: Any) -> list[tuple[Any, ...]]:
        """Return the columns of all rows that equal ``where``."""
        sql = _select(table, columns, tuple(where))
        return self.session.all(sql, [plain(value) for value in where.values()])
