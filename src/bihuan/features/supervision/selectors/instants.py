"""What time it is on an incident's clock, asked inside a command."""

from datetime import datetime

from bihuan.platform.clock import clock_of, now
from bihuan.platform.clock.incident import COLUMNS
from bihuan.platform.db.reader import Reader


def incident_time(read: Reader, incident: int, wall: datetime) -> datetime:
    """Return the incident's time at a time of the wall's clocks, such as a phone's."""
    row = read.one("incident_clock", COLUMNS, id=incident)
    return clock_of(incident, row).moment(wall).incident


def incident_now(read: Reader, incident: int) -> datetime:
    """Return the incident's time: the wall's for a live one, a drill's own."""
    row = read.one("incident_clock", COLUMNS, id=incident)
    return clock_of(incident, row).moment(now()).incident
