"""The daily root of a city that no live incident keeps awake: its registers change all the same.

A live night seals its day when its report is frozen. Without one, the day is sealed by itself
before midnight; after a standstill, the day before is, as soon as the clock runs again.
"""

from datetime import datetime, time, timedelta

import structlog

from bihuan.domain.chain.roots import LIVE_SERIES
from bihuan.domain.refusals import Refusal
from bihuan.features.review.api import seal_day
from bihuan.platform.auth import system_post
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs.ticks import open_clocks
from bihuan.platform.ledger import roots

log = structlog.get_logger("bihuan.root")
SEAL_AT = time(23, 30)


def day_to_seal(wall: datetime, last: str) -> str | None:
    """Return the day that wants a root after the last sealed one, None when each has one."""
    local = wall.astimezone(LOCAL)
    day = (local.date() - timedelta(days=local.time() < SEAL_AT)).isoformat()
    return day if last < day else None


def seal_the_day(wall: datetime) -> None:
    """Seal the day that wants it; asked every minute."""
    if any(not clock.drill for clock in open_clocks()):
        return
    session = Session()
    last = roots.last_day(session, LIVE_SERIES)
    day = day_to_seal(wall, last)
    if day is None or not (last or _recorded_by(session, day)):
        return
    answer = seal_day(by=system_post(), day=day, key=f"review.seal_day:{day}")
    if isinstance(answer, Refusal):
        log.error("the day was not sealed", day=day, code=answer.code)


def _recorded_by(session: Session, day: str) -> bool:
    """Tell whether anything was recorded by the end of a day: what is empty wants no root."""
    begun = roots.begun_at(session, LIVE_SERIES)
    return begun is not None and begun.astimezone(LOCAL).date().isoformat() <= day
