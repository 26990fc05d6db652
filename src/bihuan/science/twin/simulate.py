"""One run of the twin: allocate, advance, grow, stop, resume."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from bihuan.science.twin.city import City
from bihuan.science.twin.compiling import compiled
from bihuan.science.twin.kernel_run import advance
from bihuan.science.twin.layout import (
    BATCH,
    CHUNK,
    CUTS,
    I64,
    PARTS,
    SPOTS,
    U32,
    Course,
    Crowd,
    Cursor,
    Mark,
    Policy,
    State,
    Status,
    Step,
    Watched,
    Work,
)
from bihuan.science.twin.running import Batch, Live, Outbreak, Part, Tally, World

FIRST_CHUNKS = 1024
RESIDENTS_PER_CHUNK = 64
FIRST_ROWS = 1024
LAYERS_AND_IMPORT = 8


@dataclass(frozen=True, slots=True)
class Run:
    """What a run leaves: daily whole numbers.

    Parameters
    ----------
    states
        Shape (8, days): persons in each :class:`State` at the end of the day.
    infected
        Shape (days, zones): new infections.
    found
        Shape (days, zones, 2): found infections, community and managed.
    by_layer
        Shape (days, 8): new infections by layer; the last column are imported.
    rooms, unmet_rooms
        Shape (days,): rooms in use, and rooms that were wanted and not there.
    potential, accepted
        Potential transmissions drawn, and accepted.
    """

    states: I64
    infected: U32
    found: U32
    by_layer: I64
    rooms: I64
    unmet_rooms: I64
    potential: int
    accepted: int
    clamped: int

    @property
    def digest(self) -> str:
        """Return a digest of every figure; equal runs have equal digests."""
        h = sha256()
        for a in (self.states, self.infected, self.found, self.by_layer, self.rooms):
            h.update(np.ascontiguousarray(a).tobytes())
        return h.hexdigest()


def new_world(
    city: City, course: Course, policy: Policy, days: int, key: tuple[int, int]
) -> Outbreak:
    """Return a run before its first day."""
    n, zones = city.n, len(city.zones.code)
    live = Live(
        state=np.zeros(n, dtype=np.uint8),
        trail=np.zeros((n, 2), dtype=np.uint32),
        isolated=np.zeros(n, dtype=np.int16),
        cursor=np.zeros(len(Cursor), dtype=np.int64),
        active=np.empty((FIRST_ROWS, len(Watched)), dtype=np.int32),
    )
    tally = Tally(
        infected=np.zeros((days, zones), dtype=np.uint32),
        found=np.zeros((days, zones, 2), dtype=np.uint32),
        rooms=np.zeros(days, dtype=np.int64),
        beds=np.zeros(2, dtype=np.int64),
        unmet_rooms=np.zeros(days, dtype=np.int64),
    )
    # Room for a large wave costs nothing until it is written to; growing would copy it.
    chunks = max(FIRST_CHUNKS, n // RESIDENTS_PER_CHUNK // PARTS)
    parts = (new_part(days, chunks), new_part(days, chunks))
    parts[0].delta[State.S, 0] = n
    if bool((course.susceptible < 1.0).any()) or bool((policy.vaccinated > 0.0).any()):
        policy = policy._replace(plain=np.minimum(policy.plain, 1))
    its_key = np.array(key, dtype=np.uint64)
    return Outbreak(World(city.people, course, policy, live, tally, its_key), parts)


def new_part(days: int, chunks: int) -> Part:
    """Return a part with an empty calendar and room for so many chunks of events."""
    part = Part(
        cursor=np.zeros(Mark.LENGTH, dtype=np.int64),
        head=np.full(days * PARTS, -1, dtype=np.int32),
        fill=np.zeros(days * PARTS, dtype=np.int64),
        waiting=np.zeros(days * PARTS, dtype=np.int64),
        following=np.empty(chunks, dtype=np.int32),
        free=np.arange(chunks, dtype=np.int32)[::-1].copy(),
        events=np.empty((chunks * CHUNK, 3), dtype=np.uint32),
        fresh=np.empty(FIRST_ROWS, dtype=np.uint32),
        joining=np.empty((FIRST_ROWS, len(Watched)), dtype=np.int32),
        kept=np.empty(CHUNK, dtype=np.int64),
        met=np.empty((CHUNK, 5), dtype=np.int64),
        delta=np.zeros((len(State), days), dtype=np.int64),
        by_layer=np.zeros((days, LAYERS_AND_IMPORT), dtype=np.int64),
        batch=new_batch(FIRST_ROWS),
    )
    part.cursor[Mark.N_FREE] = chunks
    return part


def new_batch(rows: int) -> Batch:
    """Return the memory of a batch with room for so many draws and potential transmissions."""
    return Batch(
        record=np.zeros((BATCH, 5), dtype=np.uint32),
        crowd=np.zeros(BATCH * SPOTS, dtype=np.uint32),
        kind=np.zeros(BATCH, dtype=np.uint32),
        words=np.zeros((3, 4, BATCH), dtype=np.uint32),
        course=np.zeros(BATCH * len(Step), dtype=np.int32),
        strength=np.zeros(BATCH),
        upto=np.zeros(len(Crowd)),
        cut=np.zeros(BATCH * CUTS, dtype=np.int64),
        mean=np.zeros(BATCH),
        term=np.zeros(BATCH),
        total=np.zeros(BATCH),
        number=np.zeros(BATCH, dtype=np.int64),
        ask=np.zeros((2, rows), dtype=np.uint32),
        got=np.zeros((4, rows), dtype=np.uint32),
        spot=np.zeros(rows, dtype=np.uint32),
        aim=np.zeros(rows, dtype=np.uint32),
        owner=np.zeros(rows, dtype=np.int32),
        listed=np.zeros(2, dtype=np.int64),
    )


def run_until(run: Outbreak, day: int, threads: int = 1) -> Outbreak:
    """Advance a run to the start of a day, growing its memory as needed.

    With two threads or more, days with much to do are worked on side by side, a thread a part.

    Returns
    -------
    Outbreak
        The same run; arrays that grew are new ones. Stopping at any day and going on gives the
        same figures as not stopping, and any number of threads the same as one.
    """
    kernel = compiled(advance)
    run.live.cursor[Cursor.STOP] = min(day, len(run.tally.rooms))
    if threads <= 1:
        while (status := kernel(run.world, run.parts, Work.ALONE.value)) != Status.DONE:
            run = _grown(run, status)
        return run
    with ThreadPoolExecutor(PARTS - 1) as pool:
        while (status := kernel(run.world, run.parts, Work.TOGETHER.value)) != Status.DONE:
            if status == Status.WIDE:
                others = [pool.submit(kernel, run.world, run.parts, s) for s in range(1, PARTS)]
                kernel(run.world, run.parts, 0)
                for other in others:
                    other.result()
            run = _grown(run, status)
    return run


def infected_by_now(run: Outbreak) -> int:
    """Return how many have been infected so far."""
    return sum(int(part.cursor[Mark.INFECTED]) for part in run.parts)


def _grown(run: Outbreak, status: int) -> Outbreak:
    """Return the run with twice the memory of the kind that ran short, of all or part by part."""
    if status == Status.NEED_ACTIVE:
        active = np.concatenate((run.live.active, np.empty_like(run.live.active)))
        return run._replace(world=run.world._replace(live=run.live._replace(active=active)))
    one, two = (_grown_part(part) for part in run.parts)
    return run._replace(parts=(one, two))


def _grown_part(part: Part) -> Part:
    status = Status(part.cursor[Mark.STATUS])
    part.cursor[Mark.STATUS] = Status.DONE
    if status is Status.DONE:
        return part
    if status is Status.NEED_ROWS:
        return part._replace(batch=new_batch(2 * len(part.batch.owner)))
    if status is Status.NEED_FRESH:
        return part._replace(fresh=np.empty(max(FIRST_ROWS, 2 * len(part.fresh)), dtype=np.uint32))
    if status is Status.NEED_JOINING:
        return part._replace(joining=np.concatenate((part.joining, np.empty_like(part.joining))))
    return _with_chunks(part)


def _with_chunks(part: Part) -> Part:
    chunks, free = len(part.following), int(part.cursor[Mark.N_FREE])
    added = np.arange(chunks, 2 * chunks, dtype=np.int32)
    part.cursor[Mark.N_FREE] = free + chunks
    events = np.empty((2 * len(part.events), 3), dtype=np.uint32)
    events[: len(part.events)] = part.events
    stack = np.zeros(2 * chunks, dtype=np.int32)
    stack[:free], stack[free : free + chunks] = part.free[:free], added
    following = np.concatenate((part.following, np.empty_like(part.following)))
    return part._replace(events=events, free=stack, following=following)


def result_of(run: Outbreak) -> Run:
    """Return the daily figures of a run that has run to its end."""
    tally, parts = run.tally, run.parts

    def total(mark: Mark) -> int:
        return sum(int(part.cursor[mark]) for part in parts)

    return Run(
        states=np.cumsum(sum(part.delta for part in parts), axis=1),
        infected=tally.infected,
        found=tally.found,
        by_layer=np.asarray(sum(part.by_layer for part in parts)),
        rooms=tally.rooms,
        unmet_rooms=tally.unmet_rooms,
        potential=total(Mark.POTENTIAL),
        accepted=total(Mark.ACCEPTED),
        clamped=total(Mark.CLAMPED),
    )
