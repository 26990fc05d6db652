"""Enter a year of the working-day calendar; deadlines that stand keep what they were set to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.calendar_years import CalendarDay, wrong_day
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, range_of
from bihuan.features.incidents.permissions import check_act
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry, Insert, Update, plain
from bihuan.platform.db.reader import Reader

TABLE = "incidents_calendar_year"


def set_calendar_year(
    *, by: ActingPost, year: int, days: Sequence[CalendarDay], source: str, key: str
) -> Outcome | Refusal:
    """Replace what is known of a year's holidays and make-up days."""
    return execute(SetCalendarYear(year, tuple(sorted(days)), source.strip()), by=by, key=key)


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The city, and what stands for the year."""

    city: int
    days: str | None
    source: str
    version: int


@dataclass(frozen=True, slots=True)
class SetCalendarYear:
    """The command behind ``set_calendar_year``."""

    year: int
    days: tuple[CalendarDay, ...]
    source: str
    kind: str = "incidents.set_calendar"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the year as said."""
        return {"year": self.year, "days": self._listed(), "source": self.source}

    def _listed(self) -> list[list[str]]:
        return [[one.day.isoformat(), one.kind.value, one.name] for one in self.days]

    def load(self, read: Reader) -> YearFacts:
        """Read what stands."""
        city = read.one("territory_zone", ("id",), level=int(Level.CITY))
        row = read.one(TABLE, ("days", "source", "version"), id=self.year)
        days, source, version = row or (None, "", 0)
        return YearFacts(0 if city is None else int(city[0]), days, source, version)

    def check(self, by: ActingPost, facts: YearFacts) -> Refusal | None:
        """Ask the policy."""
        return check_act(by, Act.SET_CALENDAR, range_of(facts.city))

    def decide(self, by: ActingPost, facts: YearFacts, now: datetime) -> str | Refusal:  # noqa: ARG002
        """Refuse days of another year, twice the same day, and a change of nothing."""
        if not self.source:
            return Refusal("calendar_source_missing")
        wrong = wrong_day(self.year, self.days)
        if wrong is not None:
            return wrong
        text = str(plain(self._listed()))
        if (text, self.source) == (facts.days, facts.source):
            return Refusal("calendar_unchanged", {"year": self.year})
        return text

    def write(self, step: str, facts: YearFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Write the year."""
        new = {"days": step, "source": self.source}
        change: Insert | Update = Insert(TABLE, self.year, new)
        if facts.days is not None:
            old = {"days": facts.days, "source": facts.source}
            change = Update(TABLE, self.year, facts.version, old, new)
        return Written([Entry("incidents.calendar_set", self.year, facts.city, (change,))])
