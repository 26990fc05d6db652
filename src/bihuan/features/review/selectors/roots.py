"""Whether a live incident's record is still sealed each night."""

from datetime import date, datetime, timedelta

from bihuan.domain.chain.roots import LIVE_SERIES
from bihuan.features.incidents.api import IncidentView
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures.windows import window_of_day

LONGEST_WITHOUT_ROOT = timedelta(hours=36)
_LAST = "SELECT max(day) FROM ledger_root WHERE series=?"


def unsealed_since(view: IncidentView, now: datetime) -> datetime | None:
    """Return since when no signed root covers a live incident, once that is 36 hours or more.

    It counts from the cut-off that the last root belongs to, or from the incident's opening.
    """
    if view.drill or view.closed_at is not None:
        return None
    row = Session().one(_LAST, (LIVE_SERIES,))
    since = view.opened_at
    if row is not None and row[0]:
        since = max(since, window_of_day(view.clock, date.fromisoformat(row[0])).until)
    return since if now - since >= LONGEST_WITHOUT_ROOT else None
