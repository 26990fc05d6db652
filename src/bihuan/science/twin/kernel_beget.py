"""Kernels: what may follow from new infections. Cost follows infections, not residents.

The potential transmissions of a whole infectious period are put on their days at once, at the
largest multiplier any plan may reach; on the day, a plan only accepts or declines them. A batch
of infections is worked on step by step, so that one person's wait for memory hides another's.
"""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_course import poisson, step_of
from bihuan.science.twin.kernel_queue import push
from bihuan.science.twin.layout import MOST_EVENTS, NO_PLACE, Int, Layer, Real, Step, Truth, World
from bihuan.science.twin.philox import TWO_32, Purpose, below, blocks, philox

U64 = np.uint64
PAIR = U64(Purpose.HOUSEHOLD_PAIR)
EVENT = U64(Purpose.EVENT_DAY)
HOUSEHOLD, SCHOOL, COMMUNITY = int(Layer.HOUSEHOLD), int(Layer.SCHOOL), int(Layer.COMMUNITY)
GATE, TRAVEL = int(Layer.GATE), int(Layer.TRAVEL)
FIRST, ROW, CUT = int(Step.FIRST), int(Step.ROW), int(Step.CUT)
EVENTS, POTENTIAL, CLAMPED = 0, 1, 2
WITHOUT_LAYER = U64(0xFFFFFFF8)


@inner
def load(w: World, m: Int, at: Int) -> None:
    """Bring the next ``m`` new infections and their places together."""
    b, people = w.batch, w.people
    for i in range(m):
        b.record[i, 4] = w.live.fresh[at + i]
    for i in range(m):
        person = np.int64(b.record[i, 4])
        for k in range(4):
            b.record[i, k] = people.person[person, k]
        b.record[i, 5] = w.live.trail[person, 1] & 7
    for i in range(m):
        place, b.place[i, 1] = np.int64(b.record[i, 1]), 0
        if place != NO_PLACE:
            first = people.place_start[place]
            b.place[i, 0], b.place[i, 1] = first, people.place_start[place + 1] - first
            b.place[i, 2] = people.place_kind[place]


@inner
def list_events(w: World, m: Int) -> Truth:
    """List every potential transmission of the batch; False when the rows are too few."""
    b = w.batch
    b.listed[EVENTS], b.listed[POTENTIAL], b.listed[CLAMPED] = 0, 0, 0
    pairs = list_pairs(w, m) if w.course.rate[HOUSEHOLD] > 0.0 else 0
    if pairs < 0:
        return False
    blocks(b.ask, b.got, int(pairs), w.key)
    if not in_households(w, pairs):
        return False
    placed, contacts = list_contacts(w, m)
    if contacts < 0:
        return False
    blocks(b.ask, b.got, int(contacts), w.key)
    at_places(w, placed)
    elsewhere(w, placed, contacts)
    return True


@inner
def list_pairs(w: World, m: Int) -> Int:
    """Ask for every pair of a household: chain-binomial laws hold; -1 when rows are too few."""
    b, n = w.batch, 0
    for i in range(m):
        person, first = np.int64(b.record[i, 4]), np.int64(b.record[i, 0])
        size = np.int64(b.record[i, 2] >> 24)
        if n + size > b.owner.shape[0]:
            return -1
        for target in range(first, first + size):
            b.ask[0, n], b.ask[1, n], b.ask[2, n], b.ask[3, n] = target, 0, PAIR, person
            b.owner[n] = i
            n += target != person
    return n


@inner
def in_households(w: World, pairs: Int) -> Truth:
    """List the potential transmissions within households; False when rows are too few."""
    b, n = w.batch, 0
    key = (w.key[0], w.key[1])
    for k in range(pairs):
        i = b.owner[k]
        mean = b.strength[i] * w.course.rate[HOUSEHOLD]
        several = many(w, mean, U64(b.got[0, k]))
        if n + several > b.event.shape[0]:
            return False
        for j in range(several):
            when, word = U64(b.got[1, k]), U64(b.got[2, k])
            if j > 0:
                counter = (U64(b.ask[0, k]), U64(j), PAIR, U64(b.ask[3, k]))
                when, word = philox(counter, key)[1:3]
            b.event[n, 0], b.event[n, 1] = i, b.ask[0, k]
            b.event[n, 2], b.event[n, 3] = when, word & WITHOUT_LAYER
            n += 1
    b.listed[EVENTS] = n
    return True


@inner
def many(w: World, mean: Real, word: np.uint64) -> Int:
    """Return a Poisson number and note when it had to be cut off."""
    n = poisson(mean, word)
    w.batch.listed[POTENTIAL] += n
    w.batch.listed[CLAMPED] += n == MOST_EVENTS
    return n


