"""Fit uncertain inputs to a series of found cases, with the last days held out and shown.

Candidates are runs whose inputs were drawn from their ranges; those nearest to the series are
kept. Nothing is searched for, so the fit cannot leave what was said to be possible, and what
was held out tests it: a fit without that test, or one that fails it, is for nobody to use.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bihuan.science.twin.layout import F64, I64

SHARE = 0.1
FEWEST_KEPT, FEWEST_DAYS = 8, 10
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MISSING = -1
BOOL = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """What the nearest candidates say.

    Parameters
    ----------
    kept
        Positions of the kept candidates, the nearest first.
    low, high
        5 and 95 % of the input among the kept.
    bands
        Shape (5, days): 5, 25, 50, 75 and 95 % of the kept candidates' series.
    inside, held_out
        Observed days of the held-out part within 5 to 95 %, and how many were observed there.
    """

    kept: tuple[int, ...]
    low: float
    high: float
    bands: F64
    inside: int
    held_out: int


def fit_to(series: Sequence[int], candidates: I64, values: F64, *, held_out: int = 7) -> Fit:
    """Keep the tenth of the candidates that is nearest to the series before the held-out days.

    Parameters
    ----------
    series
        Counts by day, ``MISSING`` where nothing was reported.
    candidates
        Shape (candidates, days): the counts of each run.
    values
        Shape (candidates,): the uncertain input of each run.
    held_out
        Last days that the fit does not see.

    Raises
    ------
    ValueError
        When shapes disagree, too few days are known or there are too few candidates.

    Notes
    -----
    Distance: the squared difference of square roots, which gives counts of any size about the
    same weight when they scatter as counts do. Rejection by rank is approximate Bayesian
    computation (Beaumont 2019, doi 10.1146/annurev-statistics-030718-105212).
    """
    observed = np.array(series)
    _check(observed, candidates, values, held_out)
    known, begun = observed != MISSING, np.arange(len(observed)) >= len(observed) - held_out
    kept = _nearest(observed, candidates, known & ~begun)
    bands = np.quantile(candidates[kept].astype(np.float64), LEVELS, axis=0)
    within = (observed >= np.floor(bands[0])) & (observed <= np.ceil(bands[-1]))
    low, high = np.quantile(values[kept], (LEVELS[0], LEVELS[-1])).tolist()
    inside, later = int((within & known & begun).sum()), int((known & begun).sum())
    return Fit(tuple(kept.tolist()), low, high, bands, inside, later)


def _nearest(observed: I64, candidates: I64, seen: BOOL) -> I64:
    """Return the positions of the nearest candidates on the days that the fit sees."""
    distance = ((np.sqrt(candidates[:, seen]) - np.sqrt(observed[seen])) ** 2).sum(axis=1)
    number = max(FEWEST_KEPT, round(SHARE * len(candidates)))
    return np.argsort(distance, kind="stable")[:number]


def _check(observed: I64, candidates: I64, values: F64, held_out: int) -> None:
    if candidates.shape != (len(values), len(observed)):
        raise ValueError("Expected candidates of the series' days, each with its value.")
    if len(candidates) < FEWEST_KEPT:
        raise ValueError(f"Expected at least {FEWEST_KEPT} candidates.")
    known = int((observed[: len(observed) - held_out] != MISSING).sum())
    if known < FEWEST_DAYS:
        raise ValueError(f"Expected at least {FEWEST_DAYS} known days before the held-out ones.")
