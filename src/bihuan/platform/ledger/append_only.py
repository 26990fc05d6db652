"""What the database itself refuses: any change of history, whoever asks and with whatever tool.

The executor's guard holds off this program; these triggers hold off every other one that opens
the file. Whoever removes a trigger leaves a trace: ``bihuan check`` compares them.
"""

from collections.abc import Iterator

from bihuan.platform.db.dialects import Session

_KEPT = ("chain", "n", "at", "incident_at", "kind", "subject", "zone", "post", "person",
         "key", "head", "body_hash", "hash")  # fmt: skip
_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _KEPT)
# An insert that names the hidden row number could push another entry out of its place.
_PUSHED_OUT = " OR EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"
_MOVED_BACK = "{row}n > NEW.n OR ({row}n = NEW.n AND {row}hash IS NOT NEW.hash)"


def _trigger(name: str, when: str, condition: str = "") -> str:
    table = name.rpartition("_")[0]
    guard = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table}{guard}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only.'); END"
    )


def _same(table: str, *columns: str, further: str = "") -> str:
    keys = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {keys}{further})"  # noqa: S608  (own names)


TRIGGERS = {
    statement.split()[2]: statement
    for statement in (
        _trigger("ledger_event_delete", "DELETE"),
        # The one lawful change: a body is erased on its date, its hash stays.
        _trigger("ledger_event_update", "UPDATE", f"NEW.body IS NOT NULL OR {_CHANGED}"),
        # REPLACE deletes without asking a delete trigger; it is stopped before.
        _trigger(
            "ledger_event_insert",
            "INSERT",
            _same("ledger_event", "chain", "n") + _PUSHED_OUT.format(table="ledger_event"),
        ),
        _trigger("ledger_root_delete", "DELETE"),
        _trigger("ledger_root_update", "UPDATE"),
        _trigger(
            "ledger_root_insert",
            "INSERT",
            _same("ledger_root", "series", "day") + _PUSHED_OUT.format(table="ledger_root"),
        ),
        _trigger("ledger_number_delete", "DELETE"),
        _trigger("ledger_number_update", "UPDATE"),
        _trigger("ledger_number_insert", "INSERT", _same("ledger_number", "series", "year", "n")),
        _trigger("ledger_head_delete", "DELETE"),
        # A head only moves on; the same place twice is the same entry.
        _trigger(
            "ledger_head_update",
            "UPDATE",
            f"NEW.chain IS NOT OLD.chain OR {_MOVED_BACK.format(row='OLD.')}",
        ),
        _trigger(
            "ledger_head_insert",
            "INSERT",
            _same("ledger_head", "chain", further=f" AND ({_MOVED_BACK.format(row='')})"),
        ),
    )
}
"""The statement of each trigger, by its name."""


def lost_triggers(session: Session) -> Iterator[str]:
    """Name the triggers that are missing from the database or say something else."""
    rows = session.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = dict(rows)
    for name, statement in TRIGGERS.items():
        if found.get(name) != statement:
            yield name
