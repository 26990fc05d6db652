"""The two waiting processes: the clock (every minute) and the worker (follow-up work)."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bihuan.platform.clock.incident import THOUSAND
from bihuan.platform.clock.system import now
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs import leases
from bihuan.platform.jobs.reactions import run_waiting
from bihuan.platform.jobs.ticks import open_clocks, run_tick
from bihuan.platform.ledger.recorded import recorded

log = structlog.get_logger("bihuan.jobs")
TICK, LEAST = 60.0, 2.0
IDLE = 1.0
RENEWAL = 30.0
ALARM = timedelta(seconds=60)
LEAP = timedelta(minutes=15)
CLOCK, WORKER = "clock", "worker"


class LeapWatch:
    """Compares the wall clock with the monotonic one from tick to tick."""

    def __init__(self, wall: datetime, steady: float) -> None:
        self._wall, self._steady = wall, steady

    def leapt(self, wall: datetime, steady: float) -> bool:
        """Tell whether the wall clock jumped ahead too far to escalate by it.

        The next tick that agrees with the new time lets escalations run again; expiries are
        computed when read and never wait.
        """
        passed = timedelta(seconds=steady - self._steady)
        difference = (wall - self._wall) - passed
        self._wall, self._steady = wall, steady
        if abs(difference) > ALARM:
            log.warning("wall clock jumped", seconds=difference.total_seconds())
        return difference > LEAP


def clock_loop(
    stopping: Callable[[], bool],
    *,
    tick: float = TICK,
    beside: Sequence[Callable[[datetime], object]] = (),
) -> None:
    """Tick every minute of the fastest open clock while this process holds the lease.

    ``beside`` are asked each minute too, for what belongs to no incident; a failure is logged
    and stops nothing. A loop that breaks gives its lease back too: whoever starts next need not
    wait for it to run out.
    """
    holder, session = leases.holder_name(), Session()
    watch = LeapWatch(now(), time.monotonic())
    try:
        while not stopping():
            wall = now()
            leapt = watch.leapt(wall, time.monotonic())
            if leases.take(session, CLOCK, holder, wall):
                run_tick(wall, leapt=leapt)
                for work in beside:
                    _ask(work, wall)
                session.checkpoint()
            _rest(_pace(tick), stopping)
    finally:
        leases.release(session, CLOCK, holder)


def _pace(tick: float) -> float:
    """Return how long to rest: a drill at speed has its minutes too, as far as seconds allow."""
    speed = max((clock.speed for clock in open_clocks() if clock.drill), default=THOUSAND)
    return min(tick, max(LEAST, tick * THOUSAND / max(speed, THOUSAND)))


def _ask(work: Callable[[datetime], object], wall: datetime) -> None:
    try:
        work(wall)
    except Exception:
        log.exception("work beside the clock failed")


def worker_loop(stopping: Callable[[], bool], *, idle: float = IDLE) -> None:
    """Carry out follow-up work as it comes."""
    holder, session = leases.holder_name(), Session()
    renewed, ahead = float("-inf"), timedelta(0)
    mine = False
    while not stopping():
        wall = now()
        if time.monotonic() - renewed > RENEWAL:
            mine, renewed = leases.take(session, WORKER, holder, wall), time.monotonic()
            # When the clock was set back, what the record asks for does not wait until it is past.
            ahead = max(ahead, recorded(session) - wall)
        if not (mine and run_waiting(wall + ahead)):
            _rest(idle, stopping)
    leases.release(session, WORKER, holder)


def _rest(seconds: float, stopping: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not stopping() and time.monotonic() < end:
        time.sleep(min(0.2, max(0.0, end - time.monotonic())))
