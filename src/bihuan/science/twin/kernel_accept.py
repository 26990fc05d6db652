"""Kernels: accept or decline the potential transmissions of a day."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_queue import release
from bihuan.science.twin.layout import CHUNK, Cursor, Int, Layer, Real, Scalar, Truth, World
from bihuan.science.twin.philox import TWO_32, Purpose, below, philox

U64 = np.uint64
IMPORT = U64(Purpose.IMPORT)
VACCINATION = U64(Purpose.VACCINATION)
ZERO = U64(0)
HOUSEHOLD = int(Layer.HOUSEHOLD)
HOME, ROOM = int(Scalar.ISOLATION_HOME), int(Scalar.ISOLATION_ROOM)
VACCINE = int(Scalar.VACCINE_SUSCEPTIBLE)
N_FRESH, ACCEPTED, INFECTED = int(Cursor.N_FRESH), int(Cursor.ACCEPTED), int(Cursor.INFECTED)
IMPORTED = 7
NOTHING_DIFFERS, ONLY_TAKERS_DIFFER = 2, 1
TAKER, GIVER, SINCE = 0, 2, 4
TRIES = 64
TODAY = 2


@inner
def accept_day(w: World, day: Int) -> None:
    """Go through the day's potential transmissions, chunk by chunk, and infect."""
    live = w.live
    plain = w.policy.plain[w.policy.period[day]]
    chunk = live.head[day]
    filled = live.fill[day] - np.int64(chunk) * CHUNK
    kept = live.kept
    while chunk >= 0:
        base, n = np.int64(chunk) * CHUNK, 0
        for at in range(base, base + filled):  # without branches: misses of the cache overlap
            kept[n] = at
            n += live.state[live.events[at, 0]] != 1
        if plain != NOTHING_DIFFERS:
            meet(w, n, plain != ONLY_TAKERS_DIFFER)
        for i in range(n):
            event = live.events[kept[i]]
            if plain == NOTHING_DIFFERS or accepted(w, day, i, event[2]):
                infect(w, day, np.int64(event[0]), np.int64(event[1]), event[2] & 7)
        chunk, filled = release(live, chunk), CHUNK
    live.head[day], live.fill[day] = -1, 0


@inner
def meet(w: World, n: Int, givers: Truth) -> None:
    """Bring together what is asked of the takers, and the givers, of the kept events."""
    live, person = w.live, w.people.person
    for i in range(n):
        taker = person[live.events[live.kept[i], 0]]
        live.met[i, TAKER], live.met[i, TAKER + 1] = taker[2], taker[3]
    if givers:
        for i in range(n):
            source = np.int64(live.events[live.kept[i], 1])
            live.met[i, GIVER], live.met[i, GIVER + 1] = person[source, 2], person[source, 3]
            live.met[i, SINCE] = live.isolated[source]


@inner
def infect(w: World, day: Int, target: Int, source: Int, layer: Int) -> None:
    """Infect a susceptible person; of a day's several the smallest source and layer counts."""
    live = w.live
    live.cursor[ACCEPTED] += 1
    if live.state[target] == TODAY:
        known, before = live.trail[target, 1] & 7, live.trail[target, 0]
        if known == IMPORTED or source > before or (source == before and layer >= known):
            return
    else:
        live.state[target] = TODAY
        live.fresh[live.cursor[N_FRESH]] = target
        live.cursor[N_FRESH] += 1
        live.cursor[INFECTED] += 1
    live.trail[target, 0] = source
    live.trail[target, 1] = (day << 3) | layer


@inner
def accepted(w: World, day: Int, i: Int, word: Int) -> Truth:
    """Tell whether the i-th kept transmission happens under the plan of the day."""
    p, met, layer = w.policy, w.live.met[i], word & 7
    target = np.int64(w.live.events[w.live.kept[i], 0])
    period = p.period[day]
    chance = susceptible(w, target, (met[TAKER] >> 16) & 0xFF)
    if p.plain[period] != ONLY_TAKERS_DIFFER:
        left = p.accept[period, layer, p.group[met[GIVER] & 0xFFFF], (met[GIVER + 1] >> 21) & 7]
        right = p.accept[period, layer, p.group[met[TAKER] & 0xFFFF], (met[TAKER + 1] >> 21) & 7]
        chance *= min(left, right) * freedom(w, day, met[SINCE], layer)
    return bool(((word >> 3) + 0.5) * 8.0 / TWO_32 < chance)


@inner
def susceptible(w: World, target: Int, age: Int) -> Real:
    """Return the susceptibility of the target by age and vaccination, at most 1."""
    band = w.course.band[age]
    factor = w.course.susceptible[band]
    share = w.policy.vaccinated[band]
    if share > 0.0:
        word = philox((U64(target), ZERO, VACCINATION, ZERO), (w.key[0], w.key[1]))[0]
        if (word + 0.5) / TWO_32 < share:
            factor *= w.course.scalar[VACCINE]
    return float(factor)


@inner
def freedom(w: World, day: Int, since: Int, layer: Int) -> Real:
    """Return what isolation leaves of a source's contacts: 1 when it is not isolated."""
    if since == 0 or day < np.abs(since) - 1:
        return 1.0
    if since < 0:
        return float(w.course.scalar[ROOM])
    return 1.0 if layer == HOUSEHOLD else float(w.course.scalar[HOME])


@inner
def bring_in(w: World, day: Int) -> None:
    """Infect the day's imported cases among the susceptible of the plan's zones."""
    total = np.int64(0)
    for k in range(w.policy.import_reach.shape[0]):
        total += np.int64(w.policy.import_reach[k, 1]) - np.int64(w.policy.import_reach[k, 0])
    for i in range(w.policy.imports[day]):
        for attempt in range(TRIES):
            counter = (U64(i), U64(day), IMPORT, U64(attempt))
            word = philox(counter, (w.key[0], w.key[1]))[0]
            person = nth(w, np.int64(below(word, U64(total))))
            if w.live.state[person] == 0:
                infect(w, day, person, person, IMPORTED)
                break


@inner
def nth(w: World, rank: Int) -> Int:
    """Return the person of a rank among the ranges of the importation."""
    reach, k = w.policy.import_reach, 0
    size = np.int64(reach[0, 1]) - np.int64(reach[0, 0])
    while rank >= size:
        rank -= size
        k += 1
        size = np.int64(reach[k, 1]) - np.int64(reach[k, 0])
    return np.int64(reach[k, 0]) + rank
