"""Kernels: finding infected people, by clinics, screening and tracing, within capacities.

Only infected people are looked at one by one; tests and rooms for everybody else are planned
figures that the cost side counts.
"""

from math import floor

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.layout import I32, Cursor, Int, Mark, Real, State, Truth, Watched
from bihuan.science.twin.philox import TWO_32, Purpose, philox
from bihuan.science.twin.running import Part, World

U64 = np.uint64
CARE = U64(Purpose.CARE_SEEKING)
TEST = U64(Purpose.TEST_RESULT)
TRACING = U64(Purpose.TRACING)
ZERO = U64(0)
N_ACTIVE, N_JOINING = int(Cursor.N_ACTIVE), int(Mark.N_JOINING)
ILL, HOSPITAL = int(State.I), int(State.H)
COMMUNITY_MODE, MANAGED_MODE = 0, 1
IMPORTED = 7
PER_CASE, STAY, DELAY_TRACE, STRAIN, DELAY_CARE = 0, 1, 2, 3, 4
NOTHING_DUE = -1
POSITIVE_DAYS = 21
PERSON, START, ONSET = int(Watched.PERSON), int(Watched.START), int(Watched.ONSET)
LAST, DUE, ZONE = int(Watched.LAST), int(Watched.DUE), int(Watched.ZONE)
SOURCE, LAYER, WATCHED = int(Watched.SOURCE), int(Watched.LAYER), len(Watched)


@inner
def watch(w: World, p: Part, person: Int, course: tuple[Int, Int, Int, Int]) -> None:
    """Watch a person from today on; ``course`` is the days of infection, onset, end, and zone."""
    day, onset, end, zone = course
    row, source = p.joining[p.cursor[N_JOINING]], w.live.trail[person]
    row[PERSON], row[START], row[ONSET], row[ZONE] = person, day, onset, zone
    row[LAST], row[DUE] = max(end, day + POSITIVE_DAYS), NOTHING_DUE
    row[SOURCE], row[LAYER] = source[0], source[1] & 7
    p.cursor[N_JOINING] += 1


@inner
def join(w: World, p: Part) -> None:
    """Let those of a part whom the watch has not seen yet join the others."""
    active, cursor = w.live.active, w.live.cursor
    for i in range(p.cursor[N_JOINING]):
        for k in range(WATCHED):
            active[cursor[N_ACTIVE], k] = p.joining[i, k]
        cursor[N_ACTIVE] += 1
    p.cursor[N_JOINING] = 0


@inner
def watch_day(w: World, day: Int, absent: Real) -> None:
    """Look at every infected person who is not yet found; forget those long recovered.

    A positive sample whose result is far off finds nobody yet: until it is due, clinics and
    tracing may be earlier.
    """
    active, n, kept = w.live.active, w.live.cursor[N_ACTIVE], 0
    share = max(0.0, 1.0 - absent * w.policy.room_rule[STRAIN])
    soon = day + np.int64(w.policy.room_rule[DELAY_CARE])
    for i in range(n):
        row = active[i]
        person, last, due = row[PERSON], row[LAST], np.int64(row[DUE])
        if due != NOTHING_DUE and (due <= soon or day > last):
            isolate(w, person, due, COMMUNITY_MODE)
            continue
        if day > last:
            continue
        found, mode, told = looked_at(w, day, row, share)
        if found and told <= soon:
            isolate(w, person, told, mode)
            continue
        if found and (due == NOTHING_DUE or told < due):
            due = np.int64(told)
        for k in range(WATCHED):
            active[kept, k] = row[k]
        active[kept, DUE] = due
        kept += 1
    w.live.cursor[N_ACTIVE] = kept


@inner
def looked_at(w: World, day: Int, row: I32, share: Real) -> tuple[Truth, Int, Int]:
    """Say whether a person is found today, how (community or managed) and the day it is known.

    The samples of clinics and of contacts are few and go first; those of screening wait.
    """
    p, key, person = w.policy, (w.key[0], w.key[1]), np.int64(row[PERSON])
    group = p.group[row[ZONE]]
    soon = day + np.int64(p.room_rule[DELAY_CARE])
    if traced(w, day, row):
        return True, MANAGED_MODE, soon
    if day >= row[ONSET] and p.care[day, group] > 0.0:
        word = philox((U64(person), U64(day), CARE, ZERO), key)[0]
        if (word + 0.5) / TWO_32 < p.care[day, group]:
            return True, COMMUNITY_MODE, soon
    if p.screen[day, group] > 0.0:
        words = philox((U64(person), U64(day), TEST, ZERO), key)
        since = min(day - row[START], p.sensitivity.shape[0] - 1)
        sampled = (words[0] + 0.5) / TWO_32 < p.screen[day, group] * share
        if sampled and (words[1] + 0.5) / TWO_32 < p.sensitivity[since]:
            return True, COMMUNITY_MODE, day + np.int64(p.result_delay[day, group])
    return False, 0, 0


@inner
def traced(w: World, day: Int, row: I32) -> Truth:
    """Tell whether the person's source was found in time and named this contact."""
    layer = row[LAYER]
    if layer == IMPORTED or w.policy.trace[layer] <= 0.0:
        return False
    since = abs(np.int64(w.live.isolated[row[SOURCE]]))
    if since == 0 or day < since - 1 + w.policy.room_rule[DELAY_TRACE]:
        return False
    word = philox((U64(row[PERSON]), ZERO, TRACING, ZERO), (w.key[0], w.key[1]))[0]
    return bool((word + 0.5) / TWO_32 < w.policy.trace[layer])


@inner
def isolate(w: World, person: Int, day: Int, mode: Int) -> None:
    """Isolate a found person in a room while rooms last, else at home; count by zone and mode.

    A result that comes after the last day is nobody's yet: counted on it, it would look like a
    jump of cases.
    """
    days = w.tally.found.shape[0]
    if day >= days:
        return
    zone = w.people.person[person, 2] & 0xFFFF
    w.tally.found[day, zone, mode] += 1
    rooms = np.int64(floor(w.policy.room_rule[PER_CASE]))
    last = min(days, day + np.int64(w.policy.room_rule[STAY]))
    if rooms > 0 and there_is_room(w, rooms, day, last):
        for d in range(day, last):
            w.tally.rooms[d] += rooms
        w.live.isolated[person] = -(day + 1)
    else:
        w.tally.unmet_rooms[day] += rooms
        w.live.isolated[person] = day + 1


@inner
def there_is_room(w: World, rooms: Int, day: Int, last: Int) -> Truth:
    """Tell whether so many rooms are free on every day of a stay; the first day also when none.

    Results are told after different delays, so a stay may be asked for that begins before others.
    """
    free = w.tally.rooms[day] + rooms <= w.policy.rooms[day]
    for d in range(day, last):
        free = free and w.tally.rooms[d] + rooms <= w.policy.rooms[d]
    return bool(free)


@inner
def absence(w: World) -> Real:
    """Return the share of residents ill or in hospital from the steps so far."""
    return float((w.tally.beds[0] + w.tally.beds[1]) / w.people.person.shape[0])


@inner
def count_beds(w: World, p: Part, day: Int) -> None:
    """Carry the part's running numbers of the ill and of those in hospital into the day."""
    w.tally.beds[0] += p.delta[ILL, day]
    w.tally.beds[1] += p.delta[HOSPITAL, day]
