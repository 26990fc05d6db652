"""The kernel of a run: day by day, able to stop anywhere and to go on with more memory."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_accept import accept_day, bring_in
from bihuan.science.twin.kernel_beget import beget
from bihuan.science.twin.kernel_watch import absence, count_beds, watch_day
from bihuan.science.twin.layout import HORIZON, Cursor, Int, Status, World

DAY, STOP, PHASE, INDEX = (
    int(Cursor.DAY),
    int(Cursor.STOP),
    int(Cursor.PHASE),
    int(Cursor.INDEX),
)
N_FRESH, N_ACTIVE, N_FREE = int(Cursor.N_FRESH), int(Cursor.N_ACTIVE), int(Cursor.N_FREE)
DONE, NEED_CHUNKS = int(Status.DONE), int(Status.NEED_CHUNKS)
NEED_FRESH, NEED_ACTIVE = int(Status.NEED_FRESH), int(Status.NEED_ACTIVE)
SPARE_CHUNKS = 4 * HORIZON
POSITIVE_DAYS = 21


def advance(w: World) -> Int:
    """Run until the day of the cursor's stop; return DONE or which memory must grow.

    Calling it again after the growth goes on exactly where it stopped.
    """
    cursor = w.live.cursor
    while cursor[DAY] < cursor[STOP]:
        day = cursor[DAY]
        if cursor[PHASE] == 0:
            if w.live.waiting[day] + w.policy.imports[day] > w.live.fresh.shape[0]:
                return NEED_FRESH
            cursor[N_FRESH] = 0
            bring_in(w, day)
            accept_day(w, day)
            cursor[PHASE], cursor[INDEX] = 1, 0
        status = beget_all(w, day)
        if status != DONE:
            return status
        count_beds(w, day)
        if w.policy.watch[day] > 0:
            watch_day(w, day, absence(w))
        cursor[PHASE] = 0
        cursor[DAY] = day + 1
    return DONE


@inner
def beget_all(w: World, day: Int) -> Int:
    """Let every new infection of the day have its course; stop when memory runs short."""
    live, cursor = w.live, w.live.cursor
    while cursor[INDEX] < cursor[N_FRESH]:
        if cursor[N_FREE] < SPARE_CHUNKS:
            return NEED_CHUNKS
        if cursor[N_ACTIVE] >= live.active.shape[0]:
            return NEED_ACTIVE
        person = np.int64(live.fresh[cursor[INDEX]])
        live.state[person] = 1
        h = beget(w, person, day)
        w.tally.infected[day, w.people.person[person, 2] & 0xFFFF] += 1
        w.tally.by_layer[day, live.trail[person, 1] & 7] += 1
        if w.policy.watch[day] != 0:
            row = live.active[cursor[N_ACTIVE]]
            row[0], row[1], row[2] = person, day, h.onset
            row[3] = max(h.end, day + POSITIVE_DAYS)
            cursor[N_ACTIVE] += 1
        cursor[INDEX] += 1
    return DONE
