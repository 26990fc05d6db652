"""Turns rows as values into SQL. Only the command executor calls it."""

from functools import lru_cache
from typing import Any

from bihuan.platform.db.changes import BulkInsert, Insert, Update, Write, plain, row_hash
from bihuan.platform.db.dialects import Session


class ChangedMeanwhile(Exception):  # noqa: N818  (a fact, not a fault: the executor turns it into a refusal)
    """Somebody else changed the row since the command's author looked at it."""

    def __init__(self, table: str, row: Any) -> None:
        super().__init__(f"{table} {row}")
        self.table, self.row = table, row


def write(session: Session, changes: Write) -> list[Any]:
    """Write rows and return their description for the entry's body.

    Returns
    -------
    list
        ``[table, id, "i", {column: value}]``, ``[table, id, "u", {column: [old, new]}]`` or
        ``[table, null, "b", {"columns": [...], "rows": [[id, hash], ...]}]``.
    """
    if type(changes) is Update:
        return _update(session, changes)
    if type(changes) is Insert:
        return _insert(session, changes)
    assert type(changes) is BulkInsert  # noqa: S101  (exhausts the union)
    return _bulk(session, changes)


def _insert(session: Session, change: Insert) -> list[Any]:
    identity = plain(change.id)
    values = {name: plain(value) for name, value in change.values.items()}
    sql = _insert_sql(change.table, tuple(values))
    session.run(sql, (identity, *values.values()))
    return [change.table, identity, "i", values]


def _update(session: Session, change: Update) -> list[Any]:
    identity = plain(change.id)
    new = {name: plain(value) for name, value in change.new.items()}
    sql = _update_sql(change.table, tuple(new))
    touched = session.run(sql, (*new.values(), identity, change.version))
    if touched != 1:
        raise ChangedMeanwhile(change.table, identity)
    body = {name: [plain(change.old.get(name)), value] for name, value in new.items()}
    return [change.table, identity, "u", body]


def _bulk(session: Session, change: BulkInsert) -> list[Any]:
    rows = [tuple(plain(value) for value in row) for row in change.rows]
    marks = ", ".join("?" * (len(change.columns) + 1))
    names = ", ".join(f'"{name}"' for name in (*change.columns, "version"))
    sql = f'INSERT INTO "{change.table}" ({names}) VALUES ({marks})'  # noqa: S608
    session.run_many(sql, [(*row, 1) for row in rows])
    hashed = [[row[0], row_hash(change.columns, row)] for row in rows]
    return [change.table, None, "b", {"columns": list(change.columns), "rows": hashed}]


@lru_cache(maxsize=512)
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in ("id", *columns, "version"))
    marks = ", ".join("?" * (len(columns) + 1))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks}, 1)'  # noqa: S608


@lru_cache(maxsize=512)
def _update_sql(table: str, columns: tuple[str, ...]) -> str:
    sets = ", ".join(f'"{name}"=?' for name in columns)
    return f'UPDATE "{table}" SET {sets}, "version"="version"+1 WHERE "id"=? AND "version"=?'  # noqa: S608
