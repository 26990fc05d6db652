"""Freezes nights of a made city and ticks its clock, timed."""

import time
from datetime import timedelta
from typing import Any

from django.db import connection

from benchmarks.world.tasks import INCIDENT
from bihuan.domain.refusals import Refusal
from bihuan.features.review import api as review
from bihuan.features.supervision.jobs import escalate
from bihuan.platform.auth import system_post
from bihuan.platform.jobs import Tick
from bihuan.platform.ledger import signing


class Locks:
    """Times how long each write transaction was held."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._since: float | None = None

    def __call__(self, sql: str) -> None:
        """Look at one statement as it begins."""
        if sql.startswith("BEGIN IMMEDIATE"):
            self._since = time.perf_counter()
        elif sql.startswith(("COMMIT", "ROLLBACK")) and "TO" not in sql and self._since:
            self.longest = max(self.longest, time.perf_counter() - self._since)
            self._since = None


def freeze(back: int) -> dict[str, Any]:
    """Freeze the last night that is over, or one further ``back``."""
    from django.conf import settings

    if not (settings.DATA_DIR / "root-key.pem").exists():
        signing.make_key(settings.DATA_DIR)
    last = INCIDENT.clock.review_day(INCIDENT.now()) - timedelta(days=1 + back)
    locks = Locks()
    connection.ensure_connection()
    connection.connection.set_trace_callback(locks)
    start = time.perf_counter()
    answer = review.freeze(
        by=system_post(), incident=INCIDENT.id, day=last.isoformat(), key=f"bench:{last}"
    )
    seconds = time.perf_counter() - start
    connection.connection.set_trace_callback(None)
    if isinstance(answer, Refusal):
        raise SystemExit(f"refused: {answer}")
    body = review.snapshot_body(incident=INCIDENT.id, day=last.isoformat())
    return {"seconds": seconds, "lock": locks.longest, "bytes": len(body or "")}


def tick(count: int) -> list[float]:
    """Return the seconds of minutes in which nothing falls due."""
    long_ago = INCIDENT.opened_at - timedelta(days=1)
    times = []
    for _ in range(count):
        start = time.perf_counter()
        if escalate(Tick(INCIDENT.clock, long_ago)):
            raise SystemExit("something was due")
        times.append(time.perf_counter() - start)
    return times


TASKS = {"freeze": freeze, "tick": tick}
