"""The daily root of a city that no live incident keeps awake: its registers change all the same.

A live night seals its day when its report is frozen. Without one, the day is sealed by itself
before midnight; after a standstill, the day before is, as soon as the clock runs again.
"""

from datetime import date, datetime, time, timedelta

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


def day_to_seal(wall: datetime, first: date | None, last: str) -> str | None:
    """Return the day that wants a root, None when each has one.

    Parameters
    ----------
    wall
        Now.
    first
        The local day of the first live entry, None when nothing is recorded yet.
    last
        The last sealed day, empty when none is.
    """
    local = wall.astimezone(LOCAL)
    day = local.date() - timedelta(days=local.time() < SEAL_AT)
    return day.isoformat() if first and first <= day and last < day.isoformat() else None


def seal_the_day(wall: datetime) -> None:
    """Seal the day that wants it; asked every minute."""
    if any(not clock.drill for clock in open_clocks()):
        return
    session = Session()
    begun = roots.begun_at(session, LIVE_SERIES)
    first = begun.astimezone(LOCAL).date() if begun else None
    day = day_to_seal(wall, first, roots.last_day(session, LIVE_SERIES))
    if day is None:
        return
    answer = seal_day(by=system_post(), day=day, key=f"review.seal_day:{day}")
    if isinstance(answer, Refusal):
        log.error("the day was not sealed", day=day, code=answer.code)
