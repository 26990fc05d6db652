"""The evening's timetable: draft at 19:00, freeze at 20:00, once a day."""

from datetime import date, time

from bihuan.domain.refusals import Refusal
from bihuan.features.incidents.api import incident
from bihuan.features.review.actions import draft_night, freeze
from bihuan.features.review.selectors.drafts import renew_draft
from bihuan.features.review.selectors.nights import night_of, snapshot_head
from bihuan.platform.auth import system_post
from bihuan.platform.commands import Outcome
from bihuan.platform.figures.windows import window_at
from bihuan.platform.jobs import Tick, daily

DRAFT_AT, FREEZE_AT = time(19, 0), time(20, 0)


@daily("review.draft", DRAFT_AT)
def draft_tonight(tick: Tick) -> int:
    """Open tonight's draft, and keep its report worked out until the freeze."""
    day, number = _tonight(tick), tick.clock.incident
    if day is None or snapshot_head(incident=number, day=day) is not None:
        return 0
    done = 0
    if night_of(incident=number, day=day) is None:
        key = f"review.draft:{number}:{day}"
        done = _done(draft_night(by=system_post(), incident=number, day=day, key=key))
    return done + renew_draft(incident=number, day=date.fromisoformat(day))


@daily("review.freeze", FREEZE_AT)
def freeze_tonight(tick: Tick) -> int:
    """Freeze tonight's report."""
    day = _tonight(tick)
    if day is None or snapshot_head(incident=tick.clock.incident, day=day) is not None:
        return 0
    key = f"review.freeze:{tick.clock.incident}:{day}"
    return _done(freeze(by=system_post(), incident=tick.clock.incident, day=day, key=key))


def _tonight(tick: Tick) -> str | None:
    """Return the day of the window that ended last, None when it lies before the incident."""
    view = incident(tick.clock.incident)
    window = window_at(tick.clock, tick.now)
    if view is None or window.day < view.day_zero or window.until <= view.opened_at:
        return None
    return window.day.isoformat()


def _done(answer: Outcome | Refusal) -> int:
    return 0 if isinstance(answer, Refusal) else 1
