"""Toy cities with known answers: one well-mixed crowd, or equal households and nothing else."""

import numpy as np

from bihuan.science.twin.city import City, ZoneTable
from bihuan.science.twin.disease import Band, Contacts, Disease, Duration
from bihuan.science.twin.households import Marginals
from bihuan.science.twin.layout import (
    I64,
    NO_PLACE,
    PART_MASK,
    PART_SHIFT,
    Cursor,
    Mark,
    People,
    Stage,
    spans_of,
)
from bihuan.science.twin.running import Outbreak

CODE = 141_002_001_001_000
INFECTED_TODAY = 2
IMPORTED = 7


def equal_households(households: int, size: int) -> City:
    """Return a city of equal households in one zone; nobody has a class or a workplace."""
    n = households * size
    person = np.zeros((n, 4), dtype=np.uint32)
    person[:, 0] = np.arange(n) // size * size
    person[:, 1] = NO_PLACE
    person[:, 2] = 30 << 16 | size << 24
    reach = np.zeros((4, 1, 2), dtype=np.uint32)
    reach[:, 0, 1] = n
    no_place, compound = np.zeros(1, dtype=np.uint32), np.array((0, n), dtype=np.uint32)
    people = People(
        person=person,
        members=np.zeros(1, dtype=np.uint32),
        place_start=no_place,
        place_kind=np.zeros(0, dtype=np.uint8),
        compound_start=compound,
        reach=reach,
        spans=spans_of(no_place, compound, reach),
    )
    table = ZoneTable(np.array([CODE]), np.array([n]))
    gates = np.array([2])
    return City(table, people, households, 0, 0, 0, gates, 1, 0, Marginals())


def well_mixed(n: int) -> City:
    """Return a city in which everybody meets everybody alike."""
    return equal_households(n, 1)


def plain_disease(*, dispersion: float, weights: tuple[float, ...] = (), days: int = 1) -> Disease:
    """Return a disease without symptoms, infectious for exactly ``days`` after one day."""
    one = Duration("fixed", 1.0, 0.0)
    return Disease(
        latent=one,
        presymptomatic=one,
        symptomatic=one,
        asymptomatic=Duration("fixed", float(days), 0.0),
        bands=(Band(0, 1.0, 0.0, 0.0, 0.0),),
        reproduction_number=1.0,
        household_attack=0.0,
        dispersion=dispersion,
        contacts=Contacts(),
        serial_weights=weights,
    )


def plant(world: Outbreak, persons: I64) -> Outbreak:
    """Infect chosen persons on day 0 instead of importing cases."""
    live, parts = world.live, []
    live.state[persons] = INFECTED_TODAY
    live.trail[persons, 0], live.trail[persons, 1] = persons, IMPORTED
    live.cursor[Cursor.OPENED] = 1
    home = persons.astype(np.uint64) >> PART_SHIFT & PART_MASK
    for number, part in enumerate(world.parts):
        here = persons[home == number].astype(np.uint32)
        part.cursor[Mark.STAGE] = Stage.TO_BEGET
        part.cursor[Mark.N_FRESH] = part.cursor[Mark.INFECTED] = len(here)
        part.by_layer[0, IMPORTED] = len(here)
        parts.append(part._replace(fresh=here))
    return world._replace(parts=(parts[0], parts[1]))
