"""The kernel of a run: day by day, able to stop anywhere and to go on with more memory."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_accept import accept_day, bring_in
from bihuan.science.twin.kernel_beget import CLAMPED as CLAMPED_LISTED
from bihuan.science.twin.kernel_beget import POTENTIAL as POTENTIAL_LISTED
from bihuan.science.twin.kernel_beget import list_events, load, put_events
from bihuan.science.twin.kernel_history import count_courses, draw_courses
from bihuan.science.twin.kernel_watch import NOTHING_DUE, absence, count_beds, watch_day
from bihuan.science.twin.layout import BATCH, CHUNK, HORIZON, Cursor, Int, Status, Step, World

DAY, STOP, PHASE, INDEX = (
    int(Cursor.DAY),
    int(Cursor.STOP),
    int(Cursor.PHASE),
    int(Cursor.INDEX),
)
N_FRESH, N_ACTIVE, N_FREE = int(Cursor.N_FRESH), int(Cursor.N_ACTIVE), int(Cursor.N_FREE)
POTENTIAL, CLAMPED = int(Cursor.POTENTIAL), int(Cursor.CLAMPED)
DONE, NEED_CHUNKS = int(Status.DONE), int(Status.NEED_CHUNKS)
NEED_FRESH, NEED_ACTIVE = int(Status.NEED_FRESH), int(Status.NEED_ACTIVE)
NEED_ROWS = int(Status.NEED_ROWS)
ONSET, END = int(Step.ONSET), int(Step.END)
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
    cursor = w.live.cursor
    while cursor[INDEX] < cursor[N_FRESH]:
        m = min(BATCH, cursor[N_FRESH] - cursor[INDEX])
        load(w, m, cursor[INDEX])
        draw_courses(w, m, day)
        if not list_events(w, m):
            return NEED_ROWS
        if cursor[N_FREE] < SPARE_CHUNKS + w.batch.listed[POTENTIAL_LISTED] // CHUNK:
            return NEED_CHUNKS
        if cursor[N_ACTIVE] + m > w.live.active.shape[0]:
            return NEED_ACTIVE
        put_events(w)
        count_courses(w, m, day)
        note(w, m, day)
        cursor[INDEX] += m
    return DONE


@inner
def note(w: World, m: Int, day: Int) -> None:
    """Note the batch as infected; those who may still be found join the watch."""
    live, cursor, b = w.live, w.live.cursor, w.batch
    cursor[POTENTIAL] += b.listed[POTENTIAL_LISTED]
    cursor[CLAMPED] += b.listed[CLAMPED_LISTED]
    for i in range(m):
        person = np.int64(b.record[i, 4])
        live.state[person] = 1
        w.tally.infected[day, b.record[i, 2] & 0xFFFF] += 1
        w.tally.by_layer[day, b.record[i, 5]] += 1
        if w.policy.watch[day] != 0:
            row, course = live.active[cursor[N_ACTIVE]], b.course[i]
            row[0], row[1], row[2] = person, day, course[ONSET]
            row[3], row[4] = max(course[END], day + POSITIVE_DAYS), NOTHING_DUE
            cursor[N_ACTIVE] += 1
