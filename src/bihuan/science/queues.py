"""Queues of sampling sites and laboratories (Erlang C), and the crowd at opening time."""

from dataclasses import dataclass

import numpy as np

STEEP_UTILISATION = 0.85


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue in its steady state; times in the unit of the rates, infinite when it only grows.

    Parameters
    ----------
    utilisation
        Arrivals over capacity.
    p_wait
        Probability of waiting at all.
    mean_wait, p90_wait
        Waiting before service.
    mean_length
        People waiting.
    mean_time
        Waiting and service.
    steep
        Utilisation above 0.85: a little more work makes waiting grow without limit.
    """

    utilisation: float
    p_wait: float
    mean_wait: float
    p90_wait: float
    mean_length: float
    mean_time: float
    steep: bool

    def p_within(self, time: float, spare_rate: float) -> float:
        """Return the probability of waiting no longer than ``time``."""
        if np.isinf(self.mean_wait):
            return 0.0
        return float(1.0 - self.p_wait * np.exp(-spare_rate * time))


def mmc(arrival_rate: float, service_rate: float, servers: int) -> Queue:
    """Return the steady state of ``servers`` parallel servers.

    Parameters
    ----------
    arrival_rate, service_rate
        Per unit of time; the service rate is that of one server.
    servers
        At least 1.
    """
    if arrival_rate < 0.0 or service_rate <= 0.0 or servers < 1:
        raise ValueError("Expected rates above 0 and at least one server.")
    load = arrival_rate / service_rate
    rho = load / servers
    if rho >= 1.0:
        endless = float("inf")
        return Queue(rho, 1.0, endless, endless, endless, endless, steep=True)
    blocking = 1.0  # Erlang B by recursion, stable for thousands of servers
    for k in range(1, servers + 1):
        blocking = load * blocking / (k + load * blocking)
    p_wait = blocking / (1.0 - rho * (1.0 - blocking))
    spare = servers * service_rate - arrival_rate
    mean_wait = p_wait / spare
    p90 = max(0.0, float(np.log(10.0 * p_wait)) / spare) if p_wait > 0.0 else 0.0
    return Queue(
        utilisation=rho,
        p_wait=p_wait,
        mean_wait=mean_wait,
        p90_wait=p90,
        mean_length=arrival_rate * mean_wait,
        mean_time=mean_wait + 1.0 / service_rate,
        steep=rho > STEEP_UTILISATION,
    )


def crowd_time(crowd: float, arrival_rate: float, service_rate: float, servers: int) -> float:
    """Return how long a crowd at opening time takes to melt; infinite when it never does."""
    if crowd < 0.0:
        raise ValueError("Expected a crowd that is not negative.")
    spare = servers * service_rate - arrival_rate
    if crowd == 0.0:
        return 0.0
    return crowd / spare if spare > 0.0 else float("inf")


def turnaround_quantiles(
    arrival_rate: float,
    service_rate: float,
    servers: int,
    *,
    fixed: float,
    levels: tuple[float, ...] = (0.5, 0.9),
) -> tuple[float, ...]:
    """Return quantiles of transport, waiting and analysis together.

    Parameters
    ----------
    arrival_rate, service_rate, servers
        As in ``mmc``: batches per hour and analysers.
    fixed
        Hours that every batch takes: transport, preparation and one run.
    levels
        Probabilities; the waiting is the random part, the run itself is fixed.
    """
    queue = mmc(arrival_rate, service_rate, servers)
    if np.isinf(queue.mean_wait):
        return tuple(float("inf") for _ in levels)
    spare = servers * service_rate - arrival_rate
    waits = (
        0.0 if 1.0 - p >= queue.p_wait else float(np.log(queue.p_wait / (1.0 - p))) / spare
        for p in levels
    )
    return tuple(fixed + wait for wait in waits)
