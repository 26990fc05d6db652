"""A night's report, worked out before the lock is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.features.incidents.api import incident as incident_view
from bihuan.features.review.selectors.content import content_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.figures.windows import window_of_day
from bihuan.platform.ledger.marks import Mark, mark_now, since


@dataclass(frozen=True, slots=True)
class Ready:
    """A report worked out before anybody waits for it, and what the ledger had come to."""

    content: Mapping[str, Any]
    mark: Mark

    def holds(self, read: Reader) -> bool:
        """Tell whether nothing that a night enters for itself has come since.

        What others did meanwhile happened after the report's instant, and is tomorrow's.
        """
        return not since(read.session, self.mark).concerns("review", "incidents")


def ready_for(incident: int, day: date) -> Ready | None:
    """Ask every figure of a night at one instant, while everybody else goes on writing."""
    view = incident_view(incident)
    if view is None:
        return None
    session, window = Session(), window_of_day(view.clock, day)
    if window.until > view.now():
        return None
    with session.snapshot():
        mark = mark_now(session)
        return Ready(content_of(view, window, window.until), mark)
