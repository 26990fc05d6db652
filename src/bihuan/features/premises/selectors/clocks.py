"""Real time on the clock of an incident: gates are real, reports are told on a drill's clock."""

from datetime import datetime

from bihuan.features.incidents import api as incidents
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.periods import shown_then


def told_on(incident: int, real: datetime) -> datetime:
    """Return what the clock of an incident showed at a real instant; without one it is that."""
    view = incidents.incident(incident)
    return real if view is None else shown_then(Session(), view.clock, real)


def is_live(incident: int) -> bool:
    """Tell whether an incident is told in real time, on the chains of real things."""
    view = incidents.incident(incident)
    return view is None or not view.drill
