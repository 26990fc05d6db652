"""Classes and workplaces: people of a place are one range of the member list."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bihuan.science.twin.households import Marginals
from bihuan.science.twin.layout import F64, I64, NO_PLACE, U8, U32, Layer

TOWNSHIP, COUNTY = 10**6, 10**9
WORK_AGES = (18, 60)
TEACHERS = 1


class Places(NamedTuple):
    """Place of every person and the member lists of all places."""

    place: U32
    members: U32
    start: U32
    kind: U8


def assign_places(
    ages: NDArray[np.uint8], zone: U32, code: I64, u: F64, marginals: Marginals
) -> Places:
    """Give children a class in their township, and the employed a workplace.

    Returns
    -------
    Places
        Every member listed once; nobody has two places.
    """
    town = (code // TOWNSHIP)[zone]
    first, last = marginals.school_ages
    pupils = np.flatnonzero((ages >= first) & (ages <= last))
    adult = (ages >= max(WORK_AGES[0], last + 1)) & (ages < WORK_AGES[1])
    workers = np.flatnonzero(adult & (u[:, 0] < marginals.employed_share))
    order = np.lexsort((u[pupils, 1], ages[pupils], town[pupils]))
    pupils = pupils[order]
    class_ends = _cut(town[pupils], np.full(len(pupils), marginals.class_size))
    site = _commute(town, workers, u, marginals)
    workers = workers[np.lexsort((u[workers, 3], site))]
    site = np.sort(site)
    sizes = np.array(marginals.workplace_sizes)[
        (u[workers, 1] * len(marginals.workplace_sizes)).astype(np.int64)
    ]
    return _listed(len(ages), (pupils, class_ends), (workers, _cut(site, sizes)))


def _commute(town: I64, workers: I64, u: F64, marginals: Marginals) -> I64:
    """Return the township where each works: the own, another of the county, or of the city."""
    here = town[workers]
    own, near = marginals.commute
    at = u[workers, 2]
    out = here.copy()
    n = len(workers)
    if n == 0:
        return out
    far = at >= own + near
    out[far] = here[(((at[far] - own - near) / (1 - own - near)) * n).astype(np.int64)]
    middle = (at >= own) & ~far
    county = here // (COUNTY // TOWNSHIP)
    lo, hi = np.searchsorted(county, county, "left"), np.searchsorted(county, county, "right")
    pick = lo + ((at - own) / near * (hi - lo)).astype(np.int64)
    out[middle] = here[np.clip(pick, lo, hi - 1)[middle]]
    return out


def _cut(group: I64, sizes: I64) -> I64:
    """Return the ends of consecutive places: each at most its wanted size, in one group.

    The place that begins at position i has the size ``sizes[i]``.
    """
    n = len(group)
    bounds = np.append(np.flatnonzero(np.diff(group)) + 1, n)
    ends: list[int] = []
    at, limits = 0, bounds.tolist()
    wanted = sizes.tolist()
    for limit in limits:
        while at < limit:
            at = min(at + wanted[at], limit)
            ends.append(at)
    return np.array(ends if n else [], dtype=np.int64)


def _listed(n: int, school: tuple[I64, I64], work: tuple[I64, I64]) -> Places:
    members = np.concatenate((school[0], work[0])).astype(np.uint32)
    ends = np.concatenate((school[1], work[1] + len(school[0])))
    start = np.concatenate(([0], ends)).astype(np.uint32)
    kind = np.full(len(ends), Layer.WORK, dtype=np.uint8)
    kind[: len(school[1])] = Layer.SCHOOL
    place = np.full(n, NO_PLACE, dtype=np.uint32)
    place[members] = np.repeat(np.arange(len(ends), dtype=np.uint32), np.diff(start))
    return Places(place, members, start, kind)
