"""The kernel of a run: day by day, able to stop anywhere and to go on with more memory."""

import numpy as np

from bihuan.science.twin.compiling import inner
from bihuan.science.twin.kernel_accept import accept_day, bring_in
from bihuan.science.twin.kernel_beget import CLAMPED as CLAMPED_LISTED
from bihuan.science.twin.kernel_beget import POTENTIAL as POTENTIAL_LISTED
from bihuan.science.twin.kernel_beget import aim, list_events, load, put_events
from bihuan.science.twin.kernel_history import count_courses, draw_courses
from bihuan.science.twin.kernel_queue import take_back
from bihuan.science.twin.kernel_watch import absence, count_beds, join, watch, watch_day
from bihuan.science.twin.layout import (
    BATCH,
    CHUNK,
    HORIZON,
    PARTS,
    Cursor,
    Int,
    Mark,
    Stage,
    Status,
    Step,
    Truth,
    Work,
)
from bihuan.science.twin.running import Part, Parts, World

DAY, STOP, OPENED = int(Cursor.DAY), int(Cursor.STOP), int(Cursor.OPENED)
STAGE, INDEX, STATUS = int(Mark.STAGE), int(Mark.INDEX), int(Mark.STATUS)
N_FRESH, N_JOINING, N_FREE = int(Mark.N_FRESH), int(Mark.N_JOINING), int(Mark.N_FREE)
POTENTIAL, CLAMPED = int(Mark.POTENTIAL), int(Mark.CLAMPED)
TO_ACCEPT, TO_BEGET, THROUGH = int(Stage.TO_ACCEPT), int(Stage.TO_BEGET), int(Stage.THROUGH)
DONE, NEED_CHUNKS, WIDE = int(Status.DONE), int(Status.NEED_CHUNKS), int(Status.WIDE)
NEED_FRESH, NEED_JOINING = int(Status.NEED_FRESH), int(Status.NEED_JOINING)
NEED_ROWS, NEED_ACTIVE = int(Status.NEED_ROWS), int(Status.NEED_ACTIVE)
N_ACTIVE = int(Cursor.N_ACTIVE)
TOGETHER = int(Work.TOGETHER)
ONSET, END, STEPS = int(Step.ONSET), int(Step.END), len(Step)
SPARE_CHUNKS = 4 * HORIZON * PARTS
# What stands in fewer rows of events than this is through before a second thread has begun.
WORTH_IT = 8192


def advance(w: World, parts: Parts, work: Int) -> Int:
    """Run until the day of the cursor's stop, or do the day's work of one part.

    Returns
    -------
    Int
        A :class:`Status`: ``DONE``, which memory of a part must grow, or, when the work is
        ``TOGETHER``, that the parts of this day are better worked on side by side. Calling it
        again after that goes on exactly where it stopped.
    """
    cursor = w.live.cursor
    first, past = (0, PARTS) if work < 0 else (work, work + 1)
    while cursor[DAY] < cursor[STOP]:
        day = cursor[DAY]
        status = begin_day(w, parts, work, day)
        for s in range(first, past):
            if status == DONE:
                status = part_day(w, parts, s, day)
        if status == DONE and work < 0:
            status = close_day(w, parts, day)
        if status != DONE or work >= 0:
            return status
    return DONE


@inner
def begin_day(w: World, parts: Parts, work: Int, day: Int) -> Int:
    """Open the day if that is asked, and tell whether the parts shall go on from here."""
    if work >= 0:
        return DONE
    if w.live.cursor[OPENED] == 0 and not open_day(w, parts, day):
        return NEED_FRESH
    return WIDE if work == TOGETHER and wide(parts, day) else DONE


@inner
def open_day(w: World, parts: Parts, day: Int) -> Truth:
    """Bring in the day's imported cases; False when a part may lack rows for its infections."""
    one, two = parts
    imports = np.int64(w.policy.imports[day])
    if short_of_rows(parts, one, day * PARTS, imports):
        return False
    if short_of_rows(parts, two, day * PARTS + 1, imports):
        return False
    one.cursor[N_FRESH], one.cursor[STAGE] = 0, TO_ACCEPT
    two.cursor[N_FRESH], two.cursor[STAGE] = 0, TO_ACCEPT
    bring_in(w, parts, day)
    w.live.cursor[OPENED] = 1
    return True


