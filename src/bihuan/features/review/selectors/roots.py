"""Whether a live incident's record is still sealed each night."""

from datetime import datetime, timedelta

from bihuan.features.incidents.api import IncidentView
from bihuan.platform.figures.windows import window_of_day

LONGEST_WITHOUT_ROOT = timedelta(hours=36)


def unsealed_since(view: IncidentView, now: datetime) -> datetime | None:
    """Return since when no signed root covers a live incident, once that is 36 hours or more.

    It counts from the cut-off that the last root belongs to, or from the incident's opening.
    """
    if view.drill or view.closed_at is not None:
        return None
    since = view.opened_at
    if view.root_day is not None:
        since = max(since, window_of_day(view.clock, view.root_day).until)
    return since if now - since >= LONGEST_WITHOUT_ROOT else None
