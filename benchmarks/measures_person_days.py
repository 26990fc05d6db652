"""Restriction person-days over a year: 5,000 overlapping measures on 2,326 communities.

At most 5 times one numpy pass over the same matrix (who is covered on which day, times who lives
there), and equal to a brute-force count.

    python -m benchmarks.measures_person_days [--rounds N]
"""

import argparse
import sys

import numpy as np

from benchmarks.epi_pairs import at_most, pair
from bihuan.science.restrictions import Scopes, person_days

COMMUNITIES, DAYS, MEASURES, TIMES = 2_326, 365, 5_000, 5.0


def year(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, Scopes]:
    """Return communities with residents, and measures of one community to one township."""
    townships = np.sort(rng.integers(0, 158, COMMUNITIES))
    codes = 141_002_000_000_000 + townships * 10**6 + np.arange(COMMUNITIES) * 10**3
    residents = rng.integers(200, 6_000, COMMUNITIES)
    at = rng.integers(0, COMMUNITIES, MEASURES)
    wide = rng.random(MEASURES) < 0.1
    lo = np.where(wide, codes[at] - codes[at] % 10**6, codes[at])
    hi = lo + np.where(wide, 10**6 - 1, 999)
    first = rng.integers(0, DAYS, MEASURES)
    return codes, residents, Scopes(lo, hi, first, first + rng.integers(0, 4, MEASURES))


def covered(codes: np.ndarray, scopes: Scopes) -> np.ndarray:
    """Mark day by day who is covered, measure by measure, without any trick."""
    matrix = np.zeros((DAYS, len(codes)), dtype=bool)
    for lo, hi, first, last in zip(scopes.lo, scopes.hi, scopes.first, scopes.last, strict=True):
        matrix[first : last + 1, (codes >= lo) & (codes <= hi)] = True
    return matrix


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", default=None, help="not needed: the floor is numpy")
    args = parser.parse_args()
    codes, residents, scopes = year(np.random.default_rng(66))
    matrix = covered(codes, scopes)
    found = person_days(codes, residents, scopes, DAYS)
    equal = found.tolist() == [int(residents[day].sum()) for day in matrix]
    print(f"# {found.sum():,} person-days; equal to a brute-force count: {equal}")
    ratio = pair(
        "person-days/numpy pass",
        lambda: person_days(codes, residents, scopes, DAYS),
        lambda: np.where(matrix, residents, 0).sum(axis=1),
        rounds=args.rounds,
    )
    return 0 if equal and at_most(ratio, TIMES) else 1


if __name__ == "__main__":
    sys.exit(main())
