"""How people, course, policy and the live state lie in memory; every kernel reads these.

A person is four 32-bit words side by side, so that touching one costs one line of cache:
household start | place | zone (16), age (8), household size (8) | compound (16),
propensity (8), flags (8). What changes in a run lies apart: state (1 byte), trail (8), isolation
(2). With the member list of places (4) a resident takes 31 bytes.

The residents are dealt into parts, block by block, and each part keeps its own calendar: so two
threads may work on a day side by side, and never write to the same memory. The parts are always
the same, whatever the number of threads, and so are the figures.
"""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
I16 = NDArray[np.int16]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

# What kernels pass around: Python's numbers when read, machine numbers when compiled.
Int = int | np.integer[Any]
Real = float | np.floating[Any]
Truth = bool | np.bool_

NO_PLACE = 0xFFFFFFFF
CHUNK = 128
HORIZON = 64
MOST_EVENTS = 600
BATCH = 128
# How many cells the crowds, and the cuts between them, take of a person in a batch: a line of
# cache each. Kept side by side and found by shifts, since the kernels look up millions.
SPOTS, CUTS = 16, 8
BINS = 8
NU_BINS = 4096
PARTS = 2
# Blocks of 4,096 residents: towns fall into both parts, lines of cache into one.
PART_SHIFT, PART_MASK = np.uint64(12), np.uint64(PARTS - 1)


class Layer(IntEnum):
    """Layers of contact; TRAVEL is the part of the community layer that leaves the zone."""

    HOUSEHOLD = 0
    SCHOOL = 1
    WORK = 2
    COMMUNITY = 3
    GATE = 4
    TRAVEL = 5


class Crowd(IntEnum):
    """Among whom a target is chosen; the community in four circles, each wider."""

    HOUSEHOLD = 0
    PLACE = 1
    COMMUNITY = 2
    TOWNSHIP = 3
    COUNTY = 4
    CITY = 5
    GATE = 6


class State(IntEnum):
    """Compartments that are counted every day; they always add up to the residents."""

    S = 0
    E = 1
    A = 2
    P = 3
    I = 4  # noqa: E741 - the usual letter
    R = 5
    H = 6
    D = 7


class Delays(IntEnum):
    """Rows of the tables of durations."""

    LATENT = 0
    PRESYMPTOMATIC = 1
    SYMPTOMATIC = 2
    ASYMPTOMATIC = 3
    TO_HOSPITAL = 4
    HOSPITAL = 5


class Cursor(IntEnum):
    """Cells of the cursor: where a run stands, so that it can stop anywhere and go on."""

    DAY = 0
    STOP = 1
    OPENED = 2
    N_ACTIVE = 3


class Mark(IntEnum):
    """Cells of a part's own cursor; ``STAGE`` is a :class:`Stage`, ``STATUS`` a :class:`Status`."""

    STAGE = 0
    INDEX = 1
    N_FRESH = 2
    N_JOINING = 3
    N_FREE = 4
    POTENTIAL = 5
    ACCEPTED = 6
    CLAMPED = 7
    INFECTED = 8
    STATUS = 9
    # As long as two lines of cache, so that parts do not wait for each other's counting.
    LENGTH = 16


class Stage(IntEnum):
    """How far a part is with its day."""

    TO_ACCEPT = 0
    TO_BEGET = 1
    THROUGH = 2


class Work(IntEnum):
    """What the kernel is asked for, when not for the day of one part (a number from 0)."""

    ALONE = -1
    TOGETHER = -2


class Status(IntEnum):
    """Why the kernel came back; ``WIDE`` when the day is worth several threads."""

    DONE = 0
    NEED_CHUNKS = 1
    NEED_FRESH = 2
    NEED_JOINING = 3
    NEED_ROWS = 4
    WIDE = 5
    NEED_ACTIVE = 6


class Step(IntEnum):
    """Columns of ``Batch.course``: the fate and the days of one person's course."""

    FATE = 0
    FIRST = 1
    ROW = 2
    CUT = 3
    ONSET = 4
    END = 5
    ADMITTED = 6
    LEFT = 7


class Watched(IntEnum):
    """Columns of ``Live.active``: an infected person who may still be found.

    ``SOURCE`` and ``LAYER`` say who infected the person, and where, ``DUE`` when a result that
    waits is told; side by side, since each is looked at every day.
    """

    PERSON = 0
    START = 1
    ONSET = 2
    LAST = 3
    DUE = 4
    ZONE = 5
    SOURCE = 6
    LAYER = 7


class Fate(IntEnum):
    """How a course goes."""

    NO_SYMPTOMS = 0
    ILL = 1
    HOSPITAL = 2
    DEATH = 3


class People(NamedTuple):
    """The synthetic city; read-only and shared by all runs.

    ``reach`` has shape (4, zones, 2): first and past-the-last person of the community, township,
    county and city around each zone. ``spans`` says of every crowd where it begins and how many it
    is, see :func:`spans_of`; ``members`` is never empty.
    """

    person: U32
    members: U32
    place_start: U32
    place_kind: U8
    compound_start: U32
    reach: U32
    spans: U32


def spans_of(place_start: U32, compound_start: U32, reach: U32) -> U32:
    """Return first and size of every place, then of every compound, then of every zone's circles.

    Places are ranges of the member list, all others ranges of persons.

    Returns
    -------
    ndarray
        Shape (places + compounds + 4 * zones, 2); a zone's four circles are neighbours.
    """
    circles = reach.transpose(1, 0, 2).reshape(-1, 2)
    ends = np.concatenate((place_start[1:], compound_start[1:], circles[:, 1]))
    firsts = np.concatenate((place_start[:-1], compound_start[:-1], circles[:, 0]))
    return np.stack((firsts, ends - firsts), axis=1)


class Course(NamedTuple):
    """The course of one disease as tables, drawn for one replicate."""

    guide: U8
    delay: U32
    shape_guide: U8
    shape: U32
    nu: F64
    band: U8
    symptomatic: F64
    susceptible: F64
    hospital: F64
    death: F64
    rate: F64
    contacts: F64
    reach_cdf: F64
    scalar: F64


class Scalar(IntEnum):
    """Cells of ``Course.scalar``."""

    ASYMPTOMATIC = 0
    COMMON_SHAPE = 1
    VACCINE_SUSCEPTIBLE = 2
    ISOLATION_HOME = 3
    ISOLATION_ROOM = 4


class Policy(NamedTuple):
    """What a plan changes, by period of days, layer, group of zones and propensity bin.

    ``accept`` holds multiplier / largest multiplier. ``plain`` is 2 in periods in which every
    event is accepted, 1 when only the taker's susceptibility counts, else 0. Arrays of the watch
    have shape (days, groups); ``result_delay`` is that of sampling, in days.
    """

    period: U16
    group: U16
    accept: F64
    plain: U8
    vaccinated: F64
    watch: U8
    care: F64
    screen: F64
    result_delay: U16
    sensitivity: F64
    trace: F64
    rooms: I64
    room_rule: F64
    imports: I32
    import_reach: U32
