"""Kernels: what may follow from new infections. Cost follows infections, not residents.

The potential transmissions of a whole infectious period are put on their days at once, at the
largest multiplier any plan may reach; on the day, a plan only accepts or declines them. A batch
of infections is worked on step by step, so that one person's wait for memory hides another's.

A person's transmissions in all layers are one Poisson number, and each finds its layer by the
layers' shares and its target evenly among those who are there. Splitting a Poisson number so
gives independent Poisson numbers for every layer and every pair, so the laws of chain-binomial
households hold exactly, and nothing is drawn for pairs between whom nothing happens.
"""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_course import numbers, step_of
from bihuan.science.twin.kernel_queue import push
from bihuan.science.twin.layout import (
    MOST_EVENTS,
    NO_PLACE,
    Batch,
    Crowd,
    Int,
    Layer,
    Part,
    Step,
    Truth,
    World,
)
from bihuan.science.twin.philox import TWO_32, Purpose, below, blocks

U64 = np.uint64
EVENT = U64(Purpose.EVENT_DAY)
HOUSEHOLD, SCHOOL, COMMUNITY = int(Layer.HOUSEHOLD), int(Layer.SCHOOL), int(Layer.COMMUNITY)
GATE = int(Layer.GATE)
IN_HOUSEHOLD, AT_PLACE, AT_GATE = int(Crowd.HOUSEHOLD), int(Crowd.PLACE), int(Crowd.GATE)
# The layer of every crowd, four bits each; that of a place is filled in.
LAYERS, FOUR, SEVEN = U64(0x4555300), U64(4), U64(7)
EVERY_BIT = U64(0xFFFFFFFFFFFFFFFF)
NEAR, IN_CITY = int(Crowd.COMMUNITY), int(Crowd.CITY)
CIRCLES, ALL = IN_CITY - NEAR + 1, len(Crowd)
FIRST, ROW, CUT = int(Step.FIRST), int(Step.ROW), int(Step.CUT)
POTENTIAL, CLAMPED = 0, 1
STRIP = 8
WITHOUT_LAYER = U64(0xFFFFFFF8)


@inner
def load(w: World, p: Part, m: Int, at: Int) -> None:
    """Bring the next ``m`` new infections and the crowds around them together."""
    b, person = p.batch, w.people.person
    for i in range(m):
        who = U64(p.fresh[at + i])
        b.record[i, 4] = who
        for k in range(4):
            b.record[i, k] = person[who, k]
    for i in range(m):
        surround(w, b, i)


@inner
def surround(w: World, b: Batch, i: Int) -> None:
    """Write down where each crowd around a person begins, and how many it holds."""
    people, record, crowd = w.people, b.record[i], b.crowd[i]
    places, compounds = people.place_kind.shape[0], people.compound_start.shape[0] - 1
    circles = places + compounds + CIRCLES * np.int64(record[2] & 0xFFFF)
    gate, place = U64(places + np.int64(record[3] & 0xFFFF)), U64(record[1])
    crowd[IN_HOUSEHOLD, 0], crowd[IN_HOUSEHOLD, 1] = record[0], record[2] >> 24
    crowd[AT_PLACE, 0], crowd[AT_PLACE, 1], b.kind[i] = 0, 1, 0
    if place != NO_PLACE:
        crowd[AT_PLACE, 0], crowd[AT_PLACE, 1] = people.spans[place, 0], people.spans[place, 1]
        b.kind[i] = people.place_kind[place]
    for far in range(CIRCLES):
        span = people.spans[U64(circles + far)]
        crowd[NEAR + far, 0], crowd[NEAR + far, 1] = span[0], span[1]
    crowd[AT_GATE, 0], crowd[AT_GATE, 1] = people.spans[gate, 0], people.spans[gate, 1]


