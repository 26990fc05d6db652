"""Reads of incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.features.incidents.models import Incident
from bihuan.platform.clock.incident import COLUMNS, LOCAL, IncidentClock, clock_of
from bihuan.platform.clock.models import IncidentClockRow
from bihuan.platform.clock.system import now

FIELDS = ("id", "name_zh", "name_en", "zone", "level", "day_zero", "opened_at", "closed_at")


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident as pages and other features see it."""

    id: int
    name_zh: str
    name_en: str
    zone: int
    level: int
    day_zero: date
    opened_at: datetime
    closed_at: datetime | None
    clock: IncidentClock

    @property
    def drill(self) -> bool:
        """Tell whether this is a drill (演练)."""
        return self.clock.drill

    def now(self) -> datetime:
        """Return the time on the incident's clock."""
        return self.clock.moment(now()).incident

    def day_number(self) -> int:
        """Return which day of the incident it is; day zero counts as 1."""
        return (self.now().astimezone(LOCAL).date() - self.day_zero).days + 1


def incidents(*, closed: bool = False) -> Sequence[IncidentView]:
    """Return the open incidents (or the closed ones), live before drills, oldest first."""
    rows = list(
        Incident.objects.filter(closed_at__isnull=not closed)
        .order_by("drill", "id")
        .values_list(*FIELDS)
    )
    found = IncidentClockRow.objects.filter(id__in=[row[0] for row in rows])
    clocks = {row[0]: row[1:] for row in found.values_list("id", *COLUMNS)}
    return [_view(row, clocks.get(row[0])) for row in rows]


def incident(number: int) -> IncidentView | None:
    """Return one incident, open or closed."""
    row = Incident.objects.filter(id=number).values_list(*FIELDS).first()
    if row is None:
        return None
    clock = IncidentClockRow.objects.filter(id=number).values_list(*COLUMNS).first()
    return _view(row, clock)


def _view(row: tuple, clock: tuple | None) -> IncidentView:  # type: ignore[type-arg]
    number, zh, en, zone, level, day_zero, opened, closed = row
    own = clock_of(number, clock)
    day = date.fromisoformat(day_zero)
    return IncidentView(number, zh, en, zone, level, day, opened, closed, own)
