"""Ages by place in the household, fitted so that the city's age shares hold."""

import numpy as np

from bihuan.science.twin.households import Marginals
from bihuan.science.twin.layout import F64, I64, U8

CHILD, ADULT, ELDER = 0, 1, 2
FIRST_AGE = np.array((0, 15, 60))
SPAN = np.array((15, 45, 36))
OLD_SHAPE = 1.6
ROLES = 3
FIT_ROUNDS = 60

# Prior chance of child, adult, elder: in a household of one; first, second and further persons
# of larger ones. Assumed; the fit moves all of them to the city's shares.
PRIOR = np.array(
    [
        [0.00, 0.60, 0.40],
        [0.00, 0.72, 0.28],
        [0.04, 0.70, 0.26],
        [0.50, 0.40, 0.10],
    ]
)


def draw_ages(sizes: I64, starts: I64, u: F64, marginals: Marginals) -> U8:
    """Draw an age for every person.

    The first person of a household is never a child; the second mostly shares the first one's
    generation, because both are read from one number of the household.

    Returns
    -------
    ndarray
        Shape (n,), ages 0 to 95.
    """
    n = int(starts[-1])
    # Small whole numbers and one column at a time: this is where a city takes the most memory.
    role = np.full(n, len(PRIOR) - 1, dtype=np.uint8)
    role[starts[:-1]] = 1
    second = starts[:-1][sizes > 1] + 1
    role[second] = 2
    role[starts[:-1][sizes == 1]] = 0
    chance = fitted(np.bincount(role, minlength=len(PRIOR)) / n, marginals)
    shared = u[:, 0].copy()
    shared[second] = u[second - 1, 0]
    ends = np.cumsum(chance, axis=1)
    kind = (shared > ends[role, 0]).astype(np.uint8)
    kind += shared > ends[role, 1]
    within = shared
    within[:] = u[:, 1]
    within[kind == ELDER] **= OLD_SHAPE
    within *= SPAN[kind]
    within += FIRST_AGE[kind]
    return within.astype(np.uint8)


def fitted(weight: F64, marginals: Marginals) -> F64:
    """Fit the table of roles by age groups to both margins by proportional scaling.

    Parameters
    ----------
    weight
        Shape (roles,): share of persons in each role.

    Returns
    -------
    ndarray
        Shape (roles, 3): chance of each age group in each role; rows add up to 1.
    """
    goal = np.array((marginals.child_share, 0.0, marginals.elder_share))
    goal[ADULT] = 1.0 - goal.sum()
    table = PRIOR.copy()
    for _ in range(FIT_ROUNDS):
        reached = weight @ table
        table *= np.divide(goal, reached, out=np.ones(ROLES), where=reached > 0)
        table /= table.sum(axis=1, keepdims=True)
    return table