@inner
def short_of_rows(parts: Parts, p: Part, slot: Int, imports: Int) -> Truth:
    """Tell whether a part may lack rows for those infected on the day of its slot; note it."""
    one, two = parts
    most = one.waiting[slot] + two.waiting[slot] + imports
    if most <= p.fresh.shape[0]:
        return False
    p.cursor[STATUS] = NEED_FRESH
    return True


@inner
def wide(parts: Parts, day: Int) -> Truth:
    """Tell whether a day that is not through keeps rows enough for a thread a part."""
    one, two = parts
    left = one.cursor[STAGE] != THROUGH or two.cursor[STAGE] != THROUGH
    events = np.int64(0)
    for slot in range(day * PARTS, (day + 1) * PARTS):
        events += one.waiting[slot] + two.waiting[slot]
    return bool(left and events > WORTH_IT)


@inner
def part_day(w: World, parts: Parts, s: Int, day: Int) -> Int:
    """Let the s-th part accept what reaches it today, and then beget; or say what is short."""
    p = parts[s]
    cursor = p.cursor
    if cursor[STAGE] == TO_ACCEPT:
        accept_day(w, parts, s, day)
        cursor[STAGE], cursor[INDEX] = TO_BEGET, 0
    if cursor[STAGE] == TO_BEGET:
        cursor[STATUS] = beget_all(w, p, day)
        if cursor[STATUS] != DONE:
            return np.int64(cursor[STATUS])
        cursor[STAGE] = THROUGH
    return DONE


@inner
def close_day(w: World, parts: Parts, day: Int) -> Int:
    """Count the day, look for the infected, and give back the memory of what is over.

    Where the list of the watched is too short, nothing is done yet. Who was infected on one day
    joins it by parts, one first on even days and the other one on odd days: rooms that run
    out shall not go by the part.
    """
    one, two = parts
    cursor = w.live.cursor
    joining = one.cursor[N_JOINING] + two.cursor[N_JOINING]
    if cursor[N_ACTIVE] + joining > w.live.active.shape[0]:
        return NEED_ACTIVE
    close_part(w, one, day)
    close_part(w, two, day)
    for s in range(PARTS):
        join(w, parts[(day + s) % PARTS])
    if w.policy.watch[day] > 0:
        watch_day(w, day, absence(w))
    cursor[OPENED] = 0
    cursor[DAY] = day + 1
    return DONE


@inner
def close_part(w: World, p: Part, day: Int) -> None:
    """Count a part's infections of the day by zone, and give back the memory of its events."""
    for i in range(p.cursor[N_FRESH]):
        w.tally.infected[day, p.fresh[i]] += 1
    take_back(p, day)
    count_beds(w, p, day)


@inner
def beget_all(w: World, p: Part, day: Int) -> Int:
    """Let every new infection of the day have its course; stop when memory runs short."""
    cursor = p.cursor
    while cursor[INDEX] < cursor[N_FRESH]:
        m = min(BATCH, cursor[N_FRESH] - cursor[INDEX])
        load(w, p, m, cursor[INDEX])
        draw_courses(w, p, m, day)
        if not list_events(w, p.batch, m):
            return NEED_ROWS
        if cursor[N_FREE] < SPARE_CHUNKS + p.batch.listed[POTENTIAL_LISTED] // CHUNK:
            return NEED_CHUNKS
        if cursor[N_JOINING] + m > p.joining.shape[0]:
            return NEED_JOINING
        aim(w, p.batch)
        put_events(w, p)
        count_courses(p, m, day)
        note(w, p, m, day)
        cursor[INDEX] += m
    return DONE


@inner
def note(w: World, p: Part, m: Int, day: Int) -> None:
    """Note the batch as infected; those who may still be found join the watch."""
    cursor, b = p.cursor, p.batch
    cursor[POTENTIAL] += b.listed[POTENTIAL_LISTED]
    cursor[CLAMPED] += b.listed[CLAMPED_LISTED]
    for i in range(m):
        person = np.int64(b.record[i, 4])
        w.live.state[person] = 1
        p.fresh[cursor[INDEX] + i] = b.record[i, 2] & 0xFFFF
        if w.policy.watch[day] != 0:
            course = b.course[STEPS * i : STEPS * i + STEPS]
            watch(w, p, person, (day, course[ONSET], course[END], b.record[i, 2] & 0xFFFF))
