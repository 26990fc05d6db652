"""Carries out follow-up work: at least once, in order, idempotent by key."""

import json
from datetime import datetime, timedelta
from typing import Any

import structlog

from bihuan.domain.chain.canonical import micros
from bihuan.platform.db.dialects import Session
from bihuan.platform.registry.subscriptions import handler_named, listeners

log = structlog.get_logger("bihuan.reactions")
BATCH = 50
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
_WAITING = (
    "SELECT key, handler, payload, attempts FROM reaction WHERE not_before<=?"
    " ORDER BY not_before, key LIMIT ?"
)
_OF = "SELECT key, handler, payload, attempts FROM reaction WHERE handler=? ORDER BY key"


def run_waiting(wall: datetime) -> int:
    """Carry out what waits; return how many were done. A failed one is tried again later."""
    session = Session()
    done = 0
    for row in session.all(_WAITING, (micros(wall), BATCH)):
        done += _carry_out(session, wall, row)
    return done


def run_for(event: str, wall: datetime) -> int:
    """Carry out what an event has asked for, at once; return how many were done.

    Inside ``together`` it is part of the event's own commit: for what nobody may ever see half
    done. One that fails waits and is tried again like any other.
    """
    session = Session()
    rows = [row for handler in listeners(event) for row in session.all(_OF, (handler,))]
    return sum(_carry_out(session, wall, row) for row in rows)


def _carry_out(session: Session, wall: datetime, row: tuple[Any, ...]) -> int:
    key, name, payload, attempts = row
    try:
        handler_named(name)(json.loads(payload), key)
    except Exception:
        log.exception("reaction failed", reaction=key, handler=name, attempts=attempts + 1)
        wait = min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
        with session.commit():
            session.run(
                "UPDATE reaction SET attempts=attempts+1, not_before=? WHERE key=?",
                (micros(wall + wait), key),
            )
        return 0
    with session.commit():
        session.run("DELETE FROM reaction WHERE key=?", (key,))
    return 1
