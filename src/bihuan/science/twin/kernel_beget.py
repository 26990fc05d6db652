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
from bihuan.science.twin.fetching import fetch
from bihuan.science.twin.kernel_course import numbers, step_of
from bihuan.science.twin.kernel_queue import push
from bihuan.science.twin.layout import (
    CUTS,
    I64,
    MOST_EVENTS,
    NO_PLACE,
    SPOTS,
    Crowd,
    Int,
    Layer,
    Step,
    Truth,
)
from bihuan.science.twin.philox import TWO_32, Purpose, below, blocks
from bihuan.science.twin.running import Batch, Part, World

U64 = np.uint64
EVENT = U64(Purpose.EVENT_DAY)
HOUSEHOLD, SCHOOL, COMMUNITY = int(Layer.HOUSEHOLD), int(Layer.SCHOOL), int(Layer.COMMUNITY)
GATE = int(Layer.GATE)
IN_HOUSEHOLD, AT_PLACE, AT_GATE = int(Crowd.HOUSEHOLD), int(Crowd.PLACE), int(Crowd.GATE)
# The layer of every crowd, four bits each; that of a place is filled in.
LAYERS, FOUR, SEVEN = U64(0x4555300), U64(4), U64(7)
EVERY_BIT = U64(0xFFFFFFFFFFFFFFFF)
NEAR, IN_CITY = int(Crowd.COMMUNITY), int(Crowd.CITY)
CIRCLES = IN_CITY - NEAR + 1
ONE = U64(1)
SPOT, CUT_AT, STEP = U64(SPOTS), U64(CUTS), U64(len(Step))
HOME_AT, PLACE_AT, NEAR_AT, GATE_AT = (
    U64(2 * at) for at in (IN_HOUSEHOLD, AT_PLACE, NEAR, AT_GATE)
)
FIRST, ROW, CUT = int(Step.FIRST), int(Step.ROW), int(Step.CUT)
POTENTIAL, CLAMPED = 0, 1
STRIP = 8
WITHOUT_LAYER = U64(0xFFFFFFF8)


@inner
def load(w: World, p: Part, m: Int, at: Int) -> None:
    """Bring the next ``m`` new infections and the crowds around them together."""
    b, people = p.batch, w.people
    for i in range(m):
        who = U64(p.fresh[at + i])
        b.record[i, 4] = who
        for k in range(4):
            b.record[i, k] = people.person[who, k]
        place = U64(b.record[i, 1])
        fetch(people.spans, place * U64(place != NO_PLACE))
    for i in range(m):
        surround(w, b, i)


@inner
def surround(w: World, b: Batch, i: Int) -> None:
    """Write down where each crowd around a person begins, and how many it holds."""
    people, record, crowd, at = w.people, b.record[i], b.crowd, U64(i) * SPOT
    places, compounds = people.place_kind.shape[0], people.compound_start.shape[0] - 1
    circles = places + compounds + CIRCLES * np.int64(record[2] & 0xFFFF)
    gate, place = U64(places + np.int64(record[3] & 0xFFFF)), U64(record[1])
    crowd[at + HOME_AT], crowd[at + HOME_AT + ONE] = record[0], record[2] >> 24
    to = at + PLACE_AT
    crowd[to], crowd[to + ONE], b.kind[i] = 0, 1, 0
    if place != NO_PLACE:
        crowd[to], crowd[to + ONE] = people.spans[place, 0], people.spans[place, 1]
        b.kind[i] = people.place_kind[place]
    for far in range(CIRCLES):
        span, to = people.spans[U64(circles + far)], at + NEAR_AT + U64(2 * far)
        crowd[to], crowd[to + ONE] = span[0], span[1]
    to = at + GATE_AT
    crowd[to], crowd[to + ONE] = people.spans[gate, 0], people.spans[gate, 1]


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
    rate, upto, crowd, at = w.course.rate, b.upto, b.crowd, U64(i) * SPOT
    total = rate[HOUSEHOLD] * (np.int64(crowd[at + HOME_AT + ONE]) - 1)
    upto[IN_HOUSEHOLD] = total
    others = np.int64(crowd[at + PLACE_AT + ONE]) - 1
    if others > 0:
        kind = np.int64(b.kind[i])
        total += rate[kind] * min(w.course.contacts[kind - SCHOOL], float(others))
    upto[AT_PLACE] = total
    for far in range(CIRCLES - 1):
        upto[NEAR + far] = total + rate[COMMUNITY] * w.course.reach_cdf[far]
    total += rate[COMMUNITY]
    upto[IN_CITY] = total
    total += rate[GATE]
    scale = TWO_32 / total if total > 0.0 else 0.0
    for k in range(AT_GATE):
        b.cut[U64(i) * CUT_AT + U64(k)] = np.int64(upto[k] * scale + 0.5)
    return float(total)


