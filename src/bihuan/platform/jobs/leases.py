"""One clock at a time: a lease in the database, taken over when its holder is silent."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.platform.db.dialects import Session

LEASE = timedelta(minutes=5)
_TAKE = (
    "INSERT INTO job_lease (name, holder, until, seen) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET holder=excluded.holder, until=excluded.until,"
    " seen=excluded.seen WHERE job_lease.holder=excluded.holder OR job_lease.until < excluded.seen"
    " OR job_lease.seen > excluded.seen"
)


def holder_name() -> str:
    """Return the name of this process."""
    return f"{_machine()}:{os.getpid()}"


def _machine() -> str:
    """Name what numbers its processes by itself: a host, or a container on it."""
    try:
        numbering = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        numbering = 0
    return f"{socket.gethostname()[:36]}:{numbering}"


def _died(holder: str) -> bool:
    """Tell whether a holder was a process of this very machine that is no more."""
    machine, _colon, number = holder.rpartition(":")
    if machine != _machine() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False


def take(session: Session, name: str, holder: str, wall: datetime) -> bool:
    """Take or renew a lease; False when somebody else holds it.

    A lease seen in the future is a sign of a clock set back: it is taken over. So is one whose
    process was killed on this machine: whoever starts next need not wait for it to run out.
    """
    values = (name, holder, micros(wall + LEASE), micros(wall))
    with session.commit():
        held = session.one("SELECT holder FROM job_lease WHERE name=?", (name,))
        if held is not None and held[0] != holder and _died(held[0]):
            session.run("DELETE FROM job_lease WHERE name=? AND holder=?", (name, held[0]))
        return session.run(_TAKE, values) == 1


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back at an orderly end."""
    with session.commit():
        session.run("DELETE FROM job_lease WHERE name=? AND holder=?", (name, holder))


def last_seen(session: Session, name: str) -> datetime | None:
    """Return when the holder of a lease last gave a sign of life."""
    row = session.one("SELECT seen FROM job_lease WHERE name=?", (name,))
    return None if row is None else instant_of(row[0])
