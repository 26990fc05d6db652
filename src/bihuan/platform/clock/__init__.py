"""The only place that asks for the time: wall time, and the clock of each incident."""

from bihuan.platform.clock.incident import IncidentClock, Moment, clock_of, playing
from bihuan.platform.clock.system import now, ticking

__all__ = ["IncidentClock", "Moment", "clock_of", "now", "playing", "ticking"]
