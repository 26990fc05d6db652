"""Cities and diseases of the twin's tests."""

import numpy as np

from bihuan.science.twin.city import ZoneTable, synthesise_city
from bihuan.science.twin.disease import Band, Disease, Duration
from bihuan.science.twin.policy import open_policy
from bihuan.science.twin.simulate import new_world
from bihuan.science.twin.tables import course_of

RATE = np.array((0.04, 0.018, 0.018, 0.09, 0.018))


def zone_table(residents, communities=0):
    """Return communities of 15-digit codes over three counties, with so many residents."""
    count = communities or max(4, residents // 1700)
    county = np.arange(count) * 3 // count
    within = np.arange(count)
    codes = (141002 + county * 19) * 10**9 + (within // 15 + 1) * 10**6 + (within % 15 + 1) * 1000
    sizes = np.full(count, residents // count)
    sizes[: residents - sizes.sum()] += 1
    return ZoneTable(codes, sizes)


def city(residents, seed=1):
    return synthesise_city(zone_table(residents), seed)


def disease(**changes):
    given = {
        "latent": Duration("gamma", 3.0, 1.5),
        "presymptomatic": Duration("gamma", 1.2, 0.6),
        "symptomatic": Duration("gamma", 5.0, 2.0),
        "asymptomatic": Duration("gamma", 6.0, 2.0),
        "bands": (Band(0, 0.8, 0.6, 0.01, 0.001), Band(60, 1.0, 0.7, 0.1, 0.02)),
        "reproduction_number": 2.5,
        "household_attack": 0.2,
        "dispersion": 0.4,
    }
    return Disease(**(given | changes))


def world(of, days=60, key=(1, 0), seeds=20, factor=1.0):
    bands = 2
    policy = open_policy(days, len(of.zones.code), bands, of.n, seeds)
    if factor != 1.0:
        policy.accept[:], policy.plain[:] = factor, 0
    return new_world(of, course_of(disease(), RATE, np.ones(6)), policy, days, key)