@inner
def list_events(w: World, b: Batch, m: Int) -> Truth:
    """Draw every potential transmission of the batch; False when the rows are too few."""
    n = np.int64(0)
    for i in range(m):
        b.mean[i] = b.strength[i] * add_up(w, b, i)
    numbers(b.mean, b.words[2, 0], m, (b.term, b.total, b.number))
    b.listed[CLAMPED] = 0
    for i in range(m):
        several = b.number[i]
        b.listed[CLAMPED] += several == MOST_EVENTS
        if n + several + STRIP > b.owner.shape[0]:
            return False
        ask_for(b, i, n, several)
        n += several
    b.listed[POTENTIAL] = n
    blocks(b.ask, b.got, int(n), EVENT, w.key)
    return True


@inner
def add_up(w: World, b: Batch, i: Int) -> float:
    """Add up whom a person may meet at full strength, crowd by crowd; return the whole."""
    rate, upto = w.course.rate, b.upto[i]
    total = rate[HOUSEHOLD] * (np.int64(b.crowd[i, IN_HOUSEHOLD, 1]) - 1)
    upto[IN_HOUSEHOLD] = total
    others = np.int64(b.crowd[i, AT_PLACE, 1]) - 1
    if others > 0:
        kind = np.int64(b.kind[i])
        total += rate[kind] * min(w.course.contacts[kind - SCHOOL], float(others))
    upto[AT_PLACE] = total
    for far in range(CIRCLES - 1):
        upto[NEAR + far] = total + rate[COMMUNITY] * w.course.reach_cdf[far]
    total += rate[COMMUNITY]
    upto[IN_CITY] = total
    total += rate[GATE]
    upto[ALL] = total
    return float(total)


@inner
def ask_for(b: Batch, i: Int, n: Int, several: Int) -> None:
    """Ask for the transmissions of a person from row ``n`` on, a strip of rows at a time.

    What a strip writes beyond ``several`` the next person overwrites.
    """
    person = b.record[i, 4]
    for j in range(0, several, STRIP):
        row = U64(n + j)
        for k in range(STRIP):
            at = row + U64(k)
            b.owner[at] = i
            b.ask[0, at], b.ask[1, at] = person, j + k


@inner
def put_events(w: World, p: Part) -> None:
    """Put the drawn transmissions on their days, those that reach somebody within the run.

    Without branches on what was drawn, so that the waits for memory overlap.
    """
    b, c, days = p.batch, w.course, w.tally.rooms.shape[0]
    for k in range(b.listed[POTENTIAL]):
        i = U64(b.owner[k])
        crowd = crowd_of(b, i, U64(b.got[3, k]))
        target, others = choose(w, b, i, (crowd, U64(b.got[1, k])))
        row = U64(b.course[i, ROW])
        offset = step_of(c.shape_guide[row], c.shape[row], U64(b.got[0, k]))
        day = np.int64(b.course[i, FIRST]) + np.int64(offset)
        if others > 0 and offset < b.course[i, CUT] and day < days:
            layer = ((LAYERS | (U64(b.kind[i]) << FOUR)) >> (crowd * FOUR)) & SEVEN
            word = (U64(b.got[2, k]) & WITHOUT_LAYER) | layer
            push(p, U64(day), target, b.record[i, 4], word)


@inner
def crowd_of(b: Batch, i: np.uint64, word: np.uint64) -> np.uint64:
    """Return the crowd among whom a transmission of a person happens, by their shares."""
    upto = b.upto[i]
    at = (word + 0.5) / TWO_32 * upto[ALL]
    crowd = U64(0)
    for k in range(AT_GATE):
        crowd += U64(at >= upto[k])
    return crowd


@inner
def choose(
    w: World, b: Batch, i: np.uint64, drawn: tuple[np.uint64, np.uint64]
) -> tuple[np.uint64, Int]:
    """Return whom a transmission in a crowd reaches, evenly among the others, and their number.

    Whoever stands last stands in for the person; the members of a place are listed apart.
    """
    crowd, word = drawn
    around, members = b.crowd[i, crowd], w.people.members
    first, others = U64(around[0]), np.int64(around[1]) - 1
    last, target = first + U64(others), first + below(word, U64(others))
    listed = EVERY_BIT * U64(crowd == AT_PLACE)  # instead of a branch
    last ^= (last ^ U64(members[last & listed])) & listed
    target ^= (target ^ U64(members[target & listed])) & listed
    return last if target == U64(b.record[i, 4]) else target, others
