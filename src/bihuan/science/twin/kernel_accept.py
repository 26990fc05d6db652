"""Kernels: accept or decline the potential transmissions of a day."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.fetching import fetch
from bihuan.science.twin.kernel_queue import part_of
from bihuan.science.twin.layout import CHUNK, PARTS, U32, Int, Layer, Mark, Real, Scalar, Truth
from bihuan.science.twin.philox import TWO_32, Purpose, below, philox
from bihuan.science.twin.running import Part, Parts, World

U64 = np.uint64
IMPORT = U64(Purpose.IMPORT)
VACCINATION = U64(Purpose.VACCINATION)
ZERO = U64(0)
HOUSEHOLD = int(Layer.HOUSEHOLD)
HOME, ROOM = int(Scalar.ISOLATION_HOME), int(Scalar.ISOLATION_ROOM)
VACCINE = int(Scalar.VACCINE_SUSCEPTIBLE)
N_FRESH, ACCEPTED, INFECTED = int(Mark.N_FRESH), int(Mark.ACCEPTED), int(Mark.INFECTED)
IMPORTED = 7
NOTHING_DIFFERS, ONLY_TAKERS_DIFFER = 2, 1
TAKER, GIVER, SINCE = 0, 2, 4
TRIES = 64
TODAY = 2


@inner
def accept_day(w: World, parts: Parts, s: Int, day: Int) -> None:
    """Go through the day's potential transmissions to a part, the s-th, whoever causes them."""
    for k in range(PARTS):
        accept_listed(w, parts[s], parts[k], (day, day * PARTS + s))


@inner
def accept_listed(w: World, p: Part, causing: Part, when: tuple[Int, Int]) -> None:
    """Go through one list of potential transmissions, chunk by chunk, and infect.

    ``when`` is the day and the list's slot in the calendar of the part that causes them.
    """
    day, slot = when
    plain = w.policy.plain[w.policy.period[day]]
    chunk, events, kept = np.int64(causing.head[slot]), causing.events, p.kept
    filled = causing.fill[slot] - chunk * CHUNK
    while chunk >= 0:
        following = np.int64(causing.following[chunk])
        n = keep(w, p, events, (chunk, filled, following))
        if plain != NOTHING_DIFFERS:
            meet(w, p, causing, (n, plain != ONLY_TAKERS_DIFFER))
        for i in range(n):
            event = events[U64(kept[i])]
            if plain == NOTHING_DIFFERS or accepted(w, p, (i, day), (event[0], event[2])):
                infect(w, p, day, (np.int64(event[0]), np.int64(event[1]), event[2] & 7))
        chunk, filled = following, CHUNK


@inner
def keep(w: World, p: Part, events: U32, which: tuple[Int, Int, Int]) -> Int:
    """Keep the events of a chunk whose targets are susceptible, or infected only today.

    ``which`` is the chunk, how many it holds, and the chunk after it, which is asked for. Without
    branches, so that the waits for memory overlap.
    """
    state, trail, kept, (chunk, filled, following) = w.live.state, w.live.trail, p.kept, which
    first, n = U64(chunk) * U64(CHUNK), U64(0)
    after = U64(max(0, following)) * U64(CHUNK)
    for k in range(filled):
        at = first + U64(k)
        target = U64(events[at, 0])
        open_ = U64(state[target] != 1)
        fetch(trail, target * open_)
        fetch(events, after + U64(k))
        kept[n] = at
        n += open_
    return np.int64(n)


@inner
def meet(w: World, p: Part, causing: Part, which: tuple[Int, Truth]) -> None:
    """Bring together what is asked of the takers, and the givers, of the kept events."""
    met, events, person = p.met, causing.events, w.people.person
    n, givers = which
    for i in range(n):
        taker = person[events[p.kept[i], 0]]
        met[i, TAKER], met[i, TAKER + 1] = taker[2], taker[3]
    if givers:
        for i in range(n):
            source = np.int64(events[p.kept[i], 1])
            met[i, GIVER], met[i, GIVER + 1] = person[source, 2], person[source, 3]
            met[i, SINCE] = w.live.isolated[source]


@inner
def infect(w: World, p: Part, day: Int, who: tuple[Int, Int, Int]) -> None:
    """Infect a susceptible person; of a day's several the smallest source and layer counts.

    ``who`` is the target, a person of the part, the source and the layer.
    """
    live, cursor, (target, source, layer) = w.live, p.cursor, who
    cursor[ACCEPTED] += 1
    if live.state[target] == TODAY:
        known, before = np.int64(live.trail[target, 1] & 7), live.trail[target, 0]
        if known == IMPORTED or source > before or (source == before and layer >= known):
            return
        p.by_layer[day, known] -= 1
    else:
        live.state[target] = TODAY
        p.fresh[cursor[N_FRESH]] = target
        cursor[N_FRESH] += 1
        cursor[INFECTED] += 1
    p.by_layer[day, layer] += 1
    live.trail[target, 0] = source
    live.trail[target, 1] = (day << 3) | layer


@inner
def accepted(w: World, p: Part, which: tuple[Int, Int], event: tuple[Int, Int]) -> Truth:
    """Tell whether the i-th kept transmission happens under the plan of the day.

    ``which`` is i and the day; of the event, the target and the word are given.
    """
    (i, day), (target, word), rule = which, event, w.policy
    met, layer, period = p.met[i], word & 7, rule.period[day]
    chance = susceptible(w, np.int64(target), (met[TAKER] >> 16) & 0xFF)
    if rule.plain[period] != ONLY_TAKERS_DIFFER:
        giving, taking = rule.group[met[GIVER] & 0xFFFF], rule.group[met[TAKER] & 0xFFFF]
        left = rule.accept[period, layer, giving, (met[GIVER + 1] >> 21) & 7]
        right = rule.accept[period, layer, taking, (met[TAKER + 1] >> 21) & 7]
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
def bring_in(w: World, parts: Parts, day: Int) -> None:
    """Infect the day's imported cases among the susceptible of the plan's zones."""
    (one, two), total = parts, np.int64(0)
    for k in range(w.policy.import_reach.shape[0]):
        total += np.int64(w.policy.import_reach[k, 1]) - np.int64(w.policy.import_reach[k, 0])
    for i in range(w.policy.imports[day]):
        for attempt in range(TRIES):
            counter = (U64(i), U64(day), IMPORT, U64(attempt))
            word = philox(counter, (w.key[0], w.key[1]))[0]
            person = nth(w, np.int64(below(word, U64(total))))
            if w.live.state[person] == 0:
                if part_of(U64(person)) == 0:
                    infect(w, one, day, (person, person, IMPORTED))
                else:
                    infect(w, two, day, (person, person, IMPORTED))
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
