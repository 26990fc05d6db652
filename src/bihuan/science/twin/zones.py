"""Residents of communities when only the counties' are known."""

import numpy as np

from bihuan.science.twin.city import COUNTY, ZoneTable
from bihuan.science.twin.layout import F64, I64
from bihuan.science.twin.philox import Purpose, draws

SPREAD = 0.7
LEAST = 8
DRAW = 90


def spread_residents(codes: I64, counties: dict[int, int], seed: int) -> ZoneTable:
    """Spread the residents of each county over its communities.

    Sizes of communities are unknown here, so they follow a lognormal of the fixed deviation
    ``SPREAD``: an assumption, as the result's user must say. County totals are exact.

    Parameters
    ----------
    codes
        Codes of the communities, 15 digits.
    counties
        Residents by county code of 15 digits.

    Raises
    ------
    ValueError
        When a community lies in no county, or a county has too few residents.
    """
    codes = np.sort(codes)
    county = codes // COUNTY * COUNTY
    residents = np.zeros(len(codes), dtype=np.int64)
    u = draws((codes % 2**32).astype(np.uint64), Purpose.SYNTHESIS, (seed, 0), DRAW)
    normal = np.sqrt(-2 * np.log(u[:, 0])) * np.cos(2 * np.pi * u[:, 1])
    for code in np.unique(county):
        if int(code) not in counties:
            raise ValueError(f"Expected the residents of county {int(code)}.")
        inside = county == code
        residents[inside] = shared_out(counties[int(code)], np.exp(SPREAD * normal[inside]))
    return ZoneTable(codes, residents)


def shared_out(total: int, weights: F64) -> I64:
    """Share a total out by weights, at least ``LEAST`` each; the sum is exact."""
    free = total - LEAST * len(weights)
    if free < 0:
        raise ValueError(f"Expected at least {LEAST} residents for each community, got {total}.")
    goal = weights / weights.sum() * free
    out: I64 = np.floor(goal).astype(np.int64)
    order = np.argsort(-(goal - out), kind="stable")
    out[order[: free - int(out.sum())]] += 1
    out += LEAST
    return out
