"""Whether first cases infect as many as the calibration says, seen in the engine itself."""

from math import sqrt

import numpy as np

from bihuan.science.twin.calibrate import calibrate
from bihuan.science.twin.city import City
from bihuan.science.twin.disease import Disease
from bihuan.science.twin.layout import CHUNK, I64
from bihuan.science.twin.philox import Purpose, draws
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.running import Outbreak
from bihuan.science.twin.simulate import new_world, run_until
from bihuan.science.twin.tables import course_of
from bihuan.science.twin.toy import IMPORTED, plant
from bihuan.science.twin.validation import Row

DAYS = 128
FOLLOWED_DAYS = 40
ALLOWED = 0.02
COMPETITION = 0.12
DRAW = 7


def realised_rows(city: City, disease: Disease, cases: int, replicates: int) -> tuple[Row, Row]:
    """Count the people whom first cases reach, and those whom they really infect.

    The first count is what the reproduction number means: distinct people reached when nobody
    else spreads. In the run, household members and classmates infect each other too and take a
    share; that count is shown beside it and may only be lower, and not by much.
    """
    rates = np.array(calibrate(city, disease, 1).rate)
    course = course_of(disease, rates, np.ones(6))
    policy = open_policy(DAYS, len(city.zones.code), len(disease.bands), city.n, 0)
    reached, infected = [], []
    for replicate in range(replicates):
        u = draws(np.arange(cases, dtype=np.uint64), Purpose.IMPORT, (1, replicate), DRAW)
        chosen = np.unique((u[:, 0] * city.n).astype(np.int64))
        world = plant(new_world(city, course, policy, DAYS, (17, replicate)), chosen)
        world = run_until(world, 1)
        reached.append(len(np.unique(waiting_events(world), axis=0)) / len(chosen))
        infected.append(_infected_by(run_until(world, FOLLOWED_DAYS), chosen) / len(chosen))
    goal, alone, real = (
        disease.reproduction_number,
        float(np.mean(reached)),
        float(np.mean(infected)),
    )
    room = ALLOWED * goal + 3 * float(np.std(reached, ddof=1)) / sqrt(replicates)
    least = (1 - COMPETITION) * alone
    what = "people infected by a first case, others competing"
    return (
        Row("people reached by a first case", goal, alone, "2 % + 3 SE", abs(alone - goal) <= room),
        Row(what, alone, real, "0 to 12 % fewer than reached", least <= real <= alone),
    )


def _infected_by(world: Outbreak, chosen: I64) -> int:
    trail = world.live.trail[world.live.state > 0]
    return int((np.isin(trail[:, 0], chosen) & (trail[:, 1] & 7 != IMPORTED)).sum())


def waiting_events(world: Outbreak) -> I64:
    """Return target and source of every potential transmission that waits, shape (events, 2)."""
    found = [np.empty((0, 2), dtype=np.uint32)]
    for part in world.parts:
        for head, filled in zip(part.head.tolist(), part.fill.tolist(), strict=True):
            chunk, n = head, filled - head * CHUNK
            while chunk >= 0:
                found.append(part.events[chunk * CHUNK : chunk * CHUNK + n, :2])
                chunk, n = int(part.following[chunk]), CHUNK
    return np.concatenate(found).astype(np.int64)
