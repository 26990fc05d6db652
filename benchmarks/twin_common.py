"""What the twin's benchmarks share: the city, the disease, one timed run, turns and ratios."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import numpy as np

from bihuan.science.twin.calibrate import calibrate
from bihuan.science.twin.city import City, synthesise_city
from bihuan.science.twin.disease import Disease
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.simulate import Run, new_world, result_of, run_until
from bihuan.science.twin.tables import course_of
from bihuan.site.commands.twin.territory import territory
from bihuan.site.commands.twin.validate import drill_disease

__all__ = [
    "City",
    "Disease",
    "Run",
    "city_of",
    "drill_disease",
    "ratio",
    "timed",
    "turns",
    "wave",
    "without_peers",
]


def without_peers(description: str | None) -> argparse.ArgumentParser:
    """Return the options of a measurement that only looks at the engine itself."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--peers", default=None, help="not needed: the floor is a kernel of numba")
    return parser


def city_of(residents: int) -> tuple[City, float]:
    """Build a city and return it with the seconds it took."""
    start = time.perf_counter()
    city = synthesise_city(territory(None, None, residents), 1)
    return city, time.perf_counter() - start


def wave(
    city: City, disease: Disease, days: int, seeds: int, threads: int = 1
) -> Callable[[int], Run]:
    """Return a function that runs one replicate with nothing in force."""
    rates = np.array(calibrate(city, disease, 1).rate)
    course = course_of(disease, rates, np.ones(6))
    policy = open_policy(days, len(city.zones.code), len(disease.bands), city.n, seeds)

    def once(replicate: int) -> Run:
        world = new_world(city, course, policy, days, (1, replicate))
        return result_of(run_until(world, days, threads))

    return once


def timed(call: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    made = call()
    return time.perf_counter() - start, made


def turns(a: Callable[[], object], b: Callable[[], object], rounds: int = 5) -> list[list[float]]:
    """Time two calls by turns, A B B A A B, and return the seconds of each."""
    seconds: list[list[float]] = [[], []]
    for i in range(rounds):
        for side in (0, 1) if i % 2 == 0 else (1, 0):
            seconds[side].append(timed((a, b)[side])[0])
    return seconds


def ratio(name: str, ours: list[float], other: list[float], target: str) -> None:
    """Print one ratio line: best over best, median of the neighbours' ratios, range."""
    each = [x / y for x, y in zip(ours, other, strict=True)]
    print(
        f"ratio {name}: best {min(ours) / min(other):.3f} median {statistics.median(each):.3f} "
        f"range {min(each):.3f}-{max(each):.3f} target {target} rounds {len(each)} "
        f"load {os.getloadavg()[0]:.2f}",
        flush=True,
    )