@inner
def list_contacts(w: World, m: Int) -> tuple[Int, Int]:
    """Ask for every potential transmission outside households, those at places first.

    Return how many at places and how many in all; -1 when rows are too few.
    """
    b, rate = w.batch, w.course.rate
    n: Int = np.int64(0)
    for i in range(m):
        size, kind = np.int64(b.place[i, 1]), np.int64(b.place[i, 2])
        if size >= 2:  # noqa: PLR2004 - somebody else is there
            met = min(w.course.contacts[kind - SCHOOL], size - 1.0)
            n = ask_for(w, n, i, kind, b.strength[i] * rate[kind] * met)
    placed = n
    for i in range(m):
        n = ask_for(w, n, i, COMMUNITY, b.strength[i] * rate[COMMUNITY])
        n = ask_for(w, n, i, GATE, b.strength[i] * rate[GATE])
    return placed, n


@inner
def ask_for(w: World, n: Int, i: Int, layer: Int, mean: Real) -> Int:
    """Ask for the potential transmissions of a person in one layer; -1 when rows are too few."""
    b = w.batch
    which = 0 if layer < COMMUNITY else layer - 2
    several = many(w, mean, U64(b.words[2, which, i]))
    if n < 0 or n + b.listed[EVENTS] + several > b.owner.shape[0]:
        return -1
    for j in range(several):
        b.ask[0, n], b.ask[1, n] = b.record[i, 4], 0
        b.ask[2, n], b.ask[3, n] = EVENT, (layer << 16) | j
        b.owner[n] = i
        n += 1
    return n


@inner
def at_places(w: World, placed: Int) -> None:
    """List the potential transmissions in classes and at work; no branch, so waits overlap."""
    b, members, n = w.batch, w.people.members, w.batch.listed[EVENTS]
    for k in range(placed):
        i, others = b.owner[k], np.int64(b.place[b.owner[k], 1]) - 1
        first = np.int64(b.place[i, 0])
        target = members[first + np.int64(below(U64(b.got[1, k]), U64(others)))]
        last = members[first + others]
        b.event[n + k, 0] = i
        b.event[n + k, 1] = last if target == b.record[i, 4] else target
        b.event[n + k, 2] = b.got[0, k]
        b.event[n + k, 3] = (b.got[2, k] & WITHOUT_LAYER) | (b.ask[3, k] >> 16)
    b.listed[EVENTS] = n + placed


@inner
def elsewhere(w: World, placed: Int, contacts: Int) -> None:
    """List the potential transmissions in the community and at the gate, where others are."""
    b, n = w.batch, w.batch.listed[EVENTS]
    for k in range(placed, contacts):
        i = b.owner[k]
        first, size, layer = around(w, i, np.int64(b.ask[3, k] >> 16), U64(b.got[3, k]))
        if size < 2:  # noqa: PLR2004 - nobody else is there
            continue
        target = first + np.int64(below(U64(b.got[1, k]), U64(size - 1)))
        b.event[n, 0] = i
        b.event[n, 1] = first + size - 1 if target == b.record[i, 4] else target
        b.event[n, 2] = b.got[0, k]
        b.event[n, 3] = (b.got[2, k] & WITHOUT_LAYER) | U64(layer)
        n += 1
    b.listed[EVENTS] = n


@inner
def around(w: World, i: Int, layer: Int, word: np.uint64) -> tuple[Int, Int, Int]:
    """Return first person, size and layer of the gate's queue, or of a circle near or far."""
    record = w.batch.record[i]
    if layer == GATE:
        compound = record[3] & 0xFFFF
        first = np.int64(w.people.compound_start[compound])
        return first, np.int64(w.people.compound_start[compound + 1]) - first, GATE
    far, u = 0, (word + 0.5) / TWO_32
    while far < 3 and u > w.course.reach_cdf[far]:  # noqa: PLR2004 - four circles of reach
        far += 1
    circle = w.people.reach[far, record[2] & 0xFFFF]
    first = np.int64(circle[0])
    return first, np.int64(circle[1]) - first, COMMUNITY if far == 0 else TRAVEL


@inner
def put_events(w: World) -> None:
    """Put the listed transmissions on their days, those of them that are within the run."""
    b, c, days = w.batch, w.course, w.live.head.shape[0]
    for k in range(b.listed[EVENTS]):
        i = b.event[k, 0]
        row, when = b.course[i, ROW], U64(b.event[k, 2])
        offset = step_of(c.shape_guide[row], c.shape[row], when)
        day = b.course[i, FIRST] + offset
        if offset < b.course[i, CUT] and day < days:
            push(w.live, day, b.event[k, 1], b.record[i, 4], b.event[k, 3])
