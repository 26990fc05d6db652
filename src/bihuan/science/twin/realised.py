"""Whether first cases infect as many as the calibration says, seen in runs of the engine."""

import numpy as np

from bihuan.science.twin.calibrate import calibrate
from bihuan.science.twin.city import City
from bihuan.science.twin.disease import Disease
from bihuan.science.twin.philox import Purpose, draws
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.simulate import new_world, run_until
from bihuan.science.twin.tables import course_of
from bihuan.science.twin.toy import IMPORTED, plant
from bihuan.science.twin.validation import Row

DAYS = 60
ALLOWED = 0.05
DRAW = 7


def realised_row(city: City, disease: Disease, cases: int, replicates: int) -> Row:
    """Count the people infected by first cases, and compare with the reproduction number.

    Later generations compete for the same people, so the count may lie a little below.
    """
    rates = np.array(calibrate(city, disease, 1).rate)
    course = course_of(disease, rates, np.ones(6))
    policy = open_policy(DAYS, len(city.zones.code), len(disease.bands), city.n, 0)
    total = first = 0
    for replicate in range(replicates):
        u = draws(np.arange(cases, dtype=np.uint64), Purpose.IMPORT, (1, replicate), DRAW)
        chosen = np.unique((u[:, 0] * city.n).astype(np.int64))
        world = new_world(city, course, policy, DAYS, (17, replicate))
        world = run_until(plant(world, chosen), DAYS // 2)
        trail = world.live.trail[world.live.state > 0]
        by_first = np.isin(trail[:, 0], chosen) & (trail[:, 1] & 7 != IMPORTED)
        total += int(by_first.sum())
        first += len(chosen)
    found, goal = total / first, disease.reproduction_number
    holds = abs(found - goal) <= ALLOWED * goal
    return Row("people infected by a first case", goal, found, "5 %", holds)
