"""Set the cut-off of an incident, or the clock of a drill."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.civil_days import is_plausible, years
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents.actions.open_incident import FASTEST, MINUTES_A_DAY
from bihuan.features.incidents.permissions import check_act
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.incident import COLUMNS, clock_of, write_earlier
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Update
from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """New values of an incident's clock; None leaves one as it is.

    ``at`` is the drill's time from now on, ``speed`` in thousandths of real time.
    """

    at: datetime | None = None
    speed: int | None = None
    cut_off_minutes: int | None = None


def set_drill_clock(
    *, by: ActingPost, incident: int, at: datetime | None, speed: int, key: str
) -> Outcome | Refusal:
    """Set a drill's time (forward only) and speed; a live incident refuses."""
    return execute(SetClock(incident, ClockSetting(at=at, speed=speed)), by=by, key=key)


def set_cut_off(*, by: ActingPost, incident: int, minutes: int, key: str) -> Outcome | Refusal:
    """Set the minute of the local day at which the review's window ends."""
    return execute(SetClock(incident, ClockSetting(cut_off_minutes=minutes)), by=by, key=key)


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """The incident's zone and its clock row."""

    zone: int
    version: int
    clock: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SetClock:
    """The command behind both."""

    incident: int
    setting: ClockSetting
    kind: str = "incidents.set_clock"

    def payload(self) -> Mapping[str, Any]:
        """Return the setting as said."""
        setting = self.setting
        return {"at": setting.at, "speed": setting.speed, "cut_off": setting.cut_off_minutes}

    def load(self, read: Reader) -> ClockFacts | Refusal:
        """Read the incident and its clock."""
        row = read.one("incidents_incident", ("zone", "closed_at"), id=self.incident)
        clock = read.one("incident_clock", ("version", *COLUMNS), id=self.incident)
        if row is None or clock is None or row[1] is not None:
            return Refusal("incident_not_open", {"incident": self.incident})
        return ClockFacts(row[0], clock[0], dict(zip(COLUMNS, clock[1:], strict=True)))

    def check(self, by: ActingPost, facts: ClockFacts) -> Refusal | None:
        """Ask the policy."""
        drill = self.setting.cut_off_minutes is None
        act = Act.SET_DRILL_CLOCK if drill else Act.SET_CUT_OFF
        return check_act(by, act, range_of(facts.zone))

    def decide(self, by: ActingPost, facts: ClockFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Refuse a live incident's clock, a step back, an impossible value."""
        setting = self.setting
        if setting.cut_off_minutes is not None:
            fits = 0 < setting.cut_off_minutes <= MINUTES_A_DAY
            return now if fits else Refusal("cut_off_is_no_time_of_day")
        if not facts.clock["chain"]:
            return Refusal("live_clock_is_the_wall")
        return self._impossible_drill(now) or setting.at or now

    def _impossible_drill(self, now: datetime) -> Refusal | None:
        at, speed = self.setting.at, self.setting.speed or 0
        if at is not None and not is_plausible(at):
            return Refusal("drill_time_out_of_range", years())
        if at is not None and at < now:
            return Refusal("drill_clock_only_moves_forward")
        if not 0 <= speed <= FASTEST:
            return Refusal("drill_speed_out_of_range", {"fastest": FASTEST // 1000})
        return None

    def write(self, step: datetime, facts: ClockFacts, registrar: Registrar) -> Written:
        """Write the changed columns."""
        setting = self.setting
        new: dict[str, Any]
        if setting.cut_off_minutes is not None:
            clock = clock_of(self.incident, tuple(facts.clock[name] for name in COLUMNS))
            earlier = clock.with_cut_off(setting.cut_off_minutes, step)
            new = {
                "cut_off_minutes": setting.cut_off_minutes,
                "earlier_cut_offs": write_earlier(earlier),
            }
        else:
            new = {"wall_at": registrar.wall, "incident_at": step, "speed": setting.speed}
        old = {name: facts.clock[name] for name in new}
        update = Update("incident_clock", self.incident, facts.version, old, new)
        return Written([Entry("incidents.clock_set", self.incident, facts.zone, (update,))])
