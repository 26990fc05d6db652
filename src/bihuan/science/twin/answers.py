"""What an ensemble says: ranges, paired differences with their error, and what matters."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from bihuan.science.twin.ensemble import Outcome
from bihuan.science.twin.layout import F64, I64

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
ENOUGH_FOR_RANKS = 8
NORMAL_95 = 1.959964


def by_plan(outcomes: Sequence[Outcome], plans: int) -> list[list[Outcome]]:
    """Return the outcomes of every plan, in order of the replicates."""
    ordered = sorted(outcomes, key=lambda o: (o.plan, o.replicate))
    return [[o for o in ordered if o.plan == i] for i in range(plans)]


def spread(values: F64) -> dict[str, float | None]:
    """Return mean, Monte-Carlo error and quantiles; the error is absent for a single run."""
    out: dict[str, float | None] = {"mean": float(values.mean()), "monte_carlo_error": None}
    if len(values) > 1:
        out["monte_carlo_error"] = float(values.std(ddof=1) / sqrt(len(values)))
    for level in LEVELS:
        out[f"q{round(level * 100):02d}"] = float(np.quantile(values, level))
    return out


def figures(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float | None]]:
    """Return the spread of every headline figure of one plan."""
    names = outcomes[0].figures
    return {n: spread(np.array([o.figures[n] for o in outcomes], dtype=float)) for n in names}


def paired(a: Sequence[Outcome], b: Sequence[Outcome]) -> dict[str, dict[str, float | None]]:
    """Return the spread of the differences a - b, replicate by replicate."""
    other = {o.replicate: o for o in b}
    pairs = [(o, other[o.replicate]) for o in a if o.replicate in other]
    names = a[0].figures
    return {
        n: spread(np.array([x.figures[n] - y.figures[n] for x, y in pairs], dtype=float))
        for n in names
    }


def fan(rows: Sequence[F64 | I64]) -> dict[str, list[float]]:
    """Return daily quantiles of a series over the runs."""
    table = np.quantile(np.array(rows, dtype=float), LEVELS, axis=0)
    return {
        f"q{round(v * 100):02d}": [float(x) for x in q] for v, q in zip(LEVELS, table, strict=True)
    }


def community_zero(outcomes: Sequence[Outcome], clear_days: int) -> list[float]:
    """Return, by day, the share of runs in which community zero is reached and holds.

    Reached on a day: no case found in the community on the last ``clear_days`` days, nor on any
    later one of the run. It never falls, and is a share of runs of a model, never a date.
    """
    found = np.array([o.found_community for o in outcomes]) > 0
    days = found.shape[1]
    last = np.where(found.any(axis=1), days - 1 - np.argmax(found[:, ::-1], axis=1), -1)
    reached = np.arange(days)[None, :] >= last[:, None] + clear_days
    return [float(x) for x in reached.mean(axis=0)]


def share_range(share: float, runs: int) -> tuple[float, float]:
    """Return the 95 % range (Wilson) of a share of runs: its Monte-Carlo error, also at 0 and 1."""
    z2 = NORMAL_95**2
    middle = (share + z2 / (2 * runs)) / (1 + z2 / runs)
    half = NORMAL_95 * sqrt(share * (1 - share) / runs + z2 / (4 * runs**2)) / (1 + z2 / runs)
    return max(0.0, middle - half), min(1.0, middle + half)


def zones_by_day(outcomes: Sequence[Outcome]) -> F64:
    """Return the mean new infections of the runs, shape (days, zones)."""
    total = np.zeros(outcomes[0].zones_by_day.shape)
    for one in outcomes:
        total += one.zones_by_day
    return total / len(outcomes)


def what_matters(outcomes: Sequence[Outcome], figure: str) -> dict[str, float | None]:
    """Return for each uncertain input the share of the figure's variance it goes with.

    The squared rank correlation over the runs; absent with fewer than eight runs or when
    nothing varies. Shares need not add up to 1.
    """
    y = np.array([o.figures[figure] for o in outcomes], dtype=float)
    return {
        name: _rank_share(np.array([o.inputs[name] for o in outcomes]), y)
        for name in outcomes[0].inputs
    }


def _rank_share(x: F64, y: F64) -> float | None:
    if len(x) < ENOUGH_FOR_RANKS or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    ranks = [np.argsort(np.argsort(v, kind="stable"), kind="stable") for v in (x, y)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1] ** 2)