@inner
def ask_for(b: Batch, i: Int, n: Int, several: Int) -> None:
    """Ask for the transmissions of a person from row ``n`` on, a strip of rows at a time.

    What a strip writes beyond ``several`` the next person overwrites. One column after the other,
    so that a strip of it is written at once.
    """
    person, owner, who, which = b.record[i, 4], b.owner, b.ask[0], b.ask[1]
    for j in range(0, several, STRIP):
        row = U64(n + j)
        for k in range(STRIP):
            owner[row + U64(k)] = i
        for k in range(STRIP):
            who[row + U64(k)] = person
        for k in range(STRIP):
            which[row + U64(k)] = j + k


@inner
def aim(w: World, b: Batch) -> None:
    """Choose the crowd of each drawn transmission and the place in it, evenly among the others.

    The members of a workplace or class are listed apart, and asked for here.
    """
    crowds, members, word = b.crowd, w.people.members, b.got
    for k in range(b.listed[POTENTIAL]):
        at = U64(k)
        i = U64(b.owner[at])
        crowd = crowd_of(b.cut, i, np.int64(word[3, at]))
        spot = i * SPOT + crowd + crowd
        place = U64(crowds[spot]) + below(U64(word[1, at]), U64(crowds[spot + ONE]) - ONE)
        b.spot[at], b.aim[at] = spot, place
        fetch(members, place & listed(crowd))


@inner
def crowd_of(cut: I64, i: np.uint64, word: np.int64) -> np.uint64:
    """Return the crowd among whom a transmission of a person happens, by their shares."""
    crowd = U64(0)
    for k in range(AT_GATE):
        crowd += U64(word >= cut[i * CUT_AT + U64(k)])
    return crowd


@inner
def listed(crowd: np.uint64) -> np.uint64:
    """Return all bits where the members of a crowd are listed, else none; instead of a branch."""
    return EVERY_BIT * U64(crowd == AT_PLACE)


@inner
def put_events(w: World, p: Part) -> None:
    """Put the drawn transmissions on their days, those that reach somebody within the run.

    Without branches on what was drawn, so that the waits for memory overlap.
    """
    b, c, days = p.batch, w.course, w.tally.rooms.shape[0]
    owner, who, course, word = b.owner, b.ask[0], b.course, b.got
    for k in range(b.listed[POTENTIAL]):
        at = U64(k)
        i, person = U64(owner[at]), U64(who[at])
        crowd = (U64(b.spot[at]) & (SPOT - ONE)) >> ONE
        target, others = reached(w, b, at, (person, crowd))
        row = U64(course[i * STEP + U64(ROW)])
        offset = step_of(c.shape_guide[row], c.shape[row], U64(word[0, at]))
        day = np.int64(course[i * STEP + U64(FIRST)]) + np.int64(offset)
        if others > 0 and offset < course[i * STEP + U64(CUT)] and day < days:
            layer = ((LAYERS | (U64(b.kind[i]) << FOUR)) >> (crowd * FOUR)) & SEVEN
            push(p, U64(day), target, person, (U64(word[2, at]) & WITHOUT_LAYER) | layer)


@inner
def reached(
    w: World, b: Batch, at: np.uint64, whose: tuple[np.uint64, np.uint64]
) -> tuple[np.uint64, Int]:
    """Return whom a transmission reaches and how many it might; the last stands in for oneself."""
    (person, crowd), members = whose, w.people.members
    spot, target, there = U64(b.spot[at]), U64(b.aim[at]), listed(crowd)
    others = np.int64(b.crowd[spot + ONE]) - 1
    target ^= (target ^ U64(members[target & there])) & there
    oneself = EVERY_BIT * U64(target == person)
    last = U64(b.crowd[spot]) + U64(others)
    last ^= (last ^ U64(members[last & there & oneself])) & there
    return target ^ ((target ^ last) & oneself), others
