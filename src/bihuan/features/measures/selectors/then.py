"""An earlier instant as which measures are read: a night is told as of its cut-off."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.features.measures.selectors.law import BASES
from bihuan.features.measures.selectors.rows import TABLE
from bihuan.features.measures.selectors.tasks import TABLE as TASKS
from bihuan.features.premises import api as premises
from bihuan.platform.clock.incident import LIVE_WALL, IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.as_of import Undone, undone


@dataclass(frozen=True, slots=True)
class Then:
    """The instant in real time, and what rows said until then that changed after it."""

    at: datetime
    measures: Undone
    tasks: Undone
    bases: Undone
    ground: premises.Earlier


def then_of(
    clock: IncidentClock, *, until: datetime, real: datetime, ground: premises.Earlier
) -> Then:
    """Return an instant of an incident; law and ground hold in real time, in a drill too."""
    session = Session()
    return Then(
        real,
        undone(session, clock, TABLE, until),
        undone(session, clock, TASKS, until),
        undone(session, LIVE_WALL, BASES, real),
        ground,
    )
