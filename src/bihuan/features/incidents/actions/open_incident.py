"""Open an incident (突发事件) with its clock: the wall's, or a drill's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.domain.civil_days import is_plausible, years
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.texts import first_unreadable, seen
from bihuan.domain.zones import ZoneCodeError, range_of
from bihuan.features.incidents.permissions import check_act
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert
from bihuan.platform.db.reader import Reader

FIRST_DRILL_CHAIN = 10**6
HIGHEST, LOWEST = 1, 4
MINUTES_A_DAY = 24 * 60
FASTEST = 600_000


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """What is said when an incident is opened.

    ``drill_at`` is the time at which a drill's clock starts, None for a live incident;
    ``speed`` in thousandths of real time.
    """

    name_zh: str
    name_en: str
    zone: int
    level: int
    day_zero: date
    drill_at: datetime | None = None
    speed: int = 1000
    cut_off_minutes: int = 18 * 60


def open_incident(*, by: ActingPost, draft: IncidentDraft, key: str) -> Outcome | Refusal:
    """Open an incident; the outcome's result names its ``incident`` number."""
    return execute(OpenIncident(draft), by=by, key=key)


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """The command behind ``open_incident``."""

    draft: IncidentDraft
    kind: str = "incidents.open"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the draft as said."""
        return {
            "name_zh": self.draft.name_zh,
            "name_en": self.draft.name_en,
            "zone": self.draft.zone,
            "level": self.draft.level,
            "day_zero": self.draft.day_zero.isoformat(),
            "drill_at": self.draft.drill_at,
            "speed": self.draft.speed,
            "cut_off_minutes": self.draft.cut_off_minutes,
        }

    def load(self, read: Reader) -> tuple[str, ...]:
        """Return the names that an open incident has already."""
        said = {"name_zh": self.draft.name_zh.strip(), "name_en": self.draft.name_en.strip()}
        return tuple(
            name
            for column, name in said.items()
            for (closed,) in read.all("incidents_incident", ("closed_at",), **{column: name})
            if closed is None
        )

    def check(self, by: ActingPost, facts: tuple[str, ...]) -> Refusal | None:  # noqa: ARG002
        """Ask the policy."""
        try:
            reach = range_of(self.draft.zone)
        except ZoneCodeError:
            return Refusal("incident_zone_unknown", {"zone": self.draft.zone})
        return check_act(by, Act.OPEN_INCIDENT, reach)

    def decide(
        self,
        by: ActingPost,  # noqa: ARG002
        facts: tuple[str, ...],
        now: datetime,
    ) -> datetime | Refusal:
        """Refuse what no incident can be; return the instant at which it opens."""
        draft = self.draft
        if not (seen(draft.name_zh) and seen(draft.name_en)):
            return Refusal("incident_needs_both_names")
        # The console opens incidents in the system's name; whoever types there is a person too.
        if (wrong := first_unreadable([draft.name_zh, draft.name_en])) is not None:
            return wrong
        if not HIGHEST <= draft.level <= LOWEST:
            return Refusal("incident_level_unknown", {"level": draft.level})
        if facts:
            return Refusal("incident_name_taken", {"name": facts[0]})
        return self._impossible_day(now) or self._impossible_clock() or now

    def _impossible_day(self, now: datetime) -> Refusal | None:
        draft, at = self.draft, self.draft.drill_at or now
        if not is_plausible(at):
            return Refusal("drill_time_out_of_range", years())
        if not is_plausible(draft.day_zero):
            return Refusal("first_day_out_of_range", years())
        if draft.day_zero > at.astimezone(LOCAL).date():
            return Refusal("incident_starts_in_the_future", {"day": draft.day_zero.isoformat()})
        return None

    def _impossible_clock(self) -> Refusal | None:
        if not 0 < self.draft.cut_off_minutes <= MINUTES_A_DAY:
            return Refusal("cut_off_is_no_time_of_day")
        if not 0 <= self.draft.speed <= FASTEST:
            return Refusal("drill_speed_out_of_range", {"fastest": FASTEST // 1000})
        return None

    def write(
        self,
        step: datetime,
        facts: tuple[str, ...],  # noqa: ARG002
        registrar: Registrar,
    ) -> Written:
        """Write the incident and its clock."""
        draft = self.draft
        number = registrar.next("incident", 0, "incident")
        drill = draft.drill_at is not None
        clock = {
            "chain": FIRST_DRILL_CHAIN + number if drill else 0,
            "wall_at": step,
            "incident_at": draft.drill_at or step,
            "speed": draft.speed if drill else 1000,
            "cut_off_minutes": draft.cut_off_minutes,
            "earlier_cut_offs": None,
        }
        row = {
            "name_zh": draft.name_zh,
            "name_en": draft.name_en,
            "zone": draft.zone,
            "level": draft.level,
            "day_zero": draft.day_zero.isoformat(),
            "drill": drill,
            "opened_at": draft.drill_at or step,
            "closed_at": None,
        }
        writes = (
            Insert("incidents_incident", number, row),
            Insert("incident_clock", number, clock),
        )
        entry = Entry("incidents.opened", number, draft.zone, writes)
        return Written([entry], {"incident": number})
