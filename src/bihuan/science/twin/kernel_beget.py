"""Kernels: what may follow from one infection. Cost follows infections, not residents.

The potential transmissions of a whole infectious period are put on their days at once, at the
largest multiplier any plan may reach; on the day, a plan only accepts or declines them.
"""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_course import poisson, step_of
from bihuan.science.twin.kernel_history import History, history_of
from bihuan.science.twin.kernel_queue import push
from bihuan.science.twin.layout import MOST_EVENTS, NO_PLACE, Cursor, Int, Layer, Real, World
from bihuan.science.twin.philox import TWO_32, Purpose, below, philox

U64 = np.uint64
PAIR = U64(Purpose.HOUSEHOLD_PAIR)
LAYER_COUNT = U64(Purpose.LAYER_COUNT)
EVENT = U64(Purpose.EVENT_DAY)
ZERO = U64(0)
LAYER_BITS = U64(7)
HOUSEHOLD, SCHOOL, COMMUNITY = int(Layer.HOUSEHOLD), int(Layer.SCHOOL), int(Layer.COMMUNITY)
GATE, TRAVEL = int(Layer.GATE), int(Layer.TRAVEL)
POTENTIAL, CLAMPED = int(Cursor.POTENTIAL), int(Cursor.CLAMPED)


@inner
def beget(w: World, person: Int, day: Int) -> History:
    """Draw a person's course and put every potential transmission on its day."""
    h = history_of(w, person, day)
    rate = w.course.rate
    if rate[HOUSEHOLD] > 0.0:
        in_household(w, h)
    words = philox((U64(person), ZERO, LAYER_COUNT, ZERO), (w.key[0], w.key[1]))
    place = w.people.person[person, 1]
    if place != NO_PLACE:
        in_place(w, h, np.int64(place), words[0])
    n = many(w, h.strength * rate[COMMUNITY], words[1])
    for j in range(n):
        in_community(w, h, j)
    n = many(w, h.strength * rate[GATE], words[2])
    if n > 0:
        compound = w.people.person[person, 3] & 0xFFFF
        first = np.int64(w.people.compound_start[compound])
        size = np.int64(w.people.compound_start[compound + 1]) - first
        for j in range(n):
            among(w, h, (first, size), (GATE << 16) | j)
    return h


@inner
def many(w: World, mean: Real, word: np.uint64) -> Int:
    """Return a Poisson number and note when it had to be cut off."""
    n = poisson(mean, word)
    w.live.cursor[POTENTIAL] += n
    if n == MOST_EVENTS:
        w.live.cursor[CLAMPED] += 1
    return n


@inner
def put(w: World, h: History, target: Int, when: np.uint64, word: np.uint64) -> None:
    """Put one potential transmission on its day, if that day is within the run."""
    c = w.course
    offset = step_of(c.shape_guide[h.row], c.shape[h.row], when)
    day = h.first + offset
    if offset < h.cut and day < w.live.head.shape[0]:
        push(w.live, day, target, h.person, word)


@inner
def in_household(w: World, h: History) -> None:
    """Give every pair of the household its own draw, so that chain-binomial laws hold."""
    record = w.people.person[h.person]
    first, size = np.int64(record[0]), np.int64(record[2] >> 24)
    mean = h.strength * w.course.rate[HOUSEHOLD]
    key = (w.key[0], w.key[1])
    for target in range(first, first + size):
        if target == h.person:
            continue
        words = philox((U64(target), ZERO, PAIR, U64(h.person)), key)
        n = many(w, mean, words[0])
        for j in range(n):
            if j > 0:
                words = philox((U64(target), U64(j), PAIR, U64(h.person)), key)
            put(w, h, target, words[1], (words[2] & ~LAYER_BITS))


@inner
def in_place(w: World, h: History, place: Int, word: np.uint64) -> None:
    """Put the potential transmissions at the person's class or workplace."""
    first = np.int64(w.people.place_start[place])
    size = np.int64(w.people.place_start[place + 1]) - first
    if size < 2:  # noqa: PLR2004 - alone at the place
        return
    kind = np.int64(w.people.place_kind[place])
    met = min(w.course.contacts[kind - SCHOOL], size - 1.0)
    n = many(w, h.strength * w.course.rate[kind] * met, word)
    for j in range(n):
        words = drawn(w, h, (kind << 16) | j)
        at = np.int64(below(words[1], U64(size - 1)))
        target = np.int64(w.people.members[first + at])
        if target == h.person:
            target = np.int64(w.people.members[first + size - 1])
        put(w, h, target, words[0], (words[2] & ~LAYER_BITS) | U64(kind))


@inner
def in_community(w: World, h: History, j: Int) -> None:
    """Put one potential transmission near or far, by the reach of the community layer."""
    words = drawn(w, h, (COMMUNITY << 16) | j)
    far, u = 0, (words[3] + 0.5) / TWO_32
    while far < 3 and u > w.course.reach_cdf[far]:  # noqa: PLR2004 - four circles of reach
        far += 1
    zone = w.people.person[h.person, 2] & 0xFFFF
    first = np.int64(w.people.reach[far, zone, 0])
    size = np.int64(w.people.reach[far, zone, 1]) - first
    layer = COMMUNITY if far == 0 else TRAVEL
    settle(w, h, (first, size), layer, words)


@inner
def among(w: World, h: History, span: tuple[Int, Int], draw: Int) -> None:
    """Put one potential transmission among a range of persons."""
    settle(w, h, span, draw >> 16, drawn(w, h, draw))


@inner
def settle(
    w: World,
    h: History,
    span: tuple[Int, Int],
    layer: Int,
    words: tuple[np.uint64, np.uint64, np.uint64, np.uint64],
) -> None:
    """Choose the target in a range, the person itself left out, and put the event."""
    first, size = span
    if size < 2:  # noqa: PLR2004 - nobody else is there
        return
    target = first + np.int64(below(words[1], U64(size - 1)))
    if target == h.person:
        target = first + size - 1
    put(w, h, target, words[0], (words[2] & ~LAYER_BITS) | U64(layer))


@inner
def drawn(w: World, h: History, draw: Int) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Return the block of one potential transmission: day, target, acceptance, reach."""
    return philox((U64(h.person), ZERO, EVENT, U64(draw)), (w.key[0], w.key[1]))
