"""How long people wait at the staffed entrance: an arrival model whose assumptions are shown.

The numbers' library is loaded by whoever asks first, not by every process that starts.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.domain.premises.gates import GateState
from bihuan.domain.premises.plan import Plan

if TYPE_CHECKING:
    from bihuan.science.queues import Queue

PASSAGES_A_DAY = 2.5
"""Passages of one resident a day, both ways (assumed)."""
PEAK_SHARE = 0.12
"""Share of a day's passages in the busiest hour (assumed)."""
SERVED_AN_HOUR = 360.0
"""People one lane lets through an hour, ten seconds each (assumed)."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The busiest hour at one entrance: arrivals, lanes, and the queue they make."""

    arrivals: float
    lanes: int
    queue: "Queue"

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

    lanes = sum(g.lanes for g in plan.gates.values() if g.state is GateState.STAFFED)
    if not lanes:
        return None
    arrivals = sum(plan.buildings.values()) * PASSAGES_A_DAY * PEAK_SHARE
    return Wait(arrivals, lanes, mmc(arrivals, SERVED_AN_HOUR, lanes))
