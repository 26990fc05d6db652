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
    position = np.arange(n) - np.repeat(starts[:-1], sizes)
    role = np.minimum(position, 2) + 1
    role[np.repeat(sizes, sizes) == 1] = 0
    chance = fitted(np.bincount(role, minlength=len(PRIOR)) / n, marginals)
    shared = np.where(position == 1, u[np.arange(n) - (position == 1), 0], u[:, 0])
    edges = np.cumsum(chance, axis=1)[role]
    kind = (shared > edges[:, 0]).astype(np.int64) + (shared > edges[:, 1])
    within = np.where(kind == ELDER, u[:, 1] ** OLD_SHAPE, u[:, 1])
    ages: U8 = (FIRST_AGE[kind] + SPAN[kind] * within).astype(np.uint8)
    return ages


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
