"""Two callables by turns (A B B A A B ...): the ratio of the best times and of each round."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

VERDICT = {True: "met", False: "NOT MET"}


@dataclass(frozen=True)
class Pair:
    name: str
    ours: list[float]
    other: list[float]
    load: float

    @property
    def best(self) -> float:
        """Our time over the other's, best against best."""
        return min(self.ours) / min(self.other)

    @property
    def median(self) -> float:
        return statistics.median(a / b for a, b in zip(self.ours, self.other, strict=True))


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def pair(
    name: str,
    ours: Callable[[], object],
    other: Callable[[], object],
    *,
    rounds: int = 7,
) -> Pair:
    """Time both by turns after one warm call each."""
    ours()
    other()
    times: dict[str, list[float]] = {"ours": [], "other": []}
    for i in range(rounds):
        for side in ("ours", "other") if i % 2 == 0 else ("other", "ours"):
            times[side].append(seconds(ours if side == "ours" else other))
    return Pair(name, times["ours"], times["other"], os.getloadavg()[0])


def at_most(found: Pair, limit: float) -> bool:
    """Print our time as a multiple of the other's; both ratios must hold."""
    holds = max(found.best, found.median) <= limit
    report(found, found.best, found.median, f"at most {limit:g}", VERDICT[holds])
    return holds


def at_least(found: Pair, limit: float) -> bool:
    """Print how many times faster we are; both ratios must hold."""
    best, median = 1.0 / found.best, 1.0 / found.median
    holds = min(best, median) >= limit
    report(found, best, median, f"at least {limit:g}", VERDICT[holds])
    return holds


def report(found: Pair, best: float, median: float, target: str, verdict: str) -> None:
    print(
        f"ratio {found.name} best={best:.3g} median={median:.3g} target={target}"
        f" {verdict} rounds={len(found.ours)}"
        f" ours={min(found.ours):.6f}s other={min(found.other):.6f}s load={found.load:.2f}"
    )
