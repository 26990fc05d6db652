"""What a run holds in memory: what all residents share, and what each part has for itself.

How the city, the disease and the plan lie in memory stands in :mod:`.layout`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bihuan.science.twin.layout import F64, I16, I32, I64, U8, U32, Course, People, Policy


class Live(NamedTuple):
    """What changes during a run, of all residents.

    ``active`` has shape (rows, 8), see :class:`Watched`: infected persons who may still be found,
    in the order of their days of infection, which is that of tracing and of rooms.
    """

    state: U8
    trail: U32
    isolated: I16
    cursor: I64
    active: I32


class Batch(NamedTuple):
    """New infections worked on together, so that draws and waits for memory overlap.

    The kernels first only read the city and fill these arrays; when one is too short, or the
    calendar is, they can be filled again.

    Parameters
    ----------
    record
        Shape (BATCH, 5): a person's four words and number.
    crowd
        Shape (BATCH * SPOTS,): first and size of every crowd of a person, see :class:`Crowd`.
    kind
        Shape (BATCH,): kind of the place.
    words
        Shape (3, 4, BATCH): blocks for durations, infectiousness, number of transmissions.
    course
        Shape (BATCH * 8,): the days of each person, see :class:`Step`.
    strength
        Shape (BATCH,): infectiousness over the whole period.
    upto
        Shape (7,): what one person may meet at full strength, added up crowd by crowd.
    cut
        Shape (BATCH * CUTS,): the words from a person's k-th cut on belong to later crowds.
    mean, term, total, number
        Shape (BATCH,): how many transmissions are expected, and the steps to the number drawn.
    ask, got
        Shape (2, rows) and (4, rows): who is asked about and which draw, and their blocks.
    spot, aim
        Shape (rows,): which crowd of the batch a transmission reaches, and its place in there.
    owner
        Shape (rows,): whose draws they are.
    listed
        Shape (2,): potential transmissions, numbers that were cut off.
    """

    record: U32
    crowd: U32
    kind: U32
    words: U32
    course: I32
    strength: F64
    upto: F64
    cut: I64
    mean: F64
    term: F64
    total: F64
    number: I64
    ask: U32
    got: U32
    spot: U32
    aim: U32
    owner: I32
    listed: I64


class Part(NamedTuple):
    """What one part of the residents has for itself: its calendar, its working memory, its counts.

    Parameters
    ----------
    cursor
        Shape (16,), see :class:`Mark`.
    head, fill, waiting
        Shape (days * PARTS,), a slot for each day and the part that is to accept: the last chunk
        of its events, the row after the last event there, and the rows of all its chunks.
    following, free, events
        The pool of chunks: the next one of a list, a stack of those not in use, the events.
    fresh
        Persons newly infected today; once worked on, their zones.
    joining
        Shape (rows, 8): who joins ``Live.active`` today.
    kept, met
        The events of a chunk that reach somebody susceptible, and what is asked of the two.
    delta
        Shape (8, days): steps of the compartments.
    by_layer
        Shape (days, 8): new infections by layer; the last column are imported.
    """

    cursor: I64
    head: I32
    fill: I64
    waiting: I64
    following: I32
    free: I32
    events: U32
    fresh: U32
    joining: I32
    kept: I64
    met: I64
    delta: I64
    by_layer: I64
    batch: Batch


class Tally(NamedTuple):
    """Daily whole numbers of a run, of all residents."""

    infected: U32
    found: U32
    rooms: I64
    beds: I64
    unmet_rooms: I64


class World(NamedTuple):
    """What all parts share; every kernel reads it."""

    people: People
    course: Course
    policy: Policy
    live: Live
    tally: Tally
    key: NDArray[np.uint64]


Parts = tuple[Part, Part]


class Outbreak(NamedTuple):
    """A run: the shared world and its parts.

    They are handed to the kernels apart: most need one part, and a compiler that had to hand both
    through every call took twice as long.
    """

    world: World
    parts: Parts

    @property
    def policy(self) -> Policy:
        """What the plan changes."""
        return self.world.policy

    @property
    def live(self) -> Live:
        """What changes during the run, of all residents."""
        return self.world.live

    @property
    def tally(self) -> Tally:
        """The daily numbers."""
        return self.world.tally
