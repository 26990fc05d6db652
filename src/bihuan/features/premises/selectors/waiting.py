"""How long people wait at the staffed entrance: an arrival model whose assumptions are shown.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.domain.premises.gates import GateState
from bihuan.domain.premises.hours import DAY
from bihuan.domain.premises.plan import Gate, Plan

if TYPE_CHECKING:
    from bihuan.science.queues import Queue

PASSAGES_A_DAY = 2.5
"""Passages of one resident a day, both ways (assumed)."""
PEAK_SHARE = 0.12
"""Share of a day's passages in the busiest hour (assumed)."""
WAKING_HOURS = 18
"""Hours of the day in which people go in and out; in fewer they crowd in proportion (assumed)."""
SERVED_AN_HOUR = 360.0
"""People one lane lets through an hour, ten seconds each (assumed)."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The busiest hour at the staffed entrances: arrivals, lanes, and the queue they make.

    ``open_hours`` is how long a day one of them is open, ``peak_share`` the share of a day's
    passages that the busiest hour takes then.
    """

    arrivals: float
    lanes: int
    queue: "Queue"
    open_hours: float = 24.0
    peak_share: float = PEAK_SHARE

    @property
    def capacity(self) -> int:
        """People whom all lanes let through in an hour."""
        return round(self.lanes * SERVED_AN_HOUR)

    @property
    def waiting(self) -> int | None:
        """People who wait at a time on average, None when the queue only grows."""
        length = self.queue.mean_length
        return None if length == float("inf") else round(length)

    @property
    def mean_seconds(self) -> int | None:
        """The mean wait, None when the queue only grows."""
        return self._seconds(self.queue.mean_wait)

    @property
    def p90_seconds(self) -> int | None:
        """What nine in ten do not exceed, None when the queue only grows."""
        return self._seconds(self.queue.p90_wait)

    @staticmethod
    def _seconds(hours: float) -> int | None:
        return None if hours == float("inf") else round(hours * 3600)


def expected_wait(plan: Plan) -> Wait | None:
    """Return the wait at the staffed entrances in the busiest hour; None without any."""
    from bihuan.science.queues import mmc

    staffed = [one for one in plan.gates.values() if one.state is GateState.STAFFED]
    if not staffed:
        return None
    lanes, hours = sum(one.lanes for one in staffed), _open_hours(staffed)
    share = min(1.0, PEAK_SHARE * max(1.0, WAKING_HOURS / hours))
    arrivals = sum(plan.buildings.values()) * PASSAGES_A_DAY * share
    return Wait(arrivals, lanes, mmc(arrivals, SERVED_AN_HOUR, lanes), hours, share)


def _open_hours(gates: Sequence[Gate]) -> float:
    """Return how many hours a day at least one of some gates is open."""
    if any(one.hours is None for one in gates):
        return DAY / 60
    minutes: set[int] = set()
    return len(minutes.union(*(one.hours.minutes for one in gates if one.hours))) / 60
