"""One run of the twin: allocate, advance, grow, stop, resume."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from bihuan.science.twin.city import City
from bihuan.science.twin.compiling import compiled
from bihuan.science.twin.kernel_run import advance
from bihuan.science.twin.layout import (
    BATCH,
    CHUNK,
    I64,
    U32,
    Batch,
    Course,
    Crowd,
    Cursor,
    Live,
    Policy,
    State,
    Status,
    Step,
    Tally,
    World,
)

FIRST_CHUNKS = 512
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


def new_world(city: City, course: Course, policy: Policy, days: int, key: tuple[int, int]) -> World:
    """Return the world of a run before its first day."""
    n, zones = city.n, len(city.zones.code)
    # Room for a large wave costs nothing until it is written to; growing would copy it.
    chunks = max(FIRST_CHUNKS, n // RESIDENTS_PER_CHUNK)
    live = Live(
        state=np.zeros(n, dtype=np.uint8),
        trail=np.zeros((n, 2), dtype=np.uint32),
        isolated=np.zeros(n, dtype=np.int16),
        cursor=np.zeros(len(Cursor), dtype=np.int64),
        head=np.full(days, -1, dtype=np.int32),
        fill=np.zeros(days, dtype=np.int64),
        waiting=np.zeros(days, dtype=np.int64),
        following=np.empty(chunks, dtype=np.int32),
        free=np.arange(chunks, dtype=np.int32)[::-1].copy(),
        events=np.empty((chunks * CHUNK, 3), dtype=np.uint32),
        fresh=np.empty(FIRST_ROWS, dtype=np.uint32),
        active=np.empty((FIRST_ROWS, 5), dtype=np.int32),
        kept=np.empty(CHUNK, dtype=np.int64),
        met=np.empty((CHUNK, 5), dtype=np.int64),
    )
    live.cursor[Cursor.N_FREE] = chunks
    tally = Tally(
        delta=np.zeros((len(State), days), dtype=np.int64),
        infected=np.zeros((days, zones), dtype=np.uint32),
        found=np.zeros((days, zones, 2), dtype=np.uint32),
        by_layer=np.zeros((days, LAYERS_AND_IMPORT), dtype=np.int64),
        rooms=np.zeros(days, dtype=np.int64),
        beds=np.zeros(2, dtype=np.int64),
        unmet_rooms=np.zeros(days, dtype=np.int64),
    )
    tally.delta[State.S, 0] = n
    if bool((course.susceptible < 1.0).any()) or bool((policy.vaccinated > 0.0).any()):
        policy = policy._replace(plain=np.minimum(policy.plain, 1))
    batch, its_key = new_batch(FIRST_ROWS), np.array(key, dtype=np.uint64)
    return World(city.people, course, policy, live, tally, batch, its_key)


def new_batch(rows: int) -> Batch:
    """Return the memory of a batch with room for so many draws and potential transmissions."""
    return Batch(
        record=np.zeros((BATCH, 6), dtype=np.uint32),
        crowd=np.zeros((BATCH, 8, 2), dtype=np.uint32),
        kind=np.zeros(BATCH, dtype=np.uint32),
        words=np.zeros((3, 4, BATCH), dtype=np.uint32),
        course=np.zeros((BATCH, len(Step)), dtype=np.int32),
        strength=np.zeros(BATCH),
        upto=np.zeros((BATCH, len(Crowd) + 1)),
        mean=np.zeros(BATCH),
        term=np.zeros(BATCH),
        total=np.zeros(BATCH),
        number=np.zeros(BATCH, dtype=np.int64),
        ask=np.zeros((2, rows), dtype=np.uint32),
        got=np.zeros((4, rows), dtype=np.uint32),
        owner=np.zeros(rows, dtype=np.int32),
        listed=np.zeros(2, dtype=np.int64),
    )


def run_until(world: World, day: int) -> World:
    """Advance a world to the start of a day, growing its memory as needed.

    Returns
    -------
    World
        The same run; arrays that grew are new ones. Stopping at any day and going on gives the
        same figures as not stopping.
    """
    kernel = compiled(advance)
    world.live.cursor[Cursor.STOP] = min(day, len(world.live.head))
    while (status := kernel(world)) != Status.DONE:
        if status == Status.NEED_ROWS:
            world = world._replace(batch=new_batch(2 * len(world.batch.owner)))
        else:
            world = world._replace(live=_grown(world.live, Status(status)))
    return world


def _grown(live: Live, status: Status) -> Live:
    """Return the live state with twice the memory of the kind that ran short."""
    if status is Status.NEED_FRESH:
        need = int(live.waiting.max()) + FIRST_ROWS
        return live._replace(fresh=np.empty(max(need, 2 * len(live.fresh)), dtype=np.uint32))
    if status is Status.NEED_ACTIVE:
        return live._replace(active=np.concatenate((live.active, np.empty_like(live.active))))
    chunks, free = len(live.following), int(live.cursor[Cursor.N_FREE])
    added = np.arange(chunks, 2 * chunks, dtype=np.int32)
    live.cursor[Cursor.N_FREE] = free + chunks
    events = np.empty((2 * len(live.events), 3), dtype=np.uint32)
    events[: len(live.events)] = live.events
    stack = np.zeros(2 * chunks, dtype=np.int32)
    stack[:free], stack[free : free + chunks] = live.free[:free], added
    following = np.concatenate((live.following, np.empty_like(live.following)))
    return live._replace(events=events, free=stack, following=following)


def result_of(world: World) -> Run:
    """Return the daily figures of a world that has run to its end."""
    cursor, tally = world.live.cursor, world.tally
    return Run(
        states=np.cumsum(tally.delta, axis=1),
        infected=tally.infected,
        found=tally.found,
        by_layer=tally.by_layer,
        rooms=tally.rooms,
        unmet_rooms=tally.unmet_rooms,
        potential=int(cursor[Cursor.POTENTIAL]),
        accepted=int(cursor[Cursor.ACCEPTED]),
        clamped=int(cursor[Cursor.CLAMPED]),
    )
