"""Seal a day of the live chains in which no night of a live incident does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.chain.roots import LIVE_SERIES
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.features.review.permissions import check_act
from bihuan.features.review.selectors.stored import stored_city
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome, Registrar, Written, execute
from bihuan.platform.db.changes import Entry
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger import roots

SUBJECT = "root"


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The city whose chain says so, and the last sealed day of the live chains."""

    zone: int
    last: str


def seal_day(*, by: ActingPost, day: str, key: str) -> Outcome | Refusal:
    """Sign the root over all live chains for a day, ``YYYY-MM-DD``; a sealed day stays sealed."""
    return execute(SealDay(day), by=by, key=key)


@dataclass(frozen=True, slots=True)
class SealDay:
    """The command behind ``seal_day``."""

    day: str
    kind: str = "review.seal_day"
    incident: int = 0

    def payload(self) -> Mapping[str, Any]:
        """Return the day."""
        return {"day": self.day}

    def load(self, read: Reader) -> DayFacts | Refusal:
        """Find the city, and what is sealed already."""
        city = stored_city(read)
        if isinstance(city, Refusal):
            return city
        return DayFacts(city, roots.last_day(read.session, LIVE_SERIES))

    def check(self, by: ActingPost, facts: DayFacts) -> Refusal | None:
        """Ask the policy as for a freeze, which seals its day."""
        return check_act(by, Act.FREEZE, facts.zone)

    def decide(self, by: ActingPost, facts: DayFacts, now: datetime) -> datetime | Refusal:  # noqa: ARG002
        """Seal no day twice and none before a sealed one."""
        if facts.last >= self.day:
            return Refusal("later_day_is_sealed", {"day": facts.last})
        return now

    def write(self, step: datetime, facts: DayFacts, registrar: Registrar) -> Written:  # noqa: ARG002
        """Sign the root and say so in the city's chain."""
        root = registrar.seal(LIVE_SERIES, self.day).hex()
        said = {"day": self.day, "root": root}
        return Written([Entry("review.day_sealed", SUBJECT, facts.zone, facts=said)], said)
