"""A night's report between its cut-off and its freeze: worked out once and kept, for all who look.

What others do after the cut-off is tomorrow's, so a kept report stays right until somebody
enters something for the night itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from bihuan.features.review.selectors.ready import Ready, ready_for
from bihuan.platform.clock import ticking
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.figures import installed
from bihuan.platform.ledger.kept import Kept, keep, kept_under

# A kept report is served for so long; the clock works it out anew before that.
OLDEST, RENEWED = timedelta(minutes=15), timedelta(minutes=10)
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as a draft says it, and when it was worked out (on the wall's clock)."""

    ready: Ready
    at: datetime

    @property
    def content(self) -> Mapping[str, Any]:
        """What the report says."""
        return self.ready.content

    def holds(self, age: timedelta) -> bool:
        """Tell whether it is no older than that and nothing was entered for the night since."""
        young = timedelta(0) <= ticking() - self.at <= age
        return young and self.ready.holds(Reader(Session()))


def draft_of(*, incident: int, day: date) -> Draft | None:
    """Return the report of a night whose window has ended; None before that."""
    kept = _kept(incident, day)
    if kept is not None and kept.holds(OLDEST):
        return kept
    # Who comes while it is being worked out waits for that one.
    with _lock:
        kept = _kept(incident, day)
        return kept if kept is not None and kept.holds(OLDEST) else _work_out(incident, day)


def renew_draft(*, incident: int, day: date) -> bool:
    """Work a night's report out where the kept one is old; tell whether it was."""
    kept = _kept(incident, day)
    if kept is not None and kept.holds(RENEWED):
        return False
    return _work_out(incident, day) is not None


def _work_out(incident: int, day: date) -> Draft | None:
    at, ready = ticking(), ready_for(incident, day)
    if ready is None:
        return None
    said = {"figures": _figures(), "content": ready.content}
    keep(_name(incident, day), Kept(said, at, ready.mark))
    return Draft(ready, at)


def _kept(incident: int, day: date) -> Draft | None:
    kept = kept_under(_name(incident, day))
    if kept is None or kept.said["figures"] != _figures():  # of another version of the product
        return None
    return Draft(Ready(kept.said["content"], kept.mark), kept.at)


def _figures() -> list[str]:
    return [figure.code for figure in installed().figures]


def _name(incident: int, day: date) -> str:
    return f"draft-{incident}-{day.isoformat()}"
